import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Architecture,
  DEFAULT_SCOPE,
  type FunctionConfiguration,
  RUNTIME_IDS,
  type RuntimeAvailability,
} from "@lambent/model";
import { chooseSandboxDriver, createRunner } from "@lambent/runner";
import { openStore } from "@lambent/store";
import { openTelemetry } from "@lambent/telemetry";
import { onTestFinished } from "vitest";
import { createFakeRunner, type FakeRunner } from "./fake-runner.fixture.ts";
import { functionSettled } from "./function-settled.ts";
import { createPorts, type Ports, type Rooms } from "./ports.ts";

/** All runtimes on x86_64; arm64 can't run here. */
const RUNTIMES: RuntimeAvailability[] = RUNTIME_IDS.flatMap((runtime) => [
  { runtime, architecture: "x86_64", available: true, version: "1.2.3" },
  { runtime, architecture: "arm64", available: false, reason: "There is no arm64 here.", remedy: "Use an arm64 host." },
]);

export interface TestLambda {
  ports: Ports;
  runner: FakeRunner;
  directory: string;
}

/** The use cases over a real store and real telemetry in a folder of their own; a fake runs the functions. */
export async function openLambda(
  given: Pick<Rooms, "accountConcurrency" | "clock" | "timers"> = {},
): Promise<TestLambda> {
  const directory = await mkdtemp(join(tmpdir(), "lambent-lambda-"));
  const { clock } = given;
  const [store, telemetry] = await Promise.all([openStore({ directory, clock }), openTelemetry({ directory, clock })]);
  const runner = createFakeRunner(RUNTIMES);
  const ports = await createPorts({ scope: DEFAULT_SCOPE, store, telemetry, runner, ...given });
  onTestFinished(async () => {
    await ports.transitions.close();
    await Promise.all([store.close(), telemetry.close()]);
    await rm(directory, { recursive: true, force: true });
  });
  return { ports, runner, directory };
}

/** The use cases over a real runner: functions run in sandboxes. */
export async function openLambdaInSandboxes(): Promise<Ports> {
  const { ports, directory } = await openLambda();
  // As the server's own folder is: sandboxes of an ordinary user have to get through to the code.
  await chmod(directory, 0o711);
  const driver = await chooseSandboxDriver({ directory: join(directory, "run/sandboxes") });
  const runner = await createRunner({
    driver,
    dataDirectory: join(directory, "run"),
    spares: "none",
    growsAhead: false,
  });
  onTestFinished(() => runner.close());
  return createPorts({ ...ports, runner });
}

/** The architecture that functions have in {@link openLambdaInSandboxes}. */
export const HOST_ARCHITECTURE: Architecture = process.arch === "arm64" ? "arm64" : "x86_64";

/** A zip of these texts. */
export async function zipOf({ store }: Pick<Ports, "store">, files: Record<string, string>): Promise<Uint8Array> {
  const texts = Object.entries(files).map(([path, text]) => ({ path, text }));
  return store.codePackages.read((await store.codePackages.putFiles(texts)).codeSha256);
}

/** Who creates or updates a function and goes on once it is Active or Successful, as the console does. */
export async function settled(ports: Ports, answer: Promise<FunctionConfiguration>): Promise<FunctionConfiguration> {
  return functionSettled(ports, await answer);
}
