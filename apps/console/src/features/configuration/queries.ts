import { trpc } from "../../app/trpc.ts";

/** A function's settings, tags, execution role and reserved concurrency. */
export const functionQuery = (functionName: string) => trpc.functions.get.queryOptions({ functionName });

/** Tag keys in use with their values: suggestions while typing. */
export const tagKeysQuery = () => trpc.functions.tagKeys.queryOptions(undefined, { staleTime: 30_000 });

/** Time between two looks at figures that other people change too, in ms. */
const LIVE_INTERVAL_MS = 5_000;

/** What the account's functions share, kept up to date while it is on screen. */
export const accountSettingsQuery = () =>
  trpc.account.settings.queryOptions(undefined, { refetchInterval: LIVE_INTERVAL_MS });
