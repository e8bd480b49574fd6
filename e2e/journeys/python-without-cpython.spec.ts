import { startServer } from "../server/start-server.ts";
import { test as base, expect } from "../test.ts";

/** As on a machine where no CPython 3.12 is found. */
const test = base.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern
  server: async ({}, use) => {
    const server = await startServer({ LAMBENT_PYTHON: "pyodide" });
    await use(server);
    await server.stop();
  },
});

test("the form says what Python 3.12 lacks, and the starter code runs at the default memory", async ({
  page,
  calls,
  createFunctionPage,
  functionPage,
  testTab,
}) => {
  const known = await calls.runtimes();
  const note = known.find(({ runtime, available }) => runtime === "python3.12" && available)?.note;
  await createFunctionPage.open();
  await createFunctionPage.chooseRuntime("Node.js 20.x");
  await expect(page.getByText("Runs in Pyodide here")).toBeHidden();
  await createFunctionPage.chooseRuntime("Python 3.12");
  await expect(page.getByText(note ?? "no note")).toBeVisible();

  await page.getByRole("button", { name: /^Runtime/ }).click();
  for (const label of ["Python 3.14", "Python 3.13"]) {
    const found = known.some(
      ({ runtime, available }) => available && runtime === label.toLowerCase().replace("python ", "python"),
    );
    await expect(page.getByRole("option", { name: label })).toHaveCount(found ? 1 : 0);
  }
  await page.keyboard.press("Escape");

  await createFunctionPage.create("myLambdaFunction", "Python 3.12");
  await functionPage.show("Test");
  await testTab.saveEvent("MyFirstEvent");
  await testTab.run();
  // The first server with this data builds Pyodide's folder meanwhile.
  await expect(testTab.succeeded).toBeVisible({ timeout: 40_000 });
  await testTab.openDetails();
  await expect(page.getByText("Hello from Lambda!").first()).toBeVisible();
  await expect(page.getByText(/Memory Size: 128 MB/).first()).toBeVisible();
});
