import { expect, type Locator, type Page } from "@playwright/test";

export type FunctionTab = "Code" | "Test" | "Monitor" | "Configuration";

/** A function's page: header, overview and tabs. */
export class FunctionPage {
  constructor(private readonly page: Page) {}

  async open(
    functionName: string,
    tab?: "code" | "testing" | "monitoring" | "configure",
    subtab?: string,
  ): Promise<void> {
    const search = new URLSearchParams({
      ...(tab === undefined ? {} : { tab }),
      ...(subtab === undefined ? {} : { subtab }),
    });
    await this.page.goto(`/functions/${functionName}${search.size > 0 ? `?${search}` : ""}`);
    await expect(this.page.getByRole("heading", { name: functionName, level: 1 })).toBeVisible();
  }

  tab(name: FunctionTab): Locator {
    return this.page.getByRole("tab", { name, exact: true });
  }

  async show(name: FunctionTab): Promise<void> {
    await this.tab(name).click();
  }

  /** A flash at the top of the page. */
  flash(text: string | RegExp): Locator {
    return this.page.getByRole("list", { name: "Notifications" }).getByText(text).first();
  }
}
