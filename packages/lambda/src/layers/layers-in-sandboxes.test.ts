import type { RuntimeId } from "@lambent/model";
import { expect, test } from "vitest";
import { createFunction as create } from "../create-function.ts";
import { invoke } from "../invoke.ts";
import { HOST_ARCHITECTURE, openLambdaInSandboxes, settled, zipOf } from "../lambda.fixture.ts";
import type { Ports } from "../ports.ts";
import { updateFunctionConfiguration as updateConfiguration } from "../update-function-configuration.ts";
import { deleteLayerVersion } from "./delete-layer-version.ts";
import { publishLayerVersion } from "./publish-layer-version.ts";

// Who goes on at once waits for the change to be over.
const createFunction: typeof create = (ports, input) => settled(ports, create(ports, input));
const updateFunctionConfiguration: typeof updateConfiguration = (ports, input) =>
  settled(ports, updateConfiguration(ports, input));

async function publish(ports: Ports, layerName: string, files: Record<string, string>): Promise<string> {
  return (await publishLayerVersion(ports, { layerName, zip: await zipOf(ports, files) })).layerVersionArn;
}

async function answer(ports: Ports): Promise<unknown> {
  const { outcome } = await invoke(ports, { functionName: "layered", payload: new TextEncoder().encode("{}") });
  expect(outcome).toMatchObject({ kind: "succeeded" });
  return "payload" in outcome ? JSON.parse(new TextDecoder().decode(outcome.payload)) : undefined;
}

const NODE = {
  runtime: "nodejs22.x",
  code: {
    "index.mjs": `
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
const require = createRequire(import.meta.url);
const first = require("first");
const second = require("second");
export const handler = async () => [first, second, readFileSync("/opt/shared", "utf8")];
`,
  },
  layer: (name: string) => ({
    [`nodejs/node_modules/${name}/index.js`]: `module.exports = "of ${name}";`,
    shared: name,
  }),
} as const;

const PYTHON = {
  runtime: "python3.12",
  code: {
    "lambda_function.py": `
import first
import second


def lambda_handler(event, context):
    return [first.TEXT, second.TEXT, open("/opt/shared").read()]
`,
  },
  layer: (name: string) => ({ [`python/${name}.py`]: `TEXT = "of ${name}"\n`, shared: name }),
} as const;

interface LayeredFunction {
  runtime: RuntimeId;
  code: Record<string, string>;
  layer(name: string): Record<string, string>;
}

// Layers are merged into /opt in listed order, later wins. @see spec: lambda §6.2
test.each<LayeredFunction>([NODE, PYTHON])(
  "a function ($runtime) imports from its layers, and of files with one path the last layer's is seen",
  async ({ runtime, code, layer }) => {
    const ports = await openLambdaInSandboxes();
    const first = await publish(ports, "first", layer("first"));
    const second = await publish(ports, "second", layer("second"));
    await createFunction(ports, {
      functionName: "layered",
      runtime,
      architecture: HOST_ARCHITECTURE,
      zip: await zipOf(ports, code),
      layers: [first, second],
    });
    expect(await answer(ports)).toEqual(["of first", "of second", "second"]);
    await updateFunctionConfiguration(ports, { functionName: "layered", layers: [second, first] });
    expect(await answer(ports)).toEqual(["of first", "of second", "first"]);
    await deleteLayerVersion(ports, { layerName: "first", version: 1 });
    await ports.store.codePackages.releaseUnused([], { minimumAgeMs: 0 });
    await updateFunctionConfiguration(ports, { functionName: "layered", memoryMb: 256 });
    expect(await answer(ports)).toEqual(["of first", "of second", "first"]);
  },
);
