import { DEFAULT_TRUST_POLICY, type PolicyStatement } from "@lambent/model";
import { expect, test } from "vitest";
import type { Caller } from "./caller.ts";
import { explainTrust, type TrustedRole, trustsService } from "./trust.ts";

const ACCOUNT = "123456789012";
const ROLE = `arn:aws:iam::${ACCOUNT}:role/worker`;
const MAY_ASSUME: PolicyStatement = { Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" };
const user = (account: string, ...policy: PolicyStatement[]): Caller => ({
  principalArn: `arn:aws:iam::${account}:user/ana`,
  name: "ana",
  policy,
});
const trusting = (given: Partial<PolicyStatement>): TrustedRole => ({
  arn: ROLE,
  trustPolicy: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", ...given }] },
});

test("a role for functions trusts Lambda and nobody else", () => {
  const role = { arn: ROLE, trustPolicy: DEFAULT_TRUST_POLICY };
  expect(trustsService(role, "lambda.amazonaws.com")).toBe(true);
  expect(trustsService(role, "edgelambda.amazonaws.com")).toBe(false);
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies-cross-account-resource-access.html: also one who may do everything has to be named.
  expect(explainTrust(user(ACCOUNT, { Effect: "Allow", Action: "*", Resource: "*" }), role).allowed).toBe(false);
});

test("a trust policy may ask for which function it is", () => {
  const role = trusting({
    Principal: { Service: "lambda.amazonaws.com" },
    Condition: { ArnLike: { "aws:SourceArn": `arn:aws:lambda:us-east-1:${ACCOUNT}:function:hello` } },
  });
  const of = (name: string) => ({ "aws:SourceArn": `arn:aws:lambda:us-east-1:${ACCOUNT}:function:${name}` });
  expect(trustsService(role, "lambda.amazonaws.com", of("hello"))).toBe(true);
  expect(trustsService(role, "lambda.amazonaws.com", of("other"))).toBe(false);
});

test("a Deny in a trust policy wins", () => {
  const statement = { Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" } as const;
  const trustPolicy = {
    Version: "2012-10-17",
    Statement: [
      { ...statement, Effect: "Allow" },
      { ...statement, Effect: "Deny" },
    ],
  } as const;
  expect(
    trustsService(
      { arn: ROLE, trustPolicy: { ...trustPolicy, Statement: [...trustPolicy.Statement] } },
      "lambda.amazonaws.com",
    ),
  ).toBe(false);
});

test("a user who is named comes in; one whose account is named needs a policy of their own", () => {
  const byName = trusting({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:user/ana` } });
  const byAccount = trusting({ Principal: { AWS: ACCOUNT } });
  expect(explainTrust(user(ACCOUNT), byName).allowed).toBe(true);
  expect(explainTrust(user(ACCOUNT), byAccount).allowed).toBe(false);
  expect(explainTrust(user(ACCOUNT, MAY_ASSUME), byAccount).allowed).toBe(true);
});

test("a user of another account needs both", () => {
  const role = trusting({ Principal: { AWS: "arn:aws:iam::999999999999:user/ana" } });
  expect(explainTrust(user("999999999999", MAY_ASSUME), role).allowed).toBe(true);
  expect(explainTrust(user("999999999999"), role).allowed).toBe(false);
});

test("tags are another question", () => {
  const role = trusting({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:user/ana` } });
  expect(explainTrust(user(ACCOUNT), role, "sts:TagSession").allowed).toBe(false);
});
