/** Requests remembered whose end was never told. */
const REQUESTS_MAX = 10_000;

/** Where in the log an invocation begins, until its record takes that over. */
export class OpenRequests {
  readonly #firstIds = new Map<string, number>();

  /** To be called with each event's id; the first one of a request counts. */
  note(requestId: string, eventId: number): void {
    if (this.#firstIds.has(requestId)) return;
    if (this.#firstIds.size >= REQUESTS_MAX) {
      const [oldest] = this.#firstIds.keys();
      this.#firstIds.delete(oldest!);
    }
    this.#firstIds.set(requestId, eventId);
  }

  firstId(requestId: string): number | undefined {
    return this.#firstIds.get(requestId);
  }

  /** The invocation is over. */
  close(requestId: string): number | undefined {
    const firstId = this.#firstIds.get(requestId);
    this.#firstIds.delete(requestId);
    return firstId;
  }
}
