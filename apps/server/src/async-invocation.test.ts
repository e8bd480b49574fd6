import { invokeAsync, listInvocations, putFunctionEventInvokeConfig } from "@lambent/lambda";
import { DEFAULT_SCOPE, functionArn } from "@lambent/model";
import { openStore } from "@lambent/store";
import { expect, onTestFinished, test } from "vitest";
import { DEFAULT_CONFIGURATION, HOST_ARCHITECTURE, temporaryHome, trpcCalls } from "./server.fixture.ts";
import { type RunningServer, startServer } from "./startup/start-server.ts";

const event = new TextEncoder().encode('{"n":1}');

async function startWith(home: string): Promise<RunningServer> {
  const server = await startServer({ ...DEFAULT_CONFIGURATION, home });
  onTestFinished(() => server.close());
  return server;
}

test("an event runs in a sandbox, its result goes to another function, and what a stopped server left runs at the next start", async () => {
  const { home, remove } = await temporaryHome();
  onTestFinished(remove);
  const first = await startWith(home);
  for (const functionName of ["source", "sink"]) {
    const create = { functionName, runtime: "nodejs20.x", architecture: HOST_ARCHITECTURE } as const;
    await trpcCalls(first.url).mutate("functions.create", create);
  }
  await putFunctionEventInvokeConfig(first.ports, {
    functionName: "source",
    destinationConfig: { onSuccess: { destination: functionArn(DEFAULT_SCOPE, "sink") } },
  });
  const { requestId } = await invokeAsync(first.ports, { functionName: "source", payload: event });
  const runsOf = (server: RunningServer, functionName: string) =>
    listInvocations(server.ports, { functionName, limit: 10 });
  await expect.poll(() => runsOf(first, "sink"), { timeout: 20_000 }).toHaveLength(1);
  expect(await runsOf(first, "source")).toMatchObject([{ requestId, outcome: "succeeded", invocationType: "Event" }]);
  const [told] = await runsOf(first, "sink");
  expect(JSON.parse(told?.event ?? "")).toMatchObject({
    requestContext: { requestId, condition: "Success", approximateInvokeCount: 1 },
    requestPayload: { n: 1 },
    responsePayload: { statusCode: 200, body: '"Hello from Lambda!"' },
  });
  await first.close();

  // Accepted by a server that ended before it came to it.
  const store = await openStore({ directory: home });
  const acceptedMs = Date.now();
  const left = { scope: DEFAULT_SCOPE, functionName: "source", qualifier: "$LATEST", requestId: "left-over" };
  await store.queuedEvents.add({ ...left, payload: event, acceptedMs });
  await store.close();
  const second = await startWith(home);
  await expect.poll(() => runsOf(second, "sink"), { timeout: 20_000 }).toHaveLength(2);
  expect((await runsOf(second, "source")).map((run) => run.requestId)).toEqual(["left-over", requestId]);
  await expect.poll(() => second.ports.store.queuedEvents.lanes()).toEqual([]);
});
