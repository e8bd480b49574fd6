import { once } from "node:events";
import { Agent, type IncomingHttpHeaders, request } from "node:http";
import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ControlMessage, ResponsePart } from "../wire/control-messages.ts";
import { serveRuntimeApi } from "./runtime-api-server.ts";
import { RuntimeApiSession } from "./runtime-api-session.ts";

const NEXT = "/2018-06-01/runtime/invocation/next";
const LIMIT_BYTES = 6_291_556;

interface Reply {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  text: string;
}

describe("the Runtime API", () => {
  let listener: Server;
  let session: RuntimeApiSession;
  let told: ControlMessage[];
  let parts: ResponsePart[];
  let port: number;
  const agent = new Agent({ keepAlive: true });

  beforeEach(async () => {
    told = [];
    parts = [];
    session = new RuntimeApiSession({
      tell: (message) => void told.push(message),
      take: (part) => void parts.push(part),
    });
    listener = createServer((socket) => serveRuntimeApi(socket, session)).listen(0, "127.0.0.1");
    await once(listener, "listening");
    port = (listener.address() as AddressInfo).port;
  });
  afterEach(() => {
    listener.close();
    agent.destroy();
  });

  function ask(method: string, path: string, body?: string | Buffer, headers: Record<string, string> = {}) {
    return new Promise<Reply>((resolve, reject) => {
      const sent = request({ method, path, port, host: "127.0.0.1", headers, agent }, (response) => {
        const { statusCode: status, headers: received } = response;
        response.setEncoding("utf8");
        response.toArray().then((chunks) => resolve({ status, headers: received, text: chunks.join("") }), reject);
      });
      sent.on("error", reject);
      sent.end(body);
    });
  }
  const next = () => ask("GET", NEXT);
  /** Waits for an event that the test doesn't give; its connection ends with the test. */
  const askNext = () => void next().catch(() => undefined);
  const post = (what: string, body?: string | Buffer, headers?: Record<string, string>) =>
    ask("POST", `/2018-06-01/runtime/${what}`, body, headers);
  const give = (requestId: string, more: object = {}) =>
    session.give({
      request: { requestId, invokedFunctionArn: "arn:aws:lambda:eu:1:function:f", payload: Buffer.from("{}"), ...more },
      deadlineMs: 1_700_000_000_000,
    });
  /** What a runtime has asked is seen by the host. */
  const until = async (condition: () => boolean) => {
    while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
  };
  /** Init is over and the event with this id is with the runtime. */
  async function running(requestId = "id-1") {
    const event = next();
    await until(() => told.length === 1);
    give(requestId);
    await event;
  }

  test("the first request for an event ends init, and is answered with the event once there is one", async () => {
    const event = next();
    await until(() => told.length === 1);
    expect(told).toEqual([{ kind: "initDone" }]);
    give("id-1", {
      traceId: "Root=1-2-3",
      clientContext: '{"custom":\n{"name":"Zoë"}}',
      payload: Buffer.from('{"a":"ü"}'),
    });
    const { status, headers, text } = await event;
    expect(status).toBe(200);
    expect(text).toBe('{"a":"ü"}');
    expect(headers).toMatchObject({
      "content-type": "application/json",
      "lambda-runtime-aws-request-id": "id-1",
      "lambda-runtime-deadline-ms": "1700000000000",
      "lambda-runtime-invoked-function-arn": "arn:aws:lambda:eu:1:function:f",
      "lambda-runtime-trace-id": "Root=1-2-3",
    });
    const context = Buffer.from(headers["lambda-runtime-client-context"] as string, "latin1").toString();
    expect(JSON.parse(context)).toEqual({ custom: { name: "Zoë" } });
  });

  test("an invocation is over when the runtime asks for the next event after its answer", async () => {
    await running();
    const reply = await post("invocation/id-1/response", '"done"');
    expect(reply).toMatchObject({ status: 202, text: '{"status":"OK"}' });
    expect(told).toHaveLength(1);
    askNext();
    await until(() => told.length === 2);
    expect(told[1]).toMatchObject({ kind: "response", requestId: "id-1", payload: Buffer.from('"done"') });
  });

  test("an event given before the runtime asks waits for it", async () => {
    await running();
    await post("invocation/id-1/response", "1");
    const second = next();
    await until(() => told.length === 2);
    give("id-2");
    expect((await second).headers["lambda-runtime-aws-request-id"]).toBe("id-2");
  });

  test("a client that lost an event gets it again", async () => {
    await running();
    expect((await next()).headers["lambda-runtime-aws-request-id"]).toBe("id-1");
  });

  test("an event goes to the connection that asked last, past those that broke", async () => {
    const broken = connect(port, "127.0.0.1").on("error", () => undefined);
    broken.write(`GET ${NEXT} HTTP/1.1\r\nHost: x\r\n\r\n`);
    await until(() => told.length === 1);
    const alive = next();
    await ask("GET", "/ping");
    broken.destroy();
    give("id-1");
    expect((await alive).status).toBe(200);
  });

  test("a posted error goes to the caller as it is, its type by the header or else by the body", async () => {
    await running();
    const body = '{"errorMessage":"no","errorType":"MyError","stackTrace":["a"]}';
    await post("invocation/id-1/error", body, { "Lambda-Runtime-Function-Error-Type": "Runtime.Unhandled" });
    askNext();
    await until(() => told.length === 2);
    expect(told[1]).toMatchObject({
      kind: "error",
      requestId: "id-1",
      errorType: "Runtime.Unhandled",
      payload: Buffer.from(body),
      fatal: false,
    });
  });

  test("of an error with cause the caller gets message, type and stack trace", async () => {
    await running();
    const body = JSON.stringify({ errorMessage: "no", errorType: "E", stackTrace: [], causes: ["secret"] });
    await post("invocation/id-1/error", body, { "Content-Type": "application/vnd.aws.lambda.error.cause+json" });
    askNext();
    await until(() => told.length === 2);
    expect(String((told[1] as { payload: Buffer }).payload)).toBe(
      '{"errorMessage":"no","errorType":"E","stackTrace":[]}',
    );
  });

  test("an init error is told once; afterwards nothing is allowed", async () => {
    expect(await post("init/error", '{"errorMessage":"x","errorType":"E"}')).toMatchObject({ status: 202 });
    expect(told).toMatchObject([{ kind: "initError", errorType: "E" }]);
    expect((await next()).text).toContain("State transition from InitError to Ready failed for runtime.");
    expect((await post("init/error", "{}")).status).toBe(403);
    expect(told).toHaveLength(1);
  });

  test("after the first request for an event no init error can be told", async () => {
    await running();
    const { status, text } = await post("init/error", "{}");
    expect({ status, ...JSON.parse(text) }).toEqual({
      status: 403,
      errorMessage:
        "State transition from Running to InitError failed for runtime. Error: State transition is not allowed",
      errorType: "InvalidStateTransition",
    });
  });

  test("an answer needs the id of the event", async () => {
    await running();
    for (const reply of [await post("invocation/other/response", "1"), await post("invocation/other/error", "{}")]) {
      expect(reply).toMatchObject({
        status: 400,
        text: '{"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}',
      });
    }
  });

  test("a second answer is refused", async () => {
    await running();
    await post("invocation/id-1/response", "1");
    const { status, text } = await post("invocation/id-1/response", "2");
    expect(status).toBe(403);
    expect(text).toContain("State transition from ResponseSent to InvocationResponse failed for runtime.");
    askNext();
    await until(() => told.length === 2);
    expect(told[1]).toMatchObject({ payload: Buffer.from("1") });
  });

  test("an answer of the largest size is taken, one byte more is told with 413", async () => {
    await running();
    expect((await post("invocation/id-1/response", Buffer.alloc(LIMIT_BYTES, "x"))).status).toBe(202);
    const second = next();
    await until(() => told.length === 2);
    expect((told[1] as { payload: Buffer }).payload).toHaveLength(LIMIT_BYTES);
    give("id-2");
    await second;
    expect(await post("invocation/id-2/response", Buffer.alloc(LIMIT_BYTES + 1, "x"))).toMatchObject({
      status: 413,
      text: '{"errorMessage":"Exceeded maximum allowed payload size (6291556 bytes).","errorType":"RequestEntityTooLarge"}',
    });
    askNext();
    await until(() => told.length === 3);
    expect(told[2]).toMatchObject({ kind: "responseTooLarge", requestId: "id-2" });
  });

  test("a streamed response is handed on as it comes; an error in its trailers ends it", async () => {
    await running();
    await streamed("id-1", ["one ", "two"], {});
    const second = next();
    await until(() => told.length === 2);
    expect(told[1]).toMatchObject({ kind: "responseEnd", requestId: "id-1" });
    expect(parts[0]).toEqual({ kind: "responseStart", requestId: "id-1", contentType: "application/octet-stream" });
    expect(Buffer.concat(parts.slice(1).map((part) => ("payload" in part ? part.payload : Buffer.alloc(0))))).toEqual(
      Buffer.from("one two"),
    );
    give("id-2");
    await second;
    await streamed("id-2", ["half"], {
      "Lambda-Runtime-Function-Error-Type": "Function.Broke",
      "Lambda-Runtime-Function-Error-Body": Buffer.from('{"errorType":"E"}').toString("base64"),
    });
    askNext();
    await until(() => told.length === 3);
    expect(told[2]).toMatchObject({
      kind: "error",
      errorType: "Function.Broke",
      payload: Buffer.from('{"errorType":"E"}'),
    });
  });

  async function streamed(requestId: string, chunks: string[], trailers: Record<string, string>) {
    const path = `/2018-06-01/runtime/invocation/${requestId}/response`;
    const headers = {
      "Lambda-Runtime-Function-Response-Mode": "streaming",
      "Transfer-Encoding": "chunked",
      Trailer: "Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body",
    };
    const sent = request({ method: "POST", path, port, host: "127.0.0.1", headers });
    for (const chunk of chunks) sent.write(chunk);
    sent.addTrailers(trailers);
    sent.end();
    const [response] = await once(sent, "response");
    expect(response.statusCode).toBe(202);
    response.resume();
  }

  test("an unknown response mode is refused and fails the invocation", async () => {
    await running();
    const reply = await post("invocation/id-1/response", "1", { "Lambda-Runtime-Function-Response-Mode": "fast" });
    expect(reply).toMatchObject({ status: 400 });
    expect(JSON.parse(reply.text).errorType).toBe("InvalidFunctionResponseMode");
    askNext();
    await until(() => told.length === 2);
    expect(told[1]).toMatchObject({ kind: "error", errorType: "Runtime.InvalidResponseModeHeader" });
  });

  test("a response that breaks off fails the invocation", async () => {
    await running();
    const path = "/2018-06-01/runtime/invocation/id-1/response";
    const socket = connect(port, "127.0.0.1");
    socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf`);
    // Before the host has begun to read it, a request for the next event is answered with the same one.
    while ((await next()).status !== 403);
    socket.destroy();
    await overAgain();
    expect(told[1]).toMatchObject({ kind: "error", errorType: "Runtime.TruncatedResponse" });
  });

  /** Asks for the next event until that is allowed. */
  async function overAgain() {
    void (async () => {
      while ((await next()).status === 403);
    })().catch(() => undefined);
    await until(() => told.length === 2);
  }

  test("what isn't offered is said by name", async () => {
    const register = await ask("POST", "/2020-01-01/extension/register", "{}", { "Lambda-Extension-Name": "x" });
    expect(register.status).toBe(403);
    expect(JSON.parse(register.text)).toEqual({
      errorMessage: "Extensions API is not supported: this environment runs the runtime alone",
      errorType: "Extension.NotSupported",
    });
    expect(await ask("PUT", "/2022-07-01/telemetry", "{}")).toMatchObject({
      status: 202,
      text: '{"errorMessage":"Telemetry API is not supported","errorType":"Telemetry.NotSupported"}',
    });
    expect((await ask("PUT", "/2020-08-15/logs", "{}")).text).toContain("Logs.NotSupported");
    expect((await ask("GET", "/2018-06-01/runtime/restore/next")).status).toBe(403);
    expect((await ask("GET", "/elsewhere")).status).toBe(404);
    expect((await ask("DELETE", NEXT)).status).toBe(404);
  });

  describe("against hostile clients", () => {
    test("requests sent ahead without end close the connection", async () => {
      const socket = connect(port, "127.0.0.1").on("error", () => undefined);
      socket.resume().write(`GET ${NEXT} HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(1000));
      await once(socket, "close");
      expect(told).toEqual([{ kind: "initDone" }]);
    });

    test("headers without end are refused", async () => {
      const socket = connect(port, "127.0.0.1").on("error", () => undefined);
      let text = "";
      socket.on("data", (chunk) => (text += chunk));
      socket.write(`GET ${NEXT} HTTP/1.1\r\nX: ${"x".repeat(20_000)}`);
      await once(socket, "close");
      expect(text).toContain("431");
    });

    test("a body without end is cut off", async () => {
      await running();
      const socket = connect(port, "127.0.0.1").on("error", () => undefined);
      socket.write(
        "POST /2018-06-01/runtime/invocation/id-1/response HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
      );
      const chunk = `100000\r\n${"x".repeat(0x100000)}\r\n`;
      const closed = new Promise((resolve) => socket.once("close", resolve));
      const flood = () => {
        while (!socket.destroyed && socket.write(chunk));
      };
      socket.on("drain", flood);
      flood();
      await closed;
      await overAgain();
      expect(told[1]).toMatchObject({ kind: "error", errorType: "Runtime.TruncatedResponse" });
    });

    test("garbage, upgrades and tunnels end their connection and nothing else", async () => {
      for (const bytes of [
        "\x16\x03\x01 not HTTP\r\n\r\n",
        "CONNECT other:80 HTTP/1.1\r\nHost: x\r\n\r\n",
        `GET ${NEXT} HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`,
        `GET ${NEXT} HTTP/9.9\r\n\r\n`,
      ]) {
        const socket = connect(port, "127.0.0.1").on("error", () => undefined);
        socket.resume().write(bytes, "latin1");
        await once(socket, "close");
      }
      expect(told).toEqual([]);
      await running();
    });

    test("half a request holds nobody up", async () => {
      const socket = connect(port, "127.0.0.1").on("error", () => undefined);
      socket.write("POST /2018-06-01/runtime/init/err");
      await running();
      socket.destroy();
    });
  });
});
