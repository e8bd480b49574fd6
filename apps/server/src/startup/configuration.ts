import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { ACCOUNT_CONCURRENCY_DEFAULT } from "@lambent/model";
import { type IsolationFact, PROMISES } from "@lambent/runner";
import { StartupFailure } from "./startup-failure.ts";

export interface Configuration {
  /** 0 lets the system choose a free one. */
  port: number;
  /** Of the AWS endpoint; 0 lets the system choose a free one. */
  awsPort: number;
  /** A loopback address or `localhost`. */
  host: string;
  /** Absolute path of the data folder. */
  home: string;
  /** `bwrap`, or an OCI runtime by name or path; undefined leaves the choice to what works on this host. */
  sandbox: string | undefined;
  /** Promises of sandboxes that the operator does without where this host can't keep them. */
  allowUnenforced: ReadonlySet<IsolationFact["what"]>;
  /** Functions run as plain processes of the server's own user: no isolation at all. */
  unsafeProcessDriver: boolean;
  /** `pyodide` runs Python 3.12 in Pyodide although the machine may have a CPython 3.12. */
  python: "auto" | "pyodide";
  /** Invocations that may run at once, all functions together. */
  accountConcurrency: number;
}

const flagName = (promise: IsolationFact["what"]) => promise.replaceAll(" ", "-");

export const USAGE = `Usage: main.js [--port 4510] [--aws-port 4566] [--host 127.0.0.1] [--home .lambent] [--python auto] [--sandbox bwrap]
               [--allow-unenforced cpu,memory] [--account-concurrency 1000] [--unsafe-process-driver]

  --port   LAMBENT_PORT   port of the console; 0 takes a free one
  --aws-port   LAMBENT_AWS_PORT
                          port of the AWS endpoint for CLI and SDKs; 0 takes a free one
  --host   LAMBENT_HOST   loopback address to listen on
  --home   LAMBENT_HOME   data folder, made when missing
  --python LAMBENT_PYTHON auto, or pyodide to run Python 3.12 as WebAssembly even where CPython 3.12 is installed
  --sandbox   LAMBENT_SANDBOX
                          what makes sandboxes: bwrap, runc, crun, runsc, or the path of another OCI runtime;
                          by itself the first of bwrap and runc that works here
  --allow-unenforced   LAMBENT_ALLOW_UNENFORCED
                          starts although these can't be enforced here, separated by commas:
                          ${PROMISES.map(flagName).join(", ")}
  --account-concurrency   LAMBENT_ACCOUNT_CONCURRENCY
                          invocations that may run at once, all functions together
  --unsafe-process-driver   LAMBENT_UNSAFE_PROCESS_DRIVER=1
                          runs functions without a sandbox: only for code that you trust as yourself`;

/**
 * Reads the flags, else the environment, else the defaults.
 * @returns null when help was asked for.
 * @throws StartupFailure
 */
export function readConfiguration(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  workingDirectory: string,
): Configuration | null {
  const flags = readFlags(args);
  if (flags.help === true) return null;
  return {
    port: readPort(flags.port ?? given(environment.LAMBENT_PORT) ?? "4510", "--port or LAMBENT_PORT"),
    awsPort: readPort(
      flags["aws-port"] ?? given(environment.LAMBENT_AWS_PORT) ?? "4566",
      "--aws-port or LAMBENT_AWS_PORT",
    ),
    host: readHost(flags.host ?? given(environment.LAMBENT_HOST) ?? "127.0.0.1"),
    home: resolve(workingDirectory, flags.home ?? given(environment.LAMBENT_HOME) ?? ".lambent"),
    sandbox: readSandbox(flags.sandbox ?? given(environment.LAMBENT_SANDBOX), workingDirectory),
    allowUnenforced: readPromises(flags["allow-unenforced"] ?? environment.LAMBENT_ALLOW_UNENFORCED ?? ""),
    unsafeProcessDriver:
      flags["unsafe-process-driver"] === true || readSwitch("LAMBENT_UNSAFE_PROCESS_DRIVER", environment),
    python: readPython(flags.python ?? given(environment.LAMBENT_PYTHON) ?? "auto"),
    accountConcurrency: readAccountConcurrency(
      flags["account-concurrency"] ??
        given(environment.LAMBENT_ACCOUNT_CONCURRENCY) ??
        String(ACCOUNT_CONCURRENCY_DEFAULT),
    ),
  };
}

function readFlags(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      // Package managers hand on the `--` that stands before our flags.
      args: args[0] === "--" ? args.slice(1) : [...args],
      options: {
        port: { type: "string" },
        "aws-port": { type: "string" },
        host: { type: "string" },
        home: { type: "string" },
        sandbox: { type: "string" },
        "allow-unenforced": { type: "string" },
        python: { type: "string" },
        "account-concurrency": { type: "string" },
        "unsafe-process-driver": { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
    return values;
  } catch (error) {
    throw new StartupFailure(`${(error as Error).message}\n\n${USAGE}`);
  }
}

/** Set to nothing means not set. */
const given = (value: string | undefined) => (value === "" ? undefined : value);

function readPort(text: string, where: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new StartupFailure(`'${text}' is no port. Give a number from 0 to 65535 with ${where}.`);
}

function readAccountConcurrency(text: string): number {
  const concurrency = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (concurrency >= 1) return concurrency;
  throw new StartupFailure(
    `'${text}' is no account concurrency. Give a whole number from 1 to 999999 with --account-concurrency or LAMBENT_ACCOUNT_CONCURRENCY.`,
  );
}

function readHost(text: string): string {
  const host = text.replace(/^\[(.*)\]$/, "$1");
  if (host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host)) return host;
  throw new StartupFailure(
    `The server listens on this machine alone, and '${text}' is reachable from others, who would be administrators. ` +
      "Use 127.0.0.1, localhost or ::1 with --host or LAMBENT_HOST; to work from elsewhere, open an SSH tunnel: ssh -L 4510:127.0.0.1:4510 <this machine>.",
  );
}

function readPython(text: string): Configuration["python"] {
  if (text === "auto" || text === "pyodide") return text;
  throw new StartupFailure(`'${text}' is no Python to choose. Use auto or pyodide with --python or LAMBENT_PYTHON.`);
}

function readSandbox(text: string | undefined, workingDirectory: string): string | undefined {
  if (text === undefined || /^[\w.+-]+$/.test(text)) return text;
  if (text.includes("/")) return resolve(workingDirectory, text);
  throw new StartupFailure(
    `'${text}' is no program. Give bwrap, runc, crun, runsc, or the path of an OCI runtime with --sandbox or LAMBENT_SANDBOX.`,
  );
}

function readPromises(text: string): Set<IsolationFact["what"]> {
  const names = text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  return new Set(
    names.map((name) => {
      const promise = PROMISES.find((candidate) => candidate === name || flagName(candidate) === name);
      if (promise) return promise;
      throw new StartupFailure(
        `'${name}' is nothing that sandboxes promise. Give some of ${PROMISES.map(flagName).join(", ")} with --allow-unenforced or LAMBENT_ALLOW_UNENFORCED.`,
      );
    }),
  );
}

function readSwitch(name: string, environment: Readonly<Record<string, string | undefined>>): boolean {
  const value = given(environment[name]);
  if (value === undefined || value === "0" || value === "false") return false;
  if (value === "1" || value === "true") return true;
  throw new StartupFailure(`${name} is '${value}'. Set it to 1 or leave it out.`);
}
