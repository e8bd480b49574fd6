import { AddPermission$, type AddPermissionRequest, type AddPermissionResponse } from "@aws-sdk/client-lambda";
import { addPermission, type Ports } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { functionResource, requestedFunction } from "../function-reference.ts";
import { permissionConstraints } from "../permission-members.ts";

export default operation<Ports, AddPermissionRequest, AddPermissionResponse>({
  schema: AddPermission$,
  action: "lambda:AddPermission",
  resource: functionResource,
  context: ({ Principal, FunctionUrlAuthType }) => ({
    "lambda:Principal": Principal,
    "lambda:FunctionUrlAuthType": FunctionUrlAuthType,
  }),
  validate: permissionConstraints,
  run: async (ports, input, { scope }) => {
    const { functionName, qualifier } = requestedFunction(input, scope);
    const { statement } = await addPermission(ports, {
      functionName,
      qualifier,
      statementId: input.StatementId as string,
      action: input.Action as string,
      principal: input.Principal as string,
      sourceArn: input.SourceArn,
      sourceAccount: input.SourceAccount,
      eventSourceToken: input.EventSourceToken,
      principalOrgId: input.PrincipalOrgID,
      functionUrlAuthType: input.FunctionUrlAuthType,
      invokedViaFunctionUrl: input.InvokedViaFunctionUrl,
      revisionId: input.RevisionId,
    });
    return { Statement: JSON.stringify(statement) };
  },
});
