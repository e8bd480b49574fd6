import { expect, type Locator, type Page } from "@playwright/test";

/** The Configuration tab and its edit pages. */
export class ConfigurationTab {
  constructor(private readonly page: Page) {}

  get save(): Locator {
    return this.page.getByRole("button", { name: "Save", exact: true });
  }

  async openEditPage(
    functionName: string,
    page: "basic-settings" | "environment-variables" | "tags" | "runtime-settings",
  ): Promise<void> {
    await this.page.goto(`/functions/${functionName}/edit/${page}`);
    await expect(this.page.getByRole("heading", { level: 1 })).toBeVisible();
  }

  field(label: string | RegExp): Locator {
    return this.page.getByLabel(label).first();
  }

  async set(label: string | RegExp, value: string): Promise<void> {
    await this.field(label).fill(value);
  }
}
