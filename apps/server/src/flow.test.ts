import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { base64, HOST_ARCHITECTURE, startTestServer, type TestServer } from "./server.fixture.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const OWN = { "x-lambent-request": "1", "content-type": "application/zip" };

async function deploy(functionName: string, path: string, text: string) {
  const { codeSha256, revisionId } = await server.query("code.files", { functionName });
  const changes = [{ kind: "write" as const, path, contentBase64: base64(text) }];
  return server.mutate("code.deploy", { functionName, revisionId, baseCodeSha256: codeSha256, changes });
}

describe("the first function", () => {
  test.each([
    [
      "nodejs20.x",
      "index.mjs",
      'export const handler = async (event) => {\n  console.log("seen", event.name);\n  return "Hello, " + event.name;\n};\n',
    ],
    [
      "python3.12",
      "lambda_function.py",
      'def lambda_handler(event, context):\n    print("seen", event["name"])\n    return f"Hello, {event[\'name\']}"\n',
    ],
  ] as const)("is created, run, edited, deployed, run again and deleted (%s)", async (runtime, path, text) => {
    const functionName = `first-${runtime.replace(".", "-")}`;
    const { configuration } = await server.mutate("functions.create", {
      functionName,
      runtime,
      architecture: HOST_ARCHITECTURE,
    });
    expect(configuration).toMatchObject({ state: "Active", runtime });
    const hello = await server.mutate("invocations.invoke", { functionName, eventJson: "{}" });
    expect(JSON.parse(hello.response)).toEqual({ statusCode: 200, body: '"Hello from Lambda!"' });

    await deploy(functionName, path, text);
    const eventJson = '{"name":"you"}';
    await server.mutate("testEvents.save", { functionName, name: "greeting", eventJson });
    const greeting = await server.mutate("invocations.invoke", { functionName, eventJson, testEventName: "greeting" });
    expect(greeting).toMatchObject({ outcome: "succeeded", response: '"Hello, you"', functionError: false });
    expect(greeting.logTail).toMatch(/^START RequestId: [\s\S]*seen you[\s\S]*REPORT RequestId: /);

    const { record, log } = await server.query("invocations.get", { requestId: greeting.requestId });
    expect(record.testEventName).toBe("greeting");
    expect(log.some(({ message }) => message.includes("seen you"))).toBe(true);
    const { items } = await server.query("functions.list", {
      filter: { operation: "and", tokens: [{ property: "runtime", operator: "=", value: runtime }] },
      sort: { by: "lastModified", descending: true },
      page: { index: 0, size: 10 },
    });
    expect(items.map((item) => item.functionName)).toEqual([functionName]);

    const { results } = await server.mutate("functions.delete", { functionNames: [functionName] });
    expect(results).toEqual([{ functionName, deleted: true }]);
  });

  test("a setting that code can see is seen by the next invocation", async () => {
    const functionName = "sees-its-settings";
    await server.mutate("functions.create", { functionName, runtime: "nodejs20.x", architecture: HOST_ARCHITECTURE });
    await deploy(
      functionName,
      "index.mjs",
      "export const handler = async (_event, context) => [process.env.STAGE, context.memoryLimitInMB];",
    );
    const answer = async () => (await server.mutate("invocations.invoke", { functionName, eventJson: "{}" })).response;
    expect(JSON.parse(await answer())).toEqual([null, "128"]);
    await server.mutate("functions.updateConfiguration", {
      functionName,
      memoryMb: 256,
      environmentVariables: { STAGE: "test" },
    });
    expect(JSON.parse(await answer())).toEqual(["test", "256"]);
  });

  test("a deploy over somebody else's is refused with a code that the editor knows", async () => {
    const functionName = "edited-twice";
    const { configuration } = await server.mutate("functions.create", {
      functionName,
      runtime: "nodejs20.x",
      architecture: HOST_ARCHITECTURE,
    });
    await deploy(functionName, "index.mjs", "export const handler = async () => 1;");
    const stale = server.mutate("code.deploy", {
      functionName,
      revisionId: configuration.revisionId,
      baseCodeSha256: configuration.codeSha256,
      changes: [],
    });
    await expect(stale).rejects.toMatchObject({
      status: 412,
      fault: { code: "RevisionMismatch", type: "PreconditionFailedException" },
    });
    // The package that the editor started from is still there for showing both sides.
    const base = await server.query("code.readFile", {
      functionName,
      codeSha256: configuration.codeSha256,
      path: "index.mjs",
    });
    expect(Buffer.from(base.contentBase64, "base64").toString()).toContain("Hello from Lambda!");
  });
});

