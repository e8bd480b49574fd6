import { expect, type Locator, type Page } from "@playwright/test";

/** The Configuration tab and its edit pages. */
export class ConfigurationTab {
  constructor(private readonly page: Page) {}

  get save(): Locator {
    return this.page.getByRole("button", { name: "Save", exact: true });
  }

  async openEditPage(
    functionName: string,
    page: "basic-settings" | "environment-variables" | "tags" | "network" | "concurrency" | "runtime-settings",
  ): Promise<void> {
    await this.page.goto(`/functions/${functionName}/edit/${page}`);
    await expect(this.page.getByRole("heading", { level: 1 })).toBeVisible();
  }

  /** Opens a section through the rail. */
  async openSection(name: string): Promise<void> {
    await this.page.getByRole("navigation", { name: "Configuration" }).getByRole("link", { name, exact: true }).click();
    await expect(this.page.getByRole("heading", { name, level: 2 })).toBeVisible();
  }

  /** The value beside a label of a section's container. */
  value(label: string): Locator {
    return this.page
      .getByRole("term")
      .filter({ hasText: new RegExp(`^${label}$`) })
      .locator("xpath=following-sibling::dd");
  }

  choose(option: string | RegExp): Locator {
    return this.page.getByRole("radio", { name: option });
  }

  field(label: string | RegExp): Locator {
    return this.page.getByLabel(label).first();
  }

  async set(label: string | RegExp, value: string): Promise<void> {
    await this.field(label).fill(value);
  }
}
