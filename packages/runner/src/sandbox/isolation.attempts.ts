/** Something that code in a sandbox must not achieve. */
export interface Attempt {
  name: string;
  /** Body of an async function, with the fixtures' modules and `target` at hand; truthy when it got what it wanted. */
  script: string;
  /** False when it can't or must not be tried on the host; otherwise it has to succeed there, or it proves nothing. */
  worksOutside?: boolean;
}

/** What the host has lying around for the attempts to reach. */
export interface AttemptTarget {
  /** A file of the host. */
  file: string;
  /** What it says, and what a variable of the server's environment says. */
  secret: string;
  /** A process of the host. */
  processId: number;
  /** A server on 127.0.0.1. */
  port: number;
  abstractSocket: string;
  socketFile: string;
  hostname: string;
}

const canWrite = (path: string) => `fs.closeSync(fs.openSync(${JSON.stringify(path)}, "w")); return true;`;
const connects = (options: string) => `return await new Promise((resolve) => {
  const socket = net.connect(${options});
  socket.once("connect", () => { socket.destroy(); resolve(true); }).once("error", () => resolve(false));
});`;

export const ATTEMPTS: readonly Attempt[] = [
  { name: "read a file of the host", script: `return fs.readFileSync(target.file, "utf8") === target.secret;` },
  { name: "read /etc/shadow", script: `return fs.readFileSync("/etc/shadow").length > 0;` },
  { name: "list /root", script: `return fs.readdirSync("/root").length > 0;` },
  {
    name: "list /home, /srv or /boot",
    script: `return ["/home", "/srv", "/boot"].some((path) => fs.existsSync(path));`,
  },
  { name: "see the host's name", script: `return os.hostname() === target.hostname;` },
  {
    name: "read the server's secret from any process's environment",
    script: `return fs.readdirSync("/proc").filter((name) => /^\\d+$/.test(name)).some((name) => {
      try { return fs.readFileSync("/proc/" + name + "/environ", "latin1").includes(target.secret); } catch { return false; }
    });`,
  },
  {
    name: "see a process of the host",
    script: `return fs.existsSync("/proc/" + target.processId);`,
  },
  { name: "signal a process of the host", script: `return process.kill(target.processId, 0);` },
  {
    name: "leave the root through /proc/1/root",
    script: `return fs.readFileSync("/proc/1/root" + target.file).length > 0;`,
    worksOutside: false,
  },
  {
    name: "leave the root through /proc/self/cwd",
    script: `return fs.existsSync("/proc/self/cwd/../.." + target.file);`,
    worksOutside: false,
  },
  ...["keys", "kallsyms", "timer_list", "interrupts", "cmdline", "iomem"].map((name) => ({
    name: `read /proc/${name}`,
    script: `return fs.readFileSync("/proc/${name}").length > 0;`,
  })),
  {
    name: "open /proc/kmsg",
    script: `fs.closeSync(fs.openSync("/proc/kmsg", "r")); return true;`,
    worksOutside: false,
  },
  {
    name: "open /proc/sysrq-trigger to write",
    script: `const fd = fs.openSync("/proc/sysrq-trigger", "a");
    return !fs.fstatSync(fd).isCharacterDevice();`,
    worksOutside: false,
  },
  {
    name: "open a kernel setting to write",
    script: `fs.closeSync(fs.openSync("/proc/sys/kernel/core_pattern", "a")); return true;`,
  },
  {
    name: "escape the out-of-memory killer",
    script: `fs.writeFileSync("/proc/self/oom_score_adj", "-1"); return true;`,
    worksOutside: false,
  },
  {
    name: "map more users",
    script: `fs.writeFileSync("/proc/self/uid_map", "0 0 1"); return true;`,
    worksOutside: false,
  },
  ...["/x", "/etc/x", "/usr/bin/x", "/opt/x", "/sys/x", "/proc/x", "/dev/x", "/var/x", "/var/tmp/x"].map((path) => ({
    name: `make the file ${path}`,
    script: canWrite(path),
    worksOutside: false,
  })),
  ...["/var/task/x", "/var/runtime/x", "/var/lang/x", "/var/lang/bin/node"].map((path) => ({
    name: `write ${path}`,
    script: canWrite(path),
    worksOutside: false,
  })),
  {
    name: "change the mode of its code",
    script: `fs.chmodSync("/var/task", 0o777); return true;`,
    worksOutside: false,
  },
  {
    name: "put a link in the place of /tmp",
    script: `fs.renameSync("/tmp", "/var/tmp"); return true;`,
    worksOutside: false,
  },
  { name: "remove /tmp", script: `fs.rmdirSync("/tmp"); return true;`, worksOutside: false },
  {
    name: "link its code into /tmp",
    script: `fs.linkSync("/var/task/code.txt", "/tmp/code.txt"); return true;`,
    worksOutside: false,
  },
  { name: "become root", script: `process.setuid(0); return process.getuid() === 0;` },
  { name: "take the group root", script: `process.setgroups([0]); return true;` },
  {
    name: "find a setuid program",
    script: `const found = child_process.spawnSync("/bin/sh", ["-c", "for f in /usr/bin/* /usr/sbin/*; do test -u $f && echo $f; done"]);
      return String(found.stdout).length > 0;`,
  },
  { name: "raise its own priority", script: `os.setPriority(-5); return os.getPriority() < 0;` },
  {
    name: "raise the limit of open files",
    script: `return child_process.spawnSync("/bin/sh", ["-c", "ulimit -n 2048"]).status === 0;`,
  },
  {
    name: "keep a capability",
    script: `return /^Cap(Inh|Prm|Eff|Bnd|Amb):\\s+0*[1-9a-f]/m.test(fs.readFileSync("/proc/self/status", "latin1"));`,
  },
  {
    name: "run without no_new_privs or seccomp",
    script: `const status = fs.readFileSync("/proc/self/status", "latin1");
      return !(/^NoNewPrivs:\\s+1$/m.test(status) && /^Seccomp:\\s+2$/m.test(status));`,
  },
  { name: "reach a server on the host's 127.0.0.1", script: connects(`{ host: "127.0.0.1", port: target.port }`) },
  { name: "reach an abstract socket of the host", script: connects(`"\\0" + target.abstractSocket`) },
  { name: "reach a socket file of the host", script: connects("target.socketFile") },
  {
    name: "have an interface besides loopback",
    script: `return Object.values(os.networkInterfaces()).flat().some((face) => !face.internal);`,
    worksOutside: false,
  },
  {
    name: "reach the metadata address",
    script: connects(`{ host: "169.254.169.254", port: 80 }`),
    worksOutside: false,
  },
  { name: "reach the internet", script: connects(`{ host: "1.1.1.1", port: 53 }`), worksOutside: false },
  {
    name: "send a datagram",
    script: `return await new Promise((resolve) => {
      const socket = dgram.createSocket("udp4");
      socket.send("x", 53, "8.8.8.8", (error) => { socket.close(); resolve(!error); });
    });`,
    worksOutside: false,
  },
  { name: "see the cgroup file system", script: `return fs.readdirSync("/sys").length > 0;` },
  {
    name: "open a disk",
    script: `return fs.readdirSync("/dev").some((name) => /^(sd|vd|nvme|loop|mem|kmsg|tty)/.test(name));`,
  },
];

/** A script that tries them all and prints `{ name: "reached" | reason }`. */
export function attemptScript(attempts: readonly Attempt[], target: AttemptTarget): string {
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
