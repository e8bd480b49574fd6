import type { ResponseListener } from "../runner.port.ts";
import type { Answer, ControlMessage, ResponsePart } from "../wire/control-messages.ts";
import { RESPONSE_LIMIT_BYTES, STREAMED_RESPONSE_LIMIT_BYTES } from "../wire/frame.ts";
import { ControlChannelError } from "../wire/protocol-error.ts";

/**
 * Takes the parts of one invocation's streamed response: hands them to a listener as they come, or gathers them where the
 * caller wants a whole. Code inside can write any part at any time, so the order is checked, and what is held is bounded:
 * one part with a listener, a buffered response's limit without.
 */
export class ResponseReceiver {
  readonly #requestId: string;
  readonly #listener: ResponseListener | undefined;
  #contentType: string | undefined;
  #bytes = 0;
  #gathered = Buffer.alloc(0);
  #isFull = false;
  #isClosed = false;

  /** @param listener never throws and never rejects. */
  constructor(requestId: string, listener?: ResponseListener) {
    this.#requestId = requestId;
    this.#listener = listener;
  }

  /** Present once the listener was told of a response. */
  get streamed(): { contentType: string; bytes: number } | undefined {
    if (!this.#listener || this.#contentType === undefined) return undefined;
    return { contentType: this.#contentType, bytes: this.#bytes };
  }

  /** True when the function wrote more than any response may have, and was cut off. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** The largest response that this invocation may give its caller. */
  get limitBytes(): number {
    return this.streamed ? STREAMED_RESPONSE_LIMIT_BYTES : RESPONSE_LIMIT_BYTES;
  }

  /**
   * @returns a promise while the listener isn't ready for more, `full` when no more is taken from the function at all.
   * @throws ControlChannelError for a part that can't come now.
   */
  take(part: ResponsePart): Promise<void> | "full" | undefined {
    if (this.#isClosed) return undefined;
    if (part.requestId !== this.#requestId) {
      throw new ControlChannelError(`a part of a response (${part.kind}) came that isn't of this invocation`);
    }
    if (part.kind === "responseStart") {
      if (this.#contentType !== undefined) throw new ControlChannelError("a response was started twice");
      this.#contentType = part.contentType;
      this.#listener?.start({ contentType: part.contentType });
      return undefined;
    }
    if (this.#contentType === undefined) throw new ControlChannelError("a part came of a response that hasn't started");
    if (this.#bytes + part.payload.length > STREAMED_RESPONSE_LIMIT_BYTES) {
      this.#isFull = true;
      return "full";
    }
    if (!this.#listener) this.#gather(part.payload);
    this.#bytes += part.payload.length;
    return this.#listener?.chunk(part.payload) ?? undefined;
  }

  /** Whether this answer can end the invocation after the parts that came. */
  admits(answer: ControlMessage): answer is Answer {
    if (!("requestId" in answer) || answer.requestId !== this.#requestId) return false;
    if (answer.kind === "error" || this.#isFull) return true;
    return (answer.kind === "responseEnd") === (this.#contentType !== undefined);
  }

  /** The gathered response; nothing when a listener has had it, undefined when it is larger than its limit. */
  get payload(): Uint8Array | undefined {
    if (this.#listener) return this.#gathered;
    return this.#bytes > RESPONSE_LIMIT_BYTES ? undefined : this.#gathered.subarray(0, this.#bytes);
  }

  /** Nothing is told or kept from now on. */
  close(): void {
    this.#isClosed = true;
  }

  /** One growing buffer: a list of parts would cost the host many times their bytes when they are small. */
  #gather(payload: Buffer): void {
    const bytes = this.#bytes + payload.length;
    if (bytes > RESPONSE_LIMIT_BYTES) {
      this.#gathered = Buffer.alloc(0);
      return;
    }
    if (bytes > this.#gathered.length) {
      const grown = Buffer.allocUnsafe(Math.min(RESPONSE_LIMIT_BYTES, Math.max(bytes, 2 * this.#gathered.length)));
      this.#gathered.copy(grown, 0, 0, this.#bytes);
      this.#gathered = grown;
    }
    this.#gathered.set(payload, this.#bytes);
  }
}
