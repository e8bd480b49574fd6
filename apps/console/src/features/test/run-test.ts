import type { InvocationResult } from "@lambent/model";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useSyncExternalStore } from "react";
import { domainError } from "../../app/errors.ts";
import { trpc, trpcClient } from "../../app/trpc.ts";

export interface TestInput {
  eventJson: string;
  /** Name of the saved event; absent for one that was never saved. */
  testEventName?: string;
}

/** The latest test of a function. It belongs to the function, not to a component: switching tabs neither stops nor hides it. */
export interface TestRun {
  running: boolean;
  result: InvocationResult | null;
  /** The run could not be made: refused, throttled by the server, or the server wasn't reached. */
  error: { code?: string; message: string } | null;
  /** Saved event that was sent; null when it was never saved. */
  eventName: string | null;
  /** The event that was sent when it was never saved. */
  unsavedEventJson: string | null;
  /** Epoch milliseconds of the click; null before the first run. */
  startedMs: number | null;
}

const NEVER_RUN: TestRun = {
  running: false,
  result: null,
  error: null,
  eventName: null,
  unsavedEventJson: null,
  startedMs: null,
};
const runs = new Map<string, TestRun>();
const listeners = new Set<() => void>();

/** Runs tests of a function; the Test tab and the editor's output panel see the same run. */
export function useRunTest(functionName: string) {
  const queryClient = useQueryClient();
  const state = useSyncExternalStore(subscribe, () => runs.get(functionName) ?? NEVER_RUN);

  /** Resolves when the run ended, however it ended; while one runs, another is refused with null. */
  const run = useCallback(
    async ({ eventJson, testEventName }: TestInput): Promise<TestRun | null> => {
      if (runs.get(functionName)?.running) return null;
      const begun: TestRun = {
        ...NEVER_RUN,
        running: true,
        eventName: testEventName ?? null,
        unsavedEventJson: testEventName === undefined ? eventJson : null,
        startedMs: Date.now(),
      };
      set(functionName, begun);
      const ended = await invoke(functionName, { eventJson, testEventName }).then(
        (result): TestRun => ({ ...begun, running: false, result }),
        (error): TestRun => ({ ...begun, running: false, error: domainError(error) }),
      );
      set(functionName, ended);
      for (const filter of [trpc.invocations.pathFilter(), trpc.logs.pathFilter(), trpc.metrics.pathFilter()]) {
        void queryClient.invalidateQueries(filter);
      }
      return ended;
    },
    [functionName, queryClient],
  );

  const dismiss = useCallback(() => {
    const latest = runs.get(functionName);
    if (latest && !latest.running) set(functionName, { ...NEVER_RUN, unsavedEventJson: latest.unsavedEventJson });
  }, [functionName]);

  return { ...state, run, dismiss };
}

function invoke(functionName: string, input: TestInput): Promise<InvocationResult> {
  return trpcClient.invocations.invoke.mutate({ functionName, ...input });
}

function set(functionName: string, run: TestRun): void {
  runs.set(functionName, run);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
