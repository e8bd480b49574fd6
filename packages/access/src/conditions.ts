import type { PolicyConditions } from "@lambent/model";
import {
  CONDITION_OPERATORS,
  type ConditionOperator,
  parseOperatorName,
  type SetQualifier,
} from "./condition-operators.ts";
import type { VariableSource } from "./policy-variables.ts";
import type { ContextValues } from "./request-context.ts";

/**
 * A statement's conditions: all operators and all of their keys must hold; of a key's values one is enough (for the
 * `Not` operators: none may be met). What is no known operator never holds.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export function conditionsHold(
  conditions: PolicyConditions | undefined,
  context: ContextValues,
  variables: VariableSource,
): boolean {
  return Object.entries(conditions ?? {}).every(([operatorText, keys]) => {
    const name = parseOperatorName(operatorText);
    if (name === null) return false;
    return Object.entries(keys).every(([key, given]) => {
      const wanted = (Array.isArray(given) ? given : [given]).map(String);
      const found = context.values(key);
      if (name.base === "null")
        return wanted.some((value) => (value.toLowerCase() === "true") === (found === undefined));
      if (found === undefined && name.ifExists) return true;
      return holds(CONDITION_OPERATORS[name.base] as ConditionOperator, name.set, wanted, found, variables);
    });
  });
}

function holds(
  { compare, negated }: ConditionOperator,
  set: SetQualifier | undefined,
  wanted: readonly string[],
  found: readonly string[] | undefined,
  variables: VariableSource,
): boolean {
  const meets = (value: string) => wanted.some((one) => compare(one, value, variables)) !== negated;
  switch (set) {
    case "forallvalues":
      return (found ?? []).every(meets);
    case "foranyvalue":
      return (found ?? []).some(meets);
    default:
      if (found === undefined) return negated;
      return negated ? found.every(meets) : found.some(meets);
  }
}
