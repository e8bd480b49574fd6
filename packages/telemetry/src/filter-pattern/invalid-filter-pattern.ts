import { InvalidParameterValue } from "@lambent/model";

/** A pattern that can't be read. AWS: 400 InvalidParameterException. */
export class InvalidFilterPattern extends InvalidParameterValue {
  constructor(explanation: string) {
    super(`Invalid filter pattern: ${explanation}`);
  }
}
