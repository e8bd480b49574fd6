import { AccessDenied, InvalidParameterValue, InvalidZipFile, ResourceNotFound } from "@lambent/model";
import { expect, test } from "vitest";
import { openLambda, zipOf } from "../lambda.fixture.ts";
import type { Ports } from "../ports.ts";
import { addLayerVersionPermission } from "./add-layer-version-permission.ts";
import { deleteLayerVersion } from "./delete-layer-version.ts";
import { downloadLayerVersion } from "./download-layer-version.ts";
import { getLayerVersion } from "./get-layer-version.ts";
import { getLayerVersionByArn } from "./get-layer-version-by-arn.ts";
import { listLayerVersions } from "./list-layer-versions.ts";
import { listLayers } from "./list-layers.ts";
import { publishLayerVersion } from "./publish-layer-version.ts";

const ARN = "arn:aws:lambda:us-east-1:000000000000:layer:tools";
const publish = async (ports: Ports, layerName = "tools", text = "1") =>
  publishLayerVersion(ports, { layerName, zip: await zipOf(ports, { "nodejs/a.js": text }) });

test("a version is published, read by name and by ARN, downloaded byte for byte, listed and deleted", async () => {
  const { ports } = await openLambda();
  const zip = await zipOf(ports, { "nodejs/a.js": "1" });
  const published = await publishLayerVersion(ports, {
    layerName: "tools",
    zip,
    description: "Tools",
    compatibleRuntimes: ["nodejs22.x", "java21"],
    compatibleArchitectures: ["x86_64"],
    licenseInfo: "MIT",
  });
  expect(published).toMatchObject({
    layerArn: ARN,
    layerVersionArn: `${ARN}:1`,
    version: 1,
    description: "Tools",
    compatibleRuntimes: ["nodejs22.x", "java21"],
    compatibleArchitectures: ["x86_64"],
    licenseInfo: "MIT",
    content: { codeSizeBytes: zip.length },
  });
  expect(await getLayerVersion(ports, { layerName: "tools", version: 1 })).toEqual(published);
  expect(await getLayerVersion(ports, { layerName: ARN, version: 1 })).toEqual(published);
  expect(await getLayerVersionByArn(ports, { arn: `${ARN}:1` })).toEqual(published);
  expect(await downloadLayerVersion(ports, { layerName: "tools", version: 1 })).toEqual({
    codeSha256: published.content.codeSha256,
    zip,
  });
  const { content: _, layerArn, ...summary } = published;
  expect(await listLayers(ports)).toEqual({
    items: [{ layerName: "tools", layerArn, latestMatchingVersion: summary }],
  });
  expect(await listLayerVersions(ports, { layerName: "tools" })).toEqual({ items: [summary] });
  await deleteLayerVersion(ports, { layerName: "tools", version: 1 });
  expect(await listLayers(ports)).toEqual({ items: [] });
  expect((await publish(ports)).version).toBe(2);
});

test("what isn't there is told in AWS's words, and deleting it is no error (spec §1.5)", async () => {
  const { ports } = await openLambda();
  await publish(ports);
  const missing = new ResourceNotFound("The resource you requested does not exist.");
  await expect(getLayerVersion(ports, { layerName: "tools", version: 2 })).rejects.toThrow(missing);
  await expect(getLayerVersion(ports, { layerName: "other", version: 1 })).rejects.toThrow(missing);
  await expect(getLayerVersionByArn(ports, { arn: `${ARN}:2` })).rejects.toThrow(missing);
  await expect(
    getLayerVersion(ports, { layerName: ARN.replace("us-east-1", "eu-west-1"), version: 1 }),
  ).rejects.toThrow(missing);
  await deleteLayerVersion(ports, { layerName: "tools", version: 2 });
  await deleteLayerVersion(ports, { layerName: "other", version: 1 });
  const tooSmall = new InvalidParameterValue("Layer Version Cannot be less than 1");
  await expect(getLayerVersion(ports, { layerName: "tools", version: 0 })).rejects.toThrow(tooSmall);
  await expect(deleteLayerVersion(ports, { layerName: "tools", version: -1 })).rejects.toThrow(tooSmall);
  expect(await listLayerVersions(ports, { layerName: "other" })).toEqual({ items: [] });
});

test("what is no zip makes no layer", async () => {
  const { ports } = await openLambda();
  const refused = publishLayerVersion(ports, { layerName: "tools", zip: new Uint8Array([1, 2, 3]) });
  await expect(refused).rejects.toThrow(InvalidZipFile);
  expect(await listLayers(ports)).toEqual({ items: [] });
});

test("another account reads a version when it is shared, and learns nothing otherwise; changing it is the owner's", async () => {
  const { ports } = await openLambda();
  const stranger: Ports = { ...ports, scope: { ...ports.scope, accountId: "111111111111" } };
  await publish(ports);
  const read = () => getLayerVersion(stranger, { layerName: ARN, version: 1 });
  const denied = new AccessDenied("arn:aws:iam::111111111111:root", "lambda:GetLayerVersion", `${ARN}:1`, {
    because: "noAllow",
    policyType: "resource",
  });
  await expect(read()).rejects.toThrow(denied);
  await expect(getLayerVersion(stranger, { layerName: ARN, version: 9 })).rejects.toThrow(AccessDenied);
  await addLayerVersionPermission(ports, {
    layerName: "tools",
    version: 1,
    statementId: "friend",
    principal: "111111111111",
  });
  expect((await read()).version).toBe(1);
  await expect(deleteLayerVersion(stranger, { layerName: ARN, version: 1 })).rejects.toThrow(AccessDenied);
  await expect(publish(stranger, ARN)).rejects.toThrow(AccessDenied);
  await expect(listLayerVersions(stranger, { layerName: ARN })).rejects.toThrow(AccessDenied);
  expect(await listLayers(stranger)).toEqual({ items: [] });
});

test("lists are cut at 50, the most that AWS gives (spec §1.3)", async () => {
  const { ports } = await openLambda();
  for (let turn = 0; turn < 52; turn++) await publish(ports);
  const first = await listLayerVersions(ports, { layerName: "tools", maxItems: 10_000 });
  expect(first.items.map(({ version }) => version)).toEqual(Array.from({ length: 50 }, (_, index) => 52 - index));
  const rest = await listLayerVersions(ports, { layerName: "tools", marker: first.nextMarker });
  expect(rest.items.map(({ version }) => version)).toEqual([2, 1]);
  expect(rest.nextMarker).toBeUndefined();
});
