import { describe, expect, test } from "vitest";
import { type ConcurrencyGate, createConcurrencyGate, type Throttle } from "./concurrency-gate.ts";
import { createGate } from "./fake-runner.fixture.ts";

const RESERVED = "ReservedFunctionConcurrentInvocationLimitExceeded";
const ACCOUNT = "ConcurrentInvocationLimitExceeded";

/** A gate and what it told the metrics: `[function, running]`. */
function gateOf(accountConcurrency: number) {
  const observed: [string, number][] = [];
  const metrics = { observeConcurrency: (arn: string, now: number) => void observed.push([arn, now]) };
  const gate = createConcurrencyGate({ metrics } as Parameters<typeof createConcurrencyGate>[0], accountConcurrency);
  return { gate, observed };
}

/** Starts one that runs until it is ended; undefined when it was refused, with the reason in `refusals`. */
function starter(gate: ConcurrencyGate) {
  const refusals: Throttle[] = [];
  const start = (functionArn: string, version?: string) => {
    const { opened, open } = createGate();
    let refused = false;
    const ended = gate.run(
      functionArn,
      () => opened,
      (throttle) => {
        refused = true;
        refusals.push(throttle);
      },
      version,
    );
    return refused
      ? undefined
      : async () => {
          open();
          await ended;
        };
  };
  /** How many of `count` were let in. */
  const startMany = (functionArn: string, count: number, version?: string) =>
    Array.from({ length: count }, () => start(functionArn, version)).filter((end) => end !== undefined);
  return { start, startMany, refusals };
}

describe("without reservations", () => {
  test("all functions share the account's concurrency, and what ends makes room for whoever asks next", async () => {
    const { gate } = gateOf(5);
    const { start, startMany, refusals } = starter(gate);
    const hot = startMany("hot", 10);
    expect(hot).toHaveLength(5);
    expect(start("other")).toBeUndefined();
    expect(new Set(refusals.map(({ reason, limit }) => `${reason} ${limit}`))).toEqual(new Set([`${ACCOUNT} 5`]));
    await hot[0]?.();
    expect(start("other")).toBeDefined();
    expect(start("hot")).toBeUndefined();
  });

  test("an invocation gives its place back however it ends", async () => {
    const { gate, observed } = gateOf(1);
    const never = () => expect.fail("there is room");
    await expect(gate.run("fn", () => Promise.reject(new Error("broken")), never)).rejects.toThrow("broken");
    const throwsAtOnce = () => {
      throw new Error("at once");
    };
    await expect(gate.run("fn", throwsAtOnce, never)).rejects.toThrow("at once");
    expect(await gate.run("fn", async () => "fine", never)).toBe("fine");
    expect(observed.map(([, now]) => now)).toEqual([1, 0, 1, 0, 1, 0]);
  });

  test("what is refused isn't counted as running", () => {
    const { gate, observed } = gateOf(1);
    const { startMany } = starter(gate);
    startMany("fn", 3);
    expect(observed).toEqual([["fn", 1]]);
  });
});

describe("a reservation", () => {
  test("is the most that its function can have", async () => {
    const { gate } = gateOf(1000);
    const { startMany, refusals } = starter(gate);
    gate.reserve("fn", 3);
    const running = startMany("fn", 5);
    expect(running).toHaveLength(3);
    expect(refusals[0]).toEqual({ reason: RESERVED, limit: 3 });
    await running[0]?.();
    expect(startMany("fn", 2)).toHaveLength(1);
  });

  test("is there when the others have taken all the rest", () => {
    const { gate } = gateOf(10);
    const { startMany, refusals } = starter(gate);
    gate.reserve("kept", 4);
    expect(gate.unreservedConcurrency).toBe(6);
    expect(startMany("hot", 20)).toHaveLength(6);
    expect(refusals[0]).toEqual({ reason: ACCOUNT, limit: 6 });
    expect(startMany("kept", 20)).toHaveLength(4);
    expect(refusals.at(-1)).toEqual({ reason: RESERVED, limit: 4 });
  });

  test("doesn't take from what the others share once it is in use itself", () => {
    const { gate } = gateOf(10);
    const { startMany } = starter(gate);
    gate.reserve("kept", 4);
    expect(startMany("kept", 4)).toHaveLength(4);
    expect(startMany("others", 20)).toHaveLength(6);
  });

  test("of 0 throttles every invocation and costs the others nothing", () => {
    const { gate } = gateOf(10);
    const { start, startMany, refusals } = starter(gate);
    gate.reserve("off", 0);
    expect(start("off")).toBeUndefined();
    expect(refusals).toEqual([{ reason: RESERVED, limit: 0 }]);
    expect(gate.unreservedConcurrency).toBe(10);
    expect(startMany("others", 20)).toHaveLength(10);
  });

  test("that is given back is there for all again", () => {
    const { gate } = gateOf(10);
    const { startMany } = starter(gate);
    gate.reserve("fn", 4);
    gate.reserve("fn", undefined);
    expect(gate.unreservedConcurrency).toBe(10);
    expect(startMany("fn", 20)).toHaveLength(10);
  });
});

