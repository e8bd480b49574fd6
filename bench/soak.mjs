// `pnpm soak`: many functions of mixed behaviour for minutes; ends with what went wrong and what was left behind.
//   node bench/soak.mjs [--seconds 180] [--functions 200] [--concurrency 32] [--kill-every-ms 2000]
import { runBenchProgram } from "./run-program.mjs";

await runBenchProgram("src/soak-main.ts", { nodeArguments: ["--expose-gc"] });
