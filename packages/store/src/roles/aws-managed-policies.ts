import type { ManagedPolicy, PolicyDocument, PolicyStatement } from "@lambent/model";

const WRITE_LOGS = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];
const READ_DYNAMODB_STREAMS = [
  ...["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"],
];
/** What both policies for people give beside Lambda, as far as the two agree in order. */
const SEE_NETWORK_AND_ROLES = [
  ...["ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs", "kms:ListAliases", "iam:GetPolicy"],
  ...["iam:GetPolicyVersion", "iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies"],
  ...["iam:ListRolePolicies", "iam:ListRoles"],
];
const SEE_WORKFLOWS_TAGS_AND_TRACES = [
  ...["states:DescribeStateMachine", "states:ListStateMachines", "tag:GetResources"],
  ...["xray:GetTraceSummaries", "xray:BatchGetTraces"],
];
const LAMBDA_LOG_GROUPS = "arn:aws:logs:*:*:log-group:/aws/lambda/*";
const SERVICE_ROLE = "/service-role/";

interface Published {
  path: string;
  policyId: string;
  /** The default version; AWS keeps older ones, which nothing needs. */
  version: number;
  createdAt: string;
  updatedAt: string;
  description: string;
  statements: PolicyStatement[];
}

const PUBLISHED: Readonly<Record<string, Published>> = {
  AWSLambdaBasicExecutionRole: {
    path: SERVICE_ROLE,
    policyId: "ANPAJNCQGXC42545SKXIK",
    version: 1,
    createdAt: "2015-04-09T15:03:43.000Z",
    updatedAt: "2015-04-09T15:03:43.000Z",
    description: "Provides write permissions to CloudWatch Logs.",
    statements: [{ Effect: "Allow", Action: WRITE_LOGS, Resource: "*" }],
  },
  AWSLambdaDynamoDBExecutionRole: {
    path: SERVICE_ROLE,
    policyId: "ANPAIP7WNAGMIPYNW4WQG",
    version: 1,
    createdAt: "2015-04-09T15:09:29.000Z",
    updatedAt: "2015-04-09T15:09:29.000Z",
    description: "Provides list and read access to DynamoDB streams and write permissions to CloudWatch logs.",
    statements: [{ Effect: "Allow", Action: [...READ_DYNAMODB_STREAMS, ...WRITE_LOGS], Resource: "*" }],
  },
  AWSLambdaKinesisExecutionRole: {
    path: SERVICE_ROLE,
    policyId: "ANPAJHOLKJPXV4GBRMJUQ",
    version: 2,
    createdAt: "2015-04-09T15:14:16.000Z",
    updatedAt: "2018-11-19T20:09:24.000Z",
    description: "Provides list and read access to Kinesis streams and write permissions to CloudWatch logs.",
    statements: [
      {
        Effect: "Allow",
        Action: [
          ...["kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetRecords"],
          ...["kinesis:GetShardIterator", "kinesis:ListShards", "kinesis:ListStreams", "kinesis:SubscribeToShard"],
          ...WRITE_LOGS,
        ],
        Resource: "*",
      },
    ],
  },
  AWSLambdaSQSQueueExecutionRole: {
    path: SERVICE_ROLE,
    policyId: "ANPAJFWJZI6JNND4TSELK",
    version: 1,
    createdAt: "2018-06-14T21:50:45.000Z",
    updatedAt: "2018-06-14T21:50:45.000Z",
    description:
      "Provides receive message, delete message, and read attribute access to SQS queues, and write permissions to CloudWatch logs.",
    statements: [
      {
        Effect: "Allow",
        Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", ...WRITE_LOGS],
        Resource: "*",
      },
    ],
  },
  AWSLambdaMSKExecutionRole: {
    path: SERVICE_ROLE,
    policyId: "ANPAZKAPJZG4FHMXOHIS5",
    version: 2,
    createdAt: "2020-08-11T17:35:05.000Z",
    updatedAt: "2022-08-02T20:08:00.000Z",
    description:
      "Provides permissions required to access MSK Cluster within a VPC, manage ENIs (create, describe, delete) in the VPC and write permissions to CloudWatch Logs.",
    statements: [
      {
        Effect: "Allow",
        Action: [
          ...["kafka:DescribeCluster", "kafka:DescribeClusterV2", "kafka:GetBootstrapBrokers"],
          ...["ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeVpcs"],
          ...["ec2:DeleteNetworkInterface", "ec2:DescribeSubnets", "ec2:DescribeSecurityGroups"],
          ...WRITE_LOGS,
        ],
        Resource: "*",
      },
    ],
  },
  AWSLambdaVPCAccessExecutionRole: {
    path: SERVICE_ROLE,
    policyId: "ANPAJVTME3YLVNL72YR2K",
    version: 3,
    createdAt: "2016-02-11T23:15:26.000Z",
    updatedAt: "2024-01-05T22:38:00.000Z",
    description:
      "Provides minimum permissions for a Lambda function to execute while accessing a resource within a VPC - create, describe, delete network interfaces and write permissions to CloudWatch Logs.",
    statements: [
      {
        Sid: "AWSLambdaVPCAccessExecutionPermissions",
        Effect: "Allow",
        Action: [
          ...WRITE_LOGS,
          ...["ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"],
          ...["ec2:DeleteNetworkInterface", "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses"],
        ],
        Resource: "*",
      },
    ],
  },
  AWSLambdaRole: {
    path: SERVICE_ROLE,
    policyId: "ANPAJX4DPCRGTC4NFDUXI",
    version: 1,
    createdAt: "2015-02-06T18:41:28.000Z",
    updatedAt: "2015-02-06T18:41:28.000Z",
    description: "Default policy for AWS Lambda service role.",
    statements: [{ Effect: "Allow", Action: ["lambda:InvokeFunction"], Resource: ["*"] }],
  },
  AWSLambdaExecute: {
    path: "/",
    policyId: "ANPAJE5FX7FQZSU5XAKGO",
    version: 1,
    createdAt: "2015-02-06T18:40:46.000Z",
    updatedAt: "2015-02-06T18:40:46.000Z",
    description: "Provides Put, Get access to S3 and full access to CloudWatch Logs.",
    statements: [
      { Effect: "Allow", Action: ["logs:*"], Resource: "arn:aws:logs:*:*:*" },
      { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: "arn:aws:s3:::*" },
    ],
  },
  "AWSLambdaInvocation-DynamoDB": {
    path: "/",
    policyId: "ANPAJTHQ3EKCQALQDYG5G",
    version: 1,
    createdAt: "2015-02-06T18:40:47.000Z",
    updatedAt: "2015-02-06T18:40:47.000Z",
    description: "Provides read access to DynamoDB Streams.",
    statements: [
      { Effect: "Allow", Action: ["lambda:InvokeFunction"], Resource: "*" },
      { Effect: "Allow", Action: READ_DYNAMODB_STREAMS, Resource: "*" },
    ],
  },
  AWSLambda_FullAccess: {
    path: "/",
    policyId: "ANPAZKAPJZG4OXQPYWZ5D",
    version: 2,
    createdAt: "2020-11-17T21:14:08.000Z",
    updatedAt: "2025-03-17T21:37:00.000Z",
    description:
      "Grants full access to AWS Lambda service, AWS Lambda console features, and other related AWS services.",
    statements: [
      {
        Effect: "Allow",
        Action: [
          ...["cloudformation:DescribeStacks", "cloudformation:ListStackResources"],
          ...["cloudwatch:ListMetrics", "cloudwatch:GetMetricData"],
          ...SEE_NETWORK_AND_ROLES,
          ...["lambda:*", "logs:DescribeLogGroups"],
          ...SEE_WORKFLOWS_TAGS_AND_TRACES,
        ],
        Resource: "*",
      },
      {
        Effect: "Allow",
        Action: "iam:PassRole",
        Resource: "*",
        Condition: { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } },
      },
      {
        Effect: "Allow",
        Action: [
          ...["logs:DescribeLogStreams", "logs:GetLogEvents", "logs:FilterLogEvents"],
          ...["logs:StartLiveTail", "logs:StopLiveTail"],
        ],
        Resource: LAMBDA_LOG_GROUPS,
      },
    ],
  },
  AWSLambda_ReadOnlyAccess: {
    path: "/",
    policyId: "ANPAZKAPJZG4IERNVMNPE",
    version: 3,
    createdAt: "2020-11-17T21:10:32.000Z",
    updatedAt: "2025-03-17T21:07:00.000Z",
    description:
      "Grants read-only access to AWS Lambda service, AWS Lambda console features, and other related AWS services.",
    statements: [
      {
        Effect: "Allow",
        Action: [
          ...["cloudformation:DescribeStacks", "cloudformation:ListStacks", "cloudformation:ListStackResources"],
          ...["cloudwatch:GetMetricData", "cloudwatch:ListMetrics"],
          ...SEE_NETWORK_AND_ROLES,
          ...["logs:DescribeLogGroups", "lambda:Get*", "lambda:List*"],
          ...SEE_WORKFLOWS_TAGS_AND_TRACES,
        ],
        Resource: "*",
      },
      {
        Effect: "Allow",
        Action: [
          ...["logs:DescribeLogStreams", "logs:GetLogEvents", "logs:FilterLogEvents", "logs:StartQuery"],
          ...["logs:StopQuery", "logs:DescribeQueries", "logs:GetLogGroupFields", "logs:GetLogRecord"],
          ...["logs:GetQueryResults", "logs:StartLiveTail", "logs:StopLiveTail"],
        ],
        Resource: LAMBDA_LOG_GROUPS,
      },
    ],
  },
};

/**
 * AWS's policies for Lambda by ARN, documents and facts as AWS publishes them. Nobody can change them, so they are no rows.
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
export const AWS_MANAGED_POLICIES: ReadonlyMap<string, ManagedPolicy> = new Map(
  Object.entries(PUBLISHED).map(([policyName, { version, statements, ...facts }]) => {
    const arn = `arn:aws:iam::aws:policy${facts.path}${policyName}`;
    const document: PolicyDocument = { Version: "2012-10-17", Statement: statements };
    const versionId = `v${version}`;
    return [
      arn,
      {
        ...facts,
        policyName,
        arn,
        tags: {},
        defaultVersionId: versionId,
        lastVersionNumber: version,
        versions: [{ versionId, document: JSON.stringify(document, null, 4), createdAt: facts.updatedAt }],
      },
    ];
  }),
);
