import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isRunning } from "../process-tree.ts";
import { installedRuntimes } from "../tested-drivers.ts";
import { LAUNCH_ENVIRONMENT } from "../waiting-shell.ts";
import { IsolatedHost } from "./isolated-host.fixture.ts";
import { NAMES } from "./name-server.fixture.ts";

const DNS = "10.20.0.53";
const PUBLIC = "203.0.113.10";
/** Addresses of the host itself: one that looks public, and one on an interface without a carrier. */
const OWN = ["203.0.113.1", "198.51.100.7"];
const PRIVATE = [
  "10.20.0.5",
  "100.64.1.1",
  "169.254.169.254",
  "172.16.9.9",
  "192.0.0.192",
  "192.168.7.5",
  "198.18.0.1",
];
const RESERVED = "240.0.0.1";
/** slirp4netns' own: the gateway, which leads to the host's loopback, and the name server. */
const SLIRP = ["10.0.2.2", "10.0.2.3"];

/** The same function run by root. */
const TRY_OUTSIDE =
  `cd ${fileURLToPath(new URL("../../../fixtures/python/changes-its-network", import.meta.url))}; ` +
  'python3 -B -c "import json, lambda_function; print(json.dumps(lambda_function.lambda_handler({}, None)))"';

interface Attempt {
  name: string;
  way: string;
  host: string;
  port?: number;
  how?: string;
  through?: string;
  localPort?: number;
  forMs?: number;
}

const attempt = (way: string, host: string, port: number, more: Partial<Attempt> = {}): Attempt => ({
  name: [way, host, port, more.how].filter(Boolean).join(" "),
  ...{ way, host, port },
  ...more,
});
const bothWays = (host: string, more?: Partial<Attempt>) => [
  attempt("tcp", host, 80, more),
  attempt("udp", host, 7, more),
];

const ALLOWED = bothWays(PUBLIC);
/** All that the host itself reaches and a function doesn't. */
const REFUSED = [
  ...[...PRIVATE, RESERVED, DNS, ...SLIRP].flatMap((host) => bothWays(host)),
  ...[...OWN, "127.0.0.1", "0.0.0.0"].flatMap((host) => [attempt("tcp", host, 8080), attempt("udp", host, 8080)]),
  attempt("tcp", "127.0.0.1", 8081),
  // A name is no way around: what counts is where it leads.
  ...["private.test", "metadata.test"].flatMap((host) => bothWays(host)),
  ...["loopback.test", "host.test"].map((host) => attempt("tcp", host, 8080)),
];
/** What slirp4netns would lead to the host, or to its name server, if it was let. */
const THROUGH_SLIRP = SLIRP.flatMap((host) =>
  [8080, 8081].flatMap((port) => [attempt("tcp", host, port), attempt("udp", host, port)]),
);
const WAYS_ROUND = ["bound to the device", "with a preferred interface"].flatMap((how) => [
  ...[...PRIVATE, RESERVED].flatMap((host) => bothWays(host, { how })),
  ...[...OWN, "127.0.0.1"].flatMap((host) => [
    attempt("tcp", host, 8080, { how }),
    attempt("udp", host, 8080, { how }),
  ]),
]);
const MORE_WAYS_ROUND = [
  ...PRIVATE.map((host) => attempt("udp", host, 7, { how: "with packet information" })),
  ...[...PRIVATE, ...OWN].flatMap((host) => [
    attempt("tcp", `::ffff:${host}`, PRIVATE.includes(host) ? 80 : 8080),
    attempt("udp", `::ffff:${host}`, PRIVATE.includes(host) ? 7 : 8080),
  ]),
  attempt("tcp", PUBLIC, 80, { how: "by source routing", through: "10.20.0.5" }),
  attempt("udp", PUBLIC, 7, { how: "by source routing", through: "169.254.169.254" }),
  attempt("udp", "203.0.113.255", 8080, { how: "as a broadcast" }),
  attempt("udp", "255.255.255.255", 8080, { how: "as a broadcast" }),
  attempt("udp", "10.0.2.255", 7, { how: "as a broadcast" }),
  attempt("udp", "255.255.255.255", 67, { how: "as a broadcast" }),
  attempt("udp", "10.0.2.2", 67),
  attempt("udp", "10.0.2.2", 69),
  attempt("udp", "224.0.0.1", 7),
  attempt("udp", "ff02::1", 7),
  attempt("tcp", "fd00::2", 80),
  attempt("tcp", "2001:db8::10", 80),
  attempt("raw", PUBLIC, 0),
  attempt("raw", "10.20.0.5", 0),
  attempt("ping", "10.20.0.5", 0),
  attempt("sctp", PUBLIC, 80),
];

