import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureEmulator, ensureSystemRoot } from "./arm64-debian-packages.mjs";
import { ensureNodeBinaries } from "./arm64-node-binaries.mjs";
import { mayDownloadPackages } from "./foreign-packages.mjs";
import { StopWithAdvice } from "./progress.mjs";
import { inRepository } from "./repository.mjs";

/** Where packages/runner looks for it (src/sandbox/emulation/emulation-kit.ts). */
const KIT = inRepository("node_modules", ".cache", "lambent", "arm64");

/** Why this machine can't fetch it, as a sentence; undefined where it can. */
export function whyNoArm64Kit() {
  if (process.platform !== "linux" || process.arch !== "x64") {
    return "Functions for arm64 are emulated on x86_64 Linux alone.";
  }
  return mayDownloadPackages();
}

/**
 * The emulator, a small arm64 system and Node.js for arm64, in a folder of this checkout: nothing is installed on the
 * machine, and no root is needed.
 * @returns {Promise<"done" | "fresh">} `fresh` when there was nothing to do
 */
export async function ensureArm64Kit() {
  mkdirSync(KIT, { recursive: true });
  const steps = [
    [ensureNodeBinaries, "Node.js for arm64 from the npm registry (150 MB)"],
    [ensureSystemRoot, "C library, shell and everyday programs for arm64 from your distribution (25 MB)"],
    [ensureEmulator, "the emulator qemu-aarch64 from your distribution (up to 75 MB)"],
  ];
  const missing = [];
  for (const [ensure, what] of steps) {
    const fetchIt = ensure(KIT);
    if (fetchIt !== undefined) missing.push([fetchIt, what]);
  }
  if (missing.length === 0) return "fresh";
  const why = whyNoArm64Kit();
  if (why !== undefined) {
    const list = missing.map(([, what]) => `  - ${what}`).join("\n");
    throw new StopWithAdvice(`${why}\nStill missing in ${KIT}:\n${list}`);
  }
  // What an interrupted run left.
  for (const name of readdirSync(KIT)) {
    if (name.startsWith("fetching-")) rmSync(join(KIT, name), { recursive: true, force: true });
  }
  await Promise.all(missing.map(([fetchIt]) => fetchIt()));
  return "done";
}
