import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ByteCollector } from "./byte-collector.ts";

describe("ByteCollector", () => {
  test("gives back the bytes in their order, however they came and are taken", () => {
    const sizes = fc.oneof(fc.nat(9), fc.integer({ min: 4090, max: 4100 }), fc.integer({ min: 1, max: 70_000 }));
    const steps = fc.array(fc.tuple(sizes, fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 30 });
    fc.assert(
      fc.property(steps, (all) => {
        const collector = new ByteCollector();
        let written = 0;
        let read = 0;
        for (const [size, share] of all) {
          collector.add(Buffer.from(Array.from({ length: size }, () => written++ % 251)));
          expect(collector.bytes).toBe(written - read);
          const taken = collector.take(Math.floor(share * collector.bytes));
          if (!taken.every((byte) => byte === read++ % 251)) expect.fail(`wrong byte before ${read}`);
        }
        const rest = collector.take(collector.bytes);
        expect([...rest.subarray(0, 1)]).toEqual(rest.length > 0 ? [read % 251] : []);
        expect(collector.bytes).toBe(0);
        expect(written - read).toBe(rest.length);
      }),
    );
  });

  test("holds millions of single bytes in few buffers", () => {
    const collector = new ByteCollector();
    const byte = Buffer.from("x");
    for (let count = 0; count < 2_000_000; count++) collector.add(byte);
    expect(collector.bytes).toBe(2_000_000);
    expect(collector.pieces).toBeLessThan(40);
  });
});
