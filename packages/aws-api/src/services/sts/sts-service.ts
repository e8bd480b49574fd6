import { errorTypeRegistries } from "@aws-sdk/client-sts";
import { awsQuery } from "../../protocol/aws-query.ts";
import type { AwsService } from "../../service.ts";
import { NOT_OFFERED } from "./not-offered.ts";
import getCallerIdentity from "./operations/get-caller-identity.ts";

/** AWS Security Token Service. */
export const stsService: AwsService<unknown> = {
  name: "STS",
  signingName: "sts",
  protocol: awsQuery({ xmlNamespace: "https://sts.amazonaws.com/doc/2011-06-15/", version: "2011-06-15" }),
  operations: [getCallerIdentity, ...NOT_OFFERED],
  errorSchemas: errorTypeRegistries,
  errors: { AccessDenied: { status: 403, type: "AccessDenied" } },
};
