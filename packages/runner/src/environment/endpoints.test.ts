import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { SandboxEndpoints } from "./endpoints.ts";

const IDENTITY = { environmentId: "e", functionName: "f", functionVersion: "1", functionArn: "arn" };

let server: Server;
let endpoints: SandboxEndpoints;
let taken: string[];

beforeEach(async () => {
  taken = [];
  server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  endpoints = new SandboxEndpoints([
    { port: 9001, onConnection: (_socket, { functionName }) => taken.push(functionName) },
  ]);
});
afterEach(() => server.close());

function open() {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.on("error", () => undefined).resume();
  return socket;
}

test("nothing is listened for when there are none", () => {
  const none = new SandboxEndpoints([]);
  expect(none.listeners).toBeUndefined();
  expect(none.areOpen).toBe(true);
});

test("they are open once every port was handed over", () => {
  expect(endpoints.areOpen).toBe(false);
  endpoints.listeners!.onListener(9001, server);
  expect(endpoints.areOpen).toBe(true);
});

test("a connection before the function is known is closed, a later one is told whose it is", async () => {
  endpoints.listeners!.onListener(9001, server);
  await once(open(), "close");
  expect(taken).toEqual([]);
  endpoints.identify(IDENTITY);
  const socket = open();
  await once(server, "connection");
  expect(taken).toEqual(["f"]);
  socket.destroy();
});

test("connections without number cost a bounded number of descriptors", async () => {
  endpoints.listeners!.onListener(9001, server);
  endpoints.identify(IDENTITY);
  const sockets = Array.from({ length: 200 }, open);
  let closed = 0;
  for (const socket of sockets) socket.once("close", () => (closed += 1));
  while (taken.length + closed < sockets.length) await new Promise((resolve) => setTimeout(resolve, 1));
  expect(taken).toHaveLength(64);
  for (const socket of sockets) socket.destroy();
});
