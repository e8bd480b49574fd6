/** The IAM actions that our operations ask for; the edge names one per procedure. */
export const IAM_ACTIONS = [
  "lambda:GetAccountSettings",
  "lambda:ListFunctions",
  "lambda:GetFunction",
  "lambda:GetFunctionConfiguration",
  "lambda:CreateFunction",
  "lambda:DeleteFunction",
  "lambda:UpdateFunctionCode",
  "lambda:UpdateFunctionConfiguration",
  "lambda:InvokeFunction",
  "lambda:ListTags",
  "lambda:TagResource",
  "lambda:UntagResource",
  "logs:CreateLogGroup",
  "logs:CreateLogStream",
  "logs:PutLogEvents",
  "logs:DescribeLogStreams",
  "logs:FilterLogEvents",
  "logs:GetLogEvents",
  "logs:StartLiveTail",
  "logs:DeleteLogGroup",
  "cloudwatch:GetMetricData",
  "iam:GetRole",
  "iam:CreateRole",
  "iam:PassRole",
  "iam:DeleteRole",
  // AWS keeps test events as EventBridge schemas and guards them by these.
  "schemas:DescribeSchema",
  "schemas:UpdateSchema",
  "schemas:DeleteSchema",
] as const;

export type IamAction = (typeof IAM_ACTIONS)[number];
