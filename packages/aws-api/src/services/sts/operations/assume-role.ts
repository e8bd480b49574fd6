import { AssumeRole$, type AssumeRoleRequest, type AssumeRoleResponse } from "@aws-sdk/client-sts";
import { assumeRole, type IamPorts } from "@lambent/iam";
import { ValidationError } from "@lambent/model";
import { operation } from "../../../operation.ts";

export default operation<IamPorts, AssumeRoleRequest, AssumeRoleResponse>({
  schema: AssumeRole$,
  action: "sts:AssumeRole",
  judgesItself: true,
  resource: ({ RoleArn = "" }) => RoleArn,
  run: async (ports, input, { caller, context }) => {
    refuseAbsentFeatures(input);
    const { credentials, assumedRoleUser, packedPolicySize } = await assumeRole(ports, {
      caller,
      context,
      roleArn: input.RoleArn ?? "",
      roleSessionName: input.RoleSessionName ?? "",
      durationSeconds: input.DurationSeconds,
      policy: input.Policy,
      policyArns: input.PolicyArns?.map(({ arn = "" }) => arn),
      externalId: input.ExternalId,
      tags: input.Tags?.map(({ Key = "", Value = "" }) => ({ key: Key, value: Value })),
    });
    return {
      Credentials: {
        AccessKeyId: credentials.accessKeyId,
        SecretAccessKey: credentials.secretAccessKey,
        SessionToken: credentials.sessionToken,
        Expiration: new Date(credentials.expiration),
      },
      AssumedRoleUser: { AssumedRoleId: assumedRoleUser.assumedRoleId, Arn: assumedRoleUser.arn },
      PackedPolicySize: packedPolicySize,
    };
  },
});

/** What a session doesn't keep here is refused, rather than taken and forgotten. @throws ValidationError */
function refuseAbsentFeatures(input: AssumeRoleRequest): void {
  const { SourceIdentity, SerialNumber, TokenCode, TransitiveTagKeys, ProvidedContexts } = input;
  const asked = Object.entries({ SourceIdentity, SerialNumber, TokenCode, TransitiveTagKeys, ProvidedContexts });
  for (const [name, value] of asked) {
    if (value === undefined || value.length === 0) continue;
    throw new ValidationError(`${name} isn't supported by this server yet. Leave it out.`);
  }
}
