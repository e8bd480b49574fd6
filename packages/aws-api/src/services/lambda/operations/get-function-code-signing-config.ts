import { GetFunctionCodeSigningConfig$, type GetFunctionCodeSigningConfigRequest } from "@aws-sdk/client-lambda";
import { getFunctionConcurrency, type Ports } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { functionResource, referenceConstraints, requireUnqualified } from "../function-reference.ts";

/** No function has one here: AWS answers `{}` for such, and Terraform asks on every read. */
export default operation<Ports, GetFunctionCodeSigningConfigRequest, Record<string, never>>({
  schema: GetFunctionCodeSigningConfig$,
  action: "lambda:GetFunctionCodeSigningConfig",
  resource: functionResource,
  validate: referenceConstraints,
  run: async (ports, input, { scope }) => {
    await getFunctionConcurrency(ports, requireUnqualified(input, scope)); // FunctionNotFound
    return {};
  },
});
