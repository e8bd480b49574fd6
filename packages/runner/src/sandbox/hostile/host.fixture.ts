/**
 * A server in a process of its own, so that it can be an ordinary user's: `node host.fixture.ts JOB_FILE` starts a
 * neighbour, then a sandbox for each mode and program, and prints what each said as JSON.
 */
import { readFileSync } from "node:fs";
import { listTree } from "../process-tree.ts";
import { nodeStart, readAll } from "../sandbox.fixtures.ts";
import type { Sandbox, SandboxDriver, SandboxStart } from "../sandbox.port.ts";
import { SandboxUnavailable } from "../sandbox-unavailable.ts";
import { gvisorDrivers, testedDrivers } from "../tested-drivers.ts";
import { createUnsafeProcessDriver } from "../unsafe-process-driver.ts";

/** How a sandbox comes to its function. */
export type Mode =
  | "started with its function"
  | "given its function by links"
  | "given its function by mounts"
  | "with Internet access";

export interface HostJob {
  directory: string;
  /** One of `testedDrivers`. */
  driver: string;
  neighbour: { codeDirectory: string; secret: string; port: number };
  /** By mode; without an entry the mode isn't tried. */
  codeDirectories: Partial<Record<Mode, string>>;
  /** Name → interpreter tree and command. In its arguments `PROCESS_IDS` stands for those of the neighbour. */
  programs: Record<string, HostProgram>;
  /** To run without isolation, on code of its own. */
  outside: { codeDirectory: string; programs: Record<string, HostProgram> };
}

export interface HostProgram {
  langDirectory?: string;
  /** The host's own when omitted. */
  architecture?: "arm64";
  command: readonly string[];
  environment?: Readonly<Record<string, string>>;
}

export interface HostReport {
  inside: Partial<Record<Mode, Record<string, string>>>;
  /** Why that mode couldn't be tried. */
  noInternetAccess?: string;
  outside: Record<string, string>;
  /** Whether the neighbour was still there after all of it. */
  neighbourRuns: boolean;
}

/** Waits for a byte before it becomes the program: a pooled sandbox' function isn't there from the start. */
const WAIT = 'read line <&3; exec "$@"';

const job: HostJob = JSON.parse(readFileSync(process.argv[2]!, "utf8"));
process.umask(0o022);
const driver = await [...testedDrivers, ...gvisorDrivers]
  .find(({ name }) => name === job.driver)!
  .create(job.directory);
const neighbour = await startNeighbour();
const report: HostReport = { inside: {}, outside: {}, neighbourRuns: true };
for (const [mode, codeDirectory] of Object.entries(job.codeDirectories)) {
  try {
    report.inside[mode as Mode] = await runAll(mode as Mode, codeDirectory);
  } catch (error) {
    if (mode !== "with Internet access" || !(error instanceof SandboxUnavailable)) throw error;
    report.noInternetAccess = error.message;
  }
}
void neighbour.exited.then(() => {
  report.neighbourRuns = false;
});
const plain = createUnsafeProcessDriver();
for (const [name, program] of Object.entries(job.outside.programs)) {
  report.outside[name] = await run(plain, startOf(program, job.outside.codeDirectory), false);
}
await plain.close();
const text = JSON.stringify(report);
neighbour.kill();
await neighbour.exited;
await driver.close();
console.log(text);

async function runAll(mode: Mode, codeDirectory: string): Promise<Record<string, string>> {
  const said: Record<string, string> = {};
  const isOnline = mode === "with Internet access";
  for (const [name, program] of Object.entries(job.programs)) {
    if (program.architecture !== undefined && (isOnline || !driver.emulation?.works)) continue;
    const start = startOf(program, codeDirectory);
    const comesLater = mode === "given its function by links" || mode === "given its function by mounts";
    said[name] = await run(driver, { ...start, network: isOnline ? "internet" : "none" }, comesLater);
  }
  return said;
}

function startOf(
  { langDirectory, architecture, command, environment }: HostProgram,
  codeDirectory: string,
): SandboxStart {
  const start = nodeStart(codeDirectory, "", {}, architecture);
  const ids = JSON.stringify(neighbourProcesses());
  return {
    ...start,
    command: ["/bin/sh", "-c", WAIT, "sh", ...command.map((part) => part.replace("PROCESS_IDS", ids))],
    langDirectory: langDirectory ?? start.langDirectory,
    interpreterEnvironment: environment ?? {},
  };
}

async function run(on: SandboxDriver, start: SandboxStart, later: boolean): Promise<string> {
  const { assignment, ...unassigned } = start;
  const sandbox = await on.start(later ? unassigned : start);
  const [logs, stderr] = [readAll(sandbox.logs), readAll(sandbox.stderr)];
  sandbox.stdout.resume();
  if (later) await sandbox.assign(assignment!);
  sandbox.control.write("go\n");
  await sandbox.exited;
  const complaint = await stderr;
  return (await logs) || `it said nothing: ${complaint}`;
}

async function startNeighbour(): Promise<Sandbox> {
  const { codeDirectory, secret, port } = job.neighbour;
  const start = nodeStart(
    codeDirectory,
    `// ${secret}
    fs.writeFileSync("/tmp/neighbour.txt", process.env.NEIGHBOUR_SECRET);
    fs.writeFileSync("/dev/shm/neighbour", "");
    const listen = (...where) => new Promise((resolve) => net.createServer().listen(...where, resolve));
    Promise.all([listen(${port}, "127.0.0.1"), listen("/tmp/neighbour.sock"), listen("\\0${secret}")])
      .then(() => fs.writeSync(4, "up"));`,
  );
  const sandbox = await driver.start({ ...start, interpreterEnvironment: { NEIGHBOUR_SECRET: secret } });
  sandbox.stderr.pipe(process.stderr);
  await new Promise((resolve) => sandbox.logs.once("data", resolve));
  return sandbox;
}

/** As the host numbers them. */
function neighbourProcesses(): number[] {
  return listTree(process.pid).filter((id) => {
    try {
      const line = readFileSync(`/proc/${id}/cmdline`, "latin1");
      // A runtime with a kernel of its own has no process with the command line that a process inside has.
      return line.includes(job.neighbour.secret) || line.includes(neighbour.id);
    } catch {
      return false;
    }
  });
}
