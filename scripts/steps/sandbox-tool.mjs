import { findOnPath, installPackage, mayInstall } from "./operating-system-packages.mjs";
import { StopWithAdvice } from "./progress.mjs";

const OTHER_SYSTEMS = `Lambent runs functions in Linux sandboxes, and this is not Linux. Ways to run it here:
  - Windows: in WSL 2 (\`wsl --install\`, then the same command inside Ubuntu);
  - macOS: in a Linux virtual machine (for instance Lima: \`limactl start\`, then the same command inside);
  - anywhere: on a Linux machine, reached through \`ssh -L 4510:127.0.0.1:4510\`.
For development of the console alone, LAMBENT_UNSAFE_PROCESS_DRIVER=1 runs functions as plain processes without any isolation.`;

const usesUnsafeDriver = () =>
  process.env.LAMBENT_UNSAFE_PROCESS_DRIVER === "1" || process.argv.includes("--unsafe-process-driver");

/** Sees to it that bubblewrap, which makes the sandboxes, is there. */
export async function ensureSandboxTool() {
  if (usesUnsafeDriver()) return;
  if (process.platform !== "linux") throw new StopWithAdvice(OTHER_SYSTEMS);
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
