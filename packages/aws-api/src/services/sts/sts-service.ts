import { errorTypeRegistries } from "@aws-sdk/client-sts";
import type { IamPorts } from "@lambent/iam";
import { awsQuery } from "../../protocol/aws-query.ts";
import type { AwsService } from "../../service.ts";
import { NOT_OFFERED } from "./not-offered.ts";
import assumeRole from "./operations/assume-role.ts";
import getCallerIdentity from "./operations/get-caller-identity.ts";

/** AWS Security Token Service. */
export const stsService: AwsService<IamPorts> = {
  name: "STS",
  signingName: "sts",
  protocol: awsQuery({ xmlNamespace: "https://sts.amazonaws.com/doc/2011-06-15/", version: "2011-06-15" }),
  operations: [assumeRole, getCallerIdentity, ...NOT_OFFERED],
  errorSchemas: errorTypeRegistries,
  errors: {
    AccessDenied: { status: 403, type: "AccessDenied" },
    MalformedPolicyDocument: { status: 400, type: "MalformedPolicyDocumentException" },
    PackedPolicyTooLarge: { status: 400, type: "PackedPolicyTooLargeException" },
    ValidationError: { status: 400, type: "ValidationError" },
    // STS has no names of its own for tags that come twice or are too many.
    InvalidInput: { status: 400, type: "ValidationError" },
    LimitExceeded: { status: 400, type: "ValidationError" },
  },
};
