import { findOnPath, installPackage, mayInstall } from "./operating-system-packages.mjs";
import { StopWithAdvice } from "./progress.mjs";

/** Sees to it that the benchmarks have wrk, which makes the load of many callers at once. @throws StopWithAdvice without it. */
export async function ensureLoadGenerator() {
  if (findOnPath("wrk") !== undefined) return;
  const problem = mayInstall() ? await installPackage("wrk", "benchmarks load servers with it") : undefined;
  if (findOnPath("wrk") !== undefined) return;
  throw new StopWithAdvice(`wrk is missing: apt-get install wrk${problem === undefined ? "" : `\n${problem}`}`);
}
