import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type TestServer, temporaryHome } from "../server.fixture.ts";
import { ECHO, makeRole, roleIn, zipOf } from "./aws-clients.fixture.ts";

const run = promisify(execFile);
/** Debian's first: another may be older. */
const AWS = ["/usr/bin/aws", ...(process.env.PATH ?? "").split(":").map((folder) => join(folder, "aws"))].find((path) =>
  existsSync(path),
);
const AWS_ENV = fileURLToPath(new URL("../../../../scripts/aws-env.mjs", import.meta.url));

describe.skipIf(AWS === undefined)("AWS's command line", { timeout: 120_000 }, () => {
  let server: TestServer;
  let folder: Awaited<ReturnType<typeof temporaryHome>>;
  let environment: NodeJS.ProcessEnv;

  beforeAll(async () => {
    server = await startTestServer();
    await makeRole(server);
    folder = await temporaryHome();
    // What a person evaluates in a shell, read by a shell.
    const { stdout } = await run("sh", [
      "-c",
      `eval "$("${process.execPath}" "${AWS_ENV}" --home "${server.dataDirectory}")" && env`,
    ]);
    const exported = stdout.split("\n").filter((line) => line.startsWith("AWS_"));
    environment = {
      PATH: process.env.PATH,
      HOME: folder.home,
      AWS_PAGER: "",
      AWS_MAX_ATTEMPTS: "1",
      ...Object.fromEntries(exported.map((line) => line.split(/=(.*)/s).slice(0, 2))),
    };
  });
  afterAll(async () => {
    await server.stop();
    await folder.remove();
  });

  // Older ones don't know AWS_ENDPOINT_URL yet.
  const aws = (...args: string[]) =>
    run(AWS as string, ["--endpoint-url", server.awsUrl, "--output", "json", ...args], { env: environment });

  test("makes a function, invokes it, changes it, lists it and deletes it", async () => {
    expect(environment).toMatchObject({ AWS_ENDPOINT_URL: server.awsUrl, AWS_REGION: "us-east-1" });
    const zip = join(folder.home, "code.zip");
    await writeFile(zip, await zipOf({ "index.mjs": ECHO }));
    const name = ["--function-name", "from-cli"];
    const settings = ["--runtime", "nodejs20.x", "--handler", "index.handler", "--zip-file", `fileb://${zip}`];
    const role = roleIn("000000000000");
    const created = await aws(
      "lambda",
      "create-function",
      ...name,
      ...settings,
      "--role",
      role,
      "--tags",
      "team=media",
    );
    expect(JSON.parse(created.stdout)).toMatchObject({ FunctionName: "from-cli", MemorySize: 128 });
    await aws("lambda", "wait", "function-active-v2", ...name);

    const event = join(folder.home, "event.json");
    const answer = join(folder.home, "answer.json");
    await writeFile(event, '{"from":"cli"}');
    const invoke = ["lambda", "invoke", ...name, "--payload", `fileb://${event}`, "--log-type", "Tail", answer];
    const invoked = JSON.parse((await aws(...invoke)).stdout);
    expect(invoked).toMatchObject({ StatusCode: 200, ExecutedVersion: "$LATEST" });
    expect(Buffer.from(invoked.LogResult, "base64").toString()).toContain("REPORT RequestId:");
    expect(await readFile(answer, "utf8")).toBe('{"from":"cli"}');

    await aws("lambda", "update-function-configuration", ...name, "--timeout", "9");
    const listed = JSON.parse((await aws("lambda", "list-functions")).stdout);
    expect(listed.Functions).toMatchObject([{ FunctionName: "from-cli", Timeout: 9 }]);
    const got = JSON.parse((await aws("lambda", "get-function", ...name)).stdout);
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

  test("publishes a version, names it by an alias, invokes that, and publishes a layer", async () => {
    const json = async (...args: string[]) => JSON.parse((await aws("lambda", ...args)).stdout);
    const zip = join(folder.home, "published.zip");
    await writeFile(zip, await zipOf({ "index.mjs": ECHO }));
    const name = ["--function-name", "published"];
    const settings = ["--runtime", "nodejs20.x", "--handler", "index.handler", "--zip-file", `fileb://${zip}`];
    await json("create-function", ...name, ...settings, "--role", roleIn("000000000000"));
    await aws("lambda", "wait", "function-active-v2", ...name);
    expect(await json("publish-version", ...name, "--description", "first")).toMatchObject({ Version: "1" });
    await aws("lambda", "wait", "published-version-active", ...name, "--qualifier", "1");
    const alias = await json("create-alias", ...name, "--name", "live", "--function-version", "1");
    expect(alias).toMatchObject({ Name: "live", FunctionVersion: "1" });
    const answer = join(folder.home, "published.json");
    const invoked = await json("invoke", ...name, "--qualifier", "live", answer);
    expect(invoked).toMatchObject({ StatusCode: 200, ExecutedVersion: "1" });

    const content = ["--zip-file", `fileb://${zip}`, "--compatible-runtimes", "nodejs20.x", "python3.12"];
    const layer = await json("publish-layer-version", "--layer-name", "from-cli", ...content);
    expect(layer).toMatchObject({ Version: 1, CompatibleRuntimes: ["nodejs20.x", "python3.12"] });
    const { Layers } = await json("list-layers");
    expect(Layers).toMatchObject([{ LayerName: "from-cli", LatestMatchingVersion: { Version: 1 } }]);
  });

  test("asks who it is, and is told what isn't offered", async () => {
    const { stdout } = await aws("sts", "get-caller-identity");
    expect(JSON.parse(stdout)).toMatchObject({ Account: "000000000000" });
    await expect(aws("lambda", "list-event-source-mappings")).rejects.toMatchObject({
      stderr: expect.stringContaining("(NotImplementedException) when calling the ListEventSourceMappings operation"),
    });
  });
});
