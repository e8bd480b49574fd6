import type { PutProvisionedConcurrencyConfigResponse } from "@aws-sdk/client-lambda";
import type { ProvisionedConcurrencyConfig } from "@lambent/model";
import { timestamp } from "./timestamp.ts";

/** As the operations about one show it; lists add the ARN. */
export function provisionedConcurrencyOutput(
  config: ProvisionedConcurrencyConfig,
): PutProvisionedConcurrencyConfigResponse {
  return {
    RequestedProvisionedConcurrentExecutions: config.requestedProvisionedConcurrentExecutions,
    AllocatedProvisionedConcurrentExecutions: config.allocatedProvisionedConcurrentExecutions,
    AvailableProvisionedConcurrentExecutions: config.availableProvisionedConcurrentExecutions,
    Status: config.status,
    StatusReason: config.statusReason,
    LastModified: timestamp(config.lastModified),
  };
}
