import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "rooms",
          include: [
            "packages/*/src/**/*.test.ts",
            "apps/*/src/**/*.test.{ts,tsx}",
            "scripts/**/*.test.ts",
            "bench/**/*.test.ts",
          ],
        },
      },
      // AWS's own clients and Terraform against the built server: build it before you run these by themselves.
      { extends: true, test: { name: "clients", include: ["e2e/clients/**/*.test.ts"] } },
    ],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // What is waited for comes at once on a machine that has nothing else to do.
    expect: { poll: { timeout: 10_000 } },
    maxWorkers: 2,
  },
});
