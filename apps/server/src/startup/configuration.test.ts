import { expect, test } from "vitest";
import { readConfiguration } from "./configuration.ts";
import { StartupFailure } from "./startup-failure.ts";

const read = (args: string[], environment: Record<string, string> = {}) =>
  readConfiguration(args, environment, "/here");

test("without anything the defaults hold", () => {
  expect(read([])).toEqual({
    port: 4510,
    awsPort: 4566,
    host: "127.0.0.1",
    home: "/here/.lambent",
    sandbox: undefined,
    allowUnenforced: new Set(),
    unsafeProcessDriver: false,
    python: "auto",
    accountConcurrency: 1000,
  });
});

test("the environment sets, and a flag wins over it", () => {
  const environment = {
    LAMBENT_PORT: "4600",
    LAMBENT_AWS_PORT: "4601",
    LAMBENT_HOST: "localhost",
    LAMBENT_HOME: "/data",
    LAMBENT_SANDBOX: "runc",
    LAMBENT_ALLOW_UNENFORCED: "cpu, process count",
    LAMBENT_UNSAFE_PROCESS_DRIVER: "1",
    LAMBENT_PYTHON: "pyodide",
    LAMBENT_ACCOUNT_CONCURRENCY: "20",
  };
  expect(read([], environment)).toEqual({
    port: 4600,
    awsPort: 4601,
    host: "localhost",
    home: "/data",
    sandbox: "runc",
    allowUnenforced: new Set(["cpu", "process count"]),
    unsafeProcessDriver: true,
    python: "pyodide",
    accountConcurrency: 20,
  });
  expect(read(["--python", "auto"], environment)).toMatchObject({ python: "auto" });
  expect(read(["--port", "0", "--host=::1", "--home", "data"], environment)).toMatchObject({
    port: 0,
    host: "::1",
    home: "/here/data",
  });
  expect(read(["--sandbox", "crun", "--allow-unenforced=process-count"], environment)).toMatchObject({
    sandbox: "crun",
    allowUnenforced: new Set(["process count"]),
  });
  expect(read(["--account-concurrency", "50"], environment)).toMatchObject({ accountConcurrency: 50 });
  expect(read(["--unsafe-process-driver"])).toMatchObject({ unsafeProcessDriver: true });
});

test("a variable that is set to nothing is not set", () => {
  const names = "PORT AWS_PORT HOST HOME SANDBOX ALLOW_UNENFORCED UNSAFE_PROCESS_DRIVER ACCOUNT_CONCURRENCY".split(" ");
  const empty = Object.fromEntries(names.map((name) => [`LAMBENT_${name}`, ""]));
  expect(read([], empty)).toEqual(read([]));
});

test("the -- that package managers hand on is no flag", () => {
  expect(read(["--", "--port", "4600"])).toMatchObject({ port: 4600 });
});

test("help is asked for with --help", () => {
  expect(read(["--help"])).toBeNull();
});

test.each(["0.0.0.0", "::", "192.168.1.2", "example.com", "128.0.0.1", "127.0.0.1.example.com"])(
  "an address that others can reach is refused with a way out: %s",
  (host) => {
    expect(() => read(["--host", host])).toThrow(StartupFailure);
    expect(() => read([], { LAMBENT_HOST: host })).toThrow(/listens on this machine alone.*127\.0\.0\.1.*ssh -L/);
  },
);

test.each(["65536", "-1", "1e3", "port", "4510x", "99999999999"])("no port: %s", (port) => {
  expect(() => read([`--port=${port}`])).toThrow(/is no port/);
});

test("a Python that can't be chosen is refused with the ones that can", () => {
  expect(() => read([], { LAMBENT_PYTHON: "3.11" })).toThrow("Use auto or pyodide");
});

test.each(["0", "-1", "1.5", "1e3", "many", "9999999"])("no account concurrency: %s", (text) => {
  expect(() => read([`--account-concurrency=${text}`])).toThrow(/no account concurrency.*from 1 to 999999/);
});

test("an unknown flag is refused and the known ones are shown", () => {
  expect(() => read(["--prot", "1"])).toThrow(/--prot[\s\S]*--port {3}LAMBENT_PORT/);
});

test("a switch that is neither on nor off is refused", () => {
  expect(() => read([], { LAMBENT_UNSAFE_PROCESS_DRIVER: "yes" })).toThrow(StartupFailure);
});

test("an OCI runtime by its path is looked for from where the server is started", () => {
  expect(read(["--sandbox", "bin/runc"])).toMatchObject({ sandbox: "/here/bin/runc" });
  expect(read(["--sandbox", "/opt/runc"])).toMatchObject({ sandbox: "/opt/runc" });
});

test.each(["runc --debug", "$(id)", "a;b"])("no program: %s", (sandbox) => {
  expect(() => read([`--sandbox=${sandbox}`])).toThrow(/is no program.*LAMBENT_SANDBOX/);
});

test("a promise that sandboxes don't make is refused together with those that they make", () => {
  expect(() => read(["--allow-unenforced", "cpu,speed"])).toThrow(/'speed' is nothing.*process-count/);
  // Only root can give each sandbox a user; the banner tells when there is none.
  expect(() => read([], { LAMBENT_ALLOW_UNENFORCED: "user" })).toThrow(StartupFailure);
});
