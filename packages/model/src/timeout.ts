import { wholeNumber } from "./whole-number.ts";

export const TIMEOUT_SECONDS_MIN = 1;
export const TIMEOUT_SECONDS_MAX = 900;
export const TIMEOUT_SECONDS_DEFAULT = 3;

/**
 * Wall-clock budget of one invocation in whole seconds: 1 to 900, 3 by default.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html
 */
export const TimeoutSecondsSchema = wholeNumber("timeout", TIMEOUT_SECONDS_MIN, TIMEOUT_SECONDS_MAX);
