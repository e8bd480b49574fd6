import { type Attempt, type AttemptTarget, DEPENDS_ON_HOST, HOST_MAY, NO_SUCH_THING, NOT_OURS } from "./attempt.ts";
import { FILE_ATTEMPTS } from "./node-files.attempts.ts";

const connects = (options: string) => `return await new Promise((resolve) => {
  const socket = net.connect(${options});
  socket.once("connect", () => { socket.destroy(); resolve(true); }).once("error", () => resolve(false));
});`;
const anyProcess = (
  test: string,
) => `return fs.readdirSync("/proc").filter((name) => /^\\d+$/.test(name)).some((id) => {
  try { return ${test}; } catch { return false; }
});`;

const PROCESS_ATTEMPTS: readonly Attempt[] = [
  {
    name: "read the server's secret from any process's environment",
    script: anyProcess(`fs.readFileSync("/proc/" + id + "/environ", "latin1").includes(target.secret)`),
  },
  {
    name: "find the server's secret in its own environment",
    script: `return JSON.stringify(process.env).includes(target.secret);`,
    onlyInside: "without isolation it isn't handed on either",
  },
  { name: "see a process of the host", script: `return fs.existsSync("/proc/" + target.processId);` },
  { name: "signal a process of the host", script: `return process.kill(target.processId, 0);` },
  { name: "become root", script: `process.setuid(0); return process.getuid() === 0;` },
  { name: "take the group root", script: `process.setgroups([0]); return true;` },
  {
    name: "find a setuid program",
    script: `const found = child_process.spawnSync("/bin/sh", ["-c", "for f in /usr/bin/* /usr/sbin/*; do test -u $f && echo $f; done"]);
      return String(found.stdout).length > 0;`,
  },
  { name: "raise its own priority", script: `os.setPriority(-5); return os.getPriority() < 0;` },
  ...[
    ["open files", "-n 2048"],
    ["locked memory", "-l unlimited"],
    ["core dumps", "-c unlimited"],
    ["pending signals", "-i unlimited"],
  ].map(([what, option]) => ({
    name: `raise the limit of ${what}`,
    script: `const bash = (script) => child_process.spawnSync("/bin/bash", ["-c", script]);
      const option = "${option}".slice(0, 2);
      const before = String(bash("ulimit -H " + option).stdout).trim();
      return before !== "unlimited" && bash("ulimit ${option}").status === 0;`,
    onlyInside: DEPENDS_ON_HOST,
  })),
  {
    name: "keep a capability",
    script: `return /^Cap(Inh|Prm|Eff|Bnd|Amb):\\s+0*[1-9a-f]/m.test(fs.readFileSync("/proc/self/status", "latin1"));`,
  },
  {
    name: "run without no_new_privs or seccomp",
    script: `const status = fs.readFileSync("/proc/self/status", "latin1");
      return !(/^NoNewPrivs:\\s+1$/m.test(status) && /^Seccomp:\\s+2$/m.test(status));`,
  },
  {
    name: "have children that run without no_new_privs or seccomp",
    script: `const status = String(child_process.spawnSync("/bin/cat", ["/proc/self/status"]).stdout);
      return !(/^NoNewPrivs:\\s+1$/m.test(status) && /^Seccomp:\\s+2$/m.test(status));`,
  },
  { name: "see the host's name", script: `return os.hostname() === target.hostname;` },
];

