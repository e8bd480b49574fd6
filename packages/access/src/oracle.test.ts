import { runSimulation } from "@cloud-copilot/iam-simulate";
import {
  type NamedPolicy,
  type PolicyConditions,
  type PolicyDocument,
  type PolicyPrincipal,
  type PolicyStatement,
  statementsOf,
} from "@lambent/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Decision, decide, type PolicySet } from "./decide.ts";
import { type Principal, principalOf } from "./principal.ts";
import { ContextValues, type RequestContext } from "./request-context.ts";
import { variable } from "./variable.fixture.ts";

// An evaluator of policies that others wrote says what AWS would answer; both are asked the same. It is a tool of this
// test alone (AGPL, never shipped): docs/adr/0016.

const ACCOUNT = "123456789012";
const OTHER_ACCOUNT = "999999999999";
const USER = `arn:aws:iam::${ACCOUNT}:user/ana`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/worker`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/worker/s1`;
const functionIn = (account: string) => `arn:aws:lambda:us-east-1:${account}:function:ana`;

const CONTEXT_VALUES = {
  "aws:SourceIp": ["10.1.2.3", "192.168.0.1"],
  "aws:PrincipalTag/team": ["ana", "blue", "*"],
  "aws:SourceArn": [`arn:aws:s3:::bucket`, `arn:aws:sns:us-east-1:${ACCOUNT}:topic`],
  "aws:SourceAccount": [ACCOUNT, OTHER_ACCOUNT],
  "aws:PrincipalOrgID": ["o-abc", "o-xyz"],
  "aws:CurrentTime": ["2026-01-01T00:00:00Z", "2026-06-01T12:30:00Z"],
  "aws:MultiFactorAuthAge": ["0", "300", "4000"],
  "aws:SecureTransport": ["true", "false"],
} as const;

const context: fc.Arbitrary<RequestContext> = fc.record(
  {
    ...(Object.fromEntries(
      Object.entries(CONTEXT_VALUES).map(([key, values]) => [key, fc.constantFrom<string>(...values)]),
    ) as Record<string, fc.Arbitrary<string>>),
    "aws:TagKeys": fc.subarray(["env", "team", "cost"], { minLength: 1 }),
  },
  { requiredKeys: [] },
);

const oneOrMany = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | T[]> =>
  fc.oneof(one, fc.array(one, { minLength: 1, maxLength: 2 }));

const condition = (operators: readonly string[], keys: readonly string[], values: readonly string[]) =>
  fc
    .tuple(
      fc.constantFrom(...operators),
      fc.constantFrom("", "IfExists"),
      fc.constantFrom(...keys),
      oneOrMany(fc.constantFrom(...values)),
    )
    .map(([operator, ifExists, key, value]): PolicyConditions => ({ [operator + ifExists]: { [key]: value } }));

