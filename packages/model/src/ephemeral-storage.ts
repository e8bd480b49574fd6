import { wholeNumber } from "./whole-number.ts";

export const EPHEMERAL_STORAGE_MB_MIN = 512;
export const EPHEMERAL_STORAGE_MB_MAX = 10_240;
export const EPHEMERAL_STORAGE_MB_DEFAULT = 512;

/**
 * Size of `/tmp` in MB: 512 to 10,240, 512 by default.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-ephemeral-storage.html
 */
export const EphemeralStorageMbSchema = wholeNumber(
  "ephemeralStorage.size",
  EPHEMERAL_STORAGE_MB_MIN,
  EPHEMERAL_STORAGE_MB_MAX,
);