describe("concurrency", () => {
  test("reserved as 0 throttles with AWS's reason until it is given back", async () => {
    const functionName = "reserved";
    await server.mutate("functions.create", { functionName, runtime: "nodejs20.x", architecture: HOST_ARCHITECTURE });
    const run = () => server.mutate("invocations.invoke", { functionName, eventJson: "{}" });
    await server.mutate("functions.putConcurrency", { functionName, reservedConcurrentExecutions: 0 });
    expect(await run()).toMatchObject({
      outcome: "throttled",
      throttleReason: "ReservedFunctionConcurrentInvocationLimitExceeded",
      throttleLimit: 0,
    });
    await server.mutate("functions.deleteConcurrency", { functionName });
    expect(await run()).toMatchObject({ outcome: "succeeded" });
  });

  test("that would leave the others too little is refused in AWS's words", async () => {
    const functionName = "greedy";
    await server.mutate("functions.create", { functionName, runtime: "nodejs20.x", architecture: HOST_ARCHITECTURE });
    await expect(
      server.mutate("functions.putConcurrency", { functionName, reservedConcurrentExecutions: 901 }),
    ).rejects.toMatchObject({
      status: 400,
      fault: {
        type: "InvalidParameterValueException",
        message:
          "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
      },
    });
    expect(await server.query("functions.getConcurrency", { functionName })).toEqual({});
    expect((await server.query("account.settings", undefined)).accountLimit).toMatchObject({
      concurrentExecutions: 1000,
      unreservedConcurrentExecutions: 1000,
    });
  });
});

describe("zips over HTTP", () => {
  test("go up and come down byte for byte, and their files one by one", async () => {
    const functionName = "zipped";
    await server.mutate("functions.create", { functionName, runtime: "nodejs20.x", architecture: HOST_ARCHITECTURE });
    await deploy(functionName, "lib/ä b.html", "<script>alert(1)</script>");
    const down = await server.call(`/api/functions/${functionName}/code.zip`);
    expect(down.status).toBe(200);
    expect(down.headers["content-disposition"]).toContain('attachment; filename="zipped.zip"');
    expect(down.headers["content-type"]).toBe("application/zip");

    await server.mutate("functions.create", {
      functionName: "copy",
      runtime: "nodejs20.x",
      architecture: HOST_ARCHITECTURE,
    });
    const up = await server.call("/api/functions/copy/code", { method: "PUT", headers: OWN, body: down.bytes });
    expect(up.status).toBe(200);
    const original = await server.query("functions.get", { functionName });
    expect(JSON.parse(up.text)).toMatchObject({
      functionName: "copy",
      codeSha256: original.configuration.codeSha256,
      codeSizeBytes: down.bytes.length,
    });

    const file = await server.call(`/api/functions/copy/files/lib/${encodeURIComponent("ä b.html")}`);
    expect(file.text).toBe("<script>alert(1)</script>");
    expect(file.headers["content-type"]).toBe("application/octet-stream");
    expect(file.headers["content-disposition"]).toBe(
      `attachment; filename="__b.html"; filename*=UTF-8''%C3%A4%20b.html`,
    );
  });

  test("what can't be taken is refused with AWS's text, and the function goes on", async () => {
    const functionName = "survives-bad-zips";
    const { configuration } = await server.mutate("functions.create", {
      functionName,
      runtime: "nodejs20.x",
      architecture: HOST_ARCHITECTURE,
    });
    const put = async (body: Uint8Array | string, headers: Record<string, string> = {}) => {
      const answer = await server.call(`/api/functions/${functionName}/code`, {
        method: "PUT",
        headers: { ...OWN, ...headers },
        body,
      });
      return [answer.status, JSON.parse(answer.text).message] as const;
    };
    expect(await put("")).toEqual([400, "Uploaded file must be a non-empty zip"]);
    const [status, message] = await put("this is no zip");
    expect(status).toBe(400);
    expect(message).toMatch(/^Could not unzip uploaded file\. Please check your file, then try to upload again\./);
    expect(await put(Buffer.alloc(52_428_801))).toEqual([413, "Zipped size must be smaller than 52428800 bytes"]);
    expect((await put("zip", { "x-lambent-revision-id": "stale" }))[0]).toBe(412);
    expect((await put("{}", { "content-type": "application/json" }))[0]).toBe(415);
    expect((await server.query("functions.get", { functionName })).configuration).toEqual(configuration);
    expect((await server.mutate("invocations.invoke", { functionName, eventJson: "{}" })).outcome).toBe("succeeded");
  });

  test.each(["../index.mjs", "..%2Findex.mjs", "nothing.js", "%00"])("no file but the package's: %s", async (path) => {
    await server.mutate("functions.create", {
      functionName: `files-${base64(path).replace(/\W/g, "")}`,
      runtime: "nodejs20.x",
      architecture: HOST_ARCHITECTURE,
    });
    const answer = await server.call(`/api/functions/files-${base64(path).replace(/\W/g, "")}/files/${path}`);
    expect([400, 404]).toContain(answer.status);
  });
});

