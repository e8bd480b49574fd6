import { InvalidZipFile, ResourceConflict, RevisionMismatch } from "@lambent/model";
import { expect, test } from "vitest";
import { createFunction } from "./create-function.ts";
import { downloadCode } from "./download-code.ts";
import { getFunction } from "./get-function.ts";
import { invoke } from "./invoke.ts";
import { openLambda, settled } from "./lambda.fixture.ts";
import { readCodeFile } from "./read-code-file.ts";
import { updateFunctionCode } from "./update-function-code.ts";

const HELLO = { functionName: "hello", runtime: "nodejs20.x", architecture: "x86_64" } as const;
const EVENT = { functionName: "hello", payload: new TextEncoder().encode("{}") };
const write = (path: string, text: string) =>
  ({ kind: "write", path, contentBase64: Buffer.from(text).toString("base64") }) as const;

async function withHello() {
  const lambda = await openLambda();
  return { ...lambda, created: await settled(lambda.ports, createFunction(lambda.ports, HELLO)) };
}

test("edits apply on top of the package that they started from", async () => {
  const { ports, created } = await withHello();
  const updated = await settled(
    ports,
    updateFunctionCode(ports, {
      functionName: "hello",
      revisionId: created.revisionId,
      code: { baseCodeSha256: created.codeSha256, changes: [write("lib/a.mjs", "export const a = 1;")] },
    }),
  );
  expect(updated.codeSha256).not.toBe(created.codeSha256);
  expect(updated.revisionId).not.toBe(created.revisionId);
  const { content } = await readCodeFile(ports, { functionName: "hello", path: "lib/a.mjs" });
  expect(new TextDecoder().decode(content)).toBe("export const a = 1;");
  await readCodeFile(ports, { functionName: "hello", path: "index.mjs" });
});

test("the other side of a conflict can still be read", async () => {
  const { ports, created } = await withHello();
  const code = { baseCodeSha256: created.codeSha256, changes: [write("index.mjs", "export const theirs = 1;")] };
  await settled(ports, updateFunctionCode(ports, { functionName: "hello", revisionId: created.revisionId, code }));
  const mine = { ...code, changes: [write("index.mjs", "export const mine = 1;")] };
  await expect(
    settled(ports, updateFunctionCode(ports, { functionName: "hello", revisionId: created.revisionId, code: mine })),
  ).rejects.toThrow(RevisionMismatch);
  const read = async (codeSha256?: string) =>
    new TextDecoder().decode(
      (await readCodeFile(ports, { functionName: "hello", path: "index.mjs", codeSha256 })).content,
    );
  expect(await read()).toContain("theirs");
  expect(await read(created.codeSha256)).toContain("Hello from Lambda!");
});

test("a zip goes in and comes out byte for byte", async () => {
  const { ports, created } = await withHello();
  const edited = await settled(
    ports,
    updateFunctionCode(ports, {
      functionName: "hello",
      code: { baseCodeSha256: created.codeSha256, changes: [write("b.txt", "b")] },
    }),
  );
  const { zip } = await downloadCode(ports, { functionName: "hello" });
  const other = await settled(ports, createFunction(ports, { ...HELLO, functionName: "other" }));
  expect(other.codeSha256).toBe(created.codeSha256);
  const uploaded = await settled(ports, updateFunctionCode(ports, { functionName: "other", code: { zip } }));
  expect(uploaded.codeSha256).toBe(edited.codeSha256);
  expect((await downloadCode(ports, { functionName: "other" })).zip).toEqual(zip);
});

test("a package that can't be read changes nothing, the revision neither", async () => {
  const { ports, created } = await withHello();
  const broken = { functionName: "hello", code: { zip: new Uint8Array([1, 2, 3]) } };
  await expect(settled(ports, updateFunctionCode(ports, broken))).rejects.toThrow(InvalidZipFile);
  const { configuration } = await getFunction(ports, HELLO);
  expect(configuration).toEqual(created);
});

test("a second update while one is in progress is refused, in AWS's words", async () => {
  const { ports, created } = await withHello();
  const update = (text: string) =>
    settled(
      ports,
      updateFunctionCode(ports, {
        functionName: "hello",
        code: { baseCodeSha256: created.codeSha256, changes: [write("index.mjs", text)] },
      }),
    );
  const first = update("export const first = 1;");
  const second = update("export const second = 1;");
  await expect(second).rejects.toThrow(
    ResourceConflict.updateInProgress("arn:aws:lambda:us-east-1:000000000000:function:hello"),
  );
  await first;
  await update("export const third = 1;");
});

test("after a deploy the next invocation runs the new code and the old environment is gone", async () => {
  const { ports, runner, created } = await withHello();
  await invoke(ports, EVENT);
  await invoke(ports, EVENT);
  expect(runner.coldStarts).toHaveLength(1);
  const updated = await settled(
    ports,
    updateFunctionCode(ports, {
      functionName: "hello",
      code: {
        baseCodeSha256: created.codeSha256,
        changes: [write("index.mjs", "export const handler = async () => 2;")],
      },
    }),
  );
  const { definition } = await invoke(ports, EVENT);
  expect(definition.configuration.codeSha256).toBe(updated.codeSha256);
  expect(runner.coldStarts).toHaveLength(2);
  expect(runner.coldStarts[1]?.codeDirectory).not.toBe(runner.coldStarts[0]?.codeDirectory);
  // Going back to the former code must not find the environment that was retired.
  await settled(
    ports,
    updateFunctionCode(ports, { functionName: "hello", code: { baseCodeSha256: created.codeSha256, changes: [] } }),
  );
  await invoke(ports, EVENT);
  expect(runner.coldStarts).toHaveLength(3);
});
