import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { environmentWarnings } from "./environment-warnings.ts";

const layer = mkdtempSync(join(tmpdir(), "layer-"));
afterAll(() => rmSync(layer, { recursive: true }));

test("a function without layers and with its endpoints gets no warning", () => {
  expect(environmentWarnings({}, { layerDirectories: [] })).toEqual([]);
  expect(environmentWarnings({}, { layerDirectories: [layer, join(layer, "missing")] })).toEqual([]);
});

test("extensions of a layer are named as not started", () => {
  mkdirSync(join(layer, "extensions/folder"), { recursive: true });
  writeFileSync(join(layer, "extensions/agent"), "");
  writeFileSync(join(layer, "extensions/two\nlines"), "");
  expect(environmentWarnings({}, { layerDirectories: [layer] })).toEqual([
    "LAMBENT_WARNING: Extensions aren't offered; what /opt/extensions holds isn't started: agent, two\\nlines.",
  ]);
});

test("a long list is cut", () => {
  for (let count = 0; count < 20; count += 1) writeFileSync(join(layer, `extensions/many-${count}`), "");
  const [warning] = environmentWarnings({}, { layerDirectories: [layer] });
  expect(warning?.split(",").length).toBeLessThan(8);
  expect(warning).toContain(" …");
});

test("withheld endpoints are told with the variable", () => {
  expect(environmentWarnings({ endpointsWithheldFor: "LD_PRELOAD" }, { layerDirectories: [] })[0]).toContain(
    "its variable LD_PRELOAD can run code",
  );
});
