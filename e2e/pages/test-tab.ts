import { expect, type Locator, type Page } from "@playwright/test";

/** The Test tab: saved events, the JSON editor, the result. */
export class TestTab {
  constructor(private readonly page: Page) {}

  get eventName(): Locator {
    return this.page.getByRole("textbox", { name: "Event name" });
  }
  get testButton(): Locator {
    return this.page.getByRole("button", { name: "Test", exact: true });
  }
  get succeeded(): Locator {
    return this.page
      .getByText(/^Executing function: succeeded/)
      .filter({ visible: true })
      .first();
  }
  get failed(): Locator {
    return this.page
      .getByText(/^Executing function: failed/)
      .filter({ visible: true })
      .first();
  }

  async saveEvent(name: string): Promise<void> {
    await this.eventName.fill(name);
    await this.page.getByRole("button", { name: "Save", exact: true }).click();
    // The announcer for screen readers says it as well.
    await expect(this.page.getByText(`The test event ${name} was successfully saved.`).first()).toBeVisible();
  }

  async run(): Promise<void> {
    await this.testButton.click();
  }

  async openDetails(): Promise<void> {
    const details = this.page.getByRole("button", { name: "Details" });
    if ((await details.getAttribute("aria-expanded")) !== "true") await details.click();
  }

  /** The event as typed; replaces the whole text. */
  async typeEvent(text: string): Promise<void> {
    const editor = this.page.locator(".monaco-editor").first();
    await editor.click();
    await this.page.keyboard.press("Control+a");
    await this.page.keyboard.insertText(text);
  }
}
