import { FRAME_HEADER_BYTES, type Frame, MAX_FRAME_BODY_BYTES } from "./frame.ts";
import { ControlChannelError } from "./protocol-error.ts";

/**
 * Cuts a byte stream into frames, however it is chunked. Never holds more than one frame and one chunk; a length beyond
 * the limit is an error at once, before any of its body is kept. After an error it stays broken.
 */
export class FrameDecoder {
  #chunks: Buffer[] = [];
  #bufferedBytes = 0;
  #broken: ControlChannelError | undefined;

  constructor(private readonly maxBodyBytes: number = MAX_FRAME_BODY_BYTES) {}

  /** @throws ControlChannelError */
  push(chunk: Buffer): Frame[] {
    if (this.#broken) throw this.#broken;
    if (chunk.length > 0) this.#chunks.push(chunk);
    this.#bufferedBytes += chunk.length;
    const frames: Frame[] = [];
    while (this.#bufferedBytes >= FRAME_HEADER_BYTES) {
      const header = this.#peekHeader();
      const bodyBytes = header.readUInt32LE(0);
      if (bodyBytes > this.maxBodyBytes) {
        this.#chunks = [];
        this.#broken = new ControlChannelError(
          `a frame of ${bodyBytes} bytes was announced on file descriptor 3; the largest allowed is ${this.maxBodyBytes}`,
        );
        throw this.#broken;
      }
      if (this.#bufferedBytes < FRAME_HEADER_BYTES + bodyBytes) break;
      const whole = this.#take(FRAME_HEADER_BYTES + bodyBytes);
      frames.push({ type: whole.readUInt8(4), body: whole.subarray(FRAME_HEADER_BYTES) });
    }
    return frames;
  }

  /** To be called when the stream has ended: half a frame is an error too. */
  end(): ControlChannelError | undefined {
    if (this.#broken) return this.#broken;
    if (this.#bufferedBytes === 0) return undefined;
    return new ControlChannelError(`file descriptor 3 was closed ${this.#bufferedBytes} bytes into a frame`);
  }

  #peekHeader(): Buffer {
    const first = this.#chunks[0]!;
    return first.length >= FRAME_HEADER_BYTES ? first : this.#merge();
  }

  #take(bytes: number): Buffer {
    const first = this.#chunks[0]!;
    const merged = first.length >= bytes ? first : this.#merge();
    this.#bufferedBytes -= bytes;
    if (merged.length === bytes) this.#chunks.shift();
    else this.#chunks[0] = merged.subarray(bytes);
    return merged.subarray(0, bytes);
  }

  #merge(): Buffer {
    const merged = Buffer.concat(this.#chunks);
    this.#chunks = [merged];
    return merged;
  }
}
