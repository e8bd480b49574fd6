import type { RuntimeId } from "@lambent/model";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Fixtures } from "./testing/fixture-functions.ts";
import { foundPythons } from "./testing/found-pythons.ts";

const NODEJS: RuntimeId[] = ["nodejs20.x", "nodejs22.x", "nodejs24.x"];
/** Pyodide starts no other processes, and has no C library that would keep anything. */
const pythons = (await foundPythons()).map(({ runtime }) => runtime);
/** After so many events, Python's variable lies in memory of its own. */
const MANY = 1_001;

let fixtures: Fixtures;
beforeAll(async () => {
  fixtures = await Fixtures.open();
});
afterAll(() => fixtures.close());

const traceId = (number: number): string =>
  `Root=1-5759e988-${String(number).padStart(24, "0")};Parent=53995c3f42cd8ad8;Sampled=0;Lineage=1:a87bd80c:0`;
/** One processor, so that it isn't the function's share that a test waits for. */
const run = (runtime: RuntimeId, event: unknown, number: number | undefined, keep = "all") =>
  fixtures.run(
    "tells-trace-id",
    runtime,
    {
      event,
      memoryMb: 1_769,
      environmentVariables: { NODE_OPTIONS: "--max-semi-space-size=1" },
      ...(number === undefined ? {} : { traceId: traceId(number) }),
    },
    keep,
  );
const runMany = async (runtime: RuntimeId, count: number, keep?: string) => {
  for (let number = 0; number < count; number += 1) await run(runtime, {}, number, keep);
};

describe.each(NODEJS)("%s", (runtime) => {
  test("each event's trace id is in process.env and with the processes that the function starts", async () => {
    const everywhere = (id: string | null) => ({ read: id, imported: id, listed: id, shown: id, child: id });
    for (const number of [1, 2]) {
      expect((await run(runtime, { all: true }, number)).json).toEqual(everywhere(traceId(number)));
    }
    expect((await run(runtime, { all: true }, undefined)).json).toEqual(everywhere(null));
    const { json } = await run(runtime, { all: true }, 3);
    expect(json).toEqual(everywhere(traceId(3)));
  });

  test("where a function puts an object of its own in place of process.env, it's found there", async () => {
    expect((await run(runtime, { replace: true }, 4)).json).toEqual({ read: traceId(4) });
    expect((await run(runtime, {}, 5)).json).toEqual({ read: traceId(5) });
    expect((await run(runtime, {}, undefined)).json).toEqual({ read: null });
  });
});

describe.each(pythons)("%s", (runtime) => {
  test("each event's trace id is in os.environ and with the processes that the function starts, however many there were", async () => {
    const everywhere = (id: string | null) => ({ read: id, listed: id, child: id });
    const look = async () => {
      for (const number of [1, 2, undefined, 3]) {
        const expected = number === undefined ? null : traceId(number);
        expect((await run(runtime, { all: true }, number)).json).toEqual(everywhere(expected));
      }
    };
    await look();
    await runMany(runtime, MANY);
    await look();
    const long = `Root=${"1".repeat(2_000)}`;
    const { json } = await fixtures.run("tells-trace-id", runtime, { event: { all: true }, traceId: long }, "long");
    expect(json).toEqual(everywhere(long));
  });

  test("where a function puts a mapping of its own in place of os.environ, it's found there", async () => {
    await runMany(runtime, MANY, "replaced");
    expect((await run(runtime, { replace: true }, 4, "replaced")).json).toEqual({ read: traceId(4) });
    expect((await run(runtime, {}, 5, "replaced")).json).toEqual({ read: traceId(5) });
  });
});

// 50,000 values that are kept would be 8 MB.
test.each(["nodejs22.x" as const, ...pythons.slice(0, 1)])(
  "%s: what an environment holds doesn't grow with its events",
  async (runtime) => {
    await runMany(runtime, 10_000);
    const { report: before } = await run(runtime, {}, 1);
    await runMany(runtime, 50_000);
    const { report: after } = await run(runtime, {}, 1);
    expect(after.maxMemoryUsedMb - before.maxMemoryUsedMb).toBeLessThan(4);
  },
  60_000,
);
