import {
  DeleteProvisionedConcurrencyConfig$,
  type DeleteProvisionedConcurrencyConfigRequest,
} from "@aws-sdk/client-lambda";
import { deleteProvisionedConcurrencyConfig, type Ports } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { functionResource, referenceConstraints, requestedFunction } from "../function-reference.ts";

export default operation<Ports, DeleteProvisionedConcurrencyConfigRequest, void>({
  schema: DeleteProvisionedConcurrencyConfig$,
  action: "lambda:DeleteProvisionedConcurrencyConfig",
  resource: functionResource,
  validate: referenceConstraints,
  run: (ports, input, { scope }) => deleteProvisionedConcurrencyConfig(ports, requestedFunction(input, scope)),
});