const TEXTS = ["ana", "blue", "bl*", "?na", "ANA", "*", variable("aws:PrincipalTag/x, 'ana'")];
// Where a Not… operator or NotResource meets a variable without a value, the oracle lets the statement fall; AWS says
// that nothing equals such a value: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
const VARIABLE = variable("aws:PrincipalTag/team");
const conditions: fc.Arbitrary<PolicyConditions> = fc.oneof(
  condition(
    ["StringEquals", "StringEqualsIgnoreCase"],
    ["aws:PrincipalTag/team", "AWS:principaltag/team", "aws:PrincipalOrgID"],
    [...TEXTS, VARIABLE, "o-abc"],
  ),
  condition(
    ["StringNotEquals", "StringNotEqualsIgnoreCase"],
    ["aws:PrincipalTag/team", "AWS:principaltag/team", "aws:PrincipalOrgID"],
    [...TEXTS, "o-abc"],
  ),
  condition(
    ["StringLike"],
    ["aws:PrincipalTag/team", "aws:PrincipalOrgID"],
    [...TEXTS, VARIABLE, variable("*"), "o-*"],
  ),
  condition(["StringNotLike"], ["aws:PrincipalTag/team", "aws:PrincipalOrgID"], [...TEXTS, variable("*"), "o-*"]),
  condition(
    ["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"],
    ["aws:SourceArn"],
    ["arn:aws:s3:::bucket", "arn:aws:s3:::*", "arn:aws:sns:*:*:topic", "arn:*:sns:us-*:123456789012:t?pic"],
  ),
  condition(
    [
      ...["NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan"],
      "NumericGreaterThanEquals",
    ],
    ["aws:MultiFactorAuthAge"],
    ["0", "300", "3600.5"],
  ),
  condition(
    [
      ...["DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan"],
      "DateGreaterThanEquals",
    ],
    ["aws:CurrentTime"],
    ["2026-01-01T00:00:00Z", "2026-03-01", "2026-06-01T12:30:00Z"],
  ),
  condition(["Bool"], ["aws:SecureTransport"], ["true", "false"]),
  condition(
    ["IpAddress", "NotIpAddress"],
    ["aws:SourceIp"],
    // Not 0.0.0.0/0 nor IPv6, of which the oracle thinks otherwise than AWS's pages.
    ["10.0.0.0/8", "10.1.2.3", "192.168.0.0/31", "172.16.0.0/12"],
  ),
  fc
    .tuple(fc.constantFrom(...Object.keys(CONTEXT_VALUES)), fc.constantFrom("true", "false"))
    .map(([key, value]) => ({ Null: { [key]: value } })),
  fc
    .tuple(
      fc.constantFrom("ForAllValues:", "ForAnyValue:"),
      fc.constantFrom("StringEquals", "StringNotEquals", "StringLike", "StringNotLike"),
      oneOrMany(fc.constantFrom("env", "team", "t*", "other")),
    )
    .map(([set, operator, value]) => ({ [set + operator]: { "aws:TagKeys": value } })),
);

const actions = oneOrMany(
  fc.constantFrom("lambda:InvokeFunction", "lambda:*", "LAMBDA:invoke*", "*", "s3:GetObject", "lambda:?etFunction"),
);
const RESOURCES = [
  ...["*", functionIn(ACCOUNT), functionIn("*"), "arn:aws:lambda:*:*:function:*", "arn:aws:lambda:*:*:function:a?a"],
  ...["arn:aws:lambda:us-*:*:*", "arn:aws:s3:::bucket"],
];
const resources = oneOrMany(
  fc.constantFrom(
    ...[...RESOURCES, `arn:aws:lambda:us-east-1:*:function:${VARIABLE}`],
    `arn:aws:lambda:us-east-1:*:function:${variable("aws:PrincipalTag/none")}`,
  ),
);
const otherResources = oneOrMany(fc.constantFrom(...RESOURCES));

const statement: fc.Arbitrary<PolicyStatement> = fc
  .tuple(
    // Allow more often than Deny, or nearly all answers would be denials.
    fc.constantFrom("Allow" as const, "Allow" as const, "Allow" as const, "Deny" as const),
    fc.oneof(
      { weight: 4, arbitrary: actions.map((Action) => ({ Action })) },
      actions.map((NotAction) => ({ NotAction })),
    ),
    fc.oneof(
      { weight: 4, arbitrary: resources.map((Resource) => ({ Resource })) },
      otherResources.map((NotResource) => ({ NotResource })),
    ),
    fc.option(conditions, { nil: undefined }),
  )
  .map(([Effect, action, resource, Condition]) => ({
    Effect,
    ...action,
    ...resource,
    ...(Condition && { Condition }),
  }));

const documentOf = (one: fc.Arbitrary<PolicyStatement>): fc.Arbitrary<PolicyDocument> =>
  fc.record({
    // The oracle replaces variables in policies of 2008, too, which AWS says it doesn't.
    Version: fc.constant("2012-10-17" as const),
    Statement: fc.array(one, { minLength: 1, maxLength: 3 }),
  });

const principals: fc.Arbitrary<PolicyPrincipal> = fc.constantFrom<PolicyPrincipal>(
  ...["*", { AWS: "*" }, { AWS: ACCOUNT }, { AWS: `arn:aws:iam::${ACCOUNT}:root` }, { AWS: USER }, { AWS: ROLE }],
  ...[{ AWS: SESSION }, { AWS: [OTHER_ACCOUNT, USER] }, { Service: "s3.amazonaws.com" }, { AWS: OTHER_ACCOUNT }],
);
const resourceStatement = fc
  .tuple(statement, principals)
  .map(([one, Principal]): PolicyStatement => ({ ...one, Principal }));

