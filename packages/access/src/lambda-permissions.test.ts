import type { PolicyDocument, PolicyStatement } from "@lambent/model";
import { describe, expect, test } from "vitest";
import { explainAccess } from "./authorise.ts";
import { ANONYMOUS_CALLER, type Caller, serviceCaller } from "./caller.ts";
import type { RequestContext } from "./request-context.ts";

// What AddPermission writes, and whom it lets in:
// https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html

const ACCOUNT = "123456789012";
const OTHER = "999999999999";
const HELLO = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:hello`;
const MAY_INVOKE: PolicyStatement = { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: "*" };

function permissions(...statements: Partial<PolicyStatement>[]): PolicyDocument {
  return {
    Version: "2012-10-17",
    Id: "default",
    Statement: statements.map((one, index) => ({
      Sid: `s${index}`,
      Effect: "Allow",
      Action: "lambda:InvokeFunction",
      Resource: HELLO,
      ...one,
    })),
  };
}

function user(account: string, ...policy: PolicyStatement[]): Caller {
  return { principalArn: `arn:aws:iam::${account}:user/ana`, name: "ana", policy };
}

function allowed(
  caller: Caller,
  resourcePolicy: PolicyDocument | undefined,
  context: RequestContext = {},
  action = "lambda:InvokeFunction",
  arn = HELLO,
) {
  return explainAccess(caller, action, arn, { context, ...(resourcePolicy && { resourcePolicy }) }).allowed;
}

describe("a service", () => {
  const bucket = permissions({
    Principal: { Service: "s3.amazonaws.com" },
    Condition: { ArnLike: { "AWS:SourceArn": "arn:aws:s3:::bucket" }, StringEquals: { "AWS:SourceAccount": ACCOUNT } },
  });
  const source = { "aws:SourceArn": "arn:aws:s3:::bucket", "aws:SourceAccount": ACCOUNT };

  test("is let in by the function's policy alone, from the source that it names", () => {
    expect(allowed(serviceCaller("s3.amazonaws.com"), bucket, source)).toBe(true);
    expect(
      allowed(serviceCaller("s3.amazonaws.com"), bucket, { ...source, "aws:SourceArn": "arn:aws:s3:::other" }),
    ).toBe(false);
    expect(allowed(serviceCaller("s3.amazonaws.com"), bucket, { ...source, "aws:SourceAccount": OTHER })).toBe(false);
    expect(allowed(serviceCaller("s3.amazonaws.com"), bucket)).toBe(false);
    expect(allowed(serviceCaller("sns.amazonaws.com"), bucket, source)).toBe(false);
    expect(allowed(serviceCaller("s3.amazonaws.com"), undefined, source)).toBe(false);
  });

  test("may be one of Alexa's, which are below amazon.com", () => {
    const skill = permissions({
      Principal: { Service: "alexa-appkit.amazon.com" },
      Condition: { StringEquals: { "lambda:EventSourceToken": "amzn1.ask.skill.one" } },
    });
    const alexa = serviceCaller("alexa-appkit.amazon.com");
    expect(allowed(alexa, skill, { "lambda:EventSourceToken": "amzn1.ask.skill.one" })).toBe(true);
    expect(allowed(alexa, skill, { "lambda:EventSourceToken": "amzn1.ask.skill.two" })).toBe(false);
  });

  test("gets an alias when the policy names the alias", () => {
    const onAlias = permissions({ Principal: { Service: "s3.amazonaws.com" }, Resource: `${HELLO}:PROD` });
    expect(allowed(serviceCaller("s3.amazonaws.com"), onAlias, {}, "lambda:InvokeFunction", `${HELLO}:PROD`)).toBe(
      true,
    );
    expect(allowed(serviceCaller("s3.amazonaws.com"), onAlias)).toBe(false);
  });
});

describe("a caller of the same account", () => {
  test("needs the function's policy or their own", () => {
    expect(allowed(user(ACCOUNT, MAY_INVOKE), undefined)).toBe(true);
    expect(allowed(user(ACCOUNT), permissions({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:user/ana` } }))).toBe(true);
    expect(allowed(user(ACCOUNT), permissions({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:user/bob` } }))).toBe(false);
  });

  test("isn't let in by a policy that names the account, which leaves it to the account's policies", () => {
    const root = permissions({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } });
    expect(allowed(user(ACCOUNT), root)).toBe(false);
    expect(allowed(user(ACCOUNT, MAY_INVOKE), root)).toBe(true);
  });

  test("is kept out by a Deny of either side", () => {
    const deny = permissions({ Effect: "Deny", Principal: { AWS: ACCOUNT } });
    expect(explainAccess(user(ACCOUNT, MAY_INVOKE), "lambda:InvokeFunction", HELLO, { resourcePolicy: deny })).toEqual({
      allowed: false,
      reason: {
        because: "explicitDeny",
        statement: { policyType: "resource", policyName: HELLO, index: 0, sid: "s0" },
      },
    });
    const own = user(ACCOUNT, { ...MAY_INVOKE, Effect: "Deny" });
    expect(allowed(own, permissions({ Principal: "*" }))).toBe(false);
  });
});

describe("a caller of another account", () => {
  const both = permissions({ Principal: { AWS: `arn:aws:iam::${OTHER}:root` } });

  test("needs both policies", () => {
    expect(allowed(user(OTHER, MAY_INVOKE), both)).toBe(true);
    expect(allowed(user(OTHER), both)).toBe(false);
    expect(allowed(user(OTHER), permissions({ Principal: { AWS: `arn:aws:iam::${OTHER}:user/ana` } }))).toBe(false);
    expect(allowed(user(OTHER, MAY_INVOKE), undefined)).toBe(false);
    expect(allowed(user(OTHER, MAY_INVOKE), permissions({ Principal: { AWS: ACCOUNT } }))).toBe(false);
  });

  test("comes in as part of an organisation", () => {
    const org = permissions({ Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": "o-abc" } } });
    expect(allowed(user(OTHER, MAY_INVOKE), org, { "aws:PrincipalOrgID": "o-abc" })).toBe(true);
    expect(allowed(user(OTHER, MAY_INVOKE), org, { "aws:PrincipalOrgID": "o-xyz" })).toBe(false);
    expect(allowed(user(OTHER, MAY_INVOKE), org)).toBe(false);
  });
});

// https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
describe("a function's URL", () => {
  const url = permissions(
    {
      Principal: "*",
      Action: "lambda:InvokeFunctionUrl",
      Condition: { StringEquals: { "lambda:FunctionUrlAuthType": "NONE" } },
    },
    { Principal: "*", Condition: { Bool: { "lambda:InvokedViaFunctionUrl": "true" } } },
  );

  test("that is open lets everybody in, by the URL alone", () => {
    const none = { "lambda:FunctionUrlAuthType": "NONE" };
    expect(allowed(ANONYMOUS_CALLER, url, none, "lambda:InvokeFunctionUrl")).toBe(true);
    expect(allowed(ANONYMOUS_CALLER, url, { "lambda:InvokedViaFunctionUrl": "true" })).toBe(true);
    expect(allowed(ANONYMOUS_CALLER, url)).toBe(false);
    expect(allowed(ANONYMOUS_CALLER, undefined, none, "lambda:InvokeFunctionUrl")).toBe(false);
  });

  test("that asks for a signature stays closed to those who don't sign", () => {
    expect(
      allowed(ANONYMOUS_CALLER, url, { "lambda:FunctionUrlAuthType": "AWS_IAM" }, "lambda:InvokeFunctionUrl"),
    ).toBe(false);
    const signed = user(ACCOUNT, { Effect: "Allow", Action: "lambda:InvokeFunctionUrl", Resource: HELLO });
    expect(allowed(signed, url, { "lambda:FunctionUrlAuthType": "AWS_IAM" }, "lambda:InvokeFunctionUrl")).toBe(true);
  });
});

describe("NotPrincipal", () => {
  const butAna = (...names: string[]) =>
    permissions(
      { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:user/ana` } },
      { Effect: "Deny", NotPrincipal: { AWS: names } },
    );

  test("keeps out all but those that are listed with their account", () => {
    expect(allowed(user(ACCOUNT), butAna(`arn:aws:iam::${ACCOUNT}:user/ana`, ACCOUNT))).toBe(true);
    expect(allowed(user(ACCOUNT), butAna(`arn:aws:iam::${ACCOUNT}:user/bob`, ACCOUNT))).toBe(false);
    expect(allowed(user(ACCOUNT), butAna(`arn:aws:iam::${ACCOUNT}:user/ana`))).toBe(false);
    expect(allowed(ANONYMOUS_CALLER, butAna(ACCOUNT))).toBe(false);
  });

  test("lets nobody in", () => {
    expect(allowed(user(OTHER, MAY_INVOKE), permissions({ NotPrincipal: { AWS: ACCOUNT } }))).toBe(false);
  });
});
