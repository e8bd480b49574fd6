import { expect, test } from "vitest";
import { createFunction as create } from "../create-function.ts";
import { invoke } from "../invoke.ts";
import { HOST_ARCHITECTURE, openLambdaInSandboxes, settled, zipOf } from "../lambda.fixture.ts";
import { HTTP_INTEGRATION_CONTENT_TYPE, type PreludeStep, ResponsePrelude } from "./response-prelude.ts";

// Who goes on at once waits for the change to be over.
const createFunction: typeof create = (ports, input) => settled(ports, create(ports, input));

const CODE = `
export const handler = awslambda.streamifyResponse(async (event, stream) => {
  const response = awslambda.HttpResponseStream.from(stream, {
    statusCode: 418,
    headers: { "Content-Type": "text/html" },
    cookies: ["a=b"],
  });
  for (const part of event.parts) response.write(part);
  response.end();
});
`;

test("status, headers and cookies of awslambda.HttpResponseStream are read, and the body is what the function wrote", async () => {
  const ports = await openLambdaInSandboxes();
  await createFunction(ports, {
    functionName: "streams",
    runtime: "nodejs22.x",
    architecture: HOST_ARCHITECTURE,
    zip: await zipOf(ports, { "index.mjs": CODE }),
  });
  const prelude = new ResponsePrelude();
  const parts = ["<p>", "x".repeat(100_000), "</p>"];
  let contentType = "";
  let step: PreludeStep = { kind: "waiting" };
  const body: Uint8Array[] = [];
  const { outcome } = await invoke(ports, {
    functionName: "streams",
    payload: new TextEncoder().encode(JSON.stringify({ parts })),
    onResponse: {
      start: (head) => {
        contentType = head.contentType;
      },
      chunk: (bytes) => {
        if (step.kind !== "waiting") {
          body.push(bytes);
          return;
        }
        step = prelude.push(bytes);
        if (step.kind === "head") body.push(step.rest);
      },
    },
  });
  expect(outcome.kind).toBe("succeeded");
  expect(contentType).toBe(HTTP_INTEGRATION_CONTENT_TYPE);
  expect(step).toMatchObject({
    kind: "head",
    head: {
      statusCode: 418,
      headers: [
        ["content-type", "text/html"],
        ["set-cookie", "a=b"],
      ],
    },
  });
  expect(Buffer.concat(body).toString()).toBe(parts.join(""));
});
