import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { isAtRest, listAncestors } from "./process-tree.ts";

test("ancestors lead up to the root, and are none once one between has ended", async () => {
  // A shell, a shell below it that tells the id of its own child, and that child.
  const root = spawn("sh", ["-c", "sh -c 'sleep 60 & echo $$ $!; wait'; exec sleep 60"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(createInterface(root.stdout), "line")) as [string];
  const [between, child] = line.split(" ").map(Number) as [number, number];
  try {
    expect(listAncestors(child, root.pid!)).toEqual([between, root.pid]);
    process.kill(between, "SIGKILL");
    await expect.poll(() => listAncestors(child, root.pid!), { timeout: 10_000 }).toEqual([]);
  } finally {
    process.kill(child, "SIGKILL");
    root.kill("SIGKILL");
  }
});

test("a process is at rest once it has been stopped, and when it has ended", async () => {
  const child = spawn("sleep", ["60"], { stdio: "ignore" });
  try {
    expect(isAtRest(child.pid!)).toBe(false);
    child.kill("SIGSTOP");
    await expect.poll(() => isAtRest(child.pid!), { timeout: 10_000 }).toBe(true);
    child.kill("SIGCONT");
    await expect.poll(() => isAtRest(child.pid!), { timeout: 10_000 }).toBe(false);
  } finally {
    child.kill("SIGKILL");
  }
  await once(child, "exit");
  expect(isAtRest(child.pid!)).toBe(true);
});
