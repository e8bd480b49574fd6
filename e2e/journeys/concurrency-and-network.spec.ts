import { expect, test } from "../test.ts";

test("a function whose concurrency is reserved as 0 is throttled in plain words, and runs again when it is given back", async ({
  page,
  calls,
  functionPage,
  configurationTab,
  testTab,
}) => {
  await calls.createFunction("reserves");
  await functionPage.open("reserves", "configure");
  await configurationTab.openSection("Concurrency");
  await expect(configurationTab.value("Function concurrency")).toContainText("Use unreserved account concurrency");
  await expect(configurationTab.value("Unreserved account concurrency")).toContainText("1000");

  await page.getByRole("link", { name: "Edit concurrency" }).click();
  await configurationTab.choose("Reserve concurrency").click();
  await configurationTab.set("Reserved concurrency", "901");
  await configurationTab.save.click();
  await expect(page.getByText("The unreserved account concurrency can't go below 100.")).toBeVisible();
  await expect(configurationTab.field("Reserved concurrency")).toBeFocused();
  await configurationTab.set("Reserved concurrency", "0");
  await configurationTab.save.click();
  await expect(functionPage.flash("Successfully updated the function reserves.")).toBeVisible();
  await expect(page.getByText("0: every invocation is throttled")).toBeVisible();

  await functionPage.show("Test");
  await testTab.run();
  await expect(testTab.failed).toBeVisible();
  await expect(page.getByText("429 TooManyRequestsException: Rate Exceeded.")).toBeVisible();
  await expect(page.getByText("ReservedFunctionConcurrentInvocationLimitExceeded")).toBeVisible();
  await expect(page.getByText(/its reserved concurrency is 0/).first()).toBeVisible();

  await page.getByRole("link", { name: "Edit concurrency" }).click();
  await configurationTab.choose("Use unreserved account concurrency").click();
  await configurationTab.save.click();
  await expect(configurationTab.value("Function concurrency")).toContainText("Use unreserved account concurrency");
  await functionPage.show("Test");
  await testTab.run();
  await expect(testTab.succeeded).toBeVisible();
});

test("a reservation that somebody else made meanwhile is shown beside the own one", async ({
  page,
  calls,
  configurationTab,
}) => {
  await calls.createFunction("shared");
  await configurationTab.openEditPage("shared", "concurrency");
  await configurationTab.choose("Reserve concurrency").click();
  await configurationTab.set("Reserved concurrency", "20");
  await calls.reserveConcurrency("shared", 10);
  await configurationTab.save.click();
  const row = page.getByRole("row", { name: /Function concurrency/ });
  await expect(row).toContainText("10");
  await expect(row).toContainText("20");
  await page.getByRole("button", { name: "Save mine" }).click();
  await expect(configurationTab.value("Function concurrency")).toContainText("20");
  await expect(configurationTab.value("Unreserved account concurrency")).toContainText("980");
});

test("internet access is switched on, and still on after a reload", async ({
  page,
  calls,
  functionPage,
  configurationTab,
}) => {
  const host = await calls.internetAccess();
  test.skip(!host.available, `this host can't offer internet access: ${host.reason}`);
  await calls.createFunction("online");
  await functionPage.open("online", "configure", "network");
  await expect(configurationTab.value("Internet access")).toContainText("Off");
  await page.getByRole("link", { name: "Edit network" }).click();
  await configurationTab.choose("On").click();
  await configurationTab.save.click();
  await expect(functionPage.flash("Successfully updated the function online.")).toBeVisible();
  await page.reload();
  await expect(configurationTab.value("Internet access")).toContainText("On");
});

test("where the host can't offer internet access, the page says why and what to do, and doesn't let it be chosen", async ({
  page,
  calls,
  functionPage,
  configurationTab,
}) => {
  const host = await calls.internetAccess();
  test.skip(host.available, "this host offers internet access");
  await calls.createFunction("offline");
  await functionPage.open("offline", "configure", "network");
  await expect(page.getByText("This host can't offer internet access")).toBeVisible();
  await expect(page.getByText(`${host.reason} ${host.remedy}`)).toBeVisible();
  await page.getByRole("link", { name: "Edit network" }).click();
  await expect(configurationTab.choose("On")).toBeDisabled();
  await expect(page.getByText(`${host.reason} ${host.remedy}`)).toBeVisible();
});
