import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { RuntimeId } from "@lambent/model";
import { withRunner } from "../bench-runner.ts";
import type { Comparison, Measurement } from "../measurement.ts";
import { readText, sandboxTrees } from "../process-trees.ts";

/** So many alike that the pages they share are divided among many. */
const ALIKE = 24;
const IDLE_FUNCTIONS = 500;
const FROZEN_AFTER_MS = 2_000;
/** Until collections of what the start left behind are over. */
const QUIET_AFTER_MS = 30_000;
const CPU_WINDOW_MS = 10_000;
const CPU_WINDOWS = 3;
const BUDGETS_MIB: Readonly<Partial<Record<RuntimeId, number>>> = {
  "nodejs20.x": 15,
  "nodejs22.x": 15,
  "nodejs24.x": 15,
  "python3.12": 8,
};

/** What idle environments hold (PSS), how many of them a GiB takes, and what 500 of them cost the processors. */
export const density: Measurement = {
  id: "density",
  run: async ({ say }) => {
    const comparisons: Comparison[] = [];
    const reference = await bareProcessMib();
    for (const [runtime, limit] of Object.entries(BUDGETS_MIB) as [RuntimeId, number][]) {
      say(`memory of ${ALIKE} idle environments of ${runtime}`);
      const samples = await withRunner(
        async ({ invoke }) => {
          for (let index = 0; index < ALIKE; index += 1) await invoke(runtime, `idle ${index}`);
          await delay(FROZEN_AFTER_MS);
          return sandboxTrees().map(proportionalMib);
        },
        { spares: "none" },
      );
      comparisons.push({
        name: `idle environment, ${runtime} (${Math.floor(1024 / (samples.reduce((a, b) => a + b, 0) / samples.length))} in a GiB)`,
        unit: "MiB",
        samples,
        referenceName: "idle node process",
        referenceSamples: [reference],
        budget: { of: "median", limit },
      });
    }
    say(`processor time of ${IDLE_FUNCTIONS} idle functions`);
    comparisons.push(await idleProcessorTime());
    return comparisons;
  },
};

/** Of this process, which is what a server does for them, and of all the sandboxes together. */
async function idleProcessorTime(): Promise<Comparison> {
  const withoutFunctions = async () => {
    await delay(QUIET_AFTER_MS);
    return await processorMsPerSecond([]);
  };
  const without = await withRunner(withoutFunctions, { spares: "none" });
  const samples = await withRunner(
    async ({ invoke }) => {
      for (let index = 0; index < IDLE_FUNCTIONS; index += 1) await invoke("python3.12", `idle ${index}`);
      await delay(QUIET_AFTER_MS);
      const windows: number[] = [];
      for (let window = 0; window < CPU_WINDOWS; window += 1) {
        windows.push(await processorMsPerSecond(sandboxTrees().flat()));
      }
      return windows;
    },
    { spares: "none", memoryBudgetMb: 100_000 },
  );
  return {
    name: `${IDLE_FUNCTIONS} idle functions, processor time`,
    unit: "ms/s",
    samples,
    referenceName: "the same without functions",
    referenceSamples: [without],
    budget: { of: "median", limit: 5 },
  };
}

async function processorMsPerSecond(processIds: readonly number[]): Promise<number> {
  const spent = () => processIds.reduce((sum, id) => sum + ticksOf(id) * 10, 0);
  const before = spent();
  // After it: reading some thousand files is this program's own work.
  const own = process.cpuUsage();
  await delay(CPU_WINDOW_MS);
  const { user, system } = process.cpuUsage(own);
  return ((user + system) / 1000 + spent() - before) / (CPU_WINDOW_MS / 1000);
}

/** Clock ticks of 10 ms, user and system. */
function ticksOf(processId: number): number {
  const stat = readText(`/proc/${processId}/stat`);
  const [user = 0, system = 0] = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 13)
    .map(Number);
  return user + system;
}

function proportionalMib(processIds: readonly number[]): number {
  const kib = (id: number) => Number(/^Pss:\s+(\d+) kB/m.exec(readText(`/proc/${id}/smaps_rollup`))?.[1] ?? 0);
  return processIds.reduce((sum, id) => sum + kib(id), 0) / 1024;
}

async function bareProcessMib(): Promise<number> {
  const child = spawn(process.execPath, ["-e", "console.log(1); setInterval(() => {}, 1e6)"], { env: {} });
  await once(child.stdout, "data");
  await delay(FROZEN_AFTER_MS);
  const mib = proportionalMib([child.pid!]);
  child.kill("SIGKILL");
  return mib;
}
