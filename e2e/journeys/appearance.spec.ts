import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "../test.ts";

const PAGES = [
  { name: "landing", path: "/", settled: "main" },
  { name: "Functions", path: "/functions", settled: "table" },
  { name: "Create function", path: "/create/function", settled: "form" },
  { name: "Code", path: "/functions/seen?tab=code", settled: ".monaco-editor" },
  { name: "Test", path: "/functions/seen?tab=testing", settled: ".monaco-editor" },
  { name: "Monitor", path: "/functions/seen?tab=monitoring", settled: "table" },
  { name: "General configuration", path: "/functions/seen?tab=configure&subtab=general", settled: "main" },
  { name: "Permissions", path: "/functions/seen?tab=configure&subtab=permissions", settled: "main" },
  { name: "Environment variables", path: "/functions/seen?tab=configure&subtab=envVars", settled: "main" },
  { name: "Tags", path: "/functions/seen?tab=configure&subtab=tags", settled: "main" },
  { name: "Network", path: "/functions/seen?tab=configure&subtab=network", settled: "main" },
  { name: "Concurrency", path: "/functions/seen?tab=configure&subtab=concurrency", settled: "main" },
  { name: "Edit basic settings", path: "/functions/seen/edit/basic-settings", settled: "form" },
  { name: "Edit environment variables", path: "/functions/seen/edit/environment-variables", settled: "form" },
  { name: "Manage tags", path: "/functions/seen/edit/tags", settled: "form" },
  { name: "Edit network", path: "/functions/seen/edit/network", settled: "form" },
  { name: "Edit concurrency", path: "/functions/seen/edit/concurrency", settled: "form" },
  { name: "Edit runtime settings", path: "/functions/seen/edit/runtime-settings", settled: "form" },
  { name: "unknown page", path: "/nowhere", settled: "main" },
] as const;

for (const mode of ["light", "dark"] as const) {
  test(`no page breaks an accessibility rule in ${mode} mode`, async ({ page, calls }) => {
    test.setTimeout(240_000);
    await page.emulateMedia({ colorScheme: mode, reducedMotion: "reduce" });
    await calls.createFunction("seen");
    await calls.invoke("seen");
    for (const { name, path, settled } of PAGES) {
      await test.step(name, async () => {
        await page.goto(path);
        await page.locator(settled).first().waitFor({ timeout: 20_000 });
        await page.waitForTimeout(500); // colours settle after the mode's transition
        expect(await page.evaluate(() => document.documentElement.classList.contains("awsui-dark-mode"))).toBe(
          mode === "dark",
        );
        // Monaco's own text lines are drawn by it, in themes that it tests itself.
        const { violations } = await new AxeBuilder({ page }).exclude(".monaco-editor").analyze();
        expect(
          violations.map(
            ({ id, nodes }) =>
              `${id}: ${nodes
                .map((node) => node.html)
                .slice(0, 2)
                .join(" | ")}`,
          ),
        ).toEqual([]);
        if (process.env.LAMBENT_SCREENSHOTS !== undefined) {
          await page.screenshot({
            path: `${process.env.LAMBENT_SCREENSHOTS}/${name.replaceAll(" ", "-")}-${mode}.png`,
            fullPage: true,
          });
        }
      });
    }
  });
}
