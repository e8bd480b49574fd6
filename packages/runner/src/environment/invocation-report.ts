import type { EnvironmentSpec, InvocationReport } from "../runner.port.ts";
import { type AnsweredOutcome, closedOutcome } from "./answer-outcome.ts";
import { type BootRecipe, usedMemoryMb } from "./boot-recipe.ts";
import type { Environment } from "./environment.ts";
import type { ResponseReceiver } from "./response-receiver.ts";

/** How an invocation went inside. */
export interface Served extends AnsweredOutcome {
  /** A log line that tells what ended it. */
  line?: string;
  /** Its duration, in ms. */
  ms: number;
}

/** How a process came to be there for an event. */
export interface Prepared {
  phases: { bootUs?: number; initUs?: number };
  /** Present when the event was the reason for a first initialisation. */
  initDurationMs?: number;
  /** Of the function's timeout. */
  spentMs: number;
  /** Present when there is no process that could serve. */
  failed?: Served;
}

export interface ReportFacts {
  environment: Pick<Environment, "id" | "logStreamName" | "peakMb">;
  recipe: BootRecipe;
  spec: EnvironmentSpec;
  isClosing: boolean;
  isFirst: boolean;
  prepared: Prepared;
  served: Served;
  receiver: ResponseReceiver;
  /** From handing over the event to the end of it, in µs. */
  invokeUs: number;
}

/** What the caller learns, with AWS's figures: times to two decimals, billed ones up to the next millisecond. */
export function invocationReport(facts: ReportFacts): InvocationReport {
  const { environment, prepared, served, receiver } = facts;
  const { initDurationMs } = prepared;
  const durationMs = twoDecimals(served.ms);
  const initMs = initDurationMs === undefined ? undefined : twoDecimals(initDurationMs);
  return {
    outcome: facts.isClosing ? closedOutcome : served.outcome,
    environmentId: environment.id,
    logStreamName: environment.logStreamName,
    coldStart: facts.isFirst,
    durationMs,
    billedDurationMs: Math.max(1, Math.ceil(durationMs + (initMs ?? 0))),
    maxMemoryUsedMb: usedMemoryMb(facts.recipe, facts.spec, served.outcome, environment.peakMb),
    phases: {
      invokeUs: served.ms === 0 ? 0 : Math.min(facts.invokeUs, Math.round(served.ms * 1000)),
      ...prepared.phases,
    },
    // Last: V8 takes a slow way for whatever stands after a spread.
    ...(initMs === undefined ? {} : { initDurationMs: initMs }),
    ...(receiver.streamed && { streamed: receiver.streamed }),
  };
}

const twoDecimals = (milliseconds: number): number => Math.round(milliseconds * 100) / 100;
