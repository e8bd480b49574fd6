import { findOnPath, installPackage, mayInstall } from "./operating-system-packages.mjs";
import { StopWithAdvice } from "./progress.mjs";

const OTHER_SYSTEMS = `Lambent runs functions in Linux sandboxes, and this is not Linux. Ways to run it here:
  - Windows: in WSL 2 (\`wsl --install\`, then the same command inside Ubuntu);
  - macOS: in a Linux virtual machine (for instance Lima: \`limactl start\`, then the same command inside);
  - anywhere: on a Linux machine, reached through \`ssh -L 4510:127.0.0.1:4510\`.
For development of the console alone, LAMBENT_UNSAFE_PROCESS_DRIVER=1 runs functions as plain processes without any isolation.`;

const usesUnsafeDriver = () =>
  process.env.LAMBENT_UNSAFE_PROCESS_DRIVER === "1" || process.argv.includes("--unsafe-process-driver");

/** Whether an OCI runtime was asked for; whether it is there and works, the server finds out by running it. */
const usesOtherSandbox = () => {
  const { LAMBENT_SANDBOX: setting = "" } = process.env;
  const at = process.argv.findIndex((argument) => /^--sandbox(=|$)/.test(argument));
  const flag = at === -1 ? undefined : (process.argv[at].split("=")[1] ?? process.argv[at + 1]);
  return !["", "bwrap"].includes(flag ?? setting);
};

/** Sees to it that bubblewrap, which makes the sandboxes, is there, and curl, which goes into them. */
export async function ensureSandboxTool() {
  if (usesUnsafeDriver() || usesOtherSandbox()) return;
  if (process.platform !== "linux") throw new StopWithAdvice(OTHER_SYSTEMS);
  await ensureBubblewrap();
  await ensureCurl();
}

/** Custom runtimes in shell (the one that the console starts with, too) reach the Runtime API by it; all else runs without. */
async function ensureCurl() {
  if (findOnPath("curl") !== undefined) return;
  const problem = mayInstall()
    ? await installPackage("curl", "custom runtimes written in shell use it")
    : "it is not on PATH; install the package curl to have it";
  if (problem === undefined) return;
  process.stdout.write(`Custom runtimes that use curl can't run: ${problem}\n`);
}

async function ensureBubblewrap() {
  if (findOnPath("bwrap") !== undefined) return;
  if (!mayInstall()) {
    throw new StopWithAdvice(
      "Lambent needs bubblewrap to run functions in sandboxes, and the program bwrap is not on PATH. Install it, then start again:\n" +
        "  sudo apt-get install -y bubblewrap      (Debian, Ubuntu; elsewhere the package has the same name)",
    );
  }
  const problem = await installPackage("bubblewrap", "it makes the sandboxes that functions run in");
  if (problem !== undefined) throw new StopWithAdvice(`bubblewrap could not be installed:\n${problem}`);
}

/** The tests of sandboxes by OCI runtimes want one; where it can't be installed, they are left out. */
export async function ensureTestedRuntime() {
  if (process.platform !== "linux" || findOnPath("runc") !== undefined) return;
  const problem = mayInstall()
    ? await installPackage("runc", "the tests run sandboxes of an OCI runtime as well")
    : "it may not be installed here";
  if (problem === undefined) return;
  process.stdout.write(`Without runc (apt-get install runc) its tests are left out: ${problem}\n`);
}
