import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { LOCAL_ADMINISTRATOR } from "@lambent/access";
import {
  type AsyncWorker,
  createPorts,
  type Ports,
  repairAfterCrash,
  restoreProvisionedConcurrency,
  startAsyncWorker,
} from "@lambent/lambda";
import { DEFAULT_SCOPE } from "@lambent/model";
import {
  chooseSandboxDriver,
  createRunner,
  createUnsafeProcessDriver,
  type Runner,
  requireEnforcedLimits,
  type SandboxDriver,
  SandboxUnavailable,
} from "@lambent/runner";
import { openStore, type Store } from "@lambent/store";
import { openTelemetry, type Telemetry } from "@lambent/telemetry";
import type { FastifyInstance } from "fastify";
import { version } from "../../package.json" with { type: "json" };
import { createHttpServer } from "../http/create-http-server.ts";
import type { Configuration } from "./configuration.ts";
import { type DataFolder, holdDataFolder } from "./data-folder.ts";
import { listen } from "./listen.ts";
import { StartupFailure } from "./startup-failure.ts";

/** The sources lie two folders deep in apps/server, the bundle one. */
const ROOT = import.meta.url.includes("/src/startup/") ? "../../../../" : "../../../";
const repository = (path: string) => fileURLToPath(new URL(`${ROOT}${path}`, import.meta.url));

export interface RunningServer {
  url: string;
  version: string;
  dataDirectory: string;
  ports: Ports;
  /** Ends everything that was started: no process, lock or socket is left. */
  close(): Promise<void>;
}

/**
 * Builds the rooms, repairs what a crash left behind, and listens.
 * @throws StartupFailure with a sentence and a way out; whatever was started by then is ended again.
 */
export async function startServer(
  configuration: Configuration,
  consoleDirectory: string = repository("apps/console/dist"),
): Promise<RunningServer> {
  const opened: Opened = {};
  try {
    const folder = await holdDataFolder(configuration.home);
    opened.folder = folder;
    const ports = await openRooms(configuration, opened);
    opened.ports = ports;
    await repairAfterCrash(ports);
    await restoreProvisionedConcurrency(ports);
    const server = { version, dataDirectory: folder.home };
    const http = createHttpServer({
      context: { ports, server, caller: LOCAL_ADMINISTRATOR(ports.scope) },
      host: configuration.host,
      consoleDirectory,
    });
    opened.http = http;
    const url = await listen(http, configuration);
    opened.asyncWorker = await startAsyncWorker(() => ports, ports);
    await folder.announce(url);
    return { url, version, dataDirectory: folder.home, ports, close: () => closeAll(opened) };
  } catch (error) {
    await closeAll(opened);
    if (error instanceof SandboxUnavailable) throw new StartupFailure(`${error.message}\n${UNSAFE_WAY_OUT}`);
    throw error;
  }
}

const UNSAFE_WAY_OUT =
  "If you trust the code of every function as your own, --unsafe-process-driver runs it without a sandbox.";

/** What has been opened so far, to be closed in the right order whatever happens. */
interface Opened {
  folder?: DataFolder;
  store?: Store;
  telemetry?: Telemetry;
  runner?: Runner;
  ports?: Ports;
  asyncWorker?: AsyncWorker;
  http?: FastifyInstance;
}

async function openRooms(configuration: Configuration, opened: Opened): Promise<Ports> {
  const { home, accountConcurrency } = configuration;
  const results = await Promise.allSettled([
    openStore({
      directory: home,
      migrationsDirectory: repository("prisma/migrations"),
      encryptionKey: process.env.LAMBENT_ENCRYPTION_KEY,
    }).then((store) => (opened.store = store)),
    openTelemetry({ directory: home }).then((telemetry) => (opened.telemetry = telemetry)),
    openRunner(configuration).then((runner) => (opened.runner = runner)),
  ]);
  for (const result of results) if (result.status === "rejected") throw result.reason;
  const { store, telemetry, runner } = opened as Required<Opened>;
  return createPorts({ scope: DEFAULT_SCOPE, store, telemetry, runner, accountConcurrency });
}

async function openRunner(configuration: Configuration): Promise<Runner> {
  const driver = await openDriver(configuration);
  return createRunner({ driver, dataDirectory: join(configuration.home, "run"), python: configuration.python });
}

async function openDriver(configuration: Configuration): Promise<SandboxDriver> {
  const { home, sandbox, allowUnenforced, unsafeProcessDriver } = configuration;
  if (unsafeProcessDriver) return createUnsafeProcessDriver();
  const driver = await chooseSandboxDriver({ directory: join(home, "run/sandboxes"), sandbox });
  try {
    requireEnforcedLimits(driver.isolation, allowUnenforced);
    return driver;
  } catch (error) {
    await driver.close();
    throw error;
  }
}

async function closeAll({ folder, store, telemetry, runner, ports, asyncWorker, http }: Opened): Promise<void> {
  // Environments first and together with the connections: what they still say goes to the log before it is closed.
  await Promise.allSettled([http?.close(), asyncWorker?.close(), runner?.close()]);
  await ports?.transitions.close();
  await Promise.allSettled([telemetry?.close(), store?.close()]);
  await folder?.release();
}
