import { expect, test } from "../test.ts";

const answers = (text: string) => `export const handler = async () => ${JSON.stringify(text)};\n`;

test("Test runs what is deployed; Deploy & test runs what is typed", async ({ page, calls, functionPage, codeTab }) => {
  await calls.createFunction("edited");
  await functionPage.open("edited");
  await codeTab.type(answers("typed"));
  await codeTab.test();
  await page.getByRole("button", { name: /^(Invoke|Run)/ }).click();
  await expect(codeTab.output).toContainText("Status: Succeeded");
  await expect(codeTab.output).toContainText("Hello from Lambda!");
  await expect(codeTab.undeployed).toBeVisible();

  await page.getByRole("button", { name: "Deploy & test" }).click();
  await expect(codeTab.output).toContainText('"typed"');
  await expect(codeTab.output).toContainText(
    /Status: Succeeded[\s\S]*Response:[\s\S]*Function Logs:[\s\S]*START RequestId[\s\S]*REPORT RequestId[\s\S]*Request ID:/,
  );
  await expect(codeTab.undeployed).toBeHidden();
});

test("a closed tab and a killed server lose nothing that was typed", async ({
  page,
  server,
  calls,
  functionPage,
  codeTab,
}) => {
  await calls.createFunction("kept");
  await functionPage.open("kept");
  await codeTab.type(answers("kept for later"));
  await page.waitForResponse((response) => response.url().includes("drafts.save") && response.ok());
  await server.killAtOnce();
  await server.restart();
  await page.reload();
  await codeTab.ready();
  await expect(page.getByText(/Restored your undeployed changes/)).toBeVisible();
  await expect(codeTab.editor).toContainText("kept for later");
  expect(JSON.parse((await calls.invoke("kept")).response)).toMatchObject({ statusCode: 200 });
});

test("somebody else's deploy is shown beside the own changes before anything is overwritten", async ({
  page,
  calls,
  functionPage,
  codeTab,
}) => {
  await calls.createFunction("shared");
  await functionPage.open("shared");
  await codeTab.type(answers("mine"));
  await calls.deploy("shared", { "index.mjs": answers("theirs") });
  await codeTab.deploy();
  const dialog = page.getByRole("dialog", { name: "Other code was deployed meanwhile" });
  await expect(dialog).toBeVisible();
  await expect(dialog.getByText("index.mjs").first()).toBeVisible();
  expect((await calls.invoke("shared")).response).toBe('"theirs"');
  await dialog.getByRole("button", { name: "Keep my version" }).click();
  await dialog.getByRole("button", { name: "Deploy the result" }).click();
  await expect(dialog).toBeHidden();
  await expect(functionPage.flash("Successfully updated the function shared.")).toBeVisible();
  expect((await calls.invoke("shared")).response).toBe('"mine"');
});

test("files are made, renamed, dropped in and deployed; bytes of a binary file stay as they are", async ({
  page,
  calls,
  functionPage,
  codeTab,
}) => {
  await calls.createFunction("files");
  await functionPage.open("files");
  await codeTab.ready();
  await page.getByRole("button", { name: "New file" }).click();
  await page.keyboard.type("greeting.mjs");
  await page.keyboard.press("Enter");
  await expect(codeTab.file("greeting.mjs")).toBeVisible();

  const bytes = Buffer.from(Array.from({ length: 512 }, (_, index) => index % 256));
  const fileChooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Add files from this computer" }).click();
  await (await fileChooser).setFiles({ name: "picture.bin", mimeType: "application/octet-stream", buffer: bytes });
  await expect(codeTab.file("picture.bin")).toBeVisible();

  await codeTab.file("index.mjs").click();
  await codeTab.type(
    "import { readFileSync } from 'node:fs';\nimport { createHash } from 'node:crypto';\nexport const handler = async () => createHash('sha256').update(readFileSync('picture.bin')).digest('hex');\n",
  );
  await codeTab.deploy();
  await expect(functionPage.flash("Successfully updated the function files.")).toBeVisible();
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  expect((await calls.invoke("files")).response).toBe(`"${Buffer.from(digest).toString("hex")}"`);
});

test("leaving the Code tab and coming back keeps text, tabs and place; reload keeps the tab", async ({
  page,
  calls,
  functionPage,
  codeTab,
}) => {
  await calls.createFunction("back");
  await functionPage.open("back");
  await codeTab.type(answers("still here"));
  await functionPage.show("Configuration");
  await expect(page).toHaveURL(/tab=configure/);
  await page.reload();
  await expect(functionPage.tab("Configuration")).toHaveAttribute("aria-selected", "true");
  await functionPage.show("Code");
  await codeTab.ready();
  await expect(codeTab.editor).toContainText("still here");
});
