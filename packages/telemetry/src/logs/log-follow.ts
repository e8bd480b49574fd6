import type { StoredLogEvent } from "@lambent/model";
import type { Database } from "@lambent/sqlite";
import { compileFilterPattern, type FilterPattern } from "../filter-pattern/filter-pattern.ts";
import type { LogIntake } from "./log-intake.ts";
import { scanLogEvents } from "./log-scan.ts";

export interface LogFollow {
  logGroupName: string;
  /** CloudWatch filter pattern; empty matches everything. */
  filter?: string;
  /** The last event already seen: 0 for everything that is kept; without it only what comes from now on. */
  afterId?: number;
}

/** Events taken from memory at once, so that a slow reader holds few. */
const STEP_EVENTS = 1_000;

/**
 * Every event of the group after `afterId`, then each new one as it comes, without gap or double; ends when the
 * signal is aborted. A reader is never sent anything: it asks for what comes after the last event it has seen, from
 * memory where that reaches back far enough, else from disk. So it may be as slow as it likes.
 * @throws InvalidParameterValue, at once, for a filter pattern that can't be read.
 */
export function followLogs(
  database: Database,
  intake: LogIntake,
  { logGroupName, filter, afterId }: LogFollow,
  signal: AbortSignal,
): AsyncGenerator<StoredLogEvent> {
  const pattern = compileFilterPattern(filter);
  // An id from beyond what was ever given comes from another data folder: begin anew.
  const seenId = Math.min(afterId ?? Number.POSITIVE_INFINITY, intake.window.lastId);
  return follow(database, intake, { logGroupName, pattern, seenId }, signal);
}

async function* follow(
  database: Database,
  intake: LogIntake,
  { logGroupName, pattern, seenId }: { logGroupName: string; pattern: FilterPattern; seenId: number },
  signal: AbortSignal,
): AsyncGenerator<StoredLogEvent> {
  const { window } = intake;
  const news = newsOf(intake, logGroupName, signal);
  try {
    while (!signal.aborted) {
      news.reset();
      const recent = window.after(seenId, STEP_EVENTS);
      if (recent === null) {
        const floorId = window.floorId;
        const scan = { logGroupName, pattern, afterId: seenId, beforeId: floorId + 1, oldestFirst: true };
        for await (const event of scanLogEvents(database, scan)) {
          if (signal.aborted) return;
          yield event;
        }
        seenId = floorId;
        continue;
      }
      for (const event of recent) {
        if (signal.aborted) return;
        seenId = event.id;
        if (event.logGroupName === logGroupName && pattern.matches(event.message)) yield withoutExtras(event);
      }
      if (recent.length === 0) await news.arrival();
    }
  } finally {
    news.stop();
  }
}

function withoutExtras({ id, logGroupName, logStreamName, timestampMs, message }: StoredLogEvent): StoredLogEvent {
  return { id, logGroupName, logStreamName, timestampMs, message };
}

/** Tells whether the group got events since the last `reset`. */
function newsOf(intake: LogIntake, logGroupName: string, signal: AbortSignal) {
  let arrived = false;
  let wake: (() => void) | undefined;
  const listener = () => {
    arrived = true;
    wake?.();
  };
  const stopListening = intake.listen(logGroupName, listener);
  signal.addEventListener("abort", listener);
  return {
    reset() {
      arrived = false;
    },
    async arrival() {
      if (arrived || signal.aborted) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      wake = undefined;
    },
    stop() {
      stopListening();
      signal.removeEventListener("abort", listener);
    },
  };
}
