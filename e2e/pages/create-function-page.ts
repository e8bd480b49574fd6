import { expect, type Locator, type Page } from "@playwright/test";

/** The Create function page. */
export class CreateFunctionPage {
  constructor(private readonly page: Page) {}

  get functionName(): Locator {
    return this.page.getByRole("textbox", { name: "Function name" });
  }
  get submit(): Locator {
    return this.page.getByRole("main").getByRole("button", { name: "Create function" });
  }

  async open(): Promise<void> {
    await this.page.goto("/create/function");
    await expect(this.page.getByRole("heading", { name: "Create function", level: 1 })).toBeVisible();
  }

  async chooseRuntime(label: string): Promise<void> {
    await this.page.getByRole("button", { name: /^Runtime/ }).click();
    await this.page.getByRole("option", { name: label }).click();
  }

  /** Fills in the whole form as the tutorial does, and waits for the function's page. */
  async create(functionName: string, runtimeLabel: string): Promise<void> {
    await this.functionName.fill(functionName);
    await this.chooseRuntime(runtimeLabel);
    await this.page.getByRole("radio", { name: "x86_64" }).check();
    await this.submit.click();
    await expect(this.page).toHaveURL(new RegExp(`/functions/${functionName}`));
  }
}
