import type { Locator, Page } from "@playwright/test";

/** The Monitor tab: metrics, invocations, logs. */
export class MonitorTab {
  constructor(private readonly page: Page) {}

  get invocations(): Locator {
    return this.page.getByRole("table", { name: /invocations/i });
  }
}
