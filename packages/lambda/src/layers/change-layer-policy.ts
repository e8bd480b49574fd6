import {
  type IamAction,
  type LayerVersionPermission,
  layerVersionArn,
  ResourceNotFound,
  RevisionMismatch,
} from "@lambent/model";
import type { LayerVersionRecord } from "@lambent/store";
import type { Ports } from "../ports.ts";
import type { GetLayerVersion } from "./get-layer-version.ts";
import { requirePositiveVersion, resolveOwnLayer } from "./resolve-layer.ts";

export interface LayerPolicyChange extends GetLayerVersion {
  revisionId?: string;
  action: IamAction;
}

/** Changes the permissions of one's own layer version, guarded by its policy's revision. */
export async function changeLayerPolicy(
  ports: Ports,
  { layerName: nameOrArn, version, revisionId, action }: LayerPolicyChange,
  change: (before: LayerVersionRecord) => LayerVersionPermission[],
): Promise<LayerVersionRecord> {
  requirePositiveVersion(version);
  const { scope, layerName } = resolveOwnLayer(ports, nameOrArn, action);
  const after = await ports.store.layers.changePermissions(scope, layerName, version, (before) => {
    const changed = change(before);
    if (revisionId !== undefined && revisionId !== before.policyRevisionId)
      throw new RevisionMismatch("GetLayerPolicy");
    return changed;
  });
  if (after === null) throw missingLayerVersion({ scope, layerName }, version);
  return after;
}

/** In the words of the operations on policies. @see spec: lambda §1.5 */
export function missingLayerVersion({ scope, layerName }: ReturnType<typeof resolveOwnLayer>, version: number) {
  return new ResourceNotFound(`Layer version ${layerVersionArn(scope, layerName, version)} does not exist.`);
}
