import { errorTypeRegistries } from "@aws-sdk/client-iam";
import { resourceTagKeys } from "@lambent/access";
import { type IamPorts, resourceTagsOf } from "@lambent/iam";
import { awsQuery } from "../../protocol/aws-query.ts";
import type { AwsService } from "../../service.ts";
import { IAM_ERRORS } from "./iam-errors.ts";
import { NOT_OFFERED } from "./not-offered.ts";
import attachRolePolicy from "./operations/attach-role-policy.ts";
import createPolicy from "./operations/create-policy.ts";
import createPolicyVersion from "./operations/create-policy-version.ts";
import createRole from "./operations/create-role.ts";
import deletePolicy from "./operations/delete-policy.ts";
import deletePolicyVersion from "./operations/delete-policy-version.ts";
import deleteRole from "./operations/delete-role.ts";
import deleteRolePolicy from "./operations/delete-role-policy.ts";
import detachRolePolicy from "./operations/detach-role-policy.ts";
import getPolicy from "./operations/get-policy.ts";
import getPolicyVersion from "./operations/get-policy-version.ts";
import getRole from "./operations/get-role.ts";
import getRolePolicy from "./operations/get-role-policy.ts";
import listAttachedRolePolicies from "./operations/list-attached-role-policies.ts";
import listEntitiesForPolicy from "./operations/list-entities-for-policy.ts";
import listInstanceProfilesForRole from "./operations/list-instance-profiles-for-role.ts";
import listPolicies from "./operations/list-policies.ts";
import listPolicyTags from "./operations/list-policy-tags.ts";
import listPolicyVersions from "./operations/list-policy-versions.ts";
import listRolePolicies from "./operations/list-role-policies.ts";
import listRoleTags from "./operations/list-role-tags.ts";
import listRoles from "./operations/list-roles.ts";
import putRolePolicy from "./operations/put-role-policy.ts";
import setDefaultPolicyVersion from "./operations/set-default-policy-version.ts";
import tagPolicy from "./operations/tag-policy.ts";
import tagRole from "./operations/tag-role.ts";
import untagPolicy from "./operations/untag-policy.ts";
import untagRole from "./operations/untag-role.ts";
import updateAssumeRolePolicy from "./operations/update-assume-role-policy.ts";
import updateRole from "./operations/update-role.ts";
import updateRoleDescription from "./operations/update-role-description.ts";

/** AWS Identity and Access Management. One for all Regions: a signature may name any. */
export const iamService: AwsService<IamPorts> = {
  name: "IAM",
  signingName: "iam",
  protocol: awsQuery({ xmlNamespace: "https://iam.amazonaws.com/doc/2010-05-08/", version: "2010-05-08" }),
  operations: [
    attachRolePolicy,
    createPolicy,
    createPolicyVersion,
    createRole,
    deletePolicy,
    deletePolicyVersion,
    deleteRole,
    deleteRolePolicy,
    detachRolePolicy,
    getPolicy,
    getPolicyVersion,
    getRole,
    getRolePolicy,
    listAttachedRolePolicies,
    listEntitiesForPolicy,
    listInstanceProfilesForRole,
    listPolicies,
    listPolicyTags,
    listPolicyVersions,
    listRolePolicies,
    listRoleTags,
    listRoles,
    putRolePolicy,
    setDefaultPolicyVersion,
    tagPolicy,
    tagRole,
    untagPolicy,
    untagRole,
    updateAssumeRolePolicy,
    updateRole,
    updateRoleDescription,
    ...NOT_OFFERED,
  ],
  errorSchemas: errorTypeRegistries,
  errors: IAM_ERRORS,
  resourceTagKeysOf: async (ports, arn) => resourceTagKeys(await resourceTagsOf(ports, arn), ["aws", "iam"]),
};
