import { type Concurrency, PutFunctionConcurrency$, type PutFunctionConcurrencyRequest } from "@aws-sdk/client-lambda";
import { type Ports, putFunctionConcurrency } from "@lambent/lambda";
import { ReservedConcurrentExecutionsSchema } from "@lambent/model";
import { operation } from "../../../operation.ts";
import { functionResource, referenceConstraints, requireUnqualified } from "../function-reference.ts";
import { constraintsOf } from "../member-constraints.ts";

export default operation<Ports, PutFunctionConcurrencyRequest, Concurrency>({
  schema: PutFunctionConcurrency$,
  action: "lambda:PutFunctionConcurrency",
  resource: functionResource,
  validate: (input) => [
    ...referenceConstraints(input),
    ...constraintsOf(ReservedConcurrentExecutionsSchema, input.ReservedConcurrentExecutions),
  ],
  run: async (ports, input, { scope }) => {
    const { functionName } = requireUnqualified(input, scope);
    const { reservedConcurrentExecutions } = await putFunctionConcurrency(ports, {
      functionName,
      reservedConcurrentExecutions: input.ReservedConcurrentExecutions as number,
    });
    return { ReservedConcurrentExecutions: reservedConcurrentExecutions };
  },
});
