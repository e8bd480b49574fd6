import { ResourceNotFound } from "@lambent/model";
import type { Ports } from "../ports.ts";
import { changeLayerPolicy } from "./change-layer-policy.ts";
import type { GetLayerVersion } from "./get-layer-version.ts";
import { missingPolicy } from "./missing-policy.ts";

export interface RemoveLayerVersionPermission extends GetLayerVersion {
  statementId: string;
  /** The policy's revision that the caller started from; when given, another one refuses the change. */
  revisionId?: string;
}

/**
 * Takes a permission back. Functions of other accounts that use the version keep it, and can't be given it again.
 * @throws ResourceNotFound, RevisionMismatch, AccessDenied
 */
export async function removeLayerVersionPermission(
  ports: Ports,
  { statementId, ...input }: RemoveLayerVersionPermission,
): Promise<void> {
  const asked = { ...input, action: "lambda:RemoveLayerVersionPermission" } as const;
  await changeLayerPolicy(ports, asked, ({ permissions, policyRevisionId }) => {
    if (policyRevisionId === undefined) throw missingPolicy();
    const left = permissions.filter((permission) => permission.statementId !== statementId);
    if (left.length === permissions.length) {
      throw new ResourceNotFound(`Statement ${statementId} is not found in resource policy.`);
    }
    return left;
  });
}
