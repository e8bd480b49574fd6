import type { ChildProcess } from "node:child_process";
import { Server } from "node:net";
import type { SandboxListeners } from "./sandbox.port.ts";

const LOOPBACK = "127.0.0.1";

/**
 * Takes the listening sockets that a bootstrap opened inside and sends over Node.js's message channel, then closes the
 * channel, which tells the bootstrap to go on. Connections made inside are accepted out here from then on.
 *
 * The channel's reader (in Node.js itself) trusts its peer. So it is gone before any code of a user runs, and whatever
 * isn't one of the sockets that were asked for ends the sandbox.
 */
export class ListenerIntake {
  readonly #child: ChildProcess;
  readonly #listeners: SandboxListeners;
  readonly #servers = new Map<number, Server>();
  readonly #refuse: () => void;

  /** @param refuse ends the sandbox. */
  constructor(child: ChildProcess, listeners: SandboxListeners, refuse: () => void) {
    this.#child = child;
    this.#listeners = listeners;
    this.#refuse = refuse;
    child.on("message", (message, handle) => this.#take(message, handle));
  }

  /** No socket is taken, and nothing accepted, any more. */
  close() {
    this.#disconnect();
    for (const server of this.#servers.values()) server.close();
  }

  #take(message: unknown, handle: unknown) {
    const port = portOf(message);
    if (!this.#child.connected || port === undefined || !this.#isAskedFor(port) || !isListeningAt(handle, port)) {
      (handle as { close?(): void } | undefined)?.close?.();
      this.#disconnect();
      this.#refuse();
      return;
    }
    // A reset while a connection is accepted is that connection's end, nothing more.
    handle.on("error", () => undefined);
    handle.unref();
    this.#servers.set(port, handle);
    this.#listeners.onListener(port, handle);
    if (this.#servers.size === this.#listeners.ports.length) this.#disconnect();
  }

  #isAskedFor(port: number): boolean {
    return this.#listeners.ports.includes(port) && !this.#servers.has(port);
  }

  #disconnect() {
    if (this.#child.connected) this.#child.disconnect();
  }
}

function portOf(message: unknown): number | undefined {
  if (typeof message !== "object" || message === null) return undefined;
  const { port } = message as { port?: unknown };
  return typeof port === "number" ? port : undefined;
}

function isListeningAt(handle: unknown, port: number): handle is Server {
  if (!(handle instanceof Server)) return false;
  const address = handle.address();
  return address !== null && typeof address === "object" && address.address === LOOPBACK && address.port === port;
}
