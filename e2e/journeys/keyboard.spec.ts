import type { Page } from "@playwright/test";
import { expect, test } from "../test.ts";

/** Presses Tab until the element has the focus; fails after as many presses as no page should need. */
async function tabTo(page: Page, label: RegExp, role: string): Promise<void> {
  for (let press = 0; press < 60; press += 1) {
    await page.keyboard.press("Tab");
    const found = await page.evaluate(
      ([source, wanted]) => {
        const element = document.activeElement as HTMLElement | null;
        if (element === null) return false;
        const labelledBy = element
          .getAttribute("aria-labelledby")
          ?.split(" ")
          .map((id) => document.getElementById(id)?.textContent)
          .join(" ");
        const labels = (element as HTMLInputElement).labels;
        const name =
          element.getAttribute("aria-label") ?? labelledBy ?? labels?.[0]?.textContent ?? element.textContent;
        const actual =
          element.getAttribute("role") ?? { A: "link", BUTTON: "button", INPUT: "textbox" }[element.tagName] ?? "";
        return (
          new RegExp(source!).test(name.trim()) && (actual === wanted || (wanted === "button" && actual === "link"))
        );
      },
      [label.source, role],
    );
    if (found) return;
  }
  throw new Error(`no ${role} named ${label} was reached with Tab`);
}

test("a function is created and tested with the keyboard alone", async ({
  page,
  functionsPage,
  createFunctionPage,
  testTab,
}) => {
  await functionsPage.open();
  await tabTo(page, /^Create function/, "button");
  await page.keyboard.press("Enter");
  await expect(createFunctionPage.functionName).toBeVisible();
  if (!(await createFunctionPage.functionName.evaluate((input) => input === document.activeElement))) {
    await tabTo(page, /^Function name/, "textbox");
  }
  await page.keyboard.type("byKeyboard");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/functions\/byKeyboard/);

  const codeTabHandle = page.getByRole("tab", { name: "Code", exact: true });
  await codeTabHandle.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/tab=testing/);
  await tabTo(page, /^Test$/, "button");
  await page.keyboard.press("Enter");
  await expect(testTab.succeeded).toBeVisible();
});
