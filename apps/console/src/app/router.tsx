import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  type SearchSchemaInput,
} from "@tanstack/react-router";
import { type FunctionsSearch, parseFunctionsSearch } from "../features/functions/functions-search.ts";
import { hasVisited } from "../features/landing/first-visit.ts";
import { NotFoundPage } from "./not-found-page.tsx";
import { PageFailed } from "./page-failed.tsx";
import { Shell } from "./shell.tsx";
import { systemInfoQuery } from "./system-info.ts";
import { queryClient } from "./trpc.ts";

/** Tabs of a function's page, as they stand in the address. */
export const FUNCTION_TABS = ["code", "testing", "monitoring", "configure"] as const;

/** Where on a function's page a person is; `subtab` is a part of the Configuration tab. */
interface FunctionPlace {
  tab: (typeof FUNCTION_TABS)[number];
  subtab?: string;
  /** The run that the Monitor tab shows. */
  requestId?: string;
}

const rootRoute = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage });

const landingRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  beforeLoad: async () => {
    const functionCount = await queryClient.fetchQuery(systemInfoQuery).then(
      (info) => info.functionCount,
      () => null,
    );
    // An empty server greets; after the first greeting, or with functions, people want their list.
    if (functionCount !== 0 || hasVisited()) throw redirect({ href: "/functions", replace: true });
  },
  component: lazyRouteComponent(() => import("../features/landing/landing-page.tsx"), "LandingPage"),
});

const welcomeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/welcome",
  component: lazyRouteComponent(() => import("../features/landing/landing-page.tsx"), "LandingPage"),
});

const functionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/functions",
  validateSearch: (search: FunctionsSearch & SearchSchemaInput) => parseFunctionsSearch({ ...search }),
  component: lazyRouteComponent(() => import("../features/functions/functions-page.tsx"), "FunctionsPage"),
});

const createFunctionRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/create/function",
  component: lazyRouteComponent(
    () => import("../features/create-function/create-function-page.tsx"),
    "CreateFunctionPage",
  ),
});

const functionRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/functions/$functionName",
  validateSearch: (search: Partial<FunctionPlace> & SearchSchemaInput): FunctionPlace => ({
    tab: FUNCTION_TABS.find((tab) => tab === search.tab) ?? "code",
    ...(typeof search.subtab === "string" && { subtab: search.subtab }),
    ...(typeof search.requestId === "string" && { requestId: search.requestId }),
  }),
  component: lazyRouteComponent(() => import("../features/function-page/function-page.tsx"), "FunctionPage"),
});

const EDIT = "/functions/$functionName/edit";

const editBasicSettingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: `${EDIT}/basic-settings`,
  component: lazyRouteComponent(
    () => import("../features/configuration/edit-basic-settings-page.tsx"),
    "EditBasicSettingsPage",
  ),
});

const editEnvironmentVariablesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: `${EDIT}/environment-variables`,
  component: lazyRouteComponent(
    () => import("../features/configuration/edit-environment-variables-page.tsx"),
    "EditEnvironmentVariablesPage",
  ),
});

const editTagsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: `${EDIT}/tags`,
  component: lazyRouteComponent(() => import("../features/configuration/edit-tags-page.tsx"), "EditTagsPage"),
});

const editNetworkRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: `${EDIT}/network`,
  component: lazyRouteComponent(() => import("../features/configuration/edit-network-page.tsx"), "EditNetworkPage"),
});

const editConcurrencyRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: `${EDIT}/concurrency`,
  component: lazyRouteComponent(
    () => import("../features/configuration/edit-concurrency-page.tsx"),
    "EditConcurrencyPage",
  ),
});

const editRuntimeSettingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: `${EDIT}/runtime-settings`,
  component: lazyRouteComponent(
    () => import("../features/configuration/edit-runtime-settings-page.tsx"),
    "EditRuntimeSettingsPage",
  ),
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    landingRoute,
    welcomeRoute,
    functionsRoute,
    createFunctionRoute,
    functionRoute,
    editBasicSettingsRoute,
    editEnvironmentVariablesRoute,
    editTagsRoute,
    editNetworkRoute,
    editConcurrencyRoute,
    editRuntimeSettingsRoute,
  ]),
  defaultPreload: false,
  scrollRestoration: true,
  defaultErrorComponent: PageFailed,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
