import type { Server } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { LOCAL_ADMINISTRATOR, localAccessKeys } from "@lambent/access";
import { createIamPorts } from "@lambent/iam";
import {
  type AsyncWorker,
  createScopedPorts,
  type Ports,
  repairAfterCrash,
  type ScopedPorts,
  startAsyncWorker,
} from "@lambent/lambda";
import { DEFAULT_FUNCTION_URL_ENDPOINT, DEFAULT_SCOPE, type FunctionUrlEndpoint } from "@lambent/model";
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
import { createAwsServer } from "../aws/create-aws-server.ts";
import { createHttpServer } from "../http/create-http-server.ts";
import type { Configuration } from "./configuration.ts";
import { type DataFolder, holdDataFolder } from "./data-folder.ts";
import { installationKey } from "./installation-key.ts";
import { listen, listenForAws } from "./listen.ts";
import { StartupFailure } from "./startup-failure.ts";

/** The sources lie two folders deep in apps/server, the bundle one. */
const ROOT = import.meta.url.includes("/src/startup/") ? "../../../../" : "../../../";
const repository = (path: string) => fileURLToPath(new URL(`${ROOT}${path}`, import.meta.url));

export interface RunningServer {
  url: string;
  /** Of the AWS endpoint. */
  awsUrl: string;
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
    const functionUrlEndpoint = { ...DEFAULT_FUNCTION_URL_ENDPOINT };
    const scoped = await openRooms(configuration, functionUrlEndpoint, opened);
    opened.scoped = scoped;
    const ports = await scoped.of(DEFAULT_SCOPE);
    const server = { version, dataDirectory: folder.home };
    const http = createHttpServer({
      context: { ports, server, caller: LOCAL_ADMINISTRATOR(ports.scope) },
      host: configuration.host,
      consoleDirectory,
    });
    opened.http = http;
    const aws = createAwsServer({
      ports: scoped,
      iam: createIamPorts({ scope: ports.scope, store: ports.store }),
      accessKeys: localAccessKeys(await installationKey(folder.home)),
      host: configuration.host,
    });
    opened.aws = aws;
    const url = await listen(http, configuration);
    const awsUrl = await listenForAws(aws, configuration);
    // Known only now where the system has chosen the port.
    functionUrlEndpoint.domain = `localhost:${awsUrl.slice(awsUrl.lastIndexOf(":") + 1)}`;
    opened.asyncWorker = await startAsyncWorker((scope) => scoped.of(scope), ports);
    await folder.announce({ url, awsUrl });
    return { url, awsUrl, version, dataDirectory: folder.home, ports, close: () => closeAll(opened) };
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
  scoped?: ScopedPorts;
  asyncWorker?: AsyncWorker;
  http?: FastifyInstance;
  aws?: Server;
}

async function openRooms(
  configuration: Configuration,
  functionUrlEndpoint: FunctionUrlEndpoint,
  opened: Opened,
): Promise<ScopedPorts> {
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
  await repairAfterCrash({ store });
  return createScopedPorts({ store, telemetry, runner, accountConcurrency, functionUrlEndpoint });
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

async function closeAll({ folder, store, telemetry, runner, scoped, asyncWorker, http, aws }: Opened): Promise<void> {
  // Environments first and together with the connections: what they still say goes to the log before it is closed.
  aws?.close();
  aws?.closeAllConnections();
  await Promise.allSettled([http?.close(), asyncWorker?.close(), runner?.close()]);
  await scoped?.close();
  await Promise.allSettled([telemetry?.close(), store?.close()]);
  await folder?.release();
}
