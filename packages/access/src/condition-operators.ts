import { BlockList, isIP } from "node:net";
import { matchesArnStrictly } from "./arn-pattern.ts";
import { patternWithVariables, textWithVariables, type VariableSource } from "./policy-variables.ts";
import { matchesPattern } from "./wildcard.ts";

/** Whether a value of the request meets one value of the policy. */
type Comparison = (wanted: string, found: string, variables: VariableSource) => boolean;

export interface ConditionOperator {
  compare: Comparison;
  /** The `Not` operators: none of the policy's values may be met, and a missing key meets them. */
  negated: boolean;
}

const equal: Comparison = (wanted, found, variables) => textWithVariables(wanted, variables) === found;
const equalIgnoringCase: Comparison = (wanted, found, variables) =>
  textWithVariables(wanted, variables)?.toLowerCase() === found.toLowerCase();
const like: Comparison = (wanted, found, variables) => {
  const pattern = patternWithVariables(wanted, variables);
  return pattern !== null && matchesPattern(pattern, found);
};
const arnLike: Comparison = (wanted, found, variables) => {
  const pattern = patternWithVariables(wanted, variables);
  return pattern !== null && matchesArnStrictly(pattern, found);
};

/** What is no number or date is neither less nor more nor equal. */
const ordered =
  (read: (text: string) => number, holds: (found: number, wanted: number) => boolean): Comparison =>
  (wanted, found) => {
    const [wantedNumber, foundNumber] = [read(wanted), read(found)];
    return !Number.isNaN(wantedNumber) && !Number.isNaN(foundNumber) && holds(foundNumber, wantedNumber);
  };

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const readNumber = (text: string) => (NUMBER.test(text) ? Number(text) : Number.NaN);

/** ISO 8601 or seconds since 1970. */
const ISO_DATE = /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/;
export function readDate(text: string): number {
  if (/^\d{5,}$/.test(text)) return Number(text) * 1000;
  if (!ISO_DATE.test(text)) return Number.NaN;
  // Without a zone it is UTC; JavaScript would read a time without one as local.
  return Date.parse(text.includes("T") && !/(Z|[+-]\d{2}:?\d{2})$/.test(text) ? `${text}Z` : text);
}

const bool: Comparison = (wanted, found) => wanted.toLowerCase() === found.toLowerCase();
const binary: Comparison = (wanted, found) => wanted === found;

const ipAddress: Comparison = (wanted, given) => {
  const [address = "", prefix] = wanted.split("/");
  // How a socket that listens to both families names an IPv4 peer.
  const found = given.replace(/^::ffff:(?=\d+\.)/i, "");
  const [family, foundFamily] = [isIP(address), isIP(found)];
  if (family === 0 || family !== foundFamily) return false;
  const bits = prefix === undefined ? (family === 4 ? 32 : 128) : Number(prefix);
  if (!Number.isInteger(bits) || bits < 0 || bits > (family === 4 ? 32 : 128)) return false;
  const block = new BlockList();
  const name = family === 4 ? "ipv4" : "ipv6";
  block.addSubnet(address, bits, name);
  return block.check(found, name);
};

const positive = (compare: Comparison): ConditionOperator => ({ compare, negated: false });
const negative = (compare: Comparison): ConditionOperator => ({ compare, negated: true });

/**
 * By lower-case name, without set prefix and `IfExists`. `Null` asks for the key itself and stands apart.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const CONDITION_OPERATORS: Readonly<Record<string, ConditionOperator>> = {
  stringequals: positive(equal),
  stringnotequals: negative(equal),
  stringequalsignorecase: positive(equalIgnoringCase),
  stringnotequalsignorecase: negative(equalIgnoringCase),
  stringlike: positive(like),
  stringnotlike: negative(like),
  arnequals: positive(arnLike),
  arnlike: positive(arnLike),
  arnnotequals: negative(arnLike),
  arnnotlike: negative(arnLike),
  numericequals: positive(ordered(readNumber, (found, wanted) => found === wanted)),
  numericnotequals: negative(ordered(readNumber, (found, wanted) => found === wanted)),
  numericlessthan: positive(ordered(readNumber, (found, wanted) => found < wanted)),
  numericlessthanequals: positive(ordered(readNumber, (found, wanted) => found <= wanted)),
  numericgreaterthan: positive(ordered(readNumber, (found, wanted) => found > wanted)),
  numericgreaterthanequals: positive(ordered(readNumber, (found, wanted) => found >= wanted)),
  dateequals: positive(ordered(readDate, (found, wanted) => found === wanted)),
  datenotequals: negative(ordered(readDate, (found, wanted) => found === wanted)),
  datelessthan: positive(ordered(readDate, (found, wanted) => found < wanted)),
  datelessthanequals: positive(ordered(readDate, (found, wanted) => found <= wanted)),
  dategreaterthan: positive(ordered(readDate, (found, wanted) => found > wanted)),
  dategreaterthanequals: positive(ordered(readDate, (found, wanted) => found >= wanted)),
  bool: positive(bool),
  binaryequals: positive(binary),
  ipaddress: positive(ipAddress),
  notipaddress: negative(ipAddress),
};

export type SetQualifier = "forallvalues" | "foranyvalue";

/** An operator as a policy writes it, taken apart. */
export interface OperatorName {
  base: string;
  set: SetQualifier | undefined;
  ifExists: boolean;
}

const OPERATOR_NAME = /^(?:(forallvalues|foranyvalue):)?([a-z]+?)(ifexists)?$/;

/** @returns null for an operator that AWS doesn't know. */
export function parseOperatorName(text: string): OperatorName | null {
  const [, set, base, ifExists] = OPERATOR_NAME.exec(text.toLowerCase()) ?? [];
  if (base === undefined || !(base === "null" || Object.hasOwn(CONDITION_OPERATORS, base))) return null;
  if (base === "null" && ifExists !== undefined) return null;
  return { base, set: set as SetQualifier | undefined, ifExists: ifExists !== undefined };
}
