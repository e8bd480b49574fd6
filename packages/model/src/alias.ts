import { z } from "zod";
import { constraintMessage, MEMBER } from "./validation-message.ts";

/** A name for one version of a function, or for two that share its invocations: AWS's AliasConfiguration in our casing. */
export interface AliasConfiguration {
  aliasArn: string;
  name: string;
  /** `$LATEST` or digits. */
  functionVersion: string;
  /** Empty when none was given. */
  description: string;
  revisionId: string;
  /** Absent when all invocations go to `functionVersion`. */
  routingConfig?: AliasRoutingConfiguration;
}

export interface AliasRoutingConfiguration {
  /** A version's digits and its share of the invocations, 0 to 1; one entry at most. The rest goes to `functionVersion`. */
  additionalVersionWeights: Record<string, number>;
}

const WEIGHTS = "routingConfig.additionalVersionWeights";

/** Keys are versions, values shares from 0 to 1; how many there may be is judged later, as on AWS. */
export const AdditionalVersionWeightsSchema = z.record(z.string(), z.number()).superRefine((weights, context) => {
  const refuse = (version: string, weight: number, constraint: string) =>
    context.addIssue({
      code: "custom",
      input: weights,
      message: constraintMessage(`{${version}=${printedWeight(weight)}}`, WEIGHTS, constraint),
    });
  for (const [version, weight] of Object.entries(weights)) {
    if (!/^[0-9]{1,1024}$/.test(version)) {
      const constraints = [MEMBER.maxLength(1024), MEMBER.minLength(1), MEMBER.pattern("[0-9]+"), MEMBER.notNull];
      refuse(version, weight, `Map keys must satisfy constraint: [${constraints.join(", ")}]`);
    }
    if (!(weight >= 0 && weight <= 1)) {
      refuse(version, weight, `Map value must satisfy constraint: [${WEIGHT_CONSTRAINTS.join(", ")}]`);
    }
  }
});

const WEIGHT_CONSTRAINTS = [
  "Member must have value less than or equal to 1.0",
  "Member must have value greater than or equal to 0.0",
  MEMBER.notNull,
];

/** A double as AWS prints it: always with a fraction. */
function printedWeight(weight: number): string {
  return Number.isInteger(weight) ? weight.toFixed(1) : String(weight);
}
