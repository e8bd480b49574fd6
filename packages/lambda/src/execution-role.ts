import { type ExecutionRole, type PolicyDocument, type Role, statementsOf } from "@lambent/model";
import type { Ports } from "./ports.ts";

/** A role as the page of its function shows it: the statements of all its policies in one document. */
export async function executionRoleOf(
  { store, scope }: Pick<Ports, "store" | "scope">,
  role: Role,
): Promise<ExecutionRole> {
  const texts = Object.values(role.inlinePolicies);
  for (const arn of role.attachedPolicyArns) {
    const policy = await store.managedPolicies.get(scope, arn);
    const standing = policy?.versions.find(({ versionId }) => versionId === policy.defaultVersionId);
    if (standing !== undefined) texts.push(standing.document);
  }
  const documents = texts.map((text) => JSON.parse(text) as PolicyDocument);
  const [only] = documents;
  return {
    roleName: role.roleName,
    arn: role.arn,
    managed: role.managed,
    policy:
      documents.length === 1 && only !== undefined
        ? only
        : { Version: "2012-10-17", Statement: documents.flatMap((document) => [...statementsOf(document)]) },
    trustPolicy: JSON.parse(role.trustPolicy),
  };
}
