import fc from "fast-check";
import { expect, test } from "vitest";
import { bootRecipe } from "../environment/boot-recipe.ts";
import { BARE_RUNTIME } from "../testing/bare-runtime.ts";
import { createFakeDriver, type FakeRuntime } from "../testing/fake-driver.ts";
import { fixtureSpec } from "../testing/fixture-functions.ts";
import { encodeFrame, FRAME_TYPE } from "../wire/frame.ts";
import { fillCompileCache } from "./fill-compile-cache.ts";

const spec = fixtureSpec("fuzzed", "nodejs22.x", {});
const recipe = bootRecipe(BARE_RUNTIME, spec);
const ready = encodeFrame(FRAME_TYPE.ready, Buffer.from("1.2.3"));
const initDone = encodeFrame(FRAME_TYPE.initDone);
const cacheFile = (name: string) =>
  encodeFrame(FRAME_TYPE.cacheFile, Buffer.from([Buffer.byteLength(name)]), Buffer.from(name), Buffer.from("code"));

async function fill(runtime: FakeRuntime) {
  const driver = createFakeDriver(runtime);
  const files = await fillCompileCache(driver, recipe, spec, { codeDirectory: "", memoryMb: 128 });
  expect(driver.ended).toBe(driver.started);
  return files;
}

test("a runtime that says again and again that it is ready is told once what to load", async () => {
  let inits = 0;
  const files = await fill((frame, inside) => {
    if (frame === "start") inside.control(Buffer.concat([ready, ready, ready]));
    else inits += 1;
  });
  expect(files).toBeUndefined();
  expect(inits).toBeLessThanOrEqual(1);
});

test("whatever comes instead of a cache, nothing is taken but files named as V8 names them", async () => {
  const names = fc.oneof(
    fc.constantFrom(
      "v12.4-x64/0a1b2c3d",
      "../../etc/passwd",
      "v1/../../x",
      "/etc/x",
      "v1/0a/0b",
      "v1..2/0a",
      "v1/0a\0",
      "",
    ),
    fc.string({ unit: "binary", maxLength: 20 }),
  );
  const frames = fc.oneof(
    names.map(cacheFile),
    fc.constant(initDone),
    fc.uint8Array({ maxLength: 20 }).map(Buffer.from),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(frames, { maxLength: 6 }), async (sent) => {
      const files = await fill((frame, inside) => {
        if (frame === "start") inside.control(ready);
        else {
          for (const bytes of sent) inside.control(bytes);
          inside.exit();
        }
      });
      for (const { name } of files ?? []) expect(name).toMatch(/^v(?!.*\.\.)[\w.-]+\/[0-9a-f]+$/);
    }),
    { numRuns: 200 },
  );
});

test("an honest runtime's files are taken", async () => {
  const files = await fill((frame, inside) => {
    inside.control(frame === "start" ? ready : Buffer.concat([cacheFile("v12.4-x64/0a1b2c3d"), initDone]));
  });
  expect(files).toEqual([{ name: "v12.4-x64/0a1b2c3d", bytes: Buffer.from("code") }]);
});
