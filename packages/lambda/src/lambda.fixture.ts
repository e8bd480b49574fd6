import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEFAULT_SCOPE, type FunctionConfiguration, RUNTIME_IDS, type RuntimeAvailability } from "@lambent/model";
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
export async function openLambda({ accountConcurrency }: Pick<Rooms, "accountConcurrency"> = {}): Promise<TestLambda> {
  const directory = await mkdtemp(join(tmpdir(), "lambent-lambda-"));
  const [store, telemetry] = await Promise.all([openStore({ directory }), openTelemetry({ directory })]);
  const runner = createFakeRunner(RUNTIMES);
  const ports = await createPorts({ scope: DEFAULT_SCOPE, store, telemetry, runner, accountConcurrency });
  onTestFinished(async () => {
    await ports.transitions.close();
    await Promise.all([store.close(), telemetry.close()]);
    await rm(directory, { recursive: true, force: true });
  });
  return { ports, runner, directory };
}

/** Who creates or updates a function and goes on once it is Active or Successful, as the console does. */
export async function settled(ports: Ports, answer: Promise<FunctionConfiguration>): Promise<FunctionConfiguration> {
  return functionSettled(ports, await answer);
}
