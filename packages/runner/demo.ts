import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RuntimeSchema } from "@lambent/model";
import { createBwrapDriver, createRunner, createUnsafeProcessDriver, SandboxUnavailable } from "./src/index.ts";
import { fixtureSpec } from "./src/testing/fixture-functions.ts";

const [name = "echoes", ...rest] = process.argv.slice(2);
const runtime = RuntimeSchema.catch("nodejs22.x").parse(
  rest.find((argument) => RuntimeSchema.safeParse(argument).success),
);
const event = rest.find((argument) => argument.startsWith("{")) ?? "{}";

const directory = await mkdtemp(join(tmpdir(), "lambent-demo-"));
const driver = await createBwrapDriver({ directory: join(directory, "run") }).catch((error: unknown) => {
  if (!(error instanceof SandboxUnavailable)) throw error;
  console.error(`${error.message} Running without isolation.`);
  return createUnsafeProcessDriver();
});
const runner = await createRunner({ driver, dataDirectory: directory });
try {
  const spec = fixtureSpec(name, runtime);
  const request = { requestId: randomUUID(), invokedFunctionArn: spec.functionArn, payload: Buffer.from(event) };
  const { outcome, ...report } = await runner.invoke(spec, request, {
    onLog: (_stream, line) => console.log(line.message),
  });
  const payload = "payload" in outcome ? Buffer.from(outcome.payload).toString().slice(0, 1000) : undefined;
  console.log({ ...outcome, payload }, report);
  for (const fact of runner.status().isolation) console.log(`${fact.enforced ? "✓" : "✗"} ${fact.what}: ${fact.by}`);
} finally {
  await runner.close();
  await rm(directory, { recursive: true, force: true });
}
