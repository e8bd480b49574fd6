import { FunctionNotFound, functionArn, isPublishedVersion, LATEST } from "@lambent/model";
import type { FunctionRecord } from "@lambent/store";
import type { Ports } from "./ports.ts";

/** A function as a caller named it. */
export interface QualifiedFunction {
  functionName: string;
  /** `$LATEST`, a version's digits or an alias; `$LATEST` is meant when it is absent. */
  qualifier?: string | undefined;
}

/** The record that a qualifier leads to (an alias to its first version) and the ARN that the caller used. */
export async function requireQualified(
  { store, scope }: Pick<Ports, "store" | "scope">,
  { functionName, qualifier }: QualifiedFunction,
): Promise<{ record: FunctionRecord; functionArn: string }> {
  const arn = functionArn(scope, functionName, qualifier);
  if (qualifier === undefined) return { record: await store.functions.require(scope, functionName), functionArn: arn };
  const version =
    qualifier === LATEST || isPublishedVersion(qualifier)
      ? qualifier
      : (await store.aliases.get(scope, functionName, qualifier))?.functionVersion;
  const record =
    version === undefined
      ? null
      : version === LATEST
        ? await store.functions.get(scope, functionName)
        : await store.versions.get(scope, functionName, version);
  if (record === null) throw new FunctionNotFound(arn);
  return { record, functionArn: arn };
}