const named =
  (name: string) =>
  (document: PolicyDocument): NamedPolicy => ({ name, document });
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const question = fc.record({
  asker: fc.constantFrom(USER, SESSION, SESSION, "s3.amazonaws.com"),
  action: fc.constantFrom("lambda:InvokeFunction", "lambda:GetFunction"),
  account: fc.constantFrom(ACCOUNT, ACCOUNT, OTHER_ACCOUNT),
  context,
  identity: fc.array(documentOf(statement).map(named("identity")), { maxLength: 2 }),
  resource: optional(documentOf(resourceStatement).map(named("resource"))),
  session: optional(documentOf(statement).map(named("session"))),
  boundary: optional(documentOf(statement).map(named("boundary"))),
});
type Question = typeof question extends fc.Arbitrary<infer Q> ? Q : never;

async function askOracle(asked: Question): Promise<string> {
  const { asker, action, account, context, identity, resource, session, boundary } = asked;
  const result = await runSimulation(
    {
      request: {
        principal: asker,
        action,
        resource: { resource: functionIn(account), accountId: account },
        contextVariables: context as Record<string, string | string[]>,
      },
      identityPolicies: asker.startsWith("arn")
        ? identity.map(({ document }, i) => ({ name: `${i}`, policy: document }))
        : [],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(resource && { resourcePolicy: resource.document }),
      ...(session && asker === SESSION && { sessionPolicy: session.document }),
      ...(boundary &&
        asker.startsWith("arn") && { permissionBoundaryPolicies: [{ name: "b", policy: boundary.document }] }),
    },
    {},
  );
  return result.resultType === "error" ? JSON.stringify(result.errors) : result.overallResult;
}

function askOurs(asked: Question): string {
  const { asker, action, account, context, identity, resource, session, boundary } = asked;
  const isArn = asker.startsWith("arn");
  const principal: Principal = principalOf({ principalArn: asker, name: asker, policy: [] });
  const policies: PolicySet = {
    identity: isArn ? identity : [],
    ...(resource && { resource }),
    ...(session && asker === SESSION && { session: [session] }),
    ...(boundary && isArn && { boundary }),
  };
  return nameOf(
    decide(
      { principal, action, resourceArn: functionIn(account), context: new ContextValues(() => [context]) },
      policies,
    ),
  );
}

/**
 * Where the oracle isn't asked. Whether a boundary limits a session that a resource lets in as one of everybody is written
 * nowhere; we say it does. That a session named by its own ARN isn't limited by its session policy, AWS says:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
 */
function isUnsettled({ asker, resource, session, boundary }: Question): boolean {
  if (asker !== SESSION || resource === undefined) return false;
  const named = statementsOf(resource.document).map(({ Principal }) => JSON.stringify(Principal));
  return (
    (boundary !== undefined && named.some((principal) => principal.includes('"*"'))) ||
    (session !== undefined && named.some((principal) => principal.includes(SESSION)))
  );
}

function nameOf(decision: Decision): string {
  if (decision.allowed) return "Allowed";
  return decision.reason.because === "explicitDeny" ? "ExplicitlyDenied" : "ImplicitlyDenied";
}

test("four thousand random requests are judged as another evaluator judges them", async () => {
  const tally: Record<string, number> = {};
  await fc.assert(
    fc.asyncProperty(question, async (asked) => {
      fc.pre(!isUnsettled(asked));
      const answer = askOurs(asked);
      tally[answer] = (tally[answer] ?? 0) + 1;
      expect(answer).toBe(await askOracle(asked));
    }),
    { numRuns: 4000 },
  );
  // Else the questions were too easy.
  for (const answer of ["Allowed", "ExplicitlyDenied", "ImplicitlyDenied"]) expect(tally[answer]).toBeGreaterThan(150);
}, 120_000);
