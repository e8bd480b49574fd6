import type { Page } from "@playwright/test";
import { expect, test } from "../test.ts";

const next = (page: Page) => page.getByRole("button", { name: "Next", exact: true });

test("the guided tutorial goes on only when a step has really been done, survives a reload and ends", async ({
  page,
  functionsPage,
  createFunctionPage,
  functionPage,
  codeTab,
  testTab,
}) => {
  test.setTimeout(150_000);
  await functionsPage.open();
  await page.getByRole("button", { name: "Open tutorials" }).click();
  await page.getByRole("button", { name: "Start tutorial" }).click();
  await expect(
    page
      .getByText("Task 1: Create a function")
      .or(page.getByText(/^Task 1:/))
      .first(),
  ).toBeVisible();
  await expect(next(page)).toBeDisabled();

  await functionsPage.createFunction.click();
  await next(page).click(); // Author from scratch explains; the next step asks for the name
  await expect(next(page)).toBeDisabled();
  await createFunctionPage.functionName.fill("myLambdaFunction");
  await next(page).click();
  await createFunctionPage.chooseRuntime("Node.js 20.x");
  await next(page).click();
  await next(page).click();
  await page.getByRole("button", { name: "View the policy" }).click();
  await expect(page.getByText("logs:PutLogEvents").first()).toBeVisible();
  await next(page).click();
  await createFunctionPage.submit.click();
  await expect(page).toHaveURL(/functions\/myLambdaFunction/);

  await codeTab.ready();
  await page.reload();
  await codeTab.type("export const handler = async (event) => 'Hello ' + event.key1;\n");
  await next(page).click();
  await expect(next(page)).toBeDisabled();
  await codeTab.deployButton.click();
  await expect(functionPage.flash("Successfully updated the function myLambdaFunction.")).toBeVisible();

  await functionPage.show("Test");
  await testTab.saveEvent("MyFirstEvent");
  await testTab.run();
  await expect(testTab.succeeded).toBeVisible();
  await functionPage.show("Monitor");
  await next(page).click();

  await expect(page.getByText("That was all.")).toBeVisible();
  await page.getByRole("button", { name: "Actions", exact: true }).click();
  await page.getByRole("menuitem", { name: "Delete function" }).click();
  await functionsPage.confirmDeletion();
  await expect(page).toHaveURL(/\/functions(\?|$)/);
  await page.getByRole("button", { name: "Finish" }).click();
  await expect(
    page.getByText("Congratulations! You completed the tutorial.").or(page.getByText("Tutorial completed")).first(),
  ).toBeVisible();
});
