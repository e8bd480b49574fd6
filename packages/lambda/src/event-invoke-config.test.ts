import { expect, test } from "vitest";
import { createFunction } from "./create-function.ts";
import { deleteFunctionEventInvokeConfig } from "./delete-function-event-invoke-config.ts";
import { deleteFunctions } from "./delete-functions.ts";
import { functionSettled } from "./function-settled.ts";
import { getFunctionEventInvokeConfig } from "./get-function-event-invoke-config.ts";
import { openLambda } from "./lambda.fixture.ts";
import { listFunctionEventInvokeConfigs } from "./list-function-event-invoke-configs.ts";
import { createManualTime } from "./manual-time.fixture.ts";
import { putFunctionEventInvokeConfig } from "./put-function-event-invoke-config.ts";
import { updateFunctionEventInvokeConfig } from "./update-function-event-invoke-config.ts";

const ARN = "arn:aws:lambda:us-east-1:000000000000:function:";
const hello = { functionName: "hello" };

async function withFunctions() {
  const time = createManualTime();
  const lambda = await openLambda(time);
  for (const functionName of ["hello", "other"]) {
    await functionSettled(
      lambda.ports,
      await createFunction(lambda.ports, { functionName, runtime: "nodejs22.x", architecture: "x86_64" }),
    );
  }
  return { ...lambda, time };
}

test("a configuration comes back as it was put, with the qualified ARN", async () => {
  const { ports } = await withFunctions();
  const destinationConfig = { onSuccess: { destination: `${ARN}other` }, onFailure: { destination: "" } };
  const config = {
    functionArn: `${ARN}hello:$LATEST`,
    lastModified: "2025-01-31T12:34:56.789Z",
    maximumRetryAttempts: 0,
    maximumEventAgeInSeconds: 60,
    destinationConfig: { onSuccess: { destination: `${ARN}other` }, onFailure: {} },
  };
  const input = { ...hello, maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60, destinationConfig };
  expect(await putFunctionEventInvokeConfig(ports, input)).toEqual(config);
  expect(await getFunctionEventInvokeConfig(ports, hello)).toEqual(config);
  expect(await getFunctionEventInvokeConfig(ports, { ...hello, qualifier: "$LATEST" })).toEqual(config);
});

test("put replaces everything, update changes what is given", async () => {
  const { ports, time } = await withFunctions();
  const destinationConfig = { onSuccess: { destination: `${ARN}other` }, onFailure: { destination: `${ARN}other` } };
  await putFunctionEventInvokeConfig(ports, { ...hello, maximumRetryAttempts: 1, destinationConfig });
  await time.advance(1_000, async () => {});
  const lastModified = "2025-01-31T12:34:57.789Z";
  expect(await updateFunctionEventInvokeConfig(ports, { ...hello, maximumEventAgeInSeconds: 90 })).toEqual({
    functionArn: `${ARN}hello:$LATEST`,
    ...{ lastModified, maximumRetryAttempts: 1, maximumEventAgeInSeconds: 90, destinationConfig },
  });
  const onSuccessOnly = { onSuccess: { destination: `${ARN}other` } };
  expect(await updateFunctionEventInvokeConfig(ports, { ...hello, destinationConfig: onSuccessOnly })).toMatchObject({
    maximumRetryAttempts: 1,
    destinationConfig: { ...onSuccessOnly, onFailure: {} },
  });
  expect(await putFunctionEventInvokeConfig(ports, { ...hello, maximumRetryAttempts: 2 })).toEqual({
    functionArn: `${ARN}hello:$LATEST`,
    ...{ lastModified, maximumRetryAttempts: 2, destinationConfig: { onSuccess: {}, onFailure: {} } },
  });
  expect(await putFunctionEventInvokeConfig(ports, { ...hello, destinationConfig: {} })).toEqual({
    functionArn: `${ARN}hello:$LATEST`,
    ...{ lastModified, destinationConfig: { onSuccess: {}, onFailure: {} } },
  });
});

test("what isn't there is refused in AWS's words", async () => {
  const { ports } = await withFunctions();
  const none = (name: string) => `The function ${ARN}${name}:$LATEST doesn't have an EventInvokeConfig`;
  const given = { maximumRetryAttempts: 1 };
  for (const functionName of ["hello", "missing"]) {
    await expect(getFunctionEventInvokeConfig(ports, { functionName })).rejects.toThrow(none(functionName));
    await expect(deleteFunctionEventInvokeConfig(ports, { functionName })).rejects.toThrow(none(functionName));
  }
  await expect(updateFunctionEventInvokeConfig(ports, { ...hello, ...given })).rejects.toThrow(none("hello"));
  for (const reference of [{ functionName: "missing" }, { ...hello, qualifier: "PROD" }]) {
    const expected = "The function doesn't exist.";
    await expect(putFunctionEventInvokeConfig(ports, { ...reference, ...given })).rejects.toThrow(expected);
    await expect(updateFunctionEventInvokeConfig(ports, { ...reference, ...given })).rejects.toThrow(expected);
  }
  await expect(listFunctionEventInvokeConfigs(ports, { functionName: "missing" })).rejects.toThrow(
    "The function doesn't exist.",
  );
  for (const change of [putFunctionEventInvokeConfig, updateFunctionEventInvokeConfig]) {
    await expect(change(ports, { functionName: "missing" })).rejects.toThrow(
      "You must specify at least one of error handling or destination setting.",
    );
  }
});

test("a deleted configuration is gone, and so is that of a deleted function", async () => {
  const { ports } = await withFunctions();
  await putFunctionEventInvokeConfig(ports, { ...hello, maximumRetryAttempts: 1 });
  await deleteFunctionEventInvokeConfig(ports, hello);
  await expect(getFunctionEventInvokeConfig(ports, hello)).rejects.toThrow("doesn't have an EventInvokeConfig");
  await putFunctionEventInvokeConfig(ports, { ...hello, maximumRetryAttempts: 1 });
  await deleteFunctions(ports, { functionNames: ["hello"] });
  await expect(getFunctionEventInvokeConfig(ports, hello)).rejects.toThrow("doesn't have an EventInvokeConfig");
  await functionSettled(
    ports,
    await createFunction(ports, { ...hello, runtime: "nodejs22.x", architecture: "x86_64" }),
  );
  expect(await listFunctionEventInvokeConfigs(ports, hello)).toEqual({ functionEventInvokeConfigs: [] });
});

test("the configurations of a function are listed by qualifier, a page at a time", async () => {
  const { ports } = await withFunctions();
  for (const qualifier of ["PROD", "2", "$LATEST", "1"]) {
    await ports.store.eventInvokeConfigs.put(ports.scope, "hello", qualifier, { destinationConfig: {} });
  }
  const qualifiers: (string | undefined)[] = [];
  let marker: string | undefined;
  do {
    const page = await listFunctionEventInvokeConfigs(ports, { ...hello, maxItems: 2, marker });
    expect(page.functionEventInvokeConfigs.length).toBeLessThanOrEqual(2);
    qualifiers.push(...page.functionEventInvokeConfigs.map(({ functionArn }) => functionArn.split(":").at(-1)));
    marker = page.nextMarker;
  } while (marker !== undefined);
  expect(qualifiers).toEqual(["$LATEST", "1", "2", "PROD"]);
});
