/**
 * A server in a process of its own, so that it can be an ordinary user's: `node bombs.fixture.ts DIRECTORY CODE MARK NAMES DRIVER`
 * lets each bomb go off in a sandbox, ends those that go on, and prints how each ended as JSON.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { nodeStart, runToEnd } from "../sandbox.fixtures.ts";
import { gvisorDrivers, testedDrivers } from "../tested-drivers.ts";

const [directory, codeDirectory, mark, names, driverName] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
];
/** What goes on for ever is ended after this time. */
const ENDLESS_MS = 700;
const ENDLESS = ["fork", "folders", "output", "forever"];
/** The others reach their limit, on a busy machine too. */
const LONGEST_MS = 15_000;
/** Pipes and channels of the shells that are made ahead. */
const DESCRIPTORS_MADE_AHEAD = 2 * 6;

export interface BombReport {
  bombs: Record<string, { said: string; oomKilled: boolean; ended: string; works: boolean }>;
  /** Descriptors of the server after the bombs that it didn't have before. */
  leakedDescriptors: number;
  /** What is left of sandboxes' folders. */
  folders: string[];
}

process.umask(0o022);
const driver = await [...testedDrivers, ...gvisorDrivers].find(({ name }) => name === driverName)!.create(directory);
const descriptors = () => readdirSync("/proc/self/fd").length;
await runToEnd(driver, nodeStart(codeDirectory, ""));
const before = descriptors();
const report: BombReport = { bombs: {}, leakedDescriptors: 0, folders: [] };
for (const name of names.split(",")) report.bombs[name] = await letGo(name);
await new Promise((resolve) => setTimeout(resolve, 300));
report.leakedDescriptors = Math.max(0, descriptors() - before - DESCRIPTORS_MADE_AHEAD);
const functions = join(directory, "functions");
report.folders = existsSync(functions) ? readdirSync(functions) : [];
await driver.close();
console.log(JSON.stringify(report));

async function letGo(name: string): Promise<BombReport["bombs"][string]> {
  const limits = { memoryMb: 64, ephemeralStorageMb: 16, processes: 64 };
  const { assignment, ...unassigned } = nodeStart(codeDirectory, "", limits);
  const sandbox = await driver.start({
    ...unassigned,
    command: ["/bin/sh", "-c", 'read line <&3; exec /var/task/hostile bomb "$0"', name],
    interpreterEnvironment: { MARK: mark },
  });
  let said = "";
  let hostEnded = false;
  sandbox.logs.on("data", (chunk: Buffer) => {
    if (said.length < 64) said += String(chunk).slice(0, 64);
  });
  for (const stream of [sandbox.stdout, sandbox.stderr, sandbox.control]) stream.resume();
  await sandbox.assign(assignment!);
  sandbox.control.write("go\n");
  const timer = setTimeout(
    () => {
      hostEnded = true;
      sandbox.kill();
    },
    ENDLESS.includes(name) ? ENDLESS_MS : LONGEST_MS,
  );
  // Another one beside it works as ever.
  const beside = await runToEnd(driver, nodeStart(codeDirectory, "process.exit(3)"));
  const { oomKilled, exitCode, signal } = await sandbox.exited;
  clearTimeout(timer);
  const byItself = oomKilled ? "out of memory" : `by itself (${signal ?? exitCode})`;
  return { said, oomKilled, ended: hostEnded ? "by the host" : byItself, works: beside.exit.exitCode === 3 };
}
