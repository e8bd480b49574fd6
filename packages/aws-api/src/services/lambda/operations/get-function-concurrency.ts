import {
  GetFunctionConcurrency$,
  type GetFunctionConcurrencyRequest,
  type GetFunctionConcurrencyResponse,
} from "@aws-sdk/client-lambda";
import { getFunctionConcurrency, type Ports } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { functionResource, referenceConstraints, requireUnqualified } from "../function-reference.ts";

export default operation<Ports, GetFunctionConcurrencyRequest, GetFunctionConcurrencyResponse>({
  schema: GetFunctionConcurrency$,
  action: "lambda:GetFunctionConcurrency",
  resource: functionResource,
  validate: referenceConstraints,
  run: async (ports, input, { scope }) => {
    const { reservedConcurrentExecutions } = await getFunctionConcurrency(ports, requireUnqualified(input, scope));
    return { ReservedConcurrentExecutions: reservedConcurrentExecutions };
  },
});
