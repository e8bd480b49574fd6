import { DeleteFunction$, type DeleteFunctionRequest, type DeleteFunctionResponse } from "@aws-sdk/client-lambda";
import { deleteFunction, getFunctionConcurrency, type Ports } from "@lambent/lambda";
import { InvalidParameterValue } from "@lambent/model";
import { operation } from "../../../operation.ts";
import { functionResource, referenceConstraints, requestedFunction } from "../function-reference.ts";

export default operation<Ports, DeleteFunctionRequest, DeleteFunctionResponse>({
  schema: DeleteFunction$,
  action: "lambda:DeleteFunction",
  resource: functionResource,
  validate: referenceConstraints,
  run: async (ports, input, { scope }) => {
    const { functionName, qualifier } = requestedFunction(input, scope);
    if (qualifier === "$LATEST") {
      throw new InvalidParameterValue("$LATEST version cannot be deleted without deleting the function.");
    }
    // A version that isn't there is as good as deleted, as long as the function is there.
    if (qualifier === undefined) await deleteFunction(ports, { functionName });
    else await getFunctionConcurrency(ports, { functionName });
    // The model says 200, the wire has always said 204.
    return { StatusCode: 204 };
  },
});
