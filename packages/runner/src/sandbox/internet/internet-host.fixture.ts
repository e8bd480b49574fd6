/**
 * A host with a runner, in network and mount namespaces of its own:
 * `unshare --net --mount --propagation private node internet-host.fixture.ts FOLDER SPARES DRIVER`. Makes an outside world that it can
 * reach all of, then answers each line of JSON on standard input (`[id, command, argument]`)
 * with one of its own (`{ id, value }` or `{ id, error }`).
 */
import { execFileSync, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { RuntimeId } from "@lambent/model";
import { Fixtures } from "../../testing/fixture-functions.ts";
import type { NetworkAccess } from "../sandbox.port.ts";

const DNS = "10.20.0.53";
const PUBLIC = "203.0.113.10";
/** One of every range that functions may not reach; each is a host of the outside world, and within this host's reach. */
const PRIVATE = (
  "10.20.0.5 100.64.1.1 169.254.169.254 172.16.9.9 192.0.0.192 192.168.7.5 198.18.0.1 240.0.0.1 " +
  // Where slirp4netns has itself inside.
  "10.0.2.2 10.0.2.3"
).split(" ");
/** For packets on their way, and for the outside world to tell of them. */
const SETTLE_MS = 100;
const folder = process.argv[2]!;
const run = (command: string) => execFileSync("/bin/sh", ["-ec", command], { encoding: "utf8" });
const arrivals: { way: string; address: string }[] = [];

const world = spawn(
  "unshare",
  [
    "--net",
    process.execPath,
    ...process.execArgv,
    fileURLToPath(new URL("outside-world.fixture.ts", import.meta.url)),
  ].concat(DNS, PUBLIC, PRIVATE),
  { stdio: ["pipe", "pipe", "inherit"] },
);
const up = new Promise<void>((resolve) => {
  createInterface(world.stdout).on("line", (line) => (line === "up" ? resolve() : arrivals.push(JSON.parse(line))));
});
process.once("exit", () => world.kill("SIGKILL"));
// unshare makes the namespace within its first milliseconds; until then the process is in ours.
const namespaceOf = (id: number | "self") => run(`readlink /proc/${id}/ns/net`);
while (namespaceOf(world.pid!) === namespaceOf("self")) run("sleep 0.01");
const inWorld = `nsenter --net=/proc/${world.pid}/ns/net ip`;
writeFileSync(join(folder, "resolv.conf"), `nameserver ${DNS}\n`);
run(`
  mount --bind ${join(folder, "resolv.conf")} /etc/resolv.conf
  ip link set lo up
  ip link add wan type veth peer name wan netns ${world.pid}
  ip addr add 203.0.113.1/24 dev wan
  ip link set wan up
  ip route add default via ${PUBLIC}
  # Up, but without a carrier.
  ip link add lan type veth peer name lan-end
  ip addr add 198.51.100.7/24 dev lan
  ip link set lan up
  ${inWorld} link set lo up
  ${inWorld} link set wan up
  ${inWorld} addr add ${PUBLIC}/24 dev wan
  for address in ${DNS} ${PRIVATE.join(" ")}; do ${inWorld} addr add $address/32 dev lo; done
`);
world.stdin.write("go\n");
await up;

/** Services of this host itself, one of them on its loopback alone. */
for (const [port, address] of [
  [8080, "0.0.0.0"],
  [8081, "127.0.0.1"],
] as const) {
  const server = createServer((_request, response) => response.end("hello from the host"));
  server.on("connection", () => arrivals.push({ way: "tcp", address: "host" }));
  await once(server.listen(port, address), "listening");
  const socket = createSocket("udp4");
  socket.on("message", (_message, { port: from, address: sender }) => {
    arrivals.push({ way: "udp", address: "host" });
    socket.send("hello from the host", from, sender);
  });
  await new Promise<void>((resolve) => socket.bind(port, address, resolve));
}

const fixtures = await Fixtures.open(process.argv[4], { spares: process.argv[3] as "on demand" | "none" });
const { handler: reachFromHost } = await import("../../../fixtures/nodejs/reaches/index.mjs" as string);

const commands = {
  /** Runs a function. */
  async invoke(options: { name: string; runtime: RuntimeId; network: NetworkAccess; event: unknown; keep?: string }) {
    const { name, runtime, network, event, keep } = options;
    const { outcome, json, lines } = await fixtures.run(name, runtime, { network, event, timeoutMs: 20_000 }, keep);
    return { kind: outcome.kind, message: "message" in outcome ? outcome.message : undefined, json, lines };
  },
  /** Tries the same from the host itself. */
  reach: (attempts: unknown) => reachFromHost({ attempts }),
  /** What has reached the outside world or this host since it was last asked for, ordered by way. */
  async arrivals() {
    await delay(SETTLE_MS);
    return arrivals.splice(0).toSorted((a, b) => a.way.localeCompare(b.way));
  },
  shell: async (command: string) => run(command),
  access: async () => fixtures.runner.status().internetAccess,
  async close() {
    await fixtures.close();
    // Seen from outside, it is one of the processes that this host has left behind, or not.
    const ended = once(world, "exit");
    world.kill("SIGKILL");
    await ended;
    setImmediate(() => process.exit(0));
  },
};

async function carryOut(line: string) {
  const [id, name, argument] = JSON.parse(line) as [number, keyof typeof commands, never];
  const result = await commands[name](argument).then(
    (value: unknown) => ({ value }),
    (error: Error) => ({ error: error.stack }),
  );
  console.log(JSON.stringify({ id, ...result }));
}
createInterface(process.stdin).on("line", (line) => void carryOut(line));
console.log(JSON.stringify({ id: 0 }));
