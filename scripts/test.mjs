// `pnpm test`: checks, build, unit and contract tests, real clients, then the journeys in a real browser.
// Ends with the line `N passed, N failed`, in which each check and each test counts once.

import { ensureArm64Kit, whyNoArm64Kit } from "./steps/arm64-kit.mjs";
import { ensureAwsCli } from "./steps/aws-cli.mjs";
import { ensureBoto3 } from "./steps/boto3.mjs";
import { buildConsole, buildServer, generateAll } from "./steps/build-steps.mjs";
import { ensureCCompiler } from "./steps/c-compiler.mjs";
import { runChecks } from "./steps/checks.mjs";
import { findChromium } from "./steps/find-chromium.mjs";
import { ensureInternetTools } from "./steps/internet-tools.mjs";
import { requireNodeVersion } from "./steps/node-version.mjs";
import { step } from "./steps/progress.mjs";
import { inRepository } from "./steps/repository.mjs";
import { runCommand } from "./steps/run-command.mjs";
import { buildRuntimeClient } from "./steps/runtime-client.mjs";
import { ensureSandboxTool, ensureTestedRuntime } from "./steps/sandbox-tool.mjs";
import { runBrowserTests, runUnitTests } from "./steps/test-runs.mjs";

const total = { passed: 0, failed: 0, skipped: 0 };
const add = (tally) => {
  for (const key of Object.keys(total)) total[key] += tally[key] ?? 0;
};

async function bundleSize() {
  const { ok, output } = await runCommand(process.execPath, ["scripts/check-bundle-size.mjs"], {
    cwd: inRepository("apps/console"),
  });
  process.stdout.write(`${ok ? "✓" : "✗"} bundle size\n${output}\n`);
  return ok ? { passed: 1 } : { failed: 1 };
}

/** Where it can't be had, tests of emulated functions are skipped. */
async function arm64Kit() {
  const why = whyNoArm64Kit();
  if (why === undefined) await step("arm64 functions", ensureArm64Kit);
  else process.stdout.write(`arm64 functions … tests of them are left out unless fetched before: ${why}\n`);
}

try {
  requireNodeVersion();
  await ensureSandboxTool();
  await ensureInternetTools();
  await ensureAwsCli();
  await ensureBoto3();
  await ensureCCompiler();
  await ensureTestedRuntime();
  await arm64Kit();
  const chromium = await findChromium();
  await generateAll();
  add(await runChecks());
  await step("Console", buildConsole);
  await step("Server", buildServer);
  add(await bundleSize());
  await step("AWS's runtime client", buildRuntimeClient);
  add(await runUnitTests());
  add(await runBrowserTests(chromium));
} catch (error) {
  total.failed += 1;
  process.stderr.write(`\n${error?.message ?? error}\n`);
}
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
process.stdout.write(`${total.passed} passed, ${total.failed} failed${skipped}\n`);
process.exit(total.failed === 0 ? 0 : 1);
