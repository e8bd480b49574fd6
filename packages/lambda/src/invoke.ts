import { functionArn, type Outcome, ResourceConflict } from "@lambent/model";
import { type InvocationReport, type ResponseListener, unserved } from "@lambent/runner";
import { lineageOf } from "./async/lineage.ts";
import { nextRun } from "./async/next-run.ts";
import { traceHeader } from "./async/trace-header.ts";
import { definitionOf } from "./definition-of.ts";
import type { Definition } from "./definitions.ts";
import { eventPayload } from "./event-payload.ts";
import { invocationRecord } from "./invocation-record.ts";
import { createLogTail } from "./log-tail.ts";
import type { Ports } from "./ports.ts";
import { recordResponse } from "./recorded-response.ts";

export interface Invoke {
  functionName: string;
  /** `$LATEST`, a version's digits or an alias; `$LATEST` is meant when it is absent. */
  qualifier?: string;
  /** The event's bytes as sent. */
  payload: Uint8Array;
  /** JSON text of the decoded client context. */
  clientContext?: string;
  /** The caller's `X-Amzn-Trace-Id`, with what has led to this invocation as its `Lineage`. */
  traceId?: string;
  /** Name of the saved test event that the payload comes from. */
  testEventName?: string;
  /** A new one is made when omitted; the attempts of an asynchronous invocation share theirs. */
  requestId?: string;
  /** The same with this invocation included, where it has been judged before: of an event from the queue. */
  lineage?: string;
  /** Of an asynchronous invocation: 1 for the first run of its event. */
  attempt?: number;
  /** Told which version it is that will run, before it does. */
  onDefinition?: (definition: Definition) => void;
  /** Gets the response while it is written, up to 200 MB; the outcome then has no payload unless it failed. */
  onResponse?: ResponseListener;
}

/** How an invocation went, in full; the edges cut it to what they show. */
export interface Invocation {
  requestId: string;
  definition: Definition;
  report: InvocationReport;
  outcome: Outcome;
  logTail: string;
  /** Epoch milliseconds at which it was accepted. */
  startedMs: number;
}

/**
 * Runs a function and waits for its answer. A fault of the function's code is part of the outcome, never an exception, and
 * so is a throttle: as on AWS that one is no invocation, so it leaves a count among the metrics and nothing else.
 * On the warm path nothing here waits for a disk: definitions come from memory, log and record are handed over.
 * @throws FunctionNotFound, PayloadTooLarge, InvalidRequestContent, ResourceConflict, RecursiveInvocation
 */
export async function invoke(ports: Ports, input: Invoke): Promise<Invocation> {
  const { scope, runner, concurrency, telemetry, clock, ids } = ports;
  const payload = eventPayload(input.payload);
  const defined = definitionOf(ports, input.functionName, input.qualifier);
  const definition = defined instanceof Promise ? await defined : defined;
  const { configuration, environment } = definition;
  input.onDefinition?.(definition);
  if (configuration.state !== "Active") throw ResourceConflict.inState(configuration.state);

  const counted = input.lineage ?? nextRun(ports, input.functionName, lineageOf(input.traceId));
  const lineage = typeof counted === "string" ? counted : await counted;
  const requestId = input.requestId ?? ids.uuid();
  const startedMs = clock.now().getTime();
  const tail = createLogTail();
  const response = input.onResponse && recordResponse(input.onResponse);
  const report = await concurrency.run(
    environment.functionArn,
    () =>
      runner.invoke(
        environment,
        {
          requestId,
          // As it was invoked, whatever that led to. @see spec: lambda §6.3
          invokedFunctionArn: functionArn(scope, input.functionName, input.qualifier),
          payload,
          clientContext: input.clientContext,
          traceId: traceHeader({ requestId, startedMs, traceId: input.traceId }, lineage),
        },
        {
          onLog(logStreamName, line) {
            tail.add(line.message);
            telemetry.logs.append(configuration.logGroupName, logStreamName, [line], requestId);
          },
          ...(response && { onResponse: response }),
        },
      ),
    (throttle) => unserved({ kind: "throttled", ...throttle }),
    configuration.version,
  );
  const invocation = { requestId, definition, report, outcome: report.outcome, logTail: tail.text(), startedMs };
  if (report.outcome.kind === "throttled") telemetry.metrics.countThrottle(environment.functionArn);
  else telemetry.invocations.add(invocationRecord(invocation, payload, input, response?.beginning()));
  return invocation;
}
