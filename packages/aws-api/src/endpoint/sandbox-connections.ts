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

  /** Undefined for a request that comes from anywhere else. */
  requestOf(request: IncomingMessage, response: ServerResponse): SandboxRequest | undefined {
    const connection = this.#connections.get(request.socket);
    return connection && new SandboxRequest(connection, response);
  }
}

/** One request from a sandbox, counted until it is answered. */
export class SandboxRequest {
  readonly #connection: Connection;
  #heldBytes = 0;

  constructor(connection: Connection, response: ServerResponse) {
    this.#connection = connection;
    connection.unanswered += 1;
    response.once("close", () => {
      connection.unanswered -= 1;
      connection.sandbox.heldBytes -= this.#heldBytes;
    });
  }

  /** More is asked on one connection than any client asks. */
  get isTooMuch(): boolean {
    return this.#connection.unanswered > PIPELINED_LIMIT;
  }

  /** @returns whether so many bytes more may be kept of it. */
  hold(bytes: number): boolean {
    const { sandbox } = this.#connection;
    if (sandbox.heldBytes + bytes > HELD_LIMIT_BYTES) return false;
    sandbox.heldBytes += bytes;
    this.#heldBytes += bytes;
    return true;
  }
}
