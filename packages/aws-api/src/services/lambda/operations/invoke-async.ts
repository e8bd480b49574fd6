import { InvokeAsync$, type InvokeAsyncRequest, type InvokeAsyncResponse } from "@aws-sdk/client-lambda";
import type { Ports } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { INVOKE_REQUEST_LIMIT_BYTES } from "../body-limits.ts";
import { functionResource, referenceConstraints } from "../function-reference.ts";
import { queueRequested } from "../invocation-request.ts";

/** The endpoint has read a body to its end before an operation sees it. */
type Input = Omit<InvokeAsyncRequest, "InvokeArgs"> & { InvokeArgs: Uint8Array };

/** Deprecated on AWS for Invoke with `InvocationType: Event`, which it is the forerunner of. */
export default operation<Ports, Input, InvokeAsyncResponse>({
  schema: InvokeAsync$,
  action: "lambda:InvokeAsync",
  resource: functionResource,
  bodyLimitBytes: INVOKE_REQUEST_LIMIT_BYTES,
  validate: referenceConstraints,
  run: async (ports, { FunctionName, InvokeArgs }, call) => {
    await queueRequested(ports, { FunctionName, Payload: InvokeArgs }, call);
    return { Status: 202 };
  },
});
