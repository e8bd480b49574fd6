import { test as base } from "@playwright/test";
import { CodeTab } from "./pages/code-tab.ts";
import { ConfigurationTab } from "./pages/configuration-tab.ts";
import { CreateFunctionPage } from "./pages/create-function-page.ts";
import { FunctionPage } from "./pages/function-page.ts";
import { FunctionsPage } from "./pages/functions-page.ts";
import { MonitorTab } from "./pages/monitor-tab.ts";
import { TestTab } from "./pages/test-tab.ts";
import { callServer, type ServerCalls } from "./server/call-server.ts";
import { type LambentServer, startServer } from "./server/start-server.ts";

interface Fixtures {
  /** A server of this test's own, with an empty data folder. */
  server: LambentServer;
  /** The server's procedures, for what a journey needs before it begins. */
  calls: ServerCalls;
  functionsPage: FunctionsPage;
  createFunctionPage: CreateFunctionPage;
  functionPage: FunctionPage;
  codeTab: CodeTab;
  testTab: TestTab;
  configurationTab: ConfigurationTab;
  monitorTab: MonitorTab;
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern
  server: async ({}, use) => {
    const server = await startServer();
    await use(server);
    await server.stop();
  },
  baseURL: async ({ server }, use) => use(server.url),
  calls: async ({ server }, use) => use(callServer(server.url)),
  functionsPage: async ({ page }, use) => use(new FunctionsPage(page)),
  createFunctionPage: async ({ page }, use) => use(new CreateFunctionPage(page)),
  functionPage: async ({ page }, use) => use(new FunctionPage(page)),
  codeTab: async ({ page }, use) => use(new CodeTab(page)),
  testTab: async ({ page }, use) => use(new TestTab(page)),
  configurationTab: async ({ page }, use) => use(new ConfigurationTab(page)),
  monitorTab: async ({ page }, use) => use(new MonitorTab(page)),
});

export { expect } from "@playwright/test";
