import { AccessDenied, InvalidParameterValue } from "@lambent/model";
import { describe, expect, test } from "vitest";
import { createFunction as create } from "../create-function.ts";
import { getFunction } from "../get-function.ts";
import { invoke } from "../invoke.ts";
import { openLambda, settled, zipOf } from "../lambda.fixture.ts";
import type { Ports } from "../ports.ts";
import { repairAfterCrash } from "../repair-after-crash.ts";
import { updateFunctionCode } from "../update-function-code.ts";
import { updateFunctionConfiguration as updateConfiguration } from "../update-function-configuration.ts";
import { addLayerVersionPermission } from "./add-layer-version-permission.ts";
import { deleteLayerVersion } from "./delete-layer-version.ts";
import { requireCombinedSize } from "./function-layers.ts";
import { publishLayerVersion } from "./publish-layer-version.ts";

// Who goes on at once waits for the change to be over.
const createFunction: typeof create = (ports, input) => settled(ports, create(ports, input));
const updateFunctionConfiguration: typeof updateConfiguration = (ports, input) =>
  settled(ports, updateConfiguration(ports, input));

const HELLO = { functionName: "hello", runtime: "nodejs22.x", architecture: "x86_64" } as const;
const EVENT = { functionName: "hello", payload: new TextEncoder().encode("{}") };
const layerArn = (name: string) => `arn:aws:lambda:us-east-1:000000000000:layer:${name}`;

async function publish(ports: Ports, layerName: string, text = layerName): Promise<string> {
  const zip = await zipOf(ports, { [`nodejs/${layerName}.js`]: text });
  return (await publishLayerVersion(ports, { layerName, zip })).layerVersionArn;
}

test("a function's layers come with their sizes, in their order, and reach its environments", async () => {
  const { ports, runner } = await openLambda();
  const [a, b] = [await publish(ports, "a", "1"), await publish(ports, "b", "1".repeat(5000))];
  const created = await createFunction(ports, { ...HELLO, layers: [b, a] });
  expect(created.layers).toEqual([
    { arn: b, codeSizeBytes: expect.any(Number) },
    { arn: a, codeSizeBytes: expect.any(Number) },
  ]);
  expect((await getFunction(ports, HELLO)).configuration.layers).toEqual(created.layers);
  await invoke(ports, EVENT);
  const directories = async (arns: string[]) =>
    Promise.all(
      arns.map(async (arn) => {
        const name = arn.split(":").at(-2)!;
        const found = await ports.store.layers.getVersion(ports.scope, name, Number(arn.split(":").at(-1)));
        return ports.store.codePackages.directory(found!.content.codeSha256);
      }),
    );
  expect(runner.coldStarts[0]?.layerDirectories).toEqual(await directories([b, a]));

  await updateFunctionConfiguration(ports, { functionName: "hello", description: "The same layers" });
  await invoke(ports, EVENT);
  expect(runner.coldStarts).toHaveLength(1);
  await updateFunctionConfiguration(ports, { functionName: "hello", layers: [a, b] });
  await invoke(ports, EVENT);
  expect(runner.coldStarts[1]?.layerDirectories).toEqual(await directories([a, b]));
  expect((await updateFunctionConfiguration(ports, { functionName: "hello", layers: [] })).layers).toEqual([]);
  await invoke(ports, EVENT);
  expect(runner.coldStarts[2]?.layerDirectories).toEqual([]);
});

test("a deleted layer version goes on in its functions, over a clean-up and further changes, and for no other (spec §1.4)", async () => {
  const { ports, runner } = await openLambda();
  const a = await publish(ports, "a");
  const { layers } = await createFunction(ports, { ...HELLO, layers: [a] });
  await deleteLayerVersion(ports, { layerName: "a", version: 1 });
  await ports.store.codePackages.releaseUnused([], { minimumAgeMs: 0 });
  await repairAfterCrash(ports);
  expect((await updateFunctionConfiguration(ports, { functionName: "hello", memoryMb: 256 })).layers).toEqual(layers);
  expect((await invoke(ports, EVENT)).outcome.kind).toBe("succeeded");
  expect(runner.coldStarts[0]?.layerDirectories).toHaveLength(1);
  await expect(createFunction(ports, { ...HELLO, functionName: "other", layers: [a] })).rejects.toThrow(
    new InvalidParameterValue(`Layer version ${a} does not exist.`),
  );
});

