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

test("an architecture that can't run here is shown with the reason", async ({ page, calls, createFunctionPage }) => {
  const arm64 = (await calls.runtimes()).find((one) => one.runtime === "nodejs20.x" && one.architecture === "arm64");
  test.skip(arm64?.available === true, "this host runs arm64 functions");
  await createFunctionPage.open();
  await expect(page.getByRole("radio", { name: "arm64" })).toBeDisabled();
  await expect(page.getByText(arm64?.reason ?? "no reason given").first()).toBeVisible();
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
