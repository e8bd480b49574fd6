import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** Requests that a client may send ahead on one connection; AWS's clients send none. */
const PIPELINED_LIMIT = 4;
/**
 * What one sandbox's requests may have in memory here at once. They are read before their signature can be checked, and this
 * is the host's memory: room for some invocations of the largest event, and for a code package of 12 MB.
 */
const HELD_LIMIT_BYTES = 16 * 1024 * 1024;

interface Sandbox {
  heldBytes: number;
  connections: number;
}

interface Connection {
  sandbox: Sandbox;
  unanswered: number;
}

/**
 * The connections that were made inside sandboxes. What comes over them is written by user code, which is nobody: the keys
 * that everybody knows are not taken from there, and what a sandbox can hold of this process is bounded.
 */
export class SandboxConnections {
  readonly #connections = new WeakMap<Socket, Connection>();
  readonly #sandboxes = new Map<string, Sandbox>();

  /** @param socket is the server's from now on. */
  serve(server: Server, socket: Socket, environmentId: string): void {
    const sandbox = this.#sandboxes.get(environmentId) ?? { heldBytes: 0, connections: 0 };
    this.#sandboxes.set(environmentId, sandbox);
    sandbox.connections += 1;
    socket.once("close", () => {
      sandbox.connections -= 1;
      if (sandbox.connections === 0) this.#sandboxes.delete(environmentId);
    });
    this.#connections.set(socket, { sandbox, unanswered: 0 });
    socket.setNoDelay(true);
    server.emit("connection", socket);
  }

  /**
   * Counts a request until it is answered. Undefined for one that comes from anywhere else, `tooMuch` for more on one connection
   * than any client asks.
   */
  note(request: IncomingMessage, response: ServerResponse): "counted" | "tooMuch" | undefined {
    const connection = this.#connections.get(request.socket);
    if (connection === undefined) return undefined;
    const counted: CountedRequest = { sandbox: connection.sandbox, heldBytes: 0 };
    COUNTED.set(request, counted);
    connection.unanswered += 1;
    response.once("close", () => {
      connection.unanswered -= 1;
      connection.sandbox.heldBytes -= counted.heldBytes;
    });
    return connection.unanswered > PIPELINED_LIMIT ? "tooMuch" : "counted";
  }
}

interface CountedRequest {
  sandbox: Sandbox;
  heldBytes: number;
}

/** Those of sandboxes alone. */
const COUNTED = new WeakMap<IncomingMessage, CountedRequest>();

/** Whether so many bytes more of a request may be kept; counts them. */
export function mayHold(request: IncomingMessage, bytes: number): boolean {
  const counted = COUNTED.get(request);
  if (counted === undefined) return true;
  if (counted.sandbox.heldBytes + bytes > HELD_LIMIT_BYTES) return false;
  counted.sandbox.heldBytes += bytes;
  counted.heldBytes += bytes;
  return true;
}
