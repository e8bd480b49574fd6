// `pnpm soak`: mixed load for minutes, and what is left of it.
//   node bench/soak.mjs [--seconds 180] [--functions 200] [--concurrency 32] [--kill-every-ms 2000]
import { parseArgs } from "node:util";
import { leaks, soak } from "./soak/soak.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "180" },
    functions: { type: "string", default: "200" },
    concurrency: { type: "string", default: "32" },
    "kill-every-ms": { type: "string", default: "2000" },
  },
});
// An idle sandbox doesn't keep its process alive.
const alive = setInterval(() => {}, 60_000);
const result = await soak({
  seconds: Number(values.seconds),
  functions: Number(values.functions),
  concurrency: Number(values.concurrency),
  killEveryMs: Number(values["kill-every-ms"]),
  say: (text) => process.stderr.write(`… ${text}\n`),
});
clearInterval(alive);
const { wrong, ...figures } = result;
process.stdout.write(`${JSON.stringify(figures, undefined, 2)}\n`);
for (const line of wrong.slice(0, 50)) process.stdout.write(`wrong: ${line}\n`);
const left = leaks(result);
for (const line of left) process.stdout.write(`left behind: ${line}\n`);
process.stdout.write(`${wrong.length} wrong outcomes, ${left.length} kinds of things left behind\n`);
process.exitCode = wrong.length > 0 || left.length > 0 ? 1 : 0;
