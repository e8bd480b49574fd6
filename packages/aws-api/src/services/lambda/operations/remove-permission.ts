import { RemovePermission$, type RemovePermissionRequest } from "@aws-sdk/client-lambda";
import { type Ports, removePermission } from "@lambent/lambda";
import { StatementIdSchema } from "@lambent/model";
import { operation } from "../../../operation.ts";
import { functionResource, referenceConstraints, requestedFunction } from "../function-reference.ts";
import { constraintsOf } from "../member-constraints.ts";
import { permissionContext } from "../permission-members.ts";

export default operation<Ports, RemovePermissionRequest, void>({
  schema: RemovePermission$,
  action: "lambda:RemovePermission",
  resource: functionResource,
  contextOnDemand: permissionContext,
  validate: (input) => [...referenceConstraints(input), ...constraintsOf(StatementIdSchema, input.StatementId)],
  run: (ports, input, { scope }) => {
    const { functionName, qualifier } = requestedFunction(input, scope);
    return removePermission(ports, {
      functionName,
      qualifier,
      statementId: input.StatementId as string,
      revisionId: input.RevisionId,
    });
  },
});
