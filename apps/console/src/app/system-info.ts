import { trpc } from "./trpc.ts";

/** What the server is and can do: it changes only when the server restarts, except for the number of functions. */
export const systemInfoQuery = trpc.system.info.queryOptions(undefined, { staleTime: 60_000 });
