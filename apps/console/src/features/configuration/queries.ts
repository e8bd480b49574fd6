import { trpc } from "../../app/trpc.ts";

/** A function's settings, tags and execution role. */
export const functionQuery = (functionName: string) => trpc.functions.get.queryOptions({ functionName });

/** Tag keys in use with their values: suggestions while typing. */
export const tagKeysQuery = () => trpc.functions.tagKeys.queryOptions(undefined, { staleTime: 30_000 });
