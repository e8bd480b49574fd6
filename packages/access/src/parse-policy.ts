import { MalformedPolicyDocument, type PolicyDocument, type PolicyStatement } from "@lambent/model";
import { parseOperatorName, readDate } from "./condition-operators.ts";
import { principalIssue } from "./principal-format.ts";
import { failsLegacyParsing, resourceIssue } from "./resource-format.ts";

/** What a policy is for: AWS asks different things of each. */
export type PolicyKind = "managed" | "inline" | "session" | "trust";

const DOCUMENT_MEMBERS: ReadonlySet<string> = new Set(["Version", "Id", "Statement"]);
const STATEMENT_MEMBERS: ReadonlySet<string> = new Set([
  ...["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"],
]);
const VERSIONS: ReadonlySet<unknown> = new Set([undefined, "2008-10-17", "2012-10-17"]);

const SYNTAX = "Syntax errors in policy.";
const LEGACY = "The policy failed legacy parsing";

/**
 * Reads a policy and holds it to AWS's rules, in AWS's order and words. They were seen by many; AWS writes them down nowhere.
 * @throws MalformedPolicyDocument
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parsePolicy(text: string, kind: PolicyKind): PolicyDocument {
  const document = readJson(text, kind);
  const statements = readStatements(document);
  if (kind === "managed" && document.Version !== "2012-10-17") {
    refuse("Policy document must be version 2012-10-17 or greater.");
  }
  for (const statement of statements) checkLegacyParsing(statement);
  checkSids(statements);
  if (kind === "trust") for (const statement of statements) checkTrustStatement(statement);
  else checkIdentityStatements(statements);
  return document as unknown as PolicyDocument;
}

type Members = Record<string, unknown>;
type Statement = Members & Pick<PolicyStatement, "Effect" | "Sid" | "Condition">;

function refuse(message: string): never {
  throw new MalformedPolicyDocument(message);
}

function readJson(text: string, kind: PolicyKind): Members {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    refuse(kind === "trust" ? "This policy contains invalid Json" : SYNTAX);
  }
  if (!isObject(document)) refuse(SYNTAX);
  return document;
}

function readStatements(document: Members): Statement[] {
  const { Version, Id, Statement: given } = document;
  const statements = Array.isArray(given) ? given : [given];
  const wellFormed =
    Object.keys(document).every((member) => DOCUMENT_MEMBERS.has(member)) &&
    VERSIONS.has(Version) &&
    (Id === undefined || typeof Id === "string") &&
    statements.length > 0 &&
    statements.every(isStatement);
  if (!wellFormed) refuse(SYNTAX);
  return statements;
}

function isStatement(value: unknown): value is Statement {
  if (!isObject(value)) return false;
  const { Sid, Effect, Condition } = value;
  const excludeEachOther = (member: string) => value[member] === undefined || value[`Not${member}`] === undefined;
  return (
    Object.keys(value).every((member) => STATEMENT_MEMBERS.has(member)) &&
    (Sid === undefined || typeof Sid === "string") &&
    typeof Effect === "string" &&
    /^(allow|deny)$/i.test(Effect) &&
    ["Action", "Resource", "Principal"].every(excludeEachOther) &&
    ["Action", "NotAction", "Resource", "NotResource"].every((member) => isTexts(value[member])) &&
    ["Principal", "NotPrincipal"].every((member) => isPrincipal(value[member])) &&
    isCondition(Condition)
  );
}

const isObject = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown) => typeof value === "string";
const isTexts = (value: unknown) =>
  value === undefined || isText(value) || (Array.isArray(value) && value.every(isText));
const isPrincipal = (value: unknown) =>
  isTexts(value) ? !Array.isArray(value) : isObject(value) && Object.values(value).every(isTexts);
const isConditionValue = (value: unknown) => ["string", "number", "boolean"].includes(typeof value);

function isCondition(value: unknown): boolean {
  if (value === undefined) return true;
  if (!isObject(value)) return false;
  return Object.entries(value).every(
    ([operator, keys]) =>
      isObject(keys) &&
      // AWS lets an unknown operator pass as long as it says nothing.
      (Object.keys(keys).length === 0 || parseOperatorName(operator) !== null) &&
      Object.values(keys).every(
        (given) => isConditionValue(given) || (Array.isArray(given) && given.every(isConditionValue)),
      ),
  );
}

function checkLegacyParsing(statement: Statement): void {
  if (statement.Effect !== "Allow" && statement.Effect !== "Deny") refuse(LEGACY);
  for (const [operator, keys] of Object.entries(statement.Condition ?? {})) {
    if (!parseOperatorName(operator)?.base.startsWith("date")) continue;
    const dates = Object.values(keys).flat().map(String);
    if (dates.some((date) => Number.isNaN(readDate(date)))) refuse(LEGACY);
  }
  for (const member of ["Resource", "NotResource"]) {
    // A resource with a fault of its own is told by that further on.
    const resources = textsOf(statement[member]);
    if (resources.every((one) => resourceIssue(one) === null) && resources.some(failsLegacyParsing)) refuse(LEGACY);
  }
}

function checkSids(statements: readonly Statement[]): void {
  const sids = statements.flatMap(({ Sid }) => (Sid === undefined || Sid === "" ? [] : [Sid]));
  if (new Set(sids).size < sids.length) refuse("Statement IDs (SID) in a single policy must be unique.");
  if (!sids.every((sid) => /^[0-9A-Za-z]*$/.test(sid))) {
    refuse(
      "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
    );
  }
}

function checkIdentityStatements(statements: readonly Statement[]): void {
  const actionsOf = (statement: Statement) => textsOf(statement.Action ?? statement.NotAction);
  const resourcesOf = (statement: Statement) => textsOf(statement.Resource ?? statement.NotResource);
  if (statements.some((statement) => actionsOf(statement).length === 0))
    refuse("Policy statement must contain actions.");
  for (const statement of statements) {
    // AWS names the last in alphabetical order.
    for (const resource of [...resourcesOf(statement)].sort().reverse()) {
      const issue = resourceIssue(resource);
      if (issue !== null) refuse(issue);
    }
  }
  for (const statement of statements) for (const action of actionsOf(statement)) checkAction(action);
  if (statements.some((statement) => resourcesOf(statement).length === 0)) {
    refuse("Policy statement must contain resources.");
  }
  if (statements.some(({ Principal, NotPrincipal }) => Principal !== undefined || NotPrincipal !== undefined)) {
    refuse("Policy document should not specify a principal.");
  }
}

function checkAction(action: string): void {
  const [vendor = "", ...rest] = action.split(":");
  if (rest.length === 0 && action !== "*") {
    refuse("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
  }
  if (rest.length > 1) refuse("Actions/Condition can contain only one colon.");
  if (vendor !== "*" && /[^a-zA-Z0-9\-.]/.test(vendor)) refuse(`Vendor ${vendor} is not valid`);
}

/** Actions that somebody who assumes a role asks for. */
const TRUST_ACTION =
  /^sts:(\*|AssumeRole\*?|AssumeRoleWithSAML|AssumeRoleWithWebIdentity|SetSourceIdentity|SetContext|TagSession)$/i;

function checkTrustStatement(statement: Statement): void {
  for (const member of ["Resource", "NotResource", "NotPrincipal"]) {
    if (statement[member] !== undefined) refuse(`Has prohibited field ${member}`);
  }
  const { Principal } = statement;
  if (Principal === undefined) refuse("Missing required field Principal");
  const actions = textsOf(statement.Action ?? statement.NotAction);
  if (actions.length === 0) refuse("Missing required field Action");
  if (!actions.every((action) => TRUST_ACTION.test(action))) {
    refuse("AssumeRole policy may only specify STS AssumeRole actions.");
  }
  const issue = principalIssue(Principal as NonNullable<PolicyStatement["Principal"]>);
  if (issue !== null) refuse(issue);
}

function textsOf(value: unknown): readonly string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]) as string[];
}
