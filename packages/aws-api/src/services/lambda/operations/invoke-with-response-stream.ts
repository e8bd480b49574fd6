import {
  InvokeWithResponseStream$,
  type InvokeWithResponseStreamRequest,
  type InvokeWithResponseStreamResponse,
  type InvokeWithResponseStreamResponseEvent,
  LogType,
  ResponseStreamingInvocationType,
} from "@aws-sdk/client-lambda";
import {
  getFunction,
  type Invocation,
  isFunctionError,
  outcomeErrorType,
  outcomePayload,
  type Ports,
} from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { INVOKE_REQUEST_LIMIT_BYTES } from "../body-limits.ts";
import { functionResource, referenceConstraints, requestedFunction } from "../function-reference.ts";
import { type InvocationMembers, invokeRequested, logResult, requireAnswer } from "../invocation-request.ts";
import { enumConstraints } from "../member-constraints.ts";
import { createResponsePipe } from "../response-pipe.ts";

export default operation<Ports, InvokeWithResponseStreamRequest, InvokeWithResponseStreamResponse>({
  schema: InvokeWithResponseStream$,
  action: "lambda:InvokeFunction",
  resource: functionResource,
  bodyLimitBytes: INVOKE_REQUEST_LIMIT_BYTES,
  validate: (input) => [
    ...referenceConstraints(input),
    ...enumConstraints("invocationType", input.InvocationType, ResponseStreamingInvocationType),
    ...enumConstraints("logType", input.LogType, LogType),
  ],
  run: async (ports, input, call) => {
    if (input.InvocationType === "DryRun") {
      await getFunction(ports, requestedFunction(input, call.scope));
      return { StatusCode: 204, EventStream: nothing() };
    }
    const pipe = createResponsePipe();
    let version: string | undefined;
    const invoking = invokeRequested(ports, input, call, {
      onDefinition: ({ configuration }) => {
        version = configuration.version;
      },
      onResponse: pipe.listener,
    });
    invoking.then(pipe.end, pipe.end);
    // What is refused, throttled or never begins is an answer like any other; from the first part on there is no way back.
    if (!(await pipe.begun())) requireAnswer((await invoking).outcome);
    return {
      StatusCode: 200,
      ExecutedVersion: version,
      EventStream: events(pipe.parts(), invoking, input),
    };
  },
});

async function* events(
  parts: AsyncIterable<Uint8Array>,
  invoking: Promise<Invocation>,
  input: InvocationMembers,
): AsyncGenerator<InvokeWithResponseStreamResponseEvent> {
  for await (const part of parts) yield { PayloadChunk: { Payload: part as never } };
  const invocation = await invoking;
  const { outcome } = invocation;
  const failed = outcome.kind !== "succeeded";
  yield {
    InvokeComplete: {
      ErrorCode: failed ? (outcomeErrorType(outcome) ?? "Unhandled") : undefined,
      ErrorDetails: isFunctionError(outcome) ? Buffer.from(outcomePayload(outcome)).toString("utf8") : undefined,
      LogResult: logResult(input, invocation),
    },
  };
}

async function* nothing(): AsyncGenerator<InvokeWithResponseStreamResponseEvent> {}
