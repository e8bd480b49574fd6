import { AccessDenied, DEFAULT_SCOPE, IAM_ACTIONS } from "@lambent/model";
import { describe, expect, test } from "vitest";
import { authorise, explainAccess } from "./authorise.ts";
import { type Caller, LOCAL_ADMINISTRATOR } from "./caller.ts";

const HELLO = "arn:aws:lambda:us-east-1:000000000000:function:hello";

function caller(...policy: Caller["policy"][number][]): Caller {
  return { principalArn: "arn:aws:iam::000000000000:user/tester", name: "Tester", policy };
}

describe("authorise", () => {
  test("lets the local administrator do everything", () => {
    for (const action of IAM_ACTIONS) authorise(LOCAL_ADMINISTRATOR(DEFAULT_SCOPE), action, HELLO);
  });

  test("denies what no statement allows, in AWS's words", () => {
    expect(() => authorise(caller(), "lambda:InvokeFunction", HELLO)).toThrow(
      new AccessDenied("arn:aws:iam::000000000000:user/tester", "lambda:InvokeFunction", HELLO),
    );
    expect(() => authorise(caller(), "lambda:InvokeFunction", HELLO)).toThrow(
      `User: arn:aws:iam::000000000000:user/tester is not authorized to perform: lambda:InvokeFunction on resource: ${HELLO} because no identity-based policy allows the lambda:InvokeFunction action`,
    );
  });

  test("allows an action on the named resources only", () => {
    const tester = caller({
      Effect: "Allow",
      Action: ["lambda:Get*", "LAMBDA:InvokeFunction"],
      Resource: "arn:aws:lambda:*:*:function:hel?o",
    });
    authorise(tester, "lambda:InvokeFunction", HELLO);
    authorise(tester, "lambda:GetFunction", HELLO);
    expect(() => authorise(tester, "lambda:DeleteFunction", HELLO)).toThrow(AccessDenied);
    expect(() => authorise(tester, "lambda:GetFunction", `${HELLO}-2`)).toThrow(AccessDenied);
    expect(() => authorise(tester, "lambda:GetFunction", HELLO.toUpperCase())).toThrow(AccessDenied);
  });

  test("an explicit Deny wins over an Allow, in whatever order they stand", () => {
    const allow = { Effect: "Allow", Action: "*", Resource: "*" } as const;
    const deny = { Effect: "Deny", Action: "lambda:Delete*", Resource: HELLO } as const;
    for (const policy of [caller(allow, deny), caller(deny, allow)]) {
      expect(() => authorise(policy, "lambda:DeleteFunction", HELLO)).toThrow(AccessDenied);
      authorise(policy, "lambda:DeleteFunction", `${HELLO}-2`);
    }
  });

  test("a statement without a resource allows nothing", () => {
    expect(() => authorise(caller({ Effect: "Allow", Action: "*" }), "lambda:ListFunctions", "*")).toThrow(
      AccessDenied,
    );
  });

  test("judges by what is known of the request, and by what the caller is, whatever the request claims", () => {
    const { policy, ...ana } = caller({
      Effect: "Allow",
      Action: "lambda:InvokeFunction",
      Resource: "*",
      Condition: { StringEquals: { "aws:username": "tester" }, IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
    });
    const from = (sourceIp: string, given = {}) => ({ context: { "aws:SourceIp": sourceIp, ...given } });
    authorise({ ...ana, policy }, "lambda:InvokeFunction", HELLO, from("10.1.2.3"));
    authorise({ ...ana, policy }, "lambda:InvokeFunction", HELLO, from("10.1.2.3", { "aws:UserName": "somebody" }));
    expect(() => authorise({ ...ana, policy }, "lambda:InvokeFunction", HELLO, from("8.8.8.8"))).toThrow(AccessDenied);
    const other = { ...ana, policy, principalArn: "arn:aws:iam::000000000000:user/other" };
    const claiming = from("10.1.2.3", { "AWS:username": "tester" });
    expect(() => authorise(other, "lambda:InvokeFunction", HELLO, claiming)).toThrow(AccessDenied);
  });

  test("says which statement forbade it, and which kind of policy allows too little", () => {
    const allow = { Effect: "Allow", Action: "*", Resource: "*" } as const;
    const denied = caller(allow, { Sid: "Never", Effect: "Deny", Action: "lambda:*", Resource: "*" });
    expect(() => authorise(denied, "lambda:GetFunction", HELLO)).toThrow(
      / on resource: \S+ with an explicit deny in an identity-based policy$/,
    );
    expect(explainAccess(denied, "lambda:GetFunction", HELLO)).toEqual({
      allowed: false,
      reason: {
        because: "explicitDeny",
        statement: { policyType: "identity", policyName: "inline", index: 1, sid: "Never" },
      },
    });
    const boundary = { name: "arn:boundary", document: { Version: "2012-10-17", Statement: [] } } as const;
    const bounded = { ...caller(allow), boundary: { ...boundary, document: { ...boundary.document, Statement: [] } } };
    expect(() => authorise(bounded, "lambda:GetFunction", HELLO)).toThrow(
      "because no permissions boundary allows the lambda:GetFunction action",
    );
  });
});
