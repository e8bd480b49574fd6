import {
  createAlias,
  functionSettled,
  getProvisionedConcurrencyConfig,
  invoke,
  publishVersion,
  putProvisionedConcurrencyConfig,
} from "@lambent/lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { base64, HOST_ARCHITECTURE, startTestServer, type TestServer } from "./server.fixture.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const ARN = "arn:aws:lambda:us-east-1:000000000000:function";
const SAYS_WHO_IT_IS = `export const handler = async (_event, context) => ({
  fromContext: context.functionVersion,
  fromEnvironment: process.env.AWS_LAMBDA_FUNCTION_VERSION,
  invokedAs: context.invokedFunctionArn,
  started: process.env.AWS_LAMBDA_INITIALIZATION_TYPE,
});`;

/** A function whose code says which version it is, published once. */
async function publishedFunction(functionName: string): Promise<void> {
  const { configuration } = await server.mutate("functions.create", {
    functionName,
    runtime: "nodejs20.x",
    architecture: HOST_ARCHITECTURE,
  });
  await server.mutate("code.deploy", {
    functionName,
    revisionId: configuration.revisionId,
    baseCodeSha256: configuration.codeSha256,
    changes: [{ kind: "write", path: "index.mjs", contentBase64: base64(SAYS_WHO_IT_IS) }],
  });
  await publishVersion(server.ports, { functionName });
  await functionSettled(server.ports, { functionName });
}

async function run(functionName: string, qualifier: string) {
  const { outcome, report } = await invoke(server.ports, { functionName, qualifier, payload: Buffer.from("{}") });
  if (outcome.kind !== "succeeded") throw new Error(JSON.stringify(outcome));
  return { ...JSON.parse(Buffer.from(outcome.payload).toString()), logStreamName: report.logStreamName };
}

// spec: lambda §6.1, §6.3, §8.1
test("a version's code sees its number, the ARN that was used, and logs under its number", async () => {
  const functionName = "says-who-it-is";
  await publishedFunction(functionName);
  await createAlias(server.ports, { functionName, name: "live", functionVersion: "1" });
  expect(await run(functionName, "live")).toMatchObject({
    fromContext: "1",
    fromEnvironment: "1",
    invokedAs: `${ARN}:${functionName}:live`,
    logStreamName: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[1\][0-9a-f]{32}$/),
  });
  expect(await run(functionName, "$LATEST")).toMatchObject({
    fromContext: "$LATEST",
    invokedAs: `${ARN}:${functionName}:$LATEST`,
    started: "on-demand",
  });
});

// spec: lambda §5.2
test("provisioned environments are ready before the first event, which finds one of them", async () => {
  const functionName = "is-ready-before";
  await publishedFunction(functionName);
  const config = { functionName, qualifier: "1" };
  await putProvisionedConcurrencyConfig(server.ports, { ...config, provisionedConcurrentExecutions: 2 });
  const status = async () => (await getProvisionedConcurrencyConfig(server.ports, config)).status;
  await expect.poll(status, { timeout: 20_000 }).toBe("READY");
  expect(await run(functionName, "1")).toMatchObject({ started: "provisioned-concurrency", fromEnvironment: "1" });
});
