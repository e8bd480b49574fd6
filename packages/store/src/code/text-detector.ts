import { isUtf8 } from "node:buffer";
import { TextDecoder } from "node:util";

/** Text is what an editor can show and give back unchanged: UTF-8 without NUL. */
export function isText(content: Uint8Array): boolean {
  return isUtf8(content) && !content.includes(0);
}

/** The same for content that comes in pieces. */
export class TextDetector {
  #decoder: TextDecoder | null = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

  add(piece: Uint8Array): void {
    if (this.#decoder === null) return;
    try {
      this.#decoder.decode(piece, { stream: true });
      if (piece.includes(0)) this.#decoder = null;
    } catch {
      this.#decoder = null;
    }
  }

  /** To be asked once, after the last piece. */
  isText(): boolean {
    try {
      this.#decoder?.decode();
      return this.#decoder !== null;
    } catch {
      return false;
    }
  }
}
