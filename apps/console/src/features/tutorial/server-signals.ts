import type { RuntimeId } from "@lambent/model";
import type { TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import type { TutorialSignal } from "./tutorial-facts.ts";
import { tutorialSignal } from "./tutorial-progress.ts";

interface Operation {
  path: string;
  // The inputs are those of the procedures below; a link sees all procedures and so knows no types.
  input: Record<string, unknown> & { functionName?: string };
  output: unknown;
}

/** Which answers of the server tell the tutorial something, and what. */
const SIGNALS: Record<string, (operation: Operation) => TutorialSignal[]> = {
  "functions.create": ({ input }) => [
    { type: "functionCreated", functionName: input.functionName!, runtime: input.runtime as RuntimeId },
  ],
  "drafts.save": ({ input }) =>
    (input.changes as unknown[]).length > 0 ? [{ type: "codeEdited", functionName: input.functionName! }] : [],
  "code.deploy": ({ input }) => [{ type: "codeDeployed", functionName: input.functionName! }],
  "testEvents.save": ({ input }) => [{ type: "testEventSaved", functionName: input.functionName! }],
  "invocations.invoke": ({ input, output }) => [
    {
      type: "functionTested",
      functionName: input.functionName!,
      succeeded: (output as { outcome: string }).outcome === "succeeded",
    },
  ],
  "functions.delete": ({ output }) =>
    (output as { results: { functionName: string; deleted: boolean }[] }).results
      .filter(({ deleted }) => deleted)
      .map(({ functionName }) => ({ type: "functionDeleted", functionName })),
};

/** Listens to what the server confirmed, so that a step counts only when it really happened, whichever button caused it. */
// biome-ignore lint/suspicious/noExplicitAny: a link is the same for every router
export const tutorialLink: TRPCLink<any> = () => {
  return ({ op, next }) =>
    observable((observer) =>
      next(op).subscribe({
        next(value) {
          const toSignals = SIGNALS[op.path];
          if (toSignals !== undefined && value.result.type !== "started" && value.result.type !== "stopped") {
            const operation = { path: op.path, input: op.input as Operation["input"], output: value.result.data };
            for (const signal of toSignals(operation)) tutorialSignal(signal);
          }
          observer.next(value);
        },
        error: (error) => observer.error(error),
        complete: () => observer.complete(),
      }),
    );
};