const missing = ["slirp4netns", "nft", "ip", "nsenter", "unshare"].filter(
  (program) => !LAUNCH_ENVIRONMENT.PATH.split(":").some((folder) => readNames(folder).includes(program)),
);
const reason =
  process.geteuid?.() !== 0
    ? "only root makes network namespaces"
    : missing.length > 0
      ? `no ${missing.join(", ")}`
      : "";

describe.skipIf(reason !== "")(`a function with Internet access${reason && ` (skipped: ${reason})`}`, () => {
  let folder: string;
  let host: IsolatedHost;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "internet-host-"));
    host = await IsolatedHost.start(folder);
    await untilOffered(host);
  });
  afterAll(async () => {
    await host?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function reach(
    runtime: "nodejs22.x" | "python3.12",
    attempts: readonly Attempt[],
    network = "internet",
    from = host,
  ) {
    await from.ask("arrivals");
    const run = await from.ask("invoke", { name: "reaches", runtime, network, event: { attempts } });
    expect(run).toMatchObject({ kind: "succeeded" });
    return { results: run.json as Record<string, string>, arrivals: await from.ask("arrivals") };
  }
  const answered = (results: Record<string, string>) =>
    Object.entries(results).filter(([, result]) => result.startsWith("answer"));
  /** Lookups are the host's to carry out. */
  const besidesNames = (arrivals: { way: string }[]) => arrivals.filter(({ way }) => way !== "name");

  for (const runtime of ["nodejs22.x", "python3.12"] as const) {
    describe(runtime, () => {
      test("reaches public addresses over TCP and UDP, by number and by name", async () => {
        const attempts = [...ALLOWED, ...bothWays("public.test"), attempt("name", "public.test", 0)];
        const { results } = await reach(runtime, attempts);
        expect(results).toEqual({
          ...Object.fromEntries(attempts.map(({ name }) => [name, `answer: hello from ${PUBLIC}`])),
          "name public.test": `answer: ${PUBLIC}`,
        });
      });

      test("finds names, wherever they lead, and doesn't find those that don't exist", async () => {
        const names = [...Object.keys(NAMES), "nowhere.test"];
        const { results } = await reach(
          runtime,
          names.map((name) => ({ name, way: "name", host: name })),
        );
        const { "nowhere.test": nowhere, ...found } = results;
        expect(found).toEqual(
          Object.fromEntries(Object.entries(NAMES).map(([name, address]) => [name, `answer: ${address}`])),
        );
        expect(nowhere).not.toContain("answer");
      });

      test("reaches nothing private, nothing of the host, and no packet arrives there", async () => {
        const { results, arrivals } = await reach(runtime, [...REFUSED, ...THROUGH_SLIRP]);
        expect(Object.keys(results)).toHaveLength(REFUSED.length + THROUGH_SLIRP.length);
        expect(answered(results)).toEqual([]);
        expect(besidesNames(arrivals)).toEqual([]);
      });

      test("is told of a refusal at once, not by silence", async () => {
        const { results } = await reach(
          runtime,
          PRIVATE.map((host) => attempt("tcp", host, 80)),
        );
        expect(new Set(Object.values(results))).toEqual(new Set(["EHOSTUNREACH"]));
      });

      test("reaches nothing at all, and finds no names, without Internet access", async () => {
        const attempts = [...ALLOWED, ...REFUSED, attempt("name", "public.test", 0)];
        const { results, arrivals } = await reach(runtime, attempts, "none");
        expect(answered(results)).toEqual([]);
        expect(arrivals).toEqual([]);
      });
    });
  }

  test("the same attempts succeed from the host itself, so they test something", async () => {
    const results: Record<string, string> = await host.ask("reach", [...ALLOWED, ...REFUSED]);
    expect(Object.entries(results).filter(([, result]) => !result.startsWith("answer"))).toEqual([]);
  });

  test("choosing the interface by hand leads around a route, not around the filter", async () => {
    const { results, arrivals } = await reach("python3.12", [
      ...WAYS_ROUND,
      attempt("tcp", PUBLIC, 80, { how: "bound to the device" }),
      attempt("udp", PUBLIC, 7, { how: "with packet information" }),
    ]);
    expect(answered(results).map(([name]) => name)).toEqual([
      `tcp ${PUBLIC} 80 bound to the device`,
      `udp ${PUBLIC} 7 with packet information`,
    ]);
    expect(arrivals).toEqual([
      { way: "tcp", address: PUBLIC },
      { way: "udp", address: PUBLIC },
    ]);
  });

  test("no other family, protocol, option or broadcast leads around the filter", async () => {
    const { results, arrivals } = await reach("python3.12", MORE_WAYS_ROUND);
    expect(answered(results)).toEqual([]);
    expect(arrivals).toEqual([]);
  });

  test("nothing of its network can be changed from inside, and no other network be made or joined", async () => {
    const run = await host.ask("invoke", {
      ...{ name: "changes-its-network", runtime: "python3.12", network: "internet", event: {} },
    });
    expect(Object.keys(run.json)).toHaveLength(20);
    expect(Object.entries(run.json).filter(([, result]) => result === "done")).toEqual([]);
    const outside = JSON.parse(await host.ask("shell", `unshare --net sh -ec 'ip link set lo up; ${TRY_OUTSIDE}'`));
    // What a host lets root do with the namespaces of its first process differs.
    const { "join the network of the first process": _, ...rest } = outside;
    expect(new Set(Object.values(rest))).toEqual(new Set(["done"]));
  });

  test("what a private host sends to an open socket doesn't arrive", async () => {
    const { results } = await reach("nodejs22.x", [attempt("strangers", PUBLIC, 9, { forMs: 500 })]);
    expect(results[`strangers ${PUBLIC} 9`]).toBe(PUBLIC);
  });

  test("a port of one's choice is a port inside, not on the host", async () => {
    const attempts = [1, 2].map((number) => ({
      ...attempt("tcp", PUBLIC, 80, { localPort: 8080 }),
      name: `${number}`,
    }));
    for (const one of attempts) {
      const { results } = await reach("nodejs22.x", [one]);
      expect(results).toEqual({ [one.name]: `answer: hello from ${PUBLIC}` });
    }
  });

  test("an address that the host is given while the function runs is refused soon after", async () => {
    const added = "203.0.113.77";
    const invoke = () =>
      host.ask("invoke", {
        ...{ name: "reaches", runtime: "nodejs22.x", network: "internet", keep: "added" },
        event: { attempts: [...ALLOWED, attempt("tcp", added, 8080)] },
      });
    const before = await invoke();
    expect(answered(before.json)).toHaveLength(2);
    await host.ask("shell", `ip addr add ${added}/32 dev wan`);
    const start = Date.now();
    let last = await invoke();
    while (last.json[`tcp ${added} 8080`] !== "EHOSTUNREACH" && Date.now() - start < 20_000) last = await invoke();
    expect(last.json[`tcp ${added} 8080`]).toBe("EHOSTUNREACH");
    expect(answered(last.json)).toHaveLength(2);
    await host.ask("shell", `ip addr del ${added}/32 dev wan`);
  });

  describe("without spares, which have a slirp4netns of their own", () => {
    let alone: IsolatedHost;
    beforeAll(async () => {
      alone = await IsolatedHost.start(folder, "none");
    });
    afterAll(() => alone?.close());

    test("the end of its slirp4netns is told as a fault of the host, and the next event is served", async () => {
      const invoke = (attempts: readonly Attempt[]) =>
        alone.ask("invoke", {
          name: "reaches",
          runtime: "nodejs22.x",
          network: "internet",
          keep: "lost",
          event: { attempts },
        });
      await alone.ask("arrivals");
      const run = invoke([attempt("tcp", PUBLIC, 80), attempt("strangers", PUBLIC, 9, { forMs: 15_000 })]);
      for (let arrivals = []; arrivals.length === 0; ) arrivals = await alone.ask("arrivals");
      const links = alone.links();
      expect(links).toHaveLength(1);
      process.kill(links[0]!, "SIGKILL");
      expect(await run).toMatchObject({
        kind: "sandboxFault",
        message: "The sandbox lost its Internet access: slirp4netns ended with SIGKILL.",
      });
      expect(answered((await invoke(ALLOWED)).json)).toHaveLength(2);
    });

    test("slirp4netns is neither root nor sees the host's files", async () => {
      const run = alone.ask("invoke", {
        name: "sleeps",
        runtime: "nodejs22.x",
        network: "internet",
        event: { ms: 3000 },
      });
      const [link] = await until(() => alone.links());
      const status = await until(() => {
        const text = readFileSync(`/proc/${link}/status`, "latin1");
        return /^Seccomp:\s+2$/m.test(text) ? [text] : [];
      });
      expect(status[0]).toMatch(/^NoNewPrivs:\s+1$/m);
      expect(/^Uid:\s+(\d+)/m.exec(status[0]!)?.[1]).toMatch(/^1\d{9}$/);
      // To serve ports below 1024, and in its own user namespace only.
      expect(status[0]).toMatch(/^CapEff:\s+0000000000000400$/m);
      expect(readdirSync(`/proc/${link}/root`).toSorted()).toEqual(["etc", "run"]);
      await run;
    });
  });

  describe.each(installedRuntimes)("in a sandbox of %s", (runtime) => {
    let other: IsolatedHost;
    beforeAll(async () => {
      other = await IsolatedHost.start(folder, "none", runtime);
      await untilOffered(other);
    });
    afterAll(() => other?.close());

    test("reaches the same, and nothing else", async () => {
      const attempts = [...ALLOWED, ...REFUSED, ...THROUGH_SLIRP];
      const { results, arrivals } = await reach("python3.12", attempts, "internet", other);
      expect(Object.keys(results)).toHaveLength(new Set(attempts.map(({ name }) => name)).size);
      expect(answered(results)).toEqual(ALLOWED.map(({ name }) => [name, `answer: hello from ${PUBLIC}`]));
      expect(besidesNames(arrivals)).toEqual(ALLOWED.map(({ way }) => ({ way, address: PUBLIC })));
    });

    test("can't change its network either", async () => {
      const event = { name: "changes-its-network", runtime: "python3.12", network: "internet", event: {} };
      const run = await other.ask("invoke", event);
      expect(Object.keys(run.json)).toHaveLength(20);
      expect(Object.entries(run.json).filter(([, result]) => result === "done")).toEqual([]);
    });

    test("reaches nothing without Internet access, and leaves nothing behind", async () => {
      const { results } = await reach("nodejs22.x", ALLOWED, "none", other);
      expect(answered(results)).toEqual([]);
      const [, ...tree] = other.tree();
      await other.close();
      expect(tree.filter(isRunning)).toEqual([]);
      expect(other.processes()).toEqual([]);
    });
  });

  test("nothing is left of it: no process, no namespace, no mount", async () => {
    await host.ask("invoke", { name: "echoes", runtime: "nodejs22.x", network: "internet", event: {}, keep: "left" });
    const [, ...tree] = host.tree();
    expect(host.links()).not.toEqual([]);
    await host.close();
    expect(tree.filter(isRunning)).toEqual([]);
    expect(host.processes()).toEqual([]);
    expect(readFileSync("/proc/mounts", "utf8")).not.toContain(folder);
  });

  test("a server that is killed takes slirp4netns with it", async () => {
    const other = await IsolatedHost.start(folder);
    await other.ask("invoke", { name: "echoes", runtime: "nodejs22.x", network: "internet", event: {}, keep: "left" });
    expect(other.links()).not.toEqual([]);
    await other.kill();
    await until(() => (other.links().length > 0 ? [] : [true]));
  });
});

function readNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Waits for the trial. */
async function untilOffered(host: IsolatedHost) {
  for (let tries = 0; tries < 200 && !(await host.ask("access")).available; tries++) await delay(50);
  expect(await host.ask("access")).toEqual({ available: true });
}

/** Waits until there is at least one. */
async function until<T>(list: () => readonly T[]): Promise<readonly T[]> {
  for (let found = list(); ; found = list()) {
    if (found.length > 0) return found;
    await delay(10);
  }
}
