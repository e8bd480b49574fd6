import type { PolicyConditions, PolicyDocument, PolicyStatement } from "@lambent/model";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { explainAccess } from "./authorise.ts";
import type { Caller } from "./caller.ts";
import type { RequestContext } from "./request-context.ts";
import { matchesWildcard } from "./wildcard.ts";

const HELLO = "arn:aws:lambda:us-east-1:123456789012:function:hello";
const ACTION = "lambda:InvokeFunction";

const texts = (...values: string[]) => fc.constantFrom(...values);
const statement: fc.Arbitrary<PolicyStatement> = fc.record(
  {
    Effect: texts("Allow", "Deny") as fc.Arbitrary<"Allow" | "Deny">,
    Action: fc.oneof(texts("*", ACTION, "lambda:*", "s3:*"), fc.array(texts(ACTION, "logs:*"))),
    Resource: fc.oneof(texts("*", HELLO, "arn:aws:lambda:*:*:function:h*", "arn:aws:s3:::b"), fc.array(fc.string())),
    Condition: fc.constantFrom<PolicyConditions>(
      { StringEquals: { "aws:key": "a" } },
      { Null: { "aws:key": "true" } },
      {},
    ),
  },
  { requiredKeys: ["Effect", "Action", "Resource"] },
);
const caller: fc.Arbitrary<Caller> = fc.record(
  {
    principalArn: fc.constant("arn:aws:iam::123456789012:user/ana"),
    name: fc.constant("ana"),
    policy: fc.array(statement, { maxLength: 4 }),
    boundary: fc.record({
      name: fc.constant("b"),
      document: fc.record({
        Version: fc.constant("2012-10-17" as const),
        Statement: fc.array(statement, { maxLength: 3 }),
      }),
    }),
  },
  { requiredKeys: ["principalArn", "name", "policy"] },
);
const resourcePolicy: fc.Arbitrary<PolicyDocument | undefined> = fc.option(
  fc.record({
    Version: fc.constant("2012-10-17" as const),
    Statement: fc.array(
      fc
        .tuple(statement, texts("*", "arn:aws:iam::123456789012:user/ana", "123456789012", "999999999999"))
        .map(([one, AWS]) => ({ ...one, Principal: { AWS } })),
      { maxLength: 3 },
    ),
  }),
  { nil: undefined },
);
const context = fc.constantFrom<RequestContext>({}, { "aws:key": "a" }, { "aws:key": "b" });
const deny: PolicyStatement = { Effect: "Deny", Action: ACTION, Resource: HELLO };
const question = fc.record({ caller, resourcePolicy, context });

function ask(one: { caller: Caller; resourcePolicy: PolicyDocument | undefined; context: RequestContext }) {
  const { resourcePolicy: policy } = one;
  return explainAccess(one.caller, ACTION, HELLO, { context: one.context, ...(policy && { resourcePolicy: policy }) });
}

describe("whatever the policies say", () => {
  test("a Deny that applies wins, wherever it stands", () => {
    fc.assert(
      fc.property(question, fc.nat(4), (asked, at) => {
        const policy = asked.caller.policy.toSpliced(at, 0, deny);
        expect(ask({ ...asked, caller: { ...asked.caller, policy } })).toMatchObject({
          reason: { because: "explicitDeny" },
        });
        const Statement = { ...deny, Principal: "*" };
        expect(ask({ ...asked, resourcePolicy: { Version: "2012-10-17", Statement } }).allowed).toBe(false);
      }),
    );
  });

  test("one more Allow takes nothing away", () => {
    fc.assert(
      fc.property(question, statement, (asked, one) => {
        fc.pre(ask(asked).allowed);
        const policy = [...asked.caller.policy, { ...one, Effect: "Allow" as const }];
        expect(ask({ ...asked, caller: { ...asked.caller, policy } }).allowed).toBe(true);
      }),
    );
  });

  test("one more Deny gives nothing", () => {
    fc.assert(
      fc.property(question, statement, (asked, one) => {
        fc.pre(!ask(asked).allowed);
        const policy = [...asked.caller.policy, { ...one, Effect: "Deny" as const }];
        expect(ask({ ...asked, caller: { ...asked.caller, policy } }).allowed).toBe(false);
      }),
    );
  });

  test("a boundary gives nothing", () => {
    fc.assert(
      fc.property(question, (asked) => {
        const { boundary: _, ...without } = asked.caller;
        fc.pre(!ask({ ...asked, caller: without }).allowed);
        expect(ask(asked).allowed).toBe(false);
      }),
    );
  });

  test("what is allowed names the statement that allows it", () => {
    fc.assert(
      fc.property(question, (asked) => {
        const decision = ask(asked);
        fc.pre(decision.allowed && decision.statement.policyType === "identity");
        if (decision.allowed) expect(asked.caller.policy[decision.statement.index]?.Effect).toBe("Allow");
      }),
    );
  });
});

test("wildcards match as a regular expression of the same meaning does", () => {
  const piece = texts("a", "b", "*", "?", ".", "$", ":", "\n");
  const text = fc.array(texts("a", "b", ".", "$", ":", "\n", "*")).map((parts) => parts.join(""));
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 12 }).map((parts) => parts.join("")),
      text,
      (pattern, value) => {
        const source = pattern.replace(/[.$]/g, "\\$&").replaceAll("*", "[^]*").replaceAll("?", "[^]");
        expect(matchesWildcard(pattern, value)).toBe(new RegExp(`^${source}$`).test(value));
      },
    ),
    { numRuns: 2000 },
  );
});
