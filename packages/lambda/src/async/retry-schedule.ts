const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** From a function error until the first retry, and until the second. @see spec: lambda §4.3 */
const RETRY_DELAYS_MS = [MINUTE_MS, 2 * MINUTE_MS] as const;

/** @param retries that there were already */
export function retryDelayMs(retries: number): number {
  return RETRY_DELAYS_MS[Math.min(retries, RETRY_DELAYS_MS.length - 1)] as number;
}

export const BACK_OFF_MIN_MS = SECOND_MS;
export const BACK_OFF_MAX_MS = 5 * MINUTE_MS;

/** 1 s, 2 s, 4 s … 5 min: after a throttle or a fault of the host. @param postponements in a row that there were already */
export function backOffMs(postponements: number): number {
  return Math.min(BACK_OFF_MIN_MS * 2 ** postponements, BACK_OFF_MAX_MS);
}
