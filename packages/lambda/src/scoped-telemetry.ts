import { DEFAULT_SCOPE, type Scope } from "@lambent/model";
import type { Telemetry } from "@lambent/telemetry";

/**
 * Log groups belong to an account and a Region, and telemetry knows them by their names alone: those of the default scope
 * keep theirs, those of any other are kept apart by account and Region.
 */
export function scopedTelemetry(telemetry: Telemetry, { accountId, region }: Scope): Telemetry {
  if (accountId === DEFAULT_SCOPE.accountId && region === DEFAULT_SCOPE.region) return telemetry;
  const { logs } = telemetry;
  const named = (logGroupName: string) => `${accountId}:${region}:${logGroupName}`;
  return {
    ...telemetry,
    logs: {
      append: (group, ...rest) => logs.append(named(group), ...rest),
      query: (query) => logs.query({ ...query, logGroupName: named(query.logGroupName) }),
      streams: (group) => logs.streams(named(group)),
      follow: (follow, signal) => logs.follow({ ...follow, logGroupName: named(follow.logGroupName) }, signal),
      deleteGroup: (group) => logs.deleteGroup(named(group)),
      flush: () => logs.flush(),
    },
  };
}