describe("a reservation that changes while its function runs", () => {
  test("counts what runs already, when it is lowered and when it is raised", async () => {
    const { gate } = gateOf(20);
    const { start, startMany } = starter(gate);
    gate.reserve("fn", 5);
    const running = startMany("fn", 5);
    gate.reserve("fn", 2);
    for (const end of running.splice(0, 3)) {
      expect(start("fn")).toBeUndefined();
      await end();
    }
    expect(start("fn")).toBeUndefined(); // two still run
    gate.reserve("fn", 4);
    expect(startMany("fn", 5)).toHaveLength(2);
  });

  test("never lets the account run more than it may, and what ran above it goes to the others as it ends", async () => {
    const { gate } = gateOf(10);
    const { start, startMany } = starter(gate);
    const running = startMany("fn", 8);
    gate.reserve("fn", 2);
    expect(startMany("others", 20)).toHaveLength(2);
    for (const end of running.splice(0, 6)) {
      await end();
      expect(start("others")).toBeDefined();
      expect(start("others")).toBeUndefined();
    }
    await running[0]?.(); // from here on its place is kept for it
    expect(start("others")).toBeUndefined();
    expect(start("fn")).toBeDefined();
  });

  test("waits for the others to come down when they have taken everything", async () => {
    const { gate } = gateOf(10);
    const { start, startMany, refusals } = starter(gate);
    const others = startMany("others", 10);
    gate.reserve("fn", 2);
    expect(start("fn")).toBeUndefined();
    expect(refusals).toEqual([{ reason: ACCOUNT, limit: 10 }]);
    await others[0]?.();
    expect(start("others")).toBeUndefined();
    expect(start("fn")).toBeDefined();
  });

  test("leaves nothing counted when everything has ended", async () => {
    const { gate } = gateOf(10);
    const { startMany } = starter(gate);
    gate.reserve("a", 3);
    const running = [...startMany("a", 3), ...startMany("b", 7)];
    gate.reserve("a", 1);
    gate.reserve("b", 4);
    gate.reserve("a", undefined);
    for (const end of running) await end();
    gate.reserve("b", undefined);
    expect(gate.unreservedConcurrency).toBe(10);
    expect(startMany("c", 20)).toHaveLength(10);
  });
});

// spec: lambda §5.2
describe("what is provisioned for a version", () => {
  test("is kept free for it within the function's reservation, and what it runs beyond comes out of the rest", () => {
    const { gate } = gateOf(100);
    const { start, startMany, refusals } = starter(gate);
    gate.reserve("fn", 5);
    gate.provision("fn", "1", 3);
    expect(gate.unreservedConcurrency).toBe(95);
    expect(startMany("fn", 9)).toHaveLength(2);
    expect(refusals[0]).toEqual({ reason: RESERVED, limit: 5 });
    expect(startMany("fn", 9, "1")).toHaveLength(3);
    expect(start("fn", "2")).toBeUndefined();
  });

  test("spills over to what the function has besides", () => {
    const { gate } = gateOf(100);
    const { startMany } = starter(gate);
    gate.reserve("fn", 5);
    gate.provision("fn", "1", 3);
    expect(startMany("fn", 9, "1")).toHaveLength(5);
    expect(startMany("fn", 1)).toHaveLength(0);
  });

  test("of a function without a reservation is kept free for it in the account", () => {
    const { gate } = gateOf(10);
    const { startMany, refusals } = starter(gate);
    gate.provision("fn", "1", 3);
    gate.provision("fn", "2", 1);
    expect([gate.unreservedConcurrency, gate.provisionedConcurrency("fn")]).toEqual([6, 4]);
    expect(startMany("others", 20)).toHaveLength(6);
    expect(startMany("fn", 5)).toHaveLength(0);
    expect(refusals.at(-1)).toEqual({ reason: ACCOUNT, limit: 6 });
    expect(startMany("fn", 9, "1")).toHaveLength(3);
    expect(startMany("fn", 9, "2")).toHaveLength(1);
  });

  test("leaves nothing counted once it is given back and everything has ended", async () => {
    const { gate } = gateOf(10);
    const { startMany } = starter(gate);
    const before = startMany("fn", 2, "1");
    gate.provision("fn", "1", 3);
    gate.reserve("fn", 4);
    const after = startMany("fn", 9, "1");
    expect(after).toHaveLength(2);
    gate.provision("fn", "1", 0);
    for (const end of [...before, ...after]) await end();
    gate.reserve("fn", undefined);
    expect([gate.unreservedConcurrency, gate.provisionedConcurrency("fn")]).toEqual([10, 0]);
    expect(startMany("others", 20)).toHaveLength(10);
  });
});

test("reservations beyond a smaller account leave nothing to the others, and hold one another up to its size", () => {
  const { gate } = gateOf(5);
  const { startMany } = starter(gate);
  gate.reserve("a", 4);
  gate.reserve("b", 4);
  expect(gate.unreservedConcurrency).toBe(0);
  expect(startMany("others", 3)).toHaveLength(0);
  expect(startMany("a", 9).length + startMany("b", 9).length).toBe(5);
});
