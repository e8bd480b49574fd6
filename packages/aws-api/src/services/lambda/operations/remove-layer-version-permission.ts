import { RemoveLayerVersionPermission$, type RemoveLayerVersionPermissionRequest } from "@aws-sdk/client-lambda";
import { type Ports, removeLayerVersionPermission } from "@lambent/lambda";
import { LayerStatementIdSchema } from "@lambent/model";
import { operation } from "../../../operation.ts";
import { layerConstraints, layerVersionResource, requestedLayerVersion } from "../layer-reference.ts";
import { constraintsOf } from "../member-constraints.ts";

export default operation<Ports, RemoveLayerVersionPermissionRequest, void>({
  schema: RemoveLayerVersionPermission$,
  action: "lambda:RemoveLayerVersionPermission",
  resource: layerVersionResource,
  validate: (input) => [...layerConstraints(input), ...constraintsOf(LayerStatementIdSchema, input.StatementId)],
  run: (ports, input) =>
    removeLayerVersionPermission(ports, {
      ...requestedLayerVersion(input),
      statementId: input.StatementId as string,
      revisionId: input.RevisionId,
    }),
});
