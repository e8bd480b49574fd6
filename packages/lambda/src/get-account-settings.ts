import { type AccountSettings, UNZIPPED_CODE_LIMIT_BYTES, ZIPPED_CODE_LIMIT_BYTES } from "@lambent/model";
import type { Ports } from "./ports.ts";

/** The limits that all functions of the account share, and how far they are used. */
export async function getAccountSettings({ store, scope, concurrency }: Ports): Promise<AccountSettings> {
  return {
    accountLimit: {
      concurrentExecutions: concurrency.accountConcurrency,
      unreservedConcurrentExecutions: concurrency.unreservedConcurrency,
      codeSizeZippedBytes: ZIPPED_CODE_LIMIT_BYTES,
      codeSizeUnzippedBytes: UNZIPPED_CODE_LIMIT_BYTES,
    },
    accountUsage: {
      functionCount: await store.functions.count(scope),
      codeSizeBytes: await store.functions.codeSizeBytes(scope),
    },
  };
}
