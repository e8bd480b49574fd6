/** Of a rate more is better, of everything else less. */
export type Unit = "ms" | "µs" | "requests/s" | "MiB" | "ms/s";

/** One row of the result: what was measured beside what it is compared with. */
export interface Comparison {
  /** What was measured. */
  name: string;
  unit: Unit;
  /** One value for each run. */
  samples: number[];
  /** What it is compared with, measured in turn with it. */
  referenceName: string;
  referenceSamples: number[];
  /** Which number the budget bounds; from shared design figures. */
  budget?: Budget;
}

export interface Budget {
  of: "ratio" | "median" | "p95";
  /** Times are to be at most this, rates at least. */
  limit: number;
}

export interface MeasurementContext {
  /** Runs of each row; a run may be many requests. */
  runs: number;
  /** Says what is going on. */
  say: (text: string) => void;
}

/** A program that measures one thing and cleans up after itself. */
export interface Measurement {
  /** As given to `--only`. */
  id: string;
  run: (context: MeasurementContext) => Promise<Comparison[]>;
}
