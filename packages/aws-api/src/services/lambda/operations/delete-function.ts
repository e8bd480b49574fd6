import { DeleteFunction$, type DeleteFunctionRequest, type DeleteFunctionResponse } from "@aws-sdk/client-lambda";
import { deleteFunction, type Ports } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { functionResource, referenceConstraints, requestedFunction } from "../function-reference.ts";

export default operation<Ports, DeleteFunctionRequest, DeleteFunctionResponse>({
  schema: DeleteFunction$,
  action: "lambda:DeleteFunction",
  resource: functionResource,
  validate: referenceConstraints,
  run: async (ports, input, { scope }) => {
    await deleteFunction(ports, requestedFunction(input, scope));
    // The model says 200, the wire has always said 204.
    return { StatusCode: 204 };
  },
});
