import type { Clock } from "../clock.ts";
import type { RuntimeProcess } from "./runtime-process.ts";

/** The most that was ever held only grows; in a burst of invocations it isn't read each time, and less often once it stands. */
const SAMPLE_MS = 250;
const SAMPLE_MAX_MS = 1_000;
const BYTES_PER_MB = 1_048_576;

/** The most that an environment's processes have held at a time. */
export class PeakMemory {
  #mb = 0;
  #readMs = Number.NEGATIVE_INFINITY;
  #sampleMs = SAMPLE_MS;

  constructor(private readonly clock: Clock) {}

  /** In MB, the interpreter included. */
  get mb(): number {
    return this.#mb;
  }

  /** Whether it is time to read it again. */
  get isOld(): boolean {
    return this.clock.monotonicMs() - this.#readMs >= this.#sampleMs;
  }

  async sample(process: RuntimeProcess): Promise<void> {
    const nowMs = this.clock.monotonicMs();
    const bytes = await process.peakMemoryBytes();
    if (bytes === undefined) return;
    const mb = Math.ceil(bytes / BYTES_PER_MB);
    this.#readMs = nowMs;
    this.#sampleMs = mb > this.#mb ? SAMPLE_MS : Math.min(2 * this.#sampleMs, SAMPLE_MAX_MS);
    this.#mb = Math.max(this.#mb, mb);
  }
}
