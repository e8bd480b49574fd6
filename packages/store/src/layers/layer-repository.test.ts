import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { NewLayerVersion } from "../index.ts";
import { functionRecord, SCOPE, temporaryStore } from "../testing/temporary-store.ts";

const CODE = { codeSha256: Buffer.alloc(32, 7).toString("base64"), codeSizeBytes: 10, unzippedBytes: 20 };
const version = (given: Partial<NewLayerVersion> = {}): NewLayerVersion => ({
  description: "",
  compatibleRuntimes: [],
  compatibleArchitectures: [],
  code: CODE,
  ...given,
});
const ALL = { maxItems: 50 };

test("a version is kept with all that its publisher said", async () => {
  const { layers } = await temporaryStore({ clock: { now: () => new Date("2026-11-26T10:00:00.000Z") } });
  const published = await layers.publish(
    SCOPE,
    "tools",
    version({
      description: "Tools",
      compatibleRuntimes: ["nodejs22.x", "ruby3.4"],
      compatibleArchitectures: ["arm64"],
      licenseInfo: "MIT",
    }),
  );
  expect(published).toEqual({
    scope: SCOPE,
    layerName: "tools",
    layerArn: "arn:aws:lambda:us-east-1:123456789012:layer:tools",
    layerVersionArn: "arn:aws:lambda:us-east-1:123456789012:layer:tools:1",
    version: 1,
    description: "Tools",
    createdDate: "2026-11-26T10:00:00.000Z",
    compatibleRuntimes: ["nodejs22.x", "ruby3.4"],
    compatibleArchitectures: ["arm64"],
    licenseInfo: "MIT",
    content: { codeSha256: CODE.codeSha256, codeSizeBytes: 10 },
    unzippedBytes: 20,
    permissions: [],
  });
  expect(await layers.getVersion(SCOPE, "tools", 1)).toEqual(published);
  expect(await layers.getVersion({ ...SCOPE, region: "eu-west-1" }, "tools", 1)).toBeNull();
});

test("numbers count by layer and don't come back, not even when all versions are gone (spec §1.4)", async () => {
  const { layers } = await temporaryStore();
  const publish = async (name: string) => (await layers.publish(SCOPE, name, version())).version;
  expect([await publish("a"), await publish("a"), await publish("b")]).toEqual([1, 2, 1]);
  expect(await layers.deleteVersion(SCOPE, "a", 2)).toBe(true);
  expect(await layers.deleteVersion(SCOPE, "a", 2)).toBe(false);
  await layers.deleteVersion(SCOPE, "a", 1);
  expect((await layers.listVersions(SCOPE, "a", {}, ALL)).items).toEqual([]);
  expect(await publish("a")).toBe(3);
});

test("many who publish at once get a number each", async () => {
  const { layers } = await temporaryStore();
  const published = await Promise.all(Array.from({ length: 10 }, () => layers.publish(SCOPE, "busy", version())));
  expect(published.map((record) => record.version).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

describe("lists", () => {
  async function withLayers() {
    const { layers } = await temporaryStore();
    const node = { compatibleRuntimes: ["nodejs22.x"], compatibleArchitectures: ["x86_64" as const] };
    await layers.publish(SCOPE, "b", version(node));
    await layers.publish(SCOPE, "b", version({ compatibleRuntimes: ["python3.12"] }));
    await layers.publish(SCOPE, "a", version({ ...node, compatibleArchitectures: ["arm64", "x86_64"] }));
    await layers.publish(SCOPE, "c", version());
    await layers.publish({ ...SCOPE, accountId: "999999999999" }, "foreign", version(node));
    return layers;
  }
  const names = (items: { layerName: string; version: number }[]) =>
    items.map((item) => `${item.layerName}:${item.version}`);

  test("of layers show the newest version of each that the filter lets through", async () => {
    const layers = await withLayers();
    expect(names((await layers.list(SCOPE, {}, ALL)).items)).toEqual(["a:1", "b:2", "c:1"]);
    expect(names((await layers.list(SCOPE, { compatibleRuntime: "nodejs22.x" }, ALL)).items)).toEqual(["a:1", "b:1"]);
    expect(names((await layers.list(SCOPE, { compatibleArchitecture: "arm64" }, ALL)).items)).toEqual(["a:1"]);
    // No part of a runtime's name will do.
    expect((await layers.list(SCOPE, { compatibleRuntime: "nodejs2" }, ALL)).items).toEqual([]);
  });

  test("come in pages that miss nothing and end without a marker", async () => {
    const layers = await withLayers();
    const first = await layers.list(SCOPE, {}, { maxItems: 2 });
    expect(names(first.items)).toEqual(["a:1", "b:2"]);
    const second = await layers.list(SCOPE, {}, { maxItems: 2, marker: first.nextMarker });
    expect(names(second.items)).toEqual(["c:1"]);
    expect(second).not.toHaveProperty("nextMarker");
  });

  test("of versions begin with the newest", async () => {
    const { layers } = await temporaryStore();
    for (let turn = 0; turn < 5; turn++) await layers.publish(SCOPE, "a", version());
    const first = await layers.listVersions(SCOPE, "a", {}, { maxItems: 2 });
    expect(names(first.items)).toEqual(["a:5", "a:4"]);
    await layers.publish(SCOPE, "a", version());
    const second = await layers.listVersions(SCOPE, "a", {}, { maxItems: 3, marker: first.nextMarker });
    expect(names(second.items)).toEqual(["a:3", "a:2", "a:1"]);
    expect(second).not.toHaveProperty("nextMarker");
    await expect(layers.listVersions(SCOPE, "a", {}, { maxItems: 3, marker: "x" })).rejects.toThrow(/marker/);
  });
});

test("permissions change one at a time, and a refusal leaves them as they were", async () => {
  const { layers } = await temporaryStore();
  await layers.publish(SCOPE, "a", version());
  await Promise.all(
    ["1", "2", "3"].map((statementId) =>
      layers.changePermissions(SCOPE, "a", 1, ({ permissions }) => [...permissions, { statementId, principal: "*" }]),
    ),
  );
  const changed = await layers.getVersion(SCOPE, "a", 1);
  expect(changed?.permissions.map(({ statementId }) => statementId).sort()).toEqual(["1", "2", "3"]);
  await expect(
    layers.changePermissions(SCOPE, "a", 1, () => {
      throw new RangeError("no");
    }),
  ).rejects.toThrow("no");
  expect(await layers.getVersion(SCOPE, "a", 1)).toEqual(changed);
  expect(await layers.changePermissions(SCOPE, "a", 2, () => [])).toBeNull();
  expect(await layers.changePermissions(SCOPE, "a", 1, () => [])).not.toHaveProperty("policyRevisionId");
});

test("code stays while a layer version or a function's layer needs it, and goes after both", async () => {
  const { layers, functions, codePackages } = await temporaryStore();
  const code = await codePackages.putFiles([{ path: "nodejs/a.js", text: "1" }]);
  const { codeSha256 } = code;
  const release = () => codePackages.releaseUnused([], { minimumAgeMs: 0 });
  const { layerVersionArn } = await layers.publish(SCOPE, "a", version({ code }));
  expect(await release()).toEqual([]);
  await functions.create(functionRecord({ layers: [{ arn: layerVersionArn, ...code }] }));
  await layers.deleteVersion(SCOPE, "a", 1);
  expect(await release()).toEqual([]);
  expect(existsSync(codePackages.directory(codeSha256))).toBe(true);
  await functions.update(SCOPE, "hello", {}, { layers: [] });
  expect(await release()).toEqual([codeSha256]);
});
