import { expect, type Locator, type Page } from "@playwright/test";

/** The Functions page: the list, its filter, its selection and what can be done with it. */
export class FunctionsPage {
  constructor(private readonly page: Page) {}

  get heading(): Locator {
    return this.page.getByRole("heading", { name: /^Functions/, level: 1 });
  }
  get createFunction(): Locator {
    return this.page
      .getByRole("main")
      .getByRole("link", { name: "Create function" })
      .or(this.page.getByRole("main").getByRole("button", { name: "Create function" }))
      .first();
  }

  async open(search = ""): Promise<void> {
    await this.page.goto(`/functions${search}`);
    await expect(this.heading).toBeVisible();
  }

  row(functionName: string): Locator {
    return this.page.getByRole("row").filter({ has: this.page.getByRole("link", { name: functionName, exact: true }) });
  }

  /** Names in the order in which they stand on the page. */
  async names(): Promise<string[]> {
    return this.page.locator("tbody tr a").allInnerTexts();
  }

  async search(text: string): Promise<void> {
    const box = this.page.getByPlaceholder("Filter by attributes or search by keyword");
    await box.fill(text);
    await box.press("Enter");
  }

  async select(...functionNames: string[]): Promise<void> {
    for (const name of functionNames) await this.row(name).getByRole("checkbox").check();
  }

  async openActions(): Promise<void> {
    await this.page.getByRole("button", { name: "Actions", exact: true }).click();
  }

  /** Selects, opens the dialog and confirms as the page asks. */
  async delete(...functionNames: string[]): Promise<void> {
    await this.select(...functionNames);
    await this.openActions();
    await this.page.getByRole("menuitem", { name: "Delete" }).click();
    await this.confirmDeletion();
  }

  async confirmDeletion(): Promise<void> {
    const dialog = this.page.getByRole("dialog", { name: /Delete/ });
    const remove = dialog.getByRole("button", { name: "Delete", exact: true });
    await expect(remove).toBeDisabled();
    await dialog.getByRole("textbox").fill("confirm");
    await remove.click();
    await expect(dialog).toBeHidden();
  }
}
