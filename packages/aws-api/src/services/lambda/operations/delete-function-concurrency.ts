import { DeleteFunctionConcurrency$, type DeleteFunctionConcurrencyRequest } from "@aws-sdk/client-lambda";
import { deleteFunctionConcurrency, type Ports } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { functionResource, referenceConstraints, requireUnqualified } from "../function-reference.ts";

export default operation<Ports, DeleteFunctionConcurrencyRequest, void>({
  schema: DeleteFunctionConcurrency$,
  action: "lambda:DeleteFunctionConcurrency",
  resource: functionResource,
  validate: referenceConstraints,
  run: (ports, input, { scope }) => deleteFunctionConcurrency(ports, requireUnqualified(input, scope)),
});
