// `pnpm bench`: measures the product beside a reference in the same run, prints medians and ratios, and writes
// bench/results/latest.json.
//   node bench/run.mjs [--runs 20] [--only cold,cold-aws,warm-runner,warm-http,warm-server,async,warm-aws,scale-out,density,functions-page,deploy,live-tail,start]
import { runBenchProgram } from "./run-program.mjs";

await runBenchProgram("src/main.ts", { needsServer: true, makesLoad: true, companions: ["src/http-front-program.ts"] });