const NETWORK_ATTEMPTS: readonly Attempt[] = [
  { name: "reach a server on the host's 127.0.0.1", script: connects(`{ host: "127.0.0.1", port: target.port }`) },
  {
    name: "reach a server on the host's 127.0.0.1 by another name",
    script: `for (const host of ["127.1.2.3", "0.0.0.0", "::1", "::ffff:127.0.0.1", "localhost"]) {
      if (await (async () => { ${connects("{ host, port: target.port }")} })()) return true;
    }`,
  },
  {
    name: "reach a server on the host's 127.0.0.1 through a gateway",
    script: `for (const host of ["10.0.2.2", "10.0.2.3"]) if (await (async () => { ${connects("{ host, port: target.port }")} })()) return true;`,
    onlyInside: NO_SUCH_THING,
  },
  { name: "reach an abstract socket of the host", script: connects(`"\\0" + target.abstractSocket`) },
  { name: "reach a socket file of the host", script: connects("target.socketFile") },
  ...["169.254.169.254", "169.254.170.2", "10.0.2.2", "172.17.0.1", "192.168.1.1", "1.1.1.1", "fd00:ec2::254"].map(
    (host) => ({
      name: `reach ${host}`,
      script: connects(`{ host: "${host}", port: 80 }`),
      onlyInside: DEPENDS_ON_HOST,
      ...(host === "1.1.1.1" && { allowedByInternetAccess: true as const }),
    }),
  ),
  {
    name: "have an interface besides loopback",
    script: `return Object.values(os.networkInterfaces()).flat().some((face) => !face.internal);`,
    onlyInside: DEPENDS_ON_HOST,
    allowedByInternetAccess: true,
  },
  {
    name: "send a datagram",
    script: `return await new Promise((resolve) => {
      const socket = dgram.createSocket("udp4");
      socket.send("x", 53, "8.8.8.8", (error) => { socket.close(); resolve(!error); });
    });`,
    onlyInside: DEPENDS_ON_HOST,
    allowedByInternetAccess: true,
  },
  {
    name: "join a multicast group",
    script: `return await new Promise((resolve) => {
      const socket = dgram.createSocket("udp4").once("error", () => resolve(false));
      socket.bind(0, () => {
        try { socket.addMembership("224.0.0.251"); resolve(true); } catch { resolve(false); }
        socket.close();
      });
    });`,
    onlyInside: DEPENDS_ON_HOST,
    allowedByInternetAccess: true,
  },
  {
    name: "resolve a name",
    script: `return (await dns.promises.lookup("example.com").catch(() => ({}))).address !== undefined;`,
    onlyInside: DEPENDS_ON_HOST,
    allowedByInternetAccess: true,
  },
];

const NEIGHBOUR_ATTEMPTS: readonly Attempt[] = [
  {
    name: "read another sandbox's /tmp",
    script: anyProcess(
      `fs.readFileSync("/proc/" + id + "/root/tmp/neighbour.txt", "utf8") === target.neighbour.secret`,
    ),
  },
  {
    name: "read another sandbox's code where the host has it",
    script: `return fs.readFileSync(target.neighbour.codeDirectory + "/neighbour.txt", "utf8") === target.neighbour.secret;`,
  },
  {
    name: "find another sandbox's code anywhere",
    script: `const places = ["/var/task", "/opt", "/tmp", "/var/runtime", target.neighbour.codeDirectory];
      return places.some((place) => fs.existsSync(place + "/neighbour.txt"));`,
  },
  { name: "list the folders of sandboxes", script: `return fs.readdirSync(target.driverDirectory).length > 0;` },
  {
    name: "read another sandbox's environment or command line",
    script: anyProcess(
      `!["1", String(process.pid)].includes(id) && ["environ", "cmdline"].some((file) => fs.readFileSync("/proc/" + id + "/" + file, "latin1").includes(target.neighbour.secret))`,
    ),
  },
  {
    name: "signal another sandbox's processes",
    script: `return target.neighbour.processIds.some((id) => { try { return process.kill(id, 0); } catch { return false; } });`,
  },
  ...[
    ["port", `{ host: "127.0.0.1", port: target.neighbour.port }`],
    ["abstract socket", `"\\0" + target.neighbour.secret`],
    ["socket file", `"/tmp/neighbour.sock"`],
  ].map(([what, options]) => ({
    name: `reach another sandbox's ${what}`,
    script: connects(options!),
    onlyInside: "a sandbox's network is out of the host's reach as well",
  })),
  {
    name: "see another sandbox's shared memory",
    script: `return fs.readdirSync("/dev/shm").includes("neighbour");`,
    onlyInside: HOST_MAY,
  },
];

