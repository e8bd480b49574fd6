import { expect, type Locator, type Page } from "@playwright/test";

/** The Code tab: file explorer, editor, deploy and test, output. */
export class CodeTab {
  constructor(private readonly page: Page) {}

  get editor(): Locator {
    return this.page.locator(".monaco-editor").first();
  }
  get undeployed(): Locator {
    return this.page.getByText(/undeployed changes/i).first();
  }
  get deployButton(): Locator {
    return this.page.getByRole("button", { name: /^Deploy(?! &)/ }).first();
  }
  get output(): Locator {
    return this.page.getByRole("region", { name: /^Output:/ });
  }

  async ready(): Promise<void> {
    await expect(this.editor).toBeVisible({ timeout: 30_000 });
  }

  file(path: string): Locator {
    return this.page.getByRole("treeitem", { name: path });
  }

  /** Replaces the whole text of the file that is open. */
  async type(text: string): Promise<void> {
    await this.ready();
    await this.editor.click();
    await this.page.keyboard.press("Control+a");
    await this.page.keyboard.insertText(text);
    await expect(this.undeployed).toBeVisible();
  }

  async deploy(): Promise<void> {
    await this.page.keyboard.press("Control+Shift+u");
  }

  async test(): Promise<void> {
    await this.page.keyboard.press("Control+Shift+i");
  }
}
