import { expect, test } from "vitest";
import type { IsolationFact } from "./sandbox.port.ts";
import { SandboxUnavailable } from "./sandbox-unavailable.ts";
import { requireEnforcedLimits } from "./unenforced-limits.ts";
import { createUnsafeProcessDriver } from "./unsafe-process-driver.ts";

const ISOLATION: readonly IsolationFact[] = [
  { what: "network", enforced: true, by: "a network namespace" },
  { what: "user", enforced: false, by: "the server's own user" },
  { what: "memory", enforced: false, by: "no control groups" },
  { what: "process count", enforced: false, by: "no limit" },
];
const refusal = (...allowed: IsolationFact["what"][]) => {
  try {
    requireEnforcedLimits(ISOLATION, new Set(allowed));
    return undefined;
  } catch (error) {
    return error as SandboxUnavailable;
  }
};

test("each promise that can't be kept is told with its reason, what is at stake and both ways out", () => {
  expect(refusal()).toBeInstanceOf(SandboxUnavailable);
  expect(refusal()!.message.split("\n")).toEqual([
    "This host can't enforce what sandboxes promise:",
    "  memory: no control groups. A function can take all memory of this machine.",
    "  process count: no limit. A function can start processes until this machine can't any more. ",
    "Start the server as root, or with control groups of its own: systemd-run --user --scope -p Delegate=yes npx -y pnpm@12 start",
    "Or do without: --allow-unenforced=memory,process-count (LAMBENT_ALLOW_UNENFORCED=memory,process-count).",
  ]);
});

test("what is allowed already stays in the flag that the refusal offers", () => {
  expect(refusal("memory")!.message).toContain("--allow-unenforced=memory,process-count ");
  expect(refusal("memory")!.reason).not.toContain("memory:");
});

test("what is allowed, and a user of its own, don't stand in the way", () => {
  expect(refusal("memory", "process count")).toBeUndefined();
});

test("of a driver that promises nothing, everything but the user has to be allowed", () => {
  const { isolation } = createUnsafeProcessDriver();
  const all = new Set(isolation.map(({ what }) => what).filter((what) => what !== "user"));
  expect(() => requireEnforcedLimits(isolation, all)).not.toThrow();
  for (const what of all) {
    const others = new Set(all);
    others.delete(what);
    expect(() => requireEnforcedLimits(isolation, others)).toThrow(what);
  }
});
