import type * as Client from "@aws-sdk/client-iam";
import { type RequestContext, requestTagKeys } from "@lambent/access";
import type { IamPage, PolicyDetails, Tag } from "@lambent/iam";
import type { PolicyVersion, Role } from "@lambent/model";
import { percentEncoded } from "../../http-message.ts";
import type { FurtherPermission } from "../../operation.ts";

/** Policies stand percent-encoded in IAM's answers; clients decode them. @see RFC 3986 */
export const documentOutput = percentEncoded;

/** As operations about one role show it. */
export function roleOutput(role: Role): Client.Role {
  return { ...listedRole(role), Tags: tagsOutput(role.tags), RoleLastUsed: {} };
}

/** As lists show it: without tags and last use, as AWS's documentation of ListRoles says. */
export function listedRole(role: Role): Client.Role {
  return {
    Path: role.path,
    RoleName: role.roleName,
    RoleId: role.roleId,
    Arn: role.arn,
    CreateDate: new Date(role.createdAt),
    AssumeRolePolicyDocument: documentOutput(role.trustPolicy),
    Description: role.description || undefined,
    MaxSessionDuration: role.maxSessionDurationSeconds,
  };
}

export function policyOutput(policy: PolicyDetails): Client.Policy {
  return { ...listedPolicy(policy), Description: policy.description || undefined, Tags: tagsOutput(policy.tags) };
}

/** As lists show it: without description and tags. */
export function listedPolicy(policy: PolicyDetails): Client.Policy {
  return {
    PolicyName: policy.policyName,
    PolicyId: policy.policyId,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: policy.attachmentCount,
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    CreateDate: new Date(policy.createdAt),
    UpdateDate: new Date(policy.updatedAt),
  };
}

/** As operations about one version show it. */
export function versionOutput(version: PolicyVersion & { isDefaultVersion: boolean }): Client.PolicyVersion {
  return { ...listedVersion(version), Document: documentOutput(version.document) };
}

/** As lists and CreatePolicyVersion show it: without the document. */
export function listedVersion({
  versionId,
  isDefaultVersion,
  createdAt,
}: PolicyVersion & { isDefaultVersion: boolean }): Client.PolicyVersion {
  return { VersionId: versionId, IsDefaultVersion: isDefaultVersion, CreateDate: new Date(createdAt) };
}

/** Undefined when there are none: IAM leaves the member out. */
function tagsOutput(tags: Readonly<Record<string, string>>): Client.Tag[] | undefined {
  const list = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  return list.length > 0 ? list : undefined;
}

export const tagListOutput = (tags: readonly Tag[]): Client.Tag[] =>
  tags.map(({ key, value }) => ({ Key: key, Value: value }));

/** Key and value are there: both are required members. */
export const tagsInput = (tags: readonly Client.Tag[] = []): Tag[] =>
  tags.map(({ Key = "", Value = "" }) => ({ key: Key, value: Value }));

/** Condition keys of a request's tags. */
export const tagContext = ({ Tags }: { Tags?: Client.Tag[] | undefined }): RequestContext =>
  requestTagKeys(Object.fromEntries(tagsInput(Tags).map(({ key, value }) => [key, value])));

/** Who makes a thing with tags needs to be allowed to tag it. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html */
export function taggingPermission(
  action: "iam:TagRole" | "iam:TagPolicy",
  resource: string,
  input: { Tags?: Client.Tag[] | undefined },
): FurtherPermission[] {
  return (input.Tags ?? []).length === 0 ? [] : [{ action, resource, context: tagContext(input) }];
}

interface PageMembers {
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export const pageInput = ({ Marker, MaxItems }: PageMembers) => ({ marker: Marker, maxItems: MaxItems });

export const pageOutput = ({ nextMarker }: IamPage<unknown>) => ({
  IsTruncated: nextMarker !== undefined,
  Marker: nextMarker,
});
