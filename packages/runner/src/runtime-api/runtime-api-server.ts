import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { RuntimeApiSession } from "./runtime-api-session.ts";

/** Requests that a client may send ahead on one connection; AWS's clients send none. */
const PIPELINED_LIMIT = 4;
const HEADER_LIMIT_BYTES = 16_384;

/**
 * Speaks HTTP with every runtime: one server object, to which the connections made inside the sandboxes are given, each
 * bound to the session of its environment.
 *
 * No time limit on connections and requests: a runtime waits for events as long as there are none, and stands still while
 * its environment is frozen. What a connection can hold is bounded instead, and all of them go with the sandbox.
 */
class RuntimeApiServer {
  readonly #sessions = new WeakMap<Socket, { session: RuntimeApiSession; unanswered: number }>();
  readonly #server = createServer(
    {
      keepAlive: true,
      keepAliveTimeout: 0,
      headersTimeout: 0,
      requestTimeout: 0,
      maxHeaderSize: HEADER_LIMIT_BYTES,
    },
    (request, response) => this.#serve(request, response),
  );

  /** @param socket is the server's from now on. */
  accept(socket: Socket, session: RuntimeApiSession): void {
    socket.setNoDelay(true);
    this.#sessions.set(socket, { session, unanswered: 0 });
    this.#server.emit("connection", socket);
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const connection = this.#sessions.get(request.socket)!;
    connection.unanswered += 1;
    if (connection.unanswered > PIPELINED_LIMIT) {
      request.socket.destroy();
      return;
    }
    response.once("close", () => {
      connection.unanswered -= 1;
    });
    // A client that goes while it is answered has told us nothing new.
    response.on("error", () => undefined);
    connection.session.serve(request, response);
  }
}

let server: RuntimeApiServer | undefined;

/** Made when the first custom runtime connects. */
export function serveRuntimeApi(socket: Socket, session: RuntimeApiSession): void {
  server ??= new RuntimeApiServer();
  server.accept(socket, session);
}
