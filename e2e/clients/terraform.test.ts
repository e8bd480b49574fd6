import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ListRolesCommand } from "@aws-sdk/client-iam";
import {
  GetAliasCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionEventInvokeConfigCommand,
  GetFunctionUrlConfigCommand,
  InvokeCommand,
  ListFunctionsCommand,
  ListLayersCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LambentServer, startServer } from "../server/start-server.ts";
import { zipOf } from "../server/zip-with-packages.ts";
import { ACCOUNT, awsClients } from "./aws-clients.ts";
import { curl, hasCurl } from "./curl.ts";
import { PYTHON } from "./handlers.ts";
import { shellExports } from "./shell-exports.ts";
import { findTerraform, type Terraform, terraformIn } from "./terraform-command.ts";

const GREETS = `
import { createRequire } from "node:module";
const greet = createRequire(import.meta.url)("greeter");
export const handler = async ({ who }) => ({ said: greet(process.env.GREETING, who) });
`;
const GREETER = "module.exports = (greeting, who) => greeting + ', ' + who + '!';";

interface Seen {
  account: string;
  greeting: unknown;
  python: { edition: string };
  url: string;
  published: string;
}

const installed = findTerraform();
if ("missing" in installed)
  process.stdout.write(`Without Terraform and AWS's provider, tests with them are skipped: ${installed.missing}\n`);
/** The provider takes seconds to start at every command, and waits five between its looks at a function. */
const PATIENCE = { timeout: 300_000 };

describe.skipIf("missing" in installed)("Terraform with AWS's provider", PATIENCE, () => {
  let server: LambentServer;
  let aws: ReturnType<typeof awsClients>;
  let folder: string;
  let terraform: Terraform;

  const functionNamed = (FunctionName: string) => aws.lambda.send(new GetFunctionCommand({ FunctionName }));
  const seen = async () => (await terraform.outputs<{ seen: Seen }>()).seen;
  /** What a team writes into its variables. */
  const set = (variables: object) => writeFile(join(folder, "settings.auto.tfvars.json"), JSON.stringify(variables));

  beforeAll(async () => {
    server = await startServer();
    aws = awsClients(server.awsUrl);
    folder = await mkdtemp(join(tmpdir(), "lambent-terraform-"));
    await copyFile(new URL("terraform/main.tf", import.meta.url), join(folder, "main.tf"));
    const zips = {
      "node.zip": (await zipOf({ "index.mjs": GREETS })).bytes,
      "layer.zip": (await zipOf({ "nodejs/node_modules/greeter/index.js": GREETER })).bytes,
      "python-first.zip": await PYTHON.code("first"),
      "python-second.zip": await PYTHON.code("second"),
    };
    for (const [name, bytes] of Object.entries(zips)) await writeFile(join(folder, name), bytes);
    const { program, plugins } = installed as Exclude<typeof installed, { missing: string }>;
    terraform = terraformIn(folder, { program, plugins, environment: await shellExports(server.home) });
    await terraform.init();
  }, PATIENCE.timeout);
  afterAll(async () => {
    aws.destroy();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  // Members and defaults: spec lambda §1.4; what Terraform asks while it reads: §1.6.
  test("makes roles, policies, a layer, functions and all that is theirs", async () => {
    await terraform.apply();
    expect(await seen()).toEqual({
      account: ACCOUNT,
      greeting: { said: "hello, media!" },
      python: expect.objectContaining({ edition: "first", heard: { n: 20 } }),
      url: expect.stringMatching(/^http:\/\/[a-z0-9]{32}\.lambda-url\.us-east-1\.localhost:\d+\/$/),
      published: `arn:aws:lambda:us-east-1:${ACCOUNT}:function:tf-node:1`,
    });
    const { Configuration, Tags } = await functionNamed("tf-node");
    expect(Configuration).toMatchObject({ MemorySize: 128, Role: `arn:aws:iam::${ACCOUNT}:role/service/tf-worker` });
    expect(Tags).toEqual({ team: "media", managed_by: "terraform" });
    const concurrency = await aws.lambda.send(new GetFunctionConcurrencyCommand({ FunctionName: "tf-node" }));
    expect(concurrency.ReservedConcurrentExecutions).toBe(5);
  });

  // A plan that isn't empty after an apply means that something is told otherwise than it was asked for.
  test("has nothing to change after that", async () => {
    expect(await terraform.planIsEmpty()).toMatchObject({ empty: true });
  });

  test.skipIf(!hasCurl)("the URL that it made answers curl (spec: lambda §10.7)", async () => {
    const { url } = await seen();
    const answer = await curl(`${url}hello`, "--header", "origin: https://one.example");
    expect(answer).toMatchObject({
      status: 201,
      headers: { "x-path": "/hello", "access-control-allow-origin": "https://one.example" },
    });
  });

  test("changes memory, environment, tags, code, weights, origins and retries in place", async () => {
    const before = await seen();
    const idBefore = (await functionNamed("tf-node")).Configuration?.CodeSha256;
    await set({
      memory_mb: 256,
      greeting: "hi",
      team: "news",
      allowed_origin: "https://two.example",
      python_zip: "python-second.zip",
      retries: 0,
      second_version_weight: 0.25,
    });
    await terraform.apply();
    expect(await seen()).toMatchObject({
      greeting: { said: "hi, news!" },
      python: { edition: "second" },
      // The same one: it was changed, not made again.
      url: before.url,
      published: `arn:aws:lambda:us-east-1:${ACCOUNT}:function:tf-node:2`,
    });
    const { Configuration, Tags } = await functionNamed("tf-node");
    expect(Configuration).toMatchObject({
      MemorySize: 256,
      Environment: { Variables: { GREETING: "hi" } },
      CodeSha256: idBefore,
    });
    expect(Tags).toEqual({ team: "news", managed_by: "terraform" });
    const FunctionName = "tf-node";
    expect(await aws.lambda.send(new GetAliasCommand({ FunctionName, Name: "live" }))).toMatchObject({
      FunctionVersion: "1",
      RoutingConfig: { AdditionalVersionWeights: { "2": 0.25 } },
    });
    expect(await aws.lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName }))).toMatchObject({
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 120,
    });
    const { Cors } = await aws.lambda.send(new GetFunctionUrlConfigCommand({ FunctionName: "tf-python" }));
    expect(Cors).toMatchObject({ AllowOrigins: ["https://two.example"] });
    // The first version is as it was published.
    const Payload = JSON.stringify({ who: "you" });
    const old = await aws.lambda.send(new InvokeCommand({ FunctionName, Qualifier: "1", Payload }));
    expect(JSON.parse(Buffer.from(old.Payload ?? []).toString())).toEqual({ said: "hello, you!" });
  });

  test("has nothing to change after that either", async () => {
    expect(await terraform.planIsEmpty()).toMatchObject({ empty: true });
  });

  test("destroys all of it, and nothing is left", async () => {
    await terraform.destroy();
    expect(await terraform.resources()).toEqual([]);
    expect((await aws.lambda.send(new ListFunctionsCommand({}))).Functions).toEqual([]);
    expect((await aws.lambda.send(new ListLayersCommand({}))).Layers).toEqual([]);
    const { Roles } = await aws.iam.send(new ListRolesCommand({ PathPrefix: "/service/" }));
    expect(Roles).toEqual([]);
  });
});