const KERNEL_ATTEMPTS: readonly Attempt[] = [
  ...["keys", "kallsyms", "timer_list", "interrupts", "cmdline", "iomem", "slabinfo"].map((name) => ({
    name: `read /proc/${name}`,
    script: `return fs.readFileSync("/proc/${name}").length > 0;`,
  })),
  ...["config.gz", "modules", "ioports", "key-users", "vmallocinfo", "sched_debug", "latency_stats"].map((name) => ({
    name: `read /proc/${name}`,
    script: `return fs.readFileSync("/proc/${name}").length > 0;`,
    onlyInside: DEPENDS_ON_HOST,
  })),
  ...["kcore", "kmsg", "kpageflags", "kpagecount", "kpagecgroup"].map((name) => ({
    name: `open /proc/${name}`,
    // An OCI runtime puts /dev/null in its place.
    script: `return !fs.fstatSync(fs.openSync("/proc/${name}", "r")).isCharacterDevice();`,
    onlyInside: DEPENDS_ON_HOST,
  })),
  {
    name: "open /proc/sysrq-trigger to write",
    script: `const fd = fs.openSync("/proc/sysrq-trigger", "a"); return !fs.fstatSync(fd).isCharacterDevice();`,
    onlyInside: NOT_OURS,
  },
  ...[
    "sys/kernel/core_pattern",
    "sys/kernel/hostname",
    "sys/vm/drop_caches",
    "sys/vm/overcommit_memory",
    "sys/fs/file-max",
  ].map((name) => ({
    name: `open /proc/${name} to write`,
    script: `fs.closeSync(fs.openSync("/proc/${name}", "a")); return true;`,
  })),
  ...[
    "sys/kernel/modprobe",
    "sys/net/ipv4/ip_forward",
    "sys/user/max_user_namespaces",
    "sys/fs/binfmt_misc/register",
    "irq/default_smp_affinity",
  ].map((name) => ({
    name: `open /proc/${name} to write`,
    script: `fs.closeSync(fs.openSync("/proc/${name}", "a")); return true;`,
    onlyInside: DEPENDS_ON_HOST,
  })),
  ...[
    ["escape the out-of-memory killer", "oom_score_adj", "-1"],
    ["map more users", "uid_map", "0 0 1"],
    ["map more groups", "gid_map", "0 0 1"],
    ["allow itself to set groups", "setgroups", "allow"],
    ["change its audit user", "loginuid", "0"],
  ].map(([name, file, text]) => ({
    name: name!,
    script: `fs.writeFileSync("/proc/self/${file}", "${text}"); return true;`,
    onlyInside: NOT_OURS,
  })),
  { name: "see the cgroup file system", script: `return fs.readdirSync("/sys").length > 0;` },
  {
    name: "leave its cgroup",
    script: `return ["/sys/fs/cgroup/cgroup.procs", "/sys/fs/cgroup/memory/cgroup.procs"].some((path) => fs.existsSync(path));`,
    onlyInside: DEPENDS_ON_HOST,
  },
  {
    name: "open a disk or a terminal",
    script: `return fs.readdirSync("/dev").some((name) => /^(sd|vd|nvme|loop|mem|kmsg|tty|fuse|kvm|userfaultfd|vhost|net)/.test(name));`,
  },
  {
    name: "leave the root through /proc/1/root",
    script: `return fs.readFileSync("/proc/1/root" + target.file).length > 0;`,
    onlyInside: NO_SUCH_THING,
  },
  {
    name: "leave the root through any process's root, folder or descriptors",
    script: anyProcess(
      `["root", "cwd", "root/..", "cwd/../..", "fd/0/..", "task/" + id + "/root"].some((way) => fs.existsSync("/proc/" + id + "/" + way + target.file))`,
    ),
  },
];

export const NODE_ATTEMPTS: readonly Attempt[] = [
  ...FILE_ATTEMPTS,
  ...PROCESS_ATTEMPTS,
  ...NETWORK_ATTEMPTS,
  ...NEIGHBOUR_ATTEMPTS,
  ...KERNEL_ATTEMPTS,
];

/** A script that tries them all and prints `{ name: "reached" | reason }`. */
export function nodeAttemptScript(attempts: readonly Attempt[], target: AttemptTarget): string {
  return `
    const target = ${JSON.stringify(target)};
    const attempts = ${JSON.stringify(attempts.map(({ name, script }) => [name, script]))};
    const names = ["fs", "net", "os", "path", "child_process", "dgram", "dns", "target"];
    const values = [fs, net, os, path, child_process, dgram, dns, target];
    const AsyncFunction = (async () => {}).constructor;
    (async () => {
      const results = {};
      for (const [name, script] of attempts) {
        try { results[name] = (await new AsyncFunction(...names, script)(...values)) ? "reached" : "refused"; }
        catch (error) { results[name] = error.code ?? String(error); }
      }
      fs.writeSync(4, JSON.stringify(results));
      process.exit(0);
    })();`;
}
