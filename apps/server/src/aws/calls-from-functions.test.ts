import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  InvokeCommand,
  type LambdaClient,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import { createIamPorts, createRole, deleteRole, deleteRolePolicy, putRolePolicy } from "@lambent/iam";
import { functionSettled, queryLogs, queryMetrics, updateFunctionConfiguration } from "@lambent/lambda";
import { DEFAULT_SCOPE, DEFAULT_TRUST_POLICY, type PolicyStatement } from "@lambent/model";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { startTestServer, type TestServer } from "../server.fixture.ts";
import { ECHO, functionInput, lambdaClient, makeRole, zipOf } from "./aws-clients.fixture.ts";
import { makeUrl, openToEverybody } from "./function-urls.fixture.ts";
import { INVOKES_FROM_PYTHON, SENDS_SIGNED } from "./inside-functions.fixture.ts";

const SDK_FUNCTION = fileURLToPath(new URL("./invokes-with-sdk.fixture.ts", import.meta.url));
const arnOf = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
const ALLOWED: PolicyStatement = { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: arnOf("allowed") };
const denied = (functionName: string, on: string) =>
  `User: arn:aws:sts::000000000000:assumed-role/caller/${functionName} is not authorized to perform: lambda:InvokeFunction on resource: ${arnOf(on)} because no identity-based policy allows the lambda:InvokeFunction action`;
const invocationOf = (functionName: string) => `/2015-03-31/functions/${functionName}/invocations`;

let server: TestServer;
let lambda: LambdaClient;
let sdkFunction: string;

const iam = () => createIamPorts({ scope: DEFAULT_SCOPE, store: server.ports.store });

async function roleThatMay(roleName: string, ...Statement: PolicyStatement[]): Promise<string> {
  const { arn } = await createRole(iam(), { roleName, assumeRolePolicyDocument: JSON.stringify(DEFAULT_TRUST_POLICY) });
  const policyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  if (Statement.length > 0) await putRolePolicy(iam(), { roleName, policyName: "may", policyDocument });
  return arn;
}

async function create(name: string, source: string, given: Partial<CreateFunctionCommandInput> = {}) {
  const defaults = { Role: "arn:aws:iam::000000000000:role/caller", Timeout: 60, MemorySize: 256 };
  await lambda.send(new CreateFunctionCommand({ ...(await functionInput(name, source)), ...defaults, ...given }));
  const limits = { client: lambda, maxWaitTime: 20, minDelay: 1, maxDelay: 1 };
  await waitUntilFunctionActiveV2(limits, { FunctionName: name });
}

async function invoke(FunctionName: string, event: unknown) {
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }));
  return JSON.parse(Payload?.transformToString() ?? "null");
}

/** With the official client in its package, as people ship it. */
async function bundled(): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), "lambent-bundle-"));
  try {
    await build({
      root: import.meta.dirname,
      configFile: false,
      logLevel: "error",
      ssr: { noExternal: true },
      build: {
        ...{ ssr: SDK_FUNCTION, outDir, minify: true, target: "node20" },
        rolldownOptions: { output: { codeSplitting: false } },
      },
    });
    return await readFile(join(outDir, "invokes-with-sdk.fixture.js"), "utf8");
  } finally {
    await rm(outDir, { recursive: true, force: true });
  }
}

beforeAll(async () => {
  [server, sdkFunction] = await Promise.all([startTestServer(), bundled()]);
  lambda = lambdaClient(server.awsUrl);
  await makeRole(server);
  await roleThatMay("caller", ALLOWED);
  await Promise.all([create("allowed", ECHO), create("other", ECHO), create("signs", SENDS_SIGNED)]);
});
afterAll(async () => {
  lambda.destroy();
  await server.stop();
});

