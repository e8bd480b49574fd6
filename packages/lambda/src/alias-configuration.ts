import { type AliasConfiguration, functionArn, type Scope } from "@lambent/model";
import type { AliasRecord } from "@lambent/store";

export function aliasConfiguration(scope: Scope, functionName: string, alias: AliasRecord): AliasConfiguration {
  return { aliasArn: functionArn(scope, functionName, alias.name), ...alias };
}
