import { expect, test } from "../test.ts";

const REFUSED = [
  { field: /^Memory/, value: "127" },
  { field: /^Memory/, value: "10241" },
  { field: /^Ephemeral storage/, value: "511" },
] as const;

for (const { field, value } of REFUSED) {
  test(`${String(field)} ${value} is refused with the range`, async ({ page, calls, configurationTab }) => {
    await calls.createFunction("limits");
    await configurationTab.openEditPage("limits", "basic-settings");
    await configurationTab.set(field, value);
    await configurationTab.save.click();
    await expect(page.getByText(/10240/).first()).toBeVisible();
    await expect(configurationTab.field(field)).toHaveAttribute("aria-invalid", "true");
    await expect(page).toHaveURL(/edit\/basic-settings/);
  });
}

test("a timeout of 15 minutes is accepted and 15 minutes 1 second is not", async ({
  page,
  calls,
  configurationTab,
  functionPage,
}) => {
  await calls.createFunction("patient");
  await configurationTab.openEditPage("patient", "basic-settings");
  await configurationTab.set(/^min/i, "15");
  await configurationTab.set(/^sec/i, "1");
  await configurationTab.save.click();
  await expect(page).toHaveURL(/edit\/basic-settings/);
  await configurationTab.set(/^sec/i, "0");
  await configurationTab.save.click();
  await expect(functionPage.flash("Successfully updated the function patient.")).toBeVisible();
  await expect(page.getByText("15 min 0 sec")).toBeVisible();
});

test("an environment variable is seen by the code after saving, without a deploy", async ({
  page,
  calls,
  configurationTab,
  functionPage,
}) => {
  await calls.createFunction("greets");
  await calls.deploy("greets", { "index.mjs": "export const handler = async () => process.env.GREETING ?? 'none';\n" });
  await configurationTab.openEditPage("greets", "environment-variables");
  await page.getByRole("button", { name: "Add environment variable" }).click();
  await page.getByRole("textbox", { name: /^Key/ }).last().fill("GREETING");
  await page
    .getByRole("textbox", { name: /^Value/ })
    .last()
    .fill("hello there");
  await configurationTab.save.click();
  await expect(functionPage.flash("Successfully updated the function greets.")).toBeVisible();
  expect((await calls.invoke("greets")).response).toBe('"hello there"');
});

for (const key of ["A", "1AB", "A-B", "AWS_REGION"]) {
  test(`the environment key ${key} is refused on its row`, async ({ page, calls, configurationTab }) => {
    await calls.createFunction("keys");
    await configurationTab.openEditPage("keys", "environment-variables");
    await page.getByRole("button", { name: "Add environment variable" }).click();
    await page.getByRole("textbox", { name: /^Key/ }).last().fill(key);
    await configurationTab.save.click();
    await expect(page.getByRole("textbox", { name: /^Key/ }).last()).toHaveAttribute("aria-invalid", "true");
    await expect(page).toHaveURL(/edit\/environment-variables/);
  });
}