describe("refusals are in AWS's words and change nothing (spec §1.5)", () => {
  async function withFive() {
    const { ports } = await openLambda();
    const arns = await Promise.all(["a", "b", "c", "d", "e", "f"].map((name) => publish(ports, name)));
    const second = await publish(ports, "a", "2");
    await createFunction(ports, HELLO);
    const set = (...layers: string[]) => updateFunctionConfiguration(ports, { functionName: "hello", layers });
    return { ports, arns, second, set };
  }

  test("more than five", async () => {
    const { arns, set } = await withFive();
    expect((await set(...arns.slice(0, 5))).layers).toHaveLength(5);
    await expect(set(...arns)).rejects.toThrow(new InvalidParameterValue("Cannot reference more than 5 layers."));
  });

  test("two versions of one layer", async () => {
    const { ports, arns, second, set } = await withFive();
    await expect(set(arns[0]!, arns[1]!, second)).rejects.toThrow(
      new InvalidParameterValue(
        `Two different versions of the same layer are not allowed to be referenced in the same function. ${arns[0]} and ${second} are versions of the same layer.`,
      ),
    );
    expect((await getFunction(ports, HELLO)).configuration.layers).toEqual([]);
  });

  test.each([
    `${layerArn("a")}:3`,
    `${layerArn("missing")}:1`,
    `${layerArn("a")}:0`,
    "arn:aws:lambda:::awslayer:AmazonLinux1803",
  ])("%s, which isn't there", async (arn) => {
    const { set } = await withFive();
    await expect(set(arn)).rejects.toThrow(new InvalidParameterValue(`Layer version ${arn} does not exist.`));
  });

  test("a layer of another Region", async () => {
    const { arns, set } = await withFive();
    await expect(set(arns[0]!.replace("us-east-1", "eu-west-1"))).rejects.toThrow(
      new InvalidParameterValue(
        "Layers are not in the same region as the function. Layers are expected to be in region us-east-1.",
      ),
    );
  });

  test("another account's layer, unless its policy shares it", async () => {
    const { ports } = await openLambda();
    const owner: Ports = { ...ports, scope: { ...ports.scope, accountId: "111111111111" } };
    const arn = await publish(owner, "shared");
    const createNamed = (functionName: string) => createFunction(ports, { ...HELLO, functionName, layers: [arn] });
    await expect(createNamed("before")).rejects.toThrow(AccessDenied);
    await expect(createNamed("before")).rejects.toThrow(
      `is not authorized to perform: lambda:GetLayerVersion on resource: ${arn} because no resource-based policy allows the lambda:GetLayerVersion action`,
    );
    const share = (statementId: string, given: object) =>
      addLayerVersionPermission(owner, {
        layerName: "shared",
        version: 1,
        statementId,
        principal: "222222222222",
        ...given,
      });
    await share("another", {});
    await share("organisation", { principal: "*", organizationId: "o-t194hfs8cz" });
    await expect(createNamed("before")).rejects.toThrow(AccessDenied);
    await share("us", { principal: "arn:aws:iam::000000000000:root" });
    expect((await createNamed("after")).layers.map((layer) => layer.arn)).toEqual([arn]);
  });

  test("code and layers of more than 250 MB together", () => {
    requireCombinedSize(262_143_000, [{ unzippedBytes: 1000 }]);
    expect(() => requireCombinedSize(262_143_000, [{ unzippedBytes: 600 }, { unzippedBytes: 401 }])).toThrow(
      new InvalidParameterValue(
        "Function code combined with layers exceeds the maximum allowed size of 262144000 bytes. The actual size is 262144001 bytes.",
      ),
    );
  });

  test("also when it is the code that grows", async () => {
    const { ports } = await openLambda();
    const a = await publish(ports, "a");
    await createFunction(ports, { ...HELLO, layers: [a] });
    const { layers } = await ports.store.functions.require(ports.scope, "hello");
    const huge = layers.map((layer) => ({ ...layer, unzippedBytes: 262_144_000 }));
    const before = await ports.store.functions.update(ports.scope, "hello", {}, { layers: huge });
    const code = { zip: await zipOf(ports, { "index.mjs": "export const handler = () => 1;" }) };
    await expect(updateFunctionCode(ports, { functionName: "hello", code })).rejects.toThrow(/^Function code combined/);
    expect((await getFunction(ports, HELLO)).configuration.revisionId).toBe(before.revisionId);
  });
});
