type OneOrMany<T> = T | T[];

/** `*`, or principals by their type: `AWS`, `Service`, `Federated`, `CanonicalUser`. */
export type PolicyPrincipal = string | Record<string, OneOrMany<string>>;

/** Operator → condition key → values: `{ "StringEquals": { "aws:username": "ana" } }`. */
export type PolicyConditions = Record<string, Record<string, OneOrMany<string | number | boolean>>>;

export interface PolicyStatement {
  Sid?: string;
  Effect: "Allow" | "Deny";
  /** In resource policies and trust policies alone, as `NotPrincipal`. */
  Principal?: PolicyPrincipal;
  NotPrincipal?: PolicyPrincipal;
  Action?: OneOrMany<string>;
  NotAction?: OneOrMany<string>;
  Resource?: OneOrMany<string>;
  NotResource?: OneOrMany<string>;
  Condition?: PolicyConditions;
}

/**
 * An IAM policy document in AWS's own JSON.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export interface PolicyDocument {
  /** `2008-10-17` when absent: a policy of that version knows no policy variables. */
  Version?: "2008-10-17" | "2012-10-17";
  Id?: string;
  Statement: PolicyStatement | readonly PolicyStatement[];
}

/** A document with the name that it has where it is attached, for the answer why. */
export interface NamedPolicy {
  /** Name of an inline policy or ARN of a managed one. */
  name: string;
  document: PolicyDocument;
}

/** Where a policy stands when a request is judged. */
export type PolicyType = "identity" | "resource" | "session" | "boundary";

/** Points to the statement that decided. */
export interface StatementReference {
  policyType: PolicyType;
  policyName: string;
  /** 0 is the first statement of the document. */
  index: number;
  sid?: string;
}

/** Why a request is denied: by a statement that says so, or because policies of a type don't allow it. */
export type DenialReason =
  | { because: "explicitDeny"; statement: StatementReference }
  | { because: "noAllow"; policyType: PolicyType };

/** A document's statements as a list; AWS takes a single one without brackets, too. */
export function statementsOf({ Statement }: PolicyDocument): readonly PolicyStatement[] {
  return "Effect" in Statement ? [Statement] : Statement;
}
