import type { Server, Socket } from "node:net";
import type { SandboxListeners } from "../sandbox/sandbox.port.ts";

/** A function can open as many connections as it likes; beyond this they are closed at once. Each costs a descriptor. */
const CONNECTIONS_LIMIT = 64;

/** Whose connection it is. */
export interface EnvironmentIdentity {
  environmentId: string;
  functionName: string;
  functionVersion: string;
  /** Unqualified. */
  functionArn: string;
}

/** A service of the host that functions reach at `127.0.0.1:port`: the only thing outside that they can. */
export interface Endpoint {
  port: number;
  /** What comes over the socket is written by user code. It has a listener for errors already. */
  onConnection(socket: Socket, environment: EnvironmentIdentity): void;
}

/** The endpoints of one sandbox, from the moment that it is started, perhaps long before it is known for which function. */
export class SandboxEndpoints {
  readonly #endpoints: readonly Endpoint[];
  readonly #opened = new Set<number>();
  #identity: EnvironmentIdentity | undefined;

  constructor(endpoints: readonly Endpoint[]) {
    this.#endpoints = endpoints;
  }

  /** Undefined when there is nothing to listen for: then the sandbox has no channel and costs what it did before. */
  get listeners(): SandboxListeners | undefined {
    if (this.#endpoints.length === 0) return undefined;
    return {
      ports: this.#endpoints.map(({ port }) => port),
      onListener: (port, server) => this.#serve(port, server),
    };
  }

  /** Until then the bootstrap may not say that it is ready. */
  get areOpen(): boolean {
    return this.#opened.size === this.#endpoints.length;
  }

  /** From now on connections are taken. */
  identify(identity: EnvironmentIdentity): void {
    this.#identity = identity;
  }

  #serve(port: number, server: Server): void {
    const { onConnection } = this.#endpoints.find((endpoint) => endpoint.port === port)!;
    server.maxConnections = CONNECTIONS_LIMIT;
    server.on("connection", (socket) => {
      socket.on("error", () => undefined);
      if (this.#identity) onConnection(socket, this.#identity);
      // No function is inside yet that could have made it.
      else socket.destroy();
    });
    this.#opened.add(port);
  }
}
