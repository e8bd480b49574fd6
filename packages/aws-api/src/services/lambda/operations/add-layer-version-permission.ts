import {
  AddLayerVersionPermission$,
  type AddLayerVersionPermissionRequest,
  type AddLayerVersionPermissionResponse,
} from "@aws-sdk/client-lambda";
import { addLayerVersionPermission, type Ports } from "@lambent/lambda";
import { LayerVersionPermissionSchema } from "@lambent/model";
import { operation } from "../../../operation.ts";
import { layerConstraints, layerVersionResource, requestedLayerVersion } from "../layer-reference.ts";
import { constraintsOf } from "../member-constraints.ts";

export default operation<Ports, AddLayerVersionPermissionRequest, AddLayerVersionPermissionResponse>({
  schema: AddLayerVersionPermission$,
  action: "lambda:AddLayerVersionPermission",
  resource: layerVersionResource,
  validate: (input) => [
    ...layerConstraints(input),
    ...constraintsOf(LayerVersionPermissionSchema.shape.statementId, input.StatementId),
    ...constraintsOf(LayerVersionPermissionSchema.shape.action, input.Action),
    ...constraintsOf(LayerVersionPermissionSchema.shape.principal, input.Principal),
    ...constraintsOf(LayerVersionPermissionSchema.shape.organizationId, input.OrganizationId),
  ],
  run: async (ports, input) => {
    const { statement, revisionId } = await addLayerVersionPermission(ports, {
      ...requestedLayerVersion(input),
      statementId: input.StatementId as string,
      principal: input.Principal as string,
      organizationId: input.OrganizationId,
      revisionId: input.RevisionId,
    });
    return { Statement: statement, RevisionId: revisionId };
  },
});
