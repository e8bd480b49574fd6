import { expect, test } from "../test.ts";

test("invocations appear with event, response and log, and the log can be searched", async ({
  page,
  calls,
  functionPage,
}) => {
  await calls.createFunction("watched");
  await calls.deploy("watched", {
    "index.mjs":
      "export const handler = async (event) => { console.log('seen', event.word); if (event.fail) throw new Error('asked to fail'); return event.word; };\n",
  });
  await calls.invoke("watched", '{"word":"apple"}');
  await calls.invoke("watched", '{"word":"banana","fail":true}');
  await functionPage.open("watched", "monitoring");
  await expect(page.getByText("Recent invocations").first()).toBeVisible();
  await expect(page.getByText(/seen banana/).first()).toBeVisible();

  await page
    .getByPlaceholder(/filter events/i)
    .or(page.getByRole("searchbox").last())
    .first()
    .fill("apple");
  await page.keyboard.press("Enter");
  await expect(page.getByText(/seen apple/).first()).toBeVisible();
  await expect(page.getByText(/seen banana/)).toHaveCount(0);
});

test("the live tail shows lines as they are written", async ({ page, calls, functionPage }) => {
  await calls.createFunction("tailed");
  await calls.deploy("tailed", {
    "index.mjs": "export const handler = async (event) => console.log('line', event.number);\n",
  });
  await functionPage.open("tailed", "monitoring");
  await page.getByText("Live tail", { exact: true }).first().click();
  const start = page.getByRole("button", { name: /^Start/ });
  if (await start.isVisible()) await start.click();
  await expect(page.getByRole("button", { name: /^Stop/ })).toBeVisible();
  await calls.invoke("tailed", '{"number": 41}');
  await expect(page.getByText(/line 41/).first()).toBeVisible();
  await calls.invoke("tailed", '{"number": 42}');
  await expect(page.getByText(/line 42/).first()).toBeVisible();
});
