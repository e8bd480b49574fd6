import type { LambentServer } from "./lambent-server.ts";

/** Answers what it was sent, as the reference's child does; when told to, it first waits. */
export const HELLO_SOURCE = `export const handler = async (event) => {
  if (event.waitMs) await new Promise((resolve) => setTimeout(resolve, event.waitMs));
  return { statusCode: 200, body: event };
};
`;
/** One vCPU: with less, a warm function is held to its share of the processor, and that is what would be measured. */
export const WARM_MEMORY_MB = 1769;
export const HELLO_EVENT = JSON.stringify({ name: "bench", numbers: [1, 2, 3], text: "x".repeat(150) });

interface CodeState {
  codeSha256: string;
  revisionId: string;
}

export async function createFunction(server: LambentServer, functionName: string): Promise<void> {
  await server.mutate("functions.create", { functionName, runtime: "nodejs20.x", architecture: "x86_64" });
  await waitUntilSettled(server, functionName);
  await server.mutate("functions.updateConfiguration", { functionName, memoryMb: WARM_MEMORY_MB });
  await deploy(server, functionName, HELLO_SOURCE);
}

/** Replaces the function's only file, as the editor's Deploy does. */
export async function deploy(server: LambentServer, functionName: string, source: string): Promise<void> {
  const { codeSha256, revisionId } = await server.query<CodeState>("code.files", { functionName });
  await server.mutate("code.deploy", {
    functionName,
    revisionId,
    baseCodeSha256: codeSha256,
    changes: [{ kind: "write", path: "index.mjs", contentBase64: Buffer.from(source).toString("base64") }],
  });
}

export async function invoke(server: LambentServer, functionName: string): Promise<void> {
  const result = await server.mutate<{ outcome: string; response: string }>("invocations.invoke", {
    functionName,
    eventJson: HELLO_EVENT,
  });
  if (result.outcome !== "succeeded")
    throw new Error(`${functionName} ended with ${result.outcome}: ${result.response}`);
}

/** Made, and changed as was asked last. */
export async function waitUntilSettled(server: LambentServer, functionName: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const { configuration } = await server.query<{ configuration: { state: string; lastUpdateStatus: string } }>(
      "functions.get",
      { functionName },
    );
    if (configuration.state === "Active" && configuration.lastUpdateStatus === "Successful") return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${functionName} was not ready within 5 s.`);
}
