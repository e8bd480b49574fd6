import type { ServerResponse } from "node:http";
import {
  BAD_GATEWAY,
  HTTP_INTEGRATION_CONTENT_TYPE,
  type HttpHead,
  type Invoke,
  outcomeResponse,
  type PreludeStep,
  ResponsePrelude,
  streamHead,
} from "@lambent/lambda";
import type { Outcome } from "@lambent/model";
import type { UrlAnswer } from "./url-answer.ts";

type ResponseListener = NonNullable<Invoke["onResponse"]>;

/**
 * Sends a response while the function writes it. The function waits when its client is slow, so of a response no more than
 * one part and what the socket takes is in memory; after a client that has left it writes on into nothing.
 */
export class StreamedAnswer implements ResponseListener {
  readonly #response: ServerResponse;
  readonly #answer: UrlAnswer;
  #prelude: ResponsePrelude | undefined;
  #isBegun = false;
  /** A head that can't be sent was answered with a 502. */
  #isRefused = false;

  constructor(response: ServerResponse, answer: UrlAnswer) {
    this.#response = response;
    this.#answer = answer;
  }

  start({ contentType }: { contentType: string }): void {
    if (contentType === HTTP_INTEGRATION_CONTENT_TYPE) this.#prelude = new ResponsePrelude();
    else this.#sendHead(streamHead(contentType));
  }

  chunk(bytes: Uint8Array): Promise<void> | void {
    if (this.#isRefused) return;
    if (this.#isBegun) return this.#write(bytes);
    if (this.#prelude === undefined) return;
    const step = this.#prelude.push(bytes);
    if (step.kind !== "waiting") return this.#begin(step);
  }

  /** To be called once the invocation is over. */
  end(outcome: Outcome): void {
    if (this.#isRefused) return;
    if (this.#isBegun) {
      // Nothing else tells a client, once the head is out, that what it has isn't all.
      if (outcome.kind === "succeeded") this.#response.end();
      else this.#response.destroy();
      return;
    }
    const isUnfinished = outcome.kind === "succeeded" && this.#prelude !== undefined;
    this.#answer.send(isUnfinished ? BAD_GATEWAY : outcomeResponse(outcome));
  }

  #begin(step: Exclude<PreludeStep, { kind: "waiting" }>): Promise<void> | void {
    if (step.kind === "malformed") {
      this.#isRefused = true;
      this.#answer.send(BAD_GATEWAY);
      return;
    }
    this.#sendHead(step.head);
    if (this.#isBegun && step.rest.byteLength > 0) return this.#write(step.rest);
  }

  #sendHead(head: HttpHead): void {
    this.#isBegun = this.#answer.begin(head);
    this.#isRefused = !this.#isBegun;
    // The first part may be a long time coming; the client is to see that it has begun.
    if (this.#isBegun) this.#response.flushHeaders();
  }

  #write(bytes: Uint8Array): Promise<void> | void {
    const response = this.#response;
    if (response.destroyed || response.write(bytes)) return;
    return new Promise<void>((resolve) => {
      const settle = () => {
        response.off("drain", settle);
        response.off("close", settle);
        resolve();
      };
      response.on("drain", settle);
      response.on("close", settle);
    });
  }
}
