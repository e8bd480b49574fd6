import { expect, test } from "../test.ts";

test("an empty list says so and leads to Create function", async ({ page, functionsPage }) => {
  await functionsPage.open();
  await expect(page.getByText("There is no data to display.")).toBeVisible();
  await functionsPage.createFunction.click();
  await expect(page).toHaveURL(/\/create\/function/);
});

test("functions are found by keyword, by tag and by runtime, and the place survives a reload", async ({
  page,
  calls,
  functionsPage,
}) => {
  await calls.createFunction("orders-api", "nodejs20.x", { team: "shop" });
  await calls.createFunction("orders-mail", "nodejs22.x", { team: "mail" });
  await calls.createFunction("weather", "nodejs20.x");

  await functionsPage.open();
  await expect(functionsPage.row("weather")).toBeVisible();
  await functionsPage.search("orders");
  await expect(functionsPage.row("weather")).toHaveCount(0);
  await expect(functionsPage.row("orders-api")).toBeVisible();
  await page.reload();
  await expect(functionsPage.row("orders-api")).toBeVisible();
  await expect(functionsPage.row("weather")).toHaveCount(0);

  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(functionsPage.row("weather")).toBeVisible();
  await functionsPage.search("nothing-like-this");
  await expect(page.getByText("We can't find a match.")).toBeVisible();
});

test("columns sort in both directions", async ({ page, calls, functionsPage }) => {
  for (const name of ["bravo", "alpha", "charlie"]) await calls.createFunction(name);
  await functionsPage.open();
  const header = page.getByRole("columnheader", { name: "Function name" }).getByRole("button").first();
  // By key: for the mouse, a copy of the header that stays in sight lies over it.
  await header.press("Enter");
  await expect.poll(() => functionsPage.names()).toEqual(["alpha", "bravo", "charlie"]);
  await header.press("Enter");
  await expect.poll(() => functionsPage.names()).toEqual(["charlie", "bravo", "alpha"]);
});

test("several functions are deleted only after the word was typed; their logs remain", async ({
  page,
  calls,
  functionsPage,
}) => {
  for (const name of ["first", "second", "third"]) await calls.createFunction(name);
  await calls.invoke("first");
  await functionsPage.open();
  await functionsPage.select("first", "second");
  await functionsPage.openActions();
  await expect(page.getByRole("menuitem", { name: "View details" })).toHaveAttribute("aria-disabled", "true");
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await functionsPage.confirmDeletion();
  await expect(functionsPage.row("first")).toHaveCount(0);
  await expect(functionsPage.row("third")).toBeVisible();
});
