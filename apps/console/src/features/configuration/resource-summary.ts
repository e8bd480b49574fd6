import { type PolicyDocument, type PolicyStatement, statementsOf } from "@lambent/model";

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
  return statementsOf(policy)
    .filter(({ Effect }) => Effect === "Allow")
    .flatMap((statement) =>
      actionsOf(statement).map((action) => ({
        service: serviceName(action),
        action,
        resources: resourcesOf(statement),
      })),
    );
}

function actionsOf({ Action, NotAction }: PolicyStatement): string[] {
  return Action === undefined ? [`* except ${asList(NotAction ?? []).join(", ")}`] : asList(Action);
}

function resourcesOf({ Resource, NotResource }: PolicyStatement): string[] {
  return NotResource === undefined ? asList(Resource ?? "*") : [`* except ${asList(NotResource).join(", ")}`];
}

function serviceName(action: string): string {
  const prefix = action.split(":")[0] ?? "";
  return action.startsWith("*") ? "All services" : (SERVICE_NAMES[prefix] ?? prefix);
}

function asList(value: string | string[]): string[] {
  return typeof value === "string" ? [value] : value;
}
