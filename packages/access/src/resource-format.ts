const PARTITIONS: ReadonlySet<string> = new Set([
  ...["*", "aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc"],
]);

const IAM_PATHS = [
  ...["user/", "federated-user/", "role/", "group/", "instance-profile/", "mfa/", "server-certificate/", "policy/"],
  ...["sms-mfa/", "saml-provider/", "oidc-provider/", "report/", "access-report/"],
] as const;

/** What is wrong with a Resource of an identity-based policy, in AWS's words. */
export function resourceIssue(resource: string): string | null {
  if (resource === "*") return null;
  const [, partition, ...rest] = resource.split(":");
  if (partition === undefined) return `Resource ${resource} must be in ARN format or "*".`;
  if (!PARTITIONS.has(partition)) {
    const part = (index: number) => rest[index] ?? "*";
    const service = rest.length === 1 && rest[0] === "" ? "*" : part(0);
    const tail = rest.length > 3 ? rest.slice(3).join(":") : "*";
    return `Partition "${partition}" is not valid for resource "arn:${partition}:${service}:${part(1)}:${part(2)}:${tail}".`;
  }
  if (rest.length === 0) return "Resource vendor must be fully qualified and cannot contain regexes.";
  const [service, region = "", , ...ids] = rest;
  const id = ids.join(":");
  if (service === "s3" && region !== "" && !id.startsWith("accesspoint/")) {
    return `Resource ${resource} can not contain region information.`;
  }
  if (service !== "iam") return null;
  if (region !== "") return `IAM resource ${resource} cannot contain region information.`;
  // A wildcard or variable in the kind's place may stand for any of them.
  const kind = id.split("/")[0] ?? "";
  return /[*?$]/.test(kind) || IAM_PATHS.some((path) => id.startsWith(path))
    ? null
    : `IAM resource path must either be "*" or start with ${IAM_PATHS.join(", ")}.`;
}

/** An ARN that AWS's older reader gives up on: parts are missing at the end, or there is no service. */
export function failsLegacyParsing(resource: string): boolean {
  if (resource === "*") return false;
  const parts = resource.split(":");
  return (parts.length < 6 && resource.includes("::")) || parts[2] === "";
}
