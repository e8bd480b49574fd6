import type { FunctionConfiguration } from "@lambent/model";
import { configurationOf } from "./configuration-of.ts";
import type { Ports } from "./ports.ts";
import { type QualifiedFunction, requireQualified } from "./require-qualified.ts";

/** @returns of an alias its first version's configuration under the alias's ARN. @throws FunctionNotFound */
export async function getFunctionConfiguration(ports: Ports, input: QualifiedFunction): Promise<FunctionConfiguration> {
  const { record, functionArn } = await requireQualified(ports, input);
  return configurationOf(record, functionArn);
}
