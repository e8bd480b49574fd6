import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, release } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Measurement } from "./measurement.ts";
import { asyncInvocations } from "./measurements/async.ts";
import { coldAws } from "./measurements/cold-aws.ts";
import { coldStart } from "./measurements/cold-start.ts";
import { density } from "./measurements/density.ts";
import { deployAndTest } from "./measurements/deploy-and-test.ts";
import { functionsPage } from "./measurements/functions-page.ts";
import { liveTail } from "./measurements/live-tail.ts";
import { scaleOut } from "./measurements/scale-out.ts";
import { serverStart } from "./measurements/server-start.ts";
import { timeouts } from "./measurements/timeouts.ts";
import { warmAws } from "./measurements/warm-aws.ts";
import { warmHttp } from "./measurements/warm-http.ts";
import { warmRunner } from "./measurements/warm-runner.ts";
import { warmServer } from "./measurements/warm-server.ts";
import { type ReportRow, reportRow, reportTable } from "./report.ts";

const MEASUREMENTS: readonly Measurement[] = [
  coldStart,
  coldAws,
  warmRunner,
  warmHttp,
  warmServer,
  asyncInvocations,
  warmAws,
  scaleOut,
  timeouts,
  density,
  functionsPage,
  deployAndTest,
  liveTail,
  serverStart,
];

const { values } = parseArgs({ options: { runs: { type: "string" }, only: { type: "string" } } });
const runs = Number(values.runs ?? 20);
if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs is '${values.runs}'; give a whole number from 1.`);
const chosen = chooseMeasurements(values.only);

// An idle sandbox doesn't keep its process alive; a measurement that waits for one must.
const alive = setInterval(() => {}, 60_000);
const rows: ReportRow[] = [];
for (const measurement of chosen) {
  const comparisons = await measurement.run({ runs, say: (text) => process.stderr.write(`… ${text}\n`) });
  rows.push(...comparisons.map(reportRow));
}
clearInterval(alive);

const machine = { cores: availableParallelism(), kernel: release(), node: process.version };
const directory = join(import.meta.dirname, "../results");
mkdirSync(directory, { recursive: true });
const file = join(directory, "latest.json");
writeFileSync(file, `${JSON.stringify({ measuredAt: new Date().toISOString(), machine, runs, rows }, null, 2)}\n`);
process.stdout.write(
  `\n${runs} runs each, ${machine.cores} cores, Node.js ${machine.node}\n\n${reportTable(rows)}\n\n`,
);

function chooseMeasurements(only: string | undefined): readonly Measurement[] {
  if (only === undefined) return MEASUREMENTS;
  return only.split(",").map((id) => {
    const found = MEASUREMENTS.find((measurement) => measurement.id === id);
    if (!found) {
      throw new Error(`There is no measurement '${id}'. There are ${MEASUREMENTS.map((one) => one.id).join(", ")}.`);
    }
    return found;
  });
}
