import {
  LAYER_POLICY_LIMIT_BYTES,
  type LayerVersionPermission,
  layerPolicyJson,
  layerPolicyStatement,
  PolicyLengthExceeded,
  ResourceConflict,
} from "@lambent/model";
import type { Ports } from "../ports.ts";
import { changeLayerPolicy } from "./change-layer-policy.ts";
import type { GetLayerVersion } from "./get-layer-version.ts";

export interface AddLayerVersionPermission extends GetLayerVersion, LayerVersionPermission {
  /** The policy's revision that the caller started from; when given, another one refuses the change. */
  revisionId?: string;
}

export interface AddedLayerVersionPermission {
  /** JSON text of the statement. */
  statement: string;
  revisionId: string;
}

/**
 * Lets another account, or everybody, use a layer version.
 * @throws ResourceNotFound, ResourceConflict when the statement id is taken, RevisionMismatch, PolicyLengthExceeded, AccessDenied
 */
export async function addLayerVersionPermission(
  ports: Ports,
  { layerName, version, revisionId, ...permission }: AddLayerVersionPermission,
): Promise<AddedLayerVersionPermission> {
  const asked = { layerName, version, revisionId, action: "lambda:AddLayerVersionPermission" } as const;
  const after = await changeLayerPolicy(ports, asked, ({ permissions, layerVersionArn }) => {
    if (permissions.some(({ statementId }) => statementId === permission.statementId)) {
      throw new ResourceConflict(
        `The statement id (${permission.statementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
      );
    }
    const { statementId, principal, organizationId } = permission;
    const added = { statementId, principal, ...(organizationId !== undefined && { organizationId }) };
    const bytes = Buffer.byteLength(layerPolicyJson(layerVersionArn, [...permissions, added]));
    if (bytes > LAYER_POLICY_LIMIT_BYTES) throw new PolicyLengthExceeded(bytes, LAYER_POLICY_LIMIT_BYTES);
    return [...permissions, added];
  });
  return {
    statement: JSON.stringify(layerPolicyStatement(after.layerVersionArn, permission)),
    revisionId: after.policyRevisionId ?? "",
  };
}
