import {
  type InvocationRequest,
  type InvocationResponse,
  InvocationType,
  Invoke$,
  LogType,
} from "@aws-sdk/client-lambda";
import { getFunction, isFunctionError, outcomePayload, type Ports } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { INVOKE_REQUEST_LIMIT_BYTES } from "../body-limits.ts";
import { functionResource, referenceConstraints, requestedFunction } from "../function-reference.ts";
import { invokeRequested, logResult, queueRequested, requireAnswer } from "../invocation-request.ts";
import { enumConstraints } from "../member-constraints.ts";

export default operation<Ports, InvocationRequest, InvocationResponse>({
  schema: Invoke$,
  action: "lambda:InvokeFunction",
  resource: functionResource,
  bodyLimitBytes: INVOKE_REQUEST_LIMIT_BYTES,
  payloadType: "application/json",
  validate: (input) => [
    ...referenceConstraints(input),
    ...enumConstraints("invocationType", input.InvocationType, InvocationType),
    ...enumConstraints("logType", input.LogType, LogType),
  ],
  run: async (ports, input, call) => {
    if (input.InvocationType === "Event") {
      await queueRequested(ports, input, call);
      return { StatusCode: 202 };
    }
    if (input.InvocationType === "DryRun") {
      await getFunction(ports, requestedFunction(input, call.scope));
      return { StatusCode: 204 };
    }
    const invocation = await invokeRequested(ports, input, call);
    const { outcome, definition } = invocation;
    requireAnswer(outcome);
    return {
      StatusCode: 200,
      ExecutedVersion: definition.configuration.version,
      FunctionError: isFunctionError(outcome) ? "Unhandled" : undefined,
      LogResult: logResult(input, invocation),
      Payload: outcomePayload(outcome) as InvocationResponse["Payload"],
    };
  },
});
