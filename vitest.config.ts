import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [
      "packages/*/src/**/*.test.ts",
      "apps/*/src/**/*.test.{ts,tsx}",
      "scripts/**/*.test.ts",
      "bench/**/*.test.ts",
      // They start the built server.
      "e2e/clients/**/*.test.ts",
    ],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // What is waited for comes at once on a machine that has nothing else to do.
    expect: { poll: { timeout: 10_000 } },
    maxWorkers: 2,
  },
});
