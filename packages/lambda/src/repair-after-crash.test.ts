import { ResourceConflict } from "@lambent/model";
import { expect, test } from "vitest";
import { createFunction } from "./create-function.ts";
import { getFunction } from "./get-function.ts";
import { invoke } from "./invoke.ts";
import { openLambda, settled } from "./lambda.fixture.ts";
import { repairAfterCrash } from "./repair-after-crash.ts";
import { updateFunctionCode } from "./update-function-code.ts";

const HELLO = { functionName: "hello", runtime: "nodejs20.x", architecture: "x86_64" } as const;
const EVENT = { functionName: "hello", payload: new TextEncoder().encode("{}") };
const UNKNOWN_SHA256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

test("a function left Pending with its code complete becomes Active", async () => {
  const { ports } = await openLambda();
  await settled(ports, createFunction(ports, HELLO));
  await ports.store.functions.update(ports.scope, "hello", {}, { state: "Pending", stateReason: "Creating" });
  ports.definitions.invalidate("hello");
  await expect(invoke(ports, EVENT)).rejects.toThrow(ResourceConflict.inState("Pending"));
  ports.definitions.invalidate("hello");
  expect((await repairAfterCrash(ports)).functions).toEqual(["hello"]);
  const { configuration } = await getFunction(ports, HELLO);
  expect(configuration).toMatchObject({ state: "Active", lastUpdateStatus: "Successful" });
  expect(configuration).not.toHaveProperty("stateReason");
  await invoke(ports, EVENT);
});

test("an update left in progress was answered with what is on disk, so it stands", async () => {
  const { ports } = await openLambda();
  await settled(ports, createFunction(ports, HELLO));
  await ports.store.functions.update(ports.scope, "hello", {}, { lastUpdateStatus: "InProgress" });
  await repairAfterCrash(ports);
  expect((await getFunction(ports, HELLO)).configuration).toMatchObject({
    state: "Active",
    lastUpdateStatus: "Successful",
  });
  expect((await invoke(ports, EVENT)).outcome.kind).toBe("succeeded");
});

test("a function whose code is missing says so, and new code revives it", async () => {
  const { ports } = await openLambda();
  const { codeSha256 } = await settled(ports, createFunction(ports, HELLO));
  await ports.store.functions.update(ports.scope, "hello", {}, { state: "Pending", codeSha256: UNKNOWN_SHA256 });
  await repairAfterCrash(ports);
  expect((await getFunction(ports, HELLO)).configuration).toMatchObject({
    state: "Failed",
    stateReason: "The server was stopped before the code was complete. Deploy the code again.",
  });
  const revived = await settled(
    ports,
    updateFunctionCode(ports, {
      functionName: "hello",
      code: {
        baseCodeSha256: codeSha256,
        changes: [{ kind: "write", path: "a.txt", contentBase64: "YQ==" }],
      },
    }),
  );
  expect(revived).toMatchObject({ state: "Active", lastUpdateStatus: "Successful" });
  await invoke(ports, EVENT);
});

test("where nothing is wrong nothing is changed", async () => {
  const { ports } = await openLambda();
  const created = await settled(ports, createFunction(ports, HELLO));
  expect(await repairAfterCrash(ports)).toEqual({ functions: [], versions: [], releasedCode: [] });
  expect((await getFunction(ports, HELLO)).configuration).toEqual(created);
});
