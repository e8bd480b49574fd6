import { type FunctionConfiguration, functionArn } from "@lambent/model";
import { configurationOf } from "./configuration-of.ts";
import { keyOfMarker, type PageRequest, pageOf, pageSize } from "./pages.ts";
import type { Ports } from "./ports.ts";

export interface ListFunctionConfigurations extends PageRequest {
  /** `ALL` lists every version after its function, with qualified ARNs. */
  functionVersion?: "ALL" | undefined;
}

export interface FunctionConfigurationPage {
  functions: FunctionConfiguration[];
  nextMarker?: string;
}

/** AWS's ListFunctions: in the order of names, whole configurations. @throws InvalidParameterValue */
export async function listFunctionConfigurations(
  { store, scope }: Ports,
  input: ListFunctionConfigurations,
): Promise<FunctionConfigurationPage> {
  const allVersions = input.functionVersion === "ALL";
  const size = pageSize(input);
  const [functionName, version] = keyOfMarker(input) ?? [];
  const records = await store.functions.listRecords(scope, {
    allVersions,
    ...(functionName !== undefined && version !== undefined && { after: { functionName, version } }),
    limit: size + 1,
  });
  const { items, ...next } = pageOf(records, size, (record) => [record.functionName, record.version]);
  return {
    functions: items.map((record) =>
      configurationOf(
        record,
        allVersions ? functionArn(scope, record.functionName, record.version) : record.functionArn,
      ),
    ),
    ...next,
  };
}
