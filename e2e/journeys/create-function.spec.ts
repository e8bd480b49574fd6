import { expect, test } from "../test.ts";

const REFUSED_NAMES = [
  { name: "", says: /required|enter|name/i },
  { name: "my function", says: /letters|characters|a-z|A-Z|hyphen/i },
  { name: "a".repeat(65), says: /64/ },
] as const;

for (const { name, says } of REFUSED_NAMES) {
  test(`the name ${JSON.stringify(name.slice(0, 12))} (${name.length} characters) is refused on its field and nothing is sent`, async ({
    page,
    createFunctionPage,
  }) => {
    await createFunctionPage.open();
    const sent: string[] = [];
    page.on("request", (request) => {
      if (request.url().includes("functions.create")) sent.push(request.url());
    });
    await createFunctionPage.functionName.fill(name);
    await createFunctionPage.submit.click();
    await expect(createFunctionPage.functionName).toBeFocused();
    await expect(createFunctionPage.functionName).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByText(says).first()).toBeVisible();
    expect(sent).toEqual([]);
  });
}

test("a name that is taken is refused with AWS's sentence on the field", async ({
  page,
  calls,
  createFunctionPage,
}) => {
  await calls.createFunction("taken");
  await createFunctionPage.open();
  await createFunctionPage.functionName.fill("taken");
  await createFunctionPage.submit.click();
  await expect(page.getByText("Function already exist: taken").first()).toBeVisible();
  await expect(createFunctionPage.functionName).toBeFocused();
});

test("an architecture that can't run here is shown with the reason", async ({ page, createFunctionPage }) => {
  // What a host without the emulator answers, wherever this test runs.
  await page.route(/system\.info/, async (route) => {
    const response = await route.fetch();
    const text = (await response.text()).replace(
      /\{"runtime":"([\w.]+)","architecture":"arm64"[^}]*\}/g,
      '{"runtime":"$1","architecture":"arm64","available":false,"reason":"There is no emulator.","remedy":"Fetch it."}',
    );
    await route.fulfill({ response, body: text });
  });
  await createFunctionPage.open();
  await expect(page.getByRole("radio", { name: "arm64" })).toBeDisabled();
  await expect(page.getByText("There is no emulator. Fetch it.").first()).toBeVisible();
});

test("a function made for arm64 says so, and its code notices", async ({
  page,
  calls,
  createFunctionPage,
  functionPage,
  testTab,
}) => {
  const offered = (await calls.runtimes()).find(
    ({ runtime, architecture }) => runtime === "nodejs22.x" && architecture === "arm64",
  );
  test.skip(offered?.available !== true, `this host can't run arm64 functions: ${offered?.reason}`);
  await createFunctionPage.open();
  await createFunctionPage.functionName.fill("on-arm");
  await createFunctionPage.chooseRuntime("Node.js 22.x");
  await page.getByRole("radio", { name: "arm64" }).check();
  if (offered?.note) await expect(page.getByText(offered.note)).toBeVisible();
  await createFunctionPage.submit.click();
  await expect(page).toHaveURL(/\/functions\/on-arm/);
  await expect(page.getByText("arm64", { exact: true }).first()).toBeVisible();

  await calls.deploy("on-arm", { "index.mjs": "export const handler = async () => ({ machine: process.arch });\n" });
  await functionPage.show("Test");
  await testTab.run();
  // An emulated start takes a second of a processor that journeys beside this one want as well.
  await expect(testTab.succeeded).toBeVisible({ timeout: 40_000 });
  await testTab.openDetails();
  await expect(page.getByText('"machine": "arm64"').first()).toBeVisible();
});

test("the page shows the role that it will create, which may write its own logs and nothing else", async ({
  page,
  createFunctionPage,
}) => {
  await createFunctionPage.open();
  await createFunctionPage.functionName.fill("least");
  await page
    .getByText(/policy/i)
    .first()
    .scrollIntoViewIfNeeded();
  await expect(page.getByText(/least-role-/).first()).toBeVisible();
});
