import { DEFAULT_ROLE_POLICY, DEFAULT_SCOPE } from "@lambent/model";
import { expect, test } from "vitest";
import { allowedActions } from "./resource-summary.ts";

test("the default role may write its own log and nothing else", () => {
  expect(allowedActions(DEFAULT_ROLE_POLICY(DEFAULT_SCOPE, "hello"))).toEqual([
    {
      service: "Amazon CloudWatch Logs",
      action: "logs:CreateLogGroup",
      resources: ["arn:aws:logs:us-east-1:000000000000:*"],
    },
    ...["logs:CreateLogStream", "logs:PutLogEvents"].map((action) => ({
      service: "Amazon CloudWatch Logs",
      action,
      resources: ["arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/hello:*"],
    })),
  ]);
});

test("what is denied isn't listed, and an unknown service keeps its prefix", () => {
  expect(
    allowedActions({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Deny", Action: "s3:*", Resource: "*" },
        { Effect: "Allow", Action: "polly:SynthesizeSpeech" },
      ],
    }),
  ).toEqual([{ service: "polly", action: "polly:SynthesizeSpeech", resources: ["*"] }]);
});

test("a statement that leaves something out says what", () => {
  expect(
    allowedActions({
      Version: "2012-10-17",
      Statement: { Effect: "Allow", NotAction: ["iam:*", "sts:*"], NotResource: "arn:aws:s3:::secret" },
    }),
  ).toEqual([
    { service: "All services", action: "* except iam:*, sts:*", resources: ["* except arn:aws:s3:::secret"] },
  ]);
});