describe("a function calls Lambda as its execution role", () => {
  test("with the official client as it is: what the role allows, and nothing else", async () => {
    await create("sdk", sdkFunction);
    expect(await invoke("sdk", { functionName: "allowed", payload: { n: 1 } })).toEqual({
      status: 200,
      payload: '{"n":1}',
    });
    expect((await invoke("sdk", { functionName: "allowed", invocationType: "Event" })).status).toBe(202);
    expect(await invoke("sdk", { functionName: "other" })).toEqual({
      status: 403,
      name: "AccessDeniedException",
      message: denied("sdk", "other"),
    });
  });

  test("in Python, with nothing but its standard library", async () => {
    await create("py", "", {
      Runtime: "python3.12",
      Handler: "app.handler",
      Code: { ZipFile: await zipOf({ "app.py": INVOKES_FROM_PYTHON }) },
    });
    expect(await invoke("py", { functionName: "allowed" })).toEqual({ status: 200, text: '{"from":"python"}' });
    const { status, text } = await invoke("py", { functionName: "other" });
    expect([status, JSON.parse(text).Message]).toEqual([403, denied("py", "other")]);
  });

  test("a role that was made for one function may do nothing here", async () => {
    const { configuration } = await server.mutate("functions.create", {
      functionName: "from-the-console",
      runtime: "nodejs20.x",
      architecture: "x86_64",
    });
    await create("fresh", SENDS_SIGNED, { Role: configuration.role });
    const json = await invoke("fresh", { requests: [{ path: invocationOf("allowed") }] });
    expect(json.answers).toMatchObject([{ status: 403, type: "AccessDeniedException" }]);
  });

  test("a policy that is taken away is gone for environments that run", async () => {
    const Role = await roleThatMay("changing", ALLOWED);
    await create("changes", SENDS_SIGNED, { Role });
    const asks = async () => (await invoke("changes", { requests: [{ path: invocationOf("allowed") }] })).answers;
    expect(await asks()).toMatchObject([{ status: 200 }]);
    await deleteRolePolicy(iam(), { roleName: "changing", policyName: "may" });
    expect(await asks()).toMatchObject([{ status: 403, type: "AccessDeniedException" }]);
  });

  test("without its role it runs without credentials, and its log says so", async () => {
    const Role = await roleThatMay("vanishing");
    await create("roleless", SENDS_SIGNED, { Role });
    await deleteRole(iam(), { roleName: "vanishing" });
    const shows = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL"];
    const json = await invoke("roleless", { requests: [], shows });
    expect(json.shown).toEqual({ AWS_ENDPOINT_URL: "http://127.0.0.1:4566" });
    const { events } = await queryLogs(server.ports, { functionName: "roleless", limit: 100 });
    expect(events.map(({ message }) => message).join("\n")).toContain(
      `LAMBENT_WARNING: There are no credentials for AWS: the role ${Role} is gone`,
    );
  });

  test("with Internet access as well, which opens no other way to the host", async ({ skip }) => {
    const access = () => server.ports.runner.status().internetAccess;
    const reason = () => {
      const given = access();
      return given.available ? "" : given.reason;
    };
    await expect.poll(reason, { timeout: 20_000, interval: 100 }).not.toContain("being tried out");
    if (!access().available) skip(reason());
    const index = `import { networkInterfaces } from "node:os";
      import { handler as sends } from "./sends.mjs";
      export const handler = async (event) => ({ ...(await sends(event)), interfaces: Object.keys(networkInterfaces()) });`;
    const Code = { ZipFile: await zipOf({ "index.mjs": index, "sends.mjs": SENDS_SIGNED }) };
    await create("online", "", { Code });
    const change = { functionName: "online", networkAccess: "internet" } as const;
    await functionSettled(server.ports, await updateFunctionConfiguration(server.ports, change));
    const ports = [server.url, server.awsUrl].map((url) => Number(new URL(url).port));
    const closed = ports.map((port) => ({ port, path: "/", method: "GET", unsigned: true }));
    const requests = [{ path: invocationOf("allowed"), body: "1" }, { path: invocationOf("other") }, ...closed];
    const { answers, interfaces } = await invoke("online", { requests });
    expect(answers).toMatchObject([
      { status: 200, text: "1" },
      { status: 403, type: "AccessDeniedException" },
      ...closed.map(() => ({ code: "ECONNREFUSED" })),
    ]);
    expect(interfaces).toEqual(["lo", expect.stringMatching(/^tap/)]);
  });

  test("its own variable leads its clients elsewhere", async () => {
    const Environment = { Variables: { AWS_ENDPOINT_URL: "http://127.0.0.1:1" } };
    await create("elsewhere", SENDS_SIGNED, { Environment });
    const json = await invoke("elsewhere", { requests: [{ path: "/" }] });
    expect(json.answers).toEqual([{ code: "ECONNREFUSED" }]);
  });
});

