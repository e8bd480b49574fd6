import { FunctionNameSchema } from "@lambent/model";
import { z } from "zod";

/** Inputs that more than one procedure takes. */
export const NoInput = z.void();
export const OneFunction = z.object({ functionName: FunctionNameSchema });
export const EpochMs = z.int().min(0);
export const RevisionId = z.string().max(64);
export const FilterPattern = z.string().max(1024, "A filter pattern can have up to 1,024 characters.");
