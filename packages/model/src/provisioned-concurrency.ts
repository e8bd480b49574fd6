import { MEMBER_INTEGER_MAX, wholeNumber } from "./whole-number.ts";

/** Environments of a version or an alias that are to be ready before an event comes. */
export const ProvisionedConcurrentExecutionsSchema = wholeNumber(
  "provisionedConcurrentExecutions",
  1,
  MEMBER_INTEGER_MAX,
);

export type ProvisionedConcurrencyStatus = "IN_PROGRESS" | "READY" | "FAILED";

/** AWS's ProvisionedConcurrencyConfigListItem in our casing. @see spec: lambda §1.4, §5.2 */
export interface ProvisionedConcurrencyConfig {
  /** With the qualifier that it was given for. */
  functionArn: string;
  requestedProvisionedConcurrentExecutions: number;
  allocatedProvisionedConcurrentExecutions: number;
  availableProvisionedConcurrentExecutions: number;
  status: ProvisionedConcurrencyStatus;
  /** Present when it has failed. */
  statusReason?: string;
  /** ISO 8601 with milliseconds, UTC. */
  lastModified: string;
}
