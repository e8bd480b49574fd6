import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { endWith } from "./end-with.ts";

const everyByte = Uint8Array.from({ length: 256 }, (_, value) => value);

async function answerTo(body: string | Uint8Array, headers: Record<string, string> = {}): Promise<Response> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-length": Buffer.byteLength(body), ...headers });
    endWith(response, body);
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

test.each([
  ["every byte there is", everyByte],
  ["a part of a larger buffer", Buffer.concat([everyByte, everyByte]).subarray(100, 300)],
  ["nothing", new Uint8Array()],
  ["more than goes in one write", Buffer.alloc(1_000_000, everyByte)],
])("a body of bytes arrives as it is: %s", async (_what, body) => {
  const answer = await answerTo(body);
  expect(Buffer.from(await answer.arrayBuffer()).equals(body)).toBe(true);
});

test("a body of text is UTF-8", async () => {
  const answer = await answerTo("grün 東京");
  expect(await answer.text()).toBe("grün 東京");
});

test("a head that isn't ASCII alone stays as it is in front of bytes", async () => {
  const answer = await answerTo(everyByte, { "x-place": "Zürich" });
  expect(answer.headers.get("x-place")).toBe("Zürich");
  expect((await answer.arrayBuffer()).byteLength).toBe(256);
});
