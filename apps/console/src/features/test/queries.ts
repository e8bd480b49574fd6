import { trpc } from "../../app/trpc.ts";

/** The saved test events of a function, by name. */
export const testEventsQuery = (functionName: string) => trpc.testEvents.list.queryOptions({ functionName });
