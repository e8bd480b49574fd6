import { FunctionNotFound, InvalidParameterValue } from "@lambent/model";
import { expect, test } from "vitest";
import { createFunction } from "./create-function.ts";
import { getFunctionRecursionConfig } from "./get-function-recursion-config.ts";
import { getRuntimeManagementConfig } from "./get-runtime-management-config.ts";
import { openLambda, settled } from "./lambda.fixture.ts";
import { publishVersion } from "./publish-version.ts";
import { putFunctionRecursionConfig } from "./put-function-recursion-config.ts";
import { putRuntimeManagementConfig } from "./put-runtime-management-config.ts";

const HELLO = { functionName: "hello", runtime: "nodejs20.x", architecture: "x86_64" } as const;
const ARN = "arn:aws:lambda:us-east-1:000000000000:function:hello";

async function withHello() {
  const { ports } = await openLambda();
  await settled(ports, createFunction(ports, HELLO));
  return ports;
}

// spec: lambda §1.3 has both defaults
test("recursive loops are terminated unless the function says otherwise", async () => {
  const ports = await withHello();
  expect(await getFunctionRecursionConfig(ports, HELLO)).toEqual({ recursiveLoop: "Terminate" });
  expect(await putFunctionRecursionConfig(ports, { functionName: "hello", recursiveLoop: "Allow" })).toEqual({
    recursiveLoop: "Allow",
  });
  expect(await getFunctionRecursionConfig(ports, HELLO)).toEqual({ recursiveLoop: "Allow" });
  await expect(getFunctionRecursionConfig(ports, { functionName: "hi" })).rejects.toThrow(FunctionNotFound);
  await expect(putFunctionRecursionConfig(ports, { functionName: "hi", recursiveLoop: "Allow" })).rejects.toThrow(
    FunctionNotFound,
  );
});

test("runtime management is Auto, is kept, and goes along with a version that is published", async () => {
  const ports = await withHello();
  expect(await getRuntimeManagementConfig(ports, HELLO)).toEqual({
    functionArn: `${ARN}:$LATEST`,
    updateRuntimeOn: "Auto",
  });
  const runtimeVersionArn = `arn:aws:lambda:us-east-1::runtime:${"a".repeat(64)}`;
  const manual = { functionName: "hello", updateRuntimeOn: "Manual", runtimeVersionArn } as const;
  expect(await putRuntimeManagementConfig(ports, manual)).toEqual({
    functionArn: `${ARN}:$LATEST`,
    updateRuntimeOn: "Manual",
    runtimeVersionArn,
  });
  await settled(ports, publishVersion(ports, { functionName: "hello" }));
  await putRuntimeManagementConfig(ports, { functionName: "hello", updateRuntimeOn: "FunctionUpdate" });
  expect(await getRuntimeManagementConfig(ports, HELLO)).toEqual({
    functionArn: `${ARN}:$LATEST`,
    updateRuntimeOn: "FunctionUpdate",
  });
  const one = { functionName: "hello", qualifier: "1" };
  expect(await getRuntimeManagementConfig(ports, one)).toMatchObject({ functionArn: `${ARN}:1`, runtimeVersionArn });
  await putRuntimeManagementConfig(ports, { ...one, updateRuntimeOn: "Auto" });
  expect(await getRuntimeManagementConfig(ports, one)).toEqual({ functionArn: `${ARN}:1`, updateRuntimeOn: "Auto" });
});

test("a runtime version is for Manual alone, and a version that isn't there is named", async () => {
  const ports = await withHello();
  for (const wrong of [
    { updateRuntimeOn: "Manual" },
    { updateRuntimeOn: "Auto", runtimeVersionArn: "arn:aws:lambda:us-east-1::runtime:a" },
  ] as const) {
    await expect(putRuntimeManagementConfig(ports, { functionName: "hello", ...wrong })).rejects.toThrow(
      InvalidParameterValue,
    );
  }
  for (const qualifier of ["9", "live"]) {
    const missing = { functionName: "hello", qualifier };
    const notFound = new FunctionNotFound(`${ARN}:${qualifier}`);
    await expect(getRuntimeManagementConfig(ports, missing)).rejects.toThrow(notFound);
    await expect(putRuntimeManagementConfig(ports, { ...missing, updateRuntimeOn: "Auto" })).rejects.toThrow(notFound);
  }
});
