import { wholeNumber } from "./whole-number.ts";

export const MEMORY_MB_MIN = 128;
export const MEMORY_MB_MAX = 10_240;
export const MEMORY_MB_DEFAULT = 128;
/** Memory at which a function has one whole vCPU; CPU time is proportional below and above. */
export const MEMORY_MB_PER_VCPU = 1769;

/**
 * Memory of one execution environment in MB: 128 to 10,240 in steps of 1, 128 by default.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
 */
export const MemoryMbSchema = wholeNumber("memorySize", MEMORY_MB_MIN, MEMORY_MB_MAX);
