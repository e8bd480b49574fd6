import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LambentServer, startServer } from "../server/start-server.ts";
import { ACCOUNT, BASIC_EXECUTION, TRUSTS_LAMBDA } from "./aws-clients.ts";
import { type Handlers, NODE, PYTHON } from "./handlers.ts";
import { shellExports } from "./shell-exports.ts";

const run = promisify(execFile);
/** Debian's first: another may be older. */
const AWS = ["/usr/bin/aws", ...(process.env.PATH ?? "").split(":").map((folder) => join(folder, "aws"))].find((path) =>
  existsSync(path),
);

/** It starts anew at every command. */
const PATIENCE = { timeout: 120_000 };

describe.skipIf(AWS === undefined)("AWS's command line", PATIENCE, () => {
  let server: LambentServer;
  let environment: NodeJS.ProcessEnv;
  let role: string;

  // Older ones don't know AWS_ENDPOINT_URL yet.
  const aws = (...args: string[]) =>
    run(AWS as string, ["--endpoint-url", server.awsUrl, "--output", "json", ...args], { env: environment });
  const json = async (...args: string[]) => JSON.parse((await aws(...args)).stdout);

  beforeAll(async () => {
    server = await startServer();
    environment = {
      PATH: process.env.PATH,
      // No settings of whoever runs the tests.
      HOME: server.home,
      AWS_PAGER: "",
      AWS_MAX_ATTEMPTS: "1",
      ...(await shellExports(server.home)),
    };
    const named = ["--role-name", "from-cli"];
    const { Role } = await json("iam", "create-role", ...named, "--assume-role-policy-document", TRUSTS_LAMBDA);
    await aws("iam", "attach-role-policy", ...named, "--policy-arn", BASIC_EXECUTION);
    role = Role.Arn;
  }, PATIENCE.timeout);
  afterAll(() => server.stop());

  /** Makes a function as a person would, and waits for it; returns where its deployment package is. */
  async function make(functionName: string, { runtime, handler, code }: Handlers, ...more: string[]): Promise<string> {
    const zip = join(server.home, `${functionName}.zip`);
    await writeFile(zip, await code("first"));
    const settings = ["--runtime", runtime, "--handler", handler, "--zip-file", `fileb://${zip}`, "--role", role];
    const created = await json("lambda", "create-function", "--function-name", functionName, ...settings, ...more);
    expect(created).toMatchObject({ FunctionName: functionName, MemorySize: 128, State: "Pending" });
    await aws("lambda", "wait", "function-active-v2", "--function-name", functionName);
    return zip;
  }

  // https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-awscli.html
  test("makes a function, invokes it, changes it, lists it and deletes it", async () => {
    expect(environment).toMatchObject({ AWS_ENDPOINT_URL: server.awsUrl, AWS_REGION: "us-east-1" });
    const name = ["--function-name", "from-cli"];
    const zip = await make("from-cli", NODE, "--tags", "team=media");

    const event = join(server.home, "event.json");
    const answer = join(server.home, "answer.json");
    await writeFile(event, '{"from":"cli"}');
    const invoke = ["lambda", "invoke", ...name, "--payload", `fileb://${event}`, "--log-type", "Tail", answer];
    const invoked = await json(...invoke);
    expect(invoked).toMatchObject({ StatusCode: 200, ExecutedVersion: "$LATEST" });
    expect(Buffer.from(invoked.LogResult, "base64").toString()).toContain("REPORT RequestId:");
    expect(JSON.parse(await readFile(answer, "utf8"))).toMatchObject({ edition: "first", heard: { from: "cli" } });

    await aws("lambda", "update-function-configuration", ...name, "--timeout", "9");
    await aws("lambda", "wait", "function-updated-v2", ...name);
    const listed = await json("lambda", "list-functions");
    expect(listed.Functions).toMatchObject([{ FunctionName: "from-cli", Timeout: 9 }]);
    const got = await json("lambda", "get-function", ...name);
    expect(got.Tags).toEqual({ team: "media" });
    const download = await fetch(got.Code.Location);
    expect(Buffer.from(await download.arrayBuffer())).toEqual(await readFile(zip));
    await aws("lambda", "delete-function", ...name);
    await expect(aws("lambda", "get-function", ...name)).rejects.toMatchObject({
      stderr: expect.stringMatching(
        /An error occurred \(ResourceNotFoundException\) when calling the GetFunction operation.*: Function not found: arn:aws:lambda:us-east-1:000000000000:function:from-cli/,
      ),
    });
  });

  // spec: lambda §1.3, §2.3, §2.4
  test("publishes a version, names it by an alias, invokes that, and publishes a layer", async () => {
    const name = ["--function-name", "published"];
    const zip = await make("published", PYTHON);
    expect(await json("lambda", "publish-version", ...name, "--description", "one")).toMatchObject({ Version: "1" });
    await aws("lambda", "wait", "published-version-active", ...name, "--qualifier", "1");
    const alias = await json("lambda", "create-alias", ...name, "--name", "live", "--function-version", "1");
    expect(alias).toMatchObject({ Name: "live", FunctionVersion: "1" });
    const answer = join(server.home, "published.json");
    const invoked = await json("lambda", "invoke", ...name, "--qualifier", "live", answer);
    expect(invoked).toMatchObject({ StatusCode: 200, ExecutedVersion: "1" });
    expect(JSON.parse(await readFile(answer, "utf8"))).toMatchObject({ edition: "first", version: "1" });

    const content = ["--zip-file", `fileb://${zip}`, "--compatible-runtimes", "nodejs20.x", "python3.12"];
    const layer = await json("lambda", "publish-layer-version", "--layer-name", "from-cli", ...content);
    expect(layer).toMatchObject({ Version: 1, CompatibleRuntimes: ["nodejs20.x", "python3.12"] });
    const { Layers } = await json("lambda", "list-layers");
    expect(Layers).toMatchObject([{ LayerName: "from-cli", LatestMatchingVersion: { Version: 1 } }]);
  });

  // How AWS itself answers what a service doesn't have, no page says; here it is said by name (docs/aws-operations.md).
  test("asks who it is, and is told what isn't offered", async () => {
    expect(await json("sts", "get-caller-identity")).toMatchObject({ Account: ACCOUNT });
    await expect(aws("lambda", "list-event-source-mappings")).rejects.toMatchObject({
      stderr: expect.stringContaining("(NotImplementedException) when calling the ListEventSourceMappings operation"),
    });
  });
});
