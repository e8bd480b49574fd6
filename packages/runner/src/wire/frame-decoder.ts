import { ByteCollector } from "./byte-collector.ts";
import { FRAME_HEADER_BYTES, type Frame, MAX_FRAME_BODY_BYTES } from "./frame.ts";
import { ControlChannelError } from "./protocol-error.ts";

/**
 * Cuts a byte stream into frames, however it is chunked. Never holds more than one frame and one chunk; a length beyond
 * the limit is an error at once, before any of its body is kept. After an error it stays broken.
 */
export class FrameDecoder {
  readonly #held = new ByteCollector();
  #broken: ControlChannelError | undefined;

  constructor(private readonly maxBodyBytes: number = MAX_FRAME_BODY_BYTES) {}

  /** @throws ControlChannelError */
  push(chunk: Buffer): Frame[] {
    if (this.#broken) throw this.#broken;
    const held = this.#held;
    held.add(chunk);
    const frames: Frame[] = [];
    while (held.bytes >= FRAME_HEADER_BYTES) {
      const bodyBytes = held.peek(FRAME_HEADER_BYTES).readUInt32LE(0);
      if (bodyBytes > this.maxBodyBytes) {
        held.clear();
        this.#broken = new ControlChannelError(
          `a frame of ${bodyBytes} bytes was announced on file descriptor 3; the largest allowed is ${this.maxBodyBytes}`,
        );
        throw this.#broken;
      }
      if (held.bytes < FRAME_HEADER_BYTES + bodyBytes) break;
      const whole = held.take(FRAME_HEADER_BYTES + bodyBytes);
      frames.push({ type: whole.readUInt8(4), body: whole.subarray(FRAME_HEADER_BYTES) });
    }
    return frames;
  }

  /** To be called when the stream has ended: half a frame is an error too. */
  end(): ControlChannelError | undefined {
    if (this.#broken) return this.#broken;
    if (this.#held.bytes === 0) return undefined;
    return new ControlChannelError(`file descriptor 3 was closed ${this.#held.bytes} bytes into a frame`);
  }
}