describe("the live log", () => {
  interface Told {
    id: string;
    message: string;
  }

  /** Reads server-sent events until `enough`; resumes after `lastEventId` as a browser does. */
  async function follow(
    functionName: string,
    enough: (told: Told[]) => boolean,
    lastEventId?: string,
  ): Promise<Told[]> {
    const abort = new AbortController();
    const input = encodeURIComponent(JSON.stringify({ functionName }));
    const answer = await fetch(`${server.url}/trpc/logs.follow?input=${input}`, {
      headers: { accept: "text/event-stream", ...(lastEventId !== undefined && { "last-event-id": lastEventId }) },
      signal: abort.signal,
    });
    expect(answer.headers.get("content-type")).toMatch(/^text\/event-stream/);
    const told: Told[] = [];
    let text = "";
    for await (const chunk of answer.body ?? []) {
      text += Buffer.from(chunk).toString();
      const events = text.split("\n\n");
      text = events.pop() ?? "";
      for (const event of events) {
        const id = /^id: (.*)$/m.exec(event)?.[1];
        const data = /^data: (.*)$/m.exec(event)?.[1];
        if (id !== undefined && data !== undefined) told.push({ id, message: JSON.parse(data).message });
      }
      if (enough(told)) break;
    }
    abort.abort();
    return told;
  }

  test("tells every line once, before and after a cut", async () => {
    const functionName = "talks";
    await server.mutate("functions.create", { functionName, runtime: "nodejs20.x", architecture: HOST_ARCHITECTURE });
    await deploy(
      functionName,
      "index.mjs",
      "export const handler = async ({ from }) => { for (let n = from; n < from + 100; n++) console.log('line ' + n + ';'); };",
    );
    const numbers = (told: Told[]) => told.flatMap(({ message }) => /line (\d+);/.exec(message)?.[1] ?? []).map(Number);
    const say = (from: number) => server.mutate("invocations.invoke", { functionName, eventJson: `{"from":${from}}` });

    const first = follow(functionName, (told) => numbers(told).length >= 50);
    await say(0);
    const before = await first;
    await say(100);
    const after = await follow(functionName, (told) => numbers(told).includes(199), before.at(-1)?.id);
    expect([...numbers(before), ...numbers(after)]).toEqual([...Array(200).keys()]);
  });

  test("a function that doesn't exist ends the stream with its error", async () => {
    const input = encodeURIComponent('{"functionName":"nobody"}');
    const answer = await server.call(`/trpc/logs.follow?input=${input}`, { headers: { accept: "text/event-stream" } });
    expect(answer.text).toContain("serialized-error");
    expect(answer.text).toContain('"code":"NOT_FOUND"');
    expect(answer.text).toContain("Function not found");
  });
});
