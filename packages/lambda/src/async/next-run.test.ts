import { RecursiveInvocation } from "@lambent/model";
import { expect, test } from "vitest";
import { createFunction } from "../create-function.ts";
import { invoke } from "../invoke.ts";
import { openLambda, settled } from "../lambda.fixture.ts";
import { putFunctionRecursionConfig } from "../put-function-recursion-config.ts";
import { extendLineage } from "./lineage.ts";

const ARN = "arn:aws:lambda:us-east-1:000000000000:function:hello";
const TRACE = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";

async function openHello() {
  const { ports, runner } = await openLambda();
  const input = { functionName: "hello", runtime: "nodejs20.x", architecture: "x86_64" } as const;
  await settled(ports, createFunction(ports, input));
  const send = (traceId?: string) =>
    invoke(ports, { functionName: "hello", payload: Buffer.from("{}"), ...(traceId !== undefined && { traceId }) });
  const given = () => runner.requests.at(-1)?.traceId;
  return { ports, runner, send, given };
}

const lineageAfter = (runs: number) => {
  let lineage: string | undefined;
  for (let run = 0; run < runs; run++) lineage = extendLineage(lineage, ARN).text;
  return lineage;
};

test("a function learns which chain it runs in, so that its own calls go on with it", async () => {
  const { send, given } = await openHello();
  const { requestId } = await send();
  const digits = requestId.replaceAll("-", "");
  expect(given()).toMatch(
    new RegExp(`^Root=1-[0-9a-f]{8}-${digits.slice(0, 24)};Parent=${digits.slice(-16)};Sampled=0;`),
  );
  expect(given()?.endsWith(`;Lineage=${lineageAfter(1)}`)).toBe(true);
  await send(`${TRACE};Lineage=${lineageAfter(3)}`);
  expect(given()).toBe(`${TRACE};Lineage=${lineageAfter(4)}`);
});

test("the 17th run in one chain is refused and counted, unless the function allows loops", async () => {
  const { ports, runner, send, given } = await openHello();
  await send(`${TRACE};Lineage=${lineageAfter(15)}`);
  expect(runner.requests).toHaveLength(1);
  await expect(send(given())).rejects.toThrow(RecursiveInvocation);
  expect(runner.requests).toHaveLength(1);
  const [metrics] = await ports.telemetry.metrics.query({
    functionArn: ARN,
    startMs: 0,
    endMs: Date.now() + 3_600_000,
    periodSeconds: 3_600_000,
  });
  expect(metrics).toMatchObject({ recursiveInvocationsDropped: 1 });
  await putFunctionRecursionConfig(ports, { functionName: "hello", recursiveLoop: "Allow" });
  await send(given());
  expect(given()).toBe(`${TRACE};Lineage=${lineageAfter(17)}`);
});

test("what a caller makes up of its trace stays short", async () => {
  const { send, given } = await openHello();
  for (const trace of [`Lineage=${"x".repeat(100_000)}`, ";;;", "Lineage=", "é\r\n", "x".repeat(100_000)]) {
    await send(trace);
    expect(given()?.length).toBeLessThan(1_100);
    expect(given()).toContain(`Lineage=${lineageAfter(1)}`);
  }
});
