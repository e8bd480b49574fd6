import type { PolicyDocument } from "@lambent/model";

export interface AllowedAction {
  /** As a person calls the service, for instance "Amazon CloudWatch Logs". */
  service: string;
  /** For instance `logs:PutLogEvents`. */
  action: string;
  resources: string[];
}

const SERVICE_NAMES: Readonly<Record<string, string>> = {
  logs: "Amazon CloudWatch Logs",
  s3: "Amazon S3",
  sqs: "Amazon SQS",
  sns: "Amazon SNS",
  dynamodb: "Amazon DynamoDB",
  kinesis: "Amazon Kinesis",
  events: "Amazon EventBridge",
  lambda: "AWS Lambda",
  kms: "AWS KMS",
  xray: "AWS X-Ray",
};

/** What a role's policy allows, one row per action: the "By action" table of the Permissions page. */
export function allowedActions(policy: PolicyDocument): AllowedAction[] {
  return policy.Statement.filter(({ Effect }) => Effect === "Allow").flatMap(({ Action, Resource }) =>
    asList(Action).map((action) => ({
      service: serviceName(action),
      action,
      resources: asList(Resource ?? "*"),
    })),
  );
}

function serviceName(action: string): string {
  const prefix = action.split(":")[0] ?? "";
  return action === "*" ? "All services" : (SERVICE_NAMES[prefix] ?? prefix);
}

function asList(value: string | string[]): string[] {
  return typeof value === "string" ? [value] : value;
}