describe("hostile code inside", () => {
  const refused = { status: 403, type: "UnrecognizedClientException" };
  const path = invocationOf("other");

  test("is nobody's administrator by the keys that everybody knows", async () => {
    const keys = [
      { accessKeyId: "test", secretAccessKey: "test", sessionToken: "" },
      { accessKeyId: "000000000000", secretAccessKey: "test", sessionToken: "" },
      { accessKeyId: "123456789012", secretAccessKey: "test", sessionToken: "" },
      { accessKeyId: "test", secretAccessKey: "test" },
    ];
    const json = await invoke("signs", { requests: keys.map((key) => ({ ...key, path })) });
    expect(json.answers).toMatchObject([refused, refused, refused, refused]);
    const unsigned = await invoke("signs", { requests: [{ path, unsigned: true }] });
    expect(unsigned.answers).toMatchObject([{ status: 403, type: "MissingAuthenticationTokenException" }]);
  });

  test("gets no further with a part of its credentials, or with another's", async () => {
    await create("neighbour", SENDS_SIGNED);
    const shows = ["AWS_ACCESS_KEY_ID", "AWS_SESSION_TOKEN"];
    const [own, other] = [
      await invoke("signs", { requests: [], shows }),
      await invoke("neighbour", { requests: [], shows }),
    ];
    const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SESSION_TOKEN: sessionToken } = other.shown;
    expect(own.shown.AWS_ACCESS_KEY_ID).toMatch(/^ASIA/);
    expect(own.shown.AWS_ACCESS_KEY_ID).not.toBe(accessKeyId);
    const changed = `${sessionToken.slice(0, 40)}${sessionToken[40] === "A" ? "B" : "A"}${sessionToken.slice(41)}`;
    const attempts = [{ sessionToken: "" }, { sessionToken: changed }, { sessionToken }, { accessKeyId }];
    const requests = attempts.map((attempt) => ({ ...attempt, path: invocationOf("allowed") }));
    expect((await invoke("signs", { requests })).answers).toMatchObject(attempts.map(() => refused));
    // Who knows a neighbour's key and token still lacks the secret.
    const half = { accessKeyId, sessionToken, path: invocationOf("allowed") };
    expect((await invoke("signs", { requests: [half] })).answers).toMatchObject([
      { status: 403, type: "InvalidSignatureException" },
    ]);
  });

  test("reaches neither the console nor what else the host serves", async () => {
    const ports = [server.url, server.awsUrl].map((url) => Number(new URL(url).port));
    const requests = [...ports, 4510].map((port) => ({ port, path: "/", method: "GET", unsigned: true }));
    const json = await invoke("signs", { requests });
    expect(json.answers).toEqual(requests.map(() => ({ code: "ECONNREFUSED" })));
  });

  test("can't fill the server's memory with requests that it never has to sign", async () => {
    const large = { path: "/2015-03-31/functions", bodyBytes: 17 * 1024 * 1024 };
    const json = await invoke("signs", { requests: [large] });
    expect(json.answers).toMatchObject([{ status: 429, type: "TooManyRequestsException" }]);
    const after = await invoke("signs", { requests: [{ path: invocationOf("allowed") }] });
    expect(after.answers).toMatchObject([{ status: 200 }]);
  });
});

test("a function that invokes itself is stopped when it has run 16 times", async () => {
  const Role = await roleThatMay("recursive", { ...ALLOWED, Resource: arnOf("recurses") });
  const source = `import { handler as call } from "./sdk.mjs";
    export const handler = async ({ depth }) => {
      const answer = await call({ functionName: "recurses", payload: { depth: depth + 1 } });
      return answer.status === 200 ? JSON.parse(answer.payload) : { depth, name: answer.name, status: answer.status };
    };`;
  const Code = { ZipFile: await zipOf({ "index.mjs": source, "sdk.mjs": sdkFunction }) };
  await create("recurses", "", { Role, Code });
  const json = await invoke("recurses", { depth: 1 });
  expect(json).toEqual({ depth: 16, name: "RecursiveInvocationException", status: 400 });
});

test("a function that calls its own URL is stopped as well, and what its URL answered is counted", async () => {
  const source = `import { get } from "node:http";
    export const handler = async ({ rawPath }) => {
      const depth = Number(rawPath.slice(1));
      const url = process.env.AWS_ENDPOINT_URL + "/_function-urls/" + process.env.URL_ID + "/" + (depth + 1);
      const headers = { "x-amzn-trace-id": process.env._X_AMZN_TRACE_ID };
      return new Promise((resolve) => get(url, { headers }, async (answer) => {
        const body = (await answer.toArray()).join("");
        resolve(answer.statusCode === 200 ? JSON.parse(body) : { depth, status: answer.statusCode, body });
      }));
    };`;
  const functionName = "rings";
  await create(functionName, source);
  const url = await makeUrl(server, { functionName, authType: "NONE" });
  await openToEverybody(server, { functionName });
  const Environment = { Variables: { URL_ID: url.urlId } };
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: functionName, Environment }));
  await waitUntilFunctionUpdatedV2(
    { client: lambda, maxWaitTime: 20, minDelay: 1, maxDelay: 1 },
    { FunctionName: functionName },
  );
  const reported = vi.spyOn(console, "error").mockImplementation(() => {});
  const { depth, status, body } = JSON.parse((await url.call("/1")).text);
  expect([depth, status, JSON.parse(body)]).toEqual([
    16,
    400,
    {
      Message:
        "Lambda has detected your function being invoked in a recursive loop with other Amazon Web Services resources and stopped your function's invocation.",
      Type: "User",
    },
  ]);
  expect(reported).not.toHaveBeenCalled();
  reported.mockRestore();
  const startMs = Date.now() - 600_000;
  const query = { functionName, startMs, endMs: Date.now() + 60_000, periodSeconds: 3_600 };
  const counts = async () =>
    (await queryMetrics(server.ports, query)).map((point) => [
      point.urlRequestCount,
      point.url4xxCount,
      point.url5xxCount,
      point.recursiveInvocationsDropped,
      point.urlRequestLatencyMaxMs > 0,
    ]);
  await expect.poll(counts).toEqual([[17, 1, 0, 1, true]]);
});
