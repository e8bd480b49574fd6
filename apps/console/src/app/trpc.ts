import type { AppRouter } from "@lambent/server/app-router";
import { QueryCache, QueryClient } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink } from "@trpc/client";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { tutorialLink } from "../features/tutorial/server-signals.ts";
import { domainError, isUnreachable } from "./errors.ts";
import { serverConnection } from "./server-connection.ts";

/** Tells the server that a request came from the console's own pages: other sites can't set it without its consent. */
export const REQUEST_HEADERS = { "x-lambent-request": "1" } as const;

export const trpcClient = createTRPCClient<AppRouter>({
  links: [
    tutorialLink,
    splitLink({
      condition: (operation) => operation.type === "subscription",
      true: httpSubscriptionLink({ url: "/trpc" }),
      false: httpBatchLink({ url: "/trpc", headers: REQUEST_HEADERS, maxURLLength: 8_000, maxItems: 10 }),
    }),
  ],
});

export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => isUnreachable(error) && serverConnection.lost(),
    onSuccess: () => serverConnection.confirmed(),
  }),
  defaultOptions: {
    queries: {
      // The server is on the same machine: what is seen should be what is, at every visit.
      staleTime: 0,
      refetchOnWindowFocus: true,
      networkMode: "always",
      // An answer of the server is final; a missing answer is worth another try.
      retry: (failures, error) => domainError(error).code === undefined && !isUnreachable(error) && failures < 2,
      retryDelay: 500,
    },
    mutations: {
      networkMode: "always",
      onError: (error) => {
        if (isUnreachable(error)) serverConnection.lost();
      },
    },
  },
});

serverConnection.onRestored(() => void queryClient.invalidateQueries());

/** `trpc.functions.list.queryOptions(input)` and the like, for TanStack Query. */
export const trpc = createTRPCOptionsProxy<AppRouter>({ client: trpcClient, queryClient });
