import { once } from "node:events";
import { connect, type Socket } from "node:net";

const HEAD_END = "\r\n\r\n";

/**
 * One connection that is kept open, and as little as can be behind it: the client of node:http takes more of the processor
 * for a call than the server does, and would measure itself. Reads answers with a content-length or in chunks.
 */
export class HttpConnection {
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #settle: { resolve(answer: HttpAnswer): void; reject(error: Error): void } | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => {
      this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
      const answer = wholeAnswer(this.#received);
      if (!answer) return;
      this.#received = Buffer.alloc(0);
      this.#settle?.resolve(answer);
    });
    socket.on("error", (error) => this.#settle?.reject(error));
    socket.on("close", () => this.#settle?.reject(new Error("The connection was closed before the answer had come.")));
  }

  static async open(url: string): Promise<HttpConnection> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    await once(socket, "connect");
    return new HttpConnection(socket);
  }

  /** One request at a time. @throws when the connection ends before the answer is there. */
  ask(request: Buffer): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#socket.destroy();
  }
}

export interface HttpAnswer {
  status: number;
  /** As it came: chunked bodies with their lengths. */
  text: string;
}

/** Undefined while a part is missing. @throws for an answer whose end can't be told. */
function wholeAnswer(received: Buffer): HttpAnswer | undefined {
  const headEnd = received.indexOf(HEAD_END);
  if (headEnd < 0) return undefined;
  const head = received.toString("latin1", 0, headEnd);
  const bodyStart = headEnd + HEAD_END.length;
  const status = Number(head.slice("HTTP/1.1 ".length, "HTTP/1.1 200".length));
  const length = /\r\ncontent-length: *(\d+)/i.exec(head);
  if (length) {
    if (received.length < bodyStart + Number(length[1])) return undefined;
  } else if (/\r\ntransfer-encoding: *chunked/i.test(head)) {
    if (!received.toString("latin1", bodyStart).endsWith("0\r\n\r\n")) return undefined;
  } else throw new Error(`An answer came whose length isn't told:\n${head}`);
  return { status, text: received.toString("utf8", bodyStart) };
}
