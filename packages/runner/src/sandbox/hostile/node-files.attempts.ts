import { type Attempt, HOST_MAY, NO_SUCH_THING } from "./attempt.ts";

const canWrite = (path: string) => `fs.closeSync(fs.openSync(${JSON.stringify(path)}, "w")); return true;`;
/** Of each line of mountinfo: where it is, its flags, the file system's type. An OCI runtime masks files by /dev/null. */
const MOUNTS = `const mounts = fs.readFileSync("/proc/self/mountinfo", "utf8").trim().split("\\n").map((line) => {
  const fields = line.split(" ");
  return { at: fields[4], flags: fields[5].split(","), type: fields[fields.indexOf("-") + 1] };
});
const isDevice = (at) => /^\\/dev\\/(null|zero|random|urandom|full)$/.test(at)
  || (at.startsWith("/proc/") && fs.statSync(at).isCharacterDevice());`;

export const FILE_ATTEMPTS: readonly Attempt[] = [
  { name: "read a file of the host", script: `return fs.readFileSync(target.file, "utf8") === target.secret;` },
  { name: "read /etc/shadow", script: `return fs.readFileSync("/etc/shadow").length > 0;` },
  { name: "list /root", script: `return fs.readdirSync("/root").length > 0;` },
  {
    name: "list /home, /srv, /boot or /run",
    script: `return ["/home", "/srv", "/boot", "/run"].some((path) => fs.existsSync(path));`,
  },
  {
    name: "read a file of the host through a link in /tmp",
    script: `const link = "/tmp/to-the-host-" + process.pid;
      fs.symlinkSync(target.file, link);
      try { return fs.readFileSync(link, "utf8") === target.secret; } finally { fs.unlinkSync(link); }`,
  },
  {
    name: "leave the root through its working folder",
    script: `return fs.existsSync("/proc/self/cwd/../.." + target.file);`,
    onlyInside: HOST_MAY,
  },
  ...[
    "/x",
    "/etc/x",
    "/etc/passwd",
    "/usr/bin/x",
    "/usr/bin/sh",
    "/opt/x",
    "/sys/x",
    "/proc/x",
    "/proc/1/x",
    "/dev/x",
    "/var/x",
  ]
    .concat(["/var/tmp/x", "/root/x", "/var/task/x", "/var/runtime/x", "/var/lang/x", "/var/lang/bin/node"])
    .map((path) => ({ name: `write ${path}`, script: canWrite(path), onlyInside: HOST_MAY })),
  {
    name: "make a folder anywhere but in /tmp and /dev/shm",
    script: `const places = ["/"];
      for (const place of places) {
        for (const entry of fs.readdirSync(place, { withFileTypes: true })) {
          const path = (place === "/" ? "" : place) + "/" + entry.name;
          if (entry.isDirectory() && !/^\\/(proc|tmp|dev\\/shm)(\\/|$)/.test(path) && places.length < 5000) places.push(path);
        }
        try { fs.mkdirSync(place + "/made"); return true; } catch {}
      }`,
    onlyInside: HOST_MAY,
  },
  {
    name: "have a mount that can be written besides /tmp, /dev/shm and devices",
    script: `${MOUNTS} return mounts.some(({ at, flags, type }) =>
      !flags.includes("ro") && !["/tmp", "/dev/shm"].includes(at) && !isDevice(at) && !(at === "/proc" && type === "proc"));`,
    onlyInside: HOST_MAY,
  },
  {
    name: "have a mount that honours setuid bits, or device files outside /dev",
    script: `${MOUNTS} return mounts.some(({ at, flags, type }) => !isDevice(at) && type !== "proc" && !(flags.includes("nosuid") && flags.includes("nodev")));`,
  },
  {
    name: "have its code on a mount that can be written",
    script: `${MOUNTS} const of = mounts.filter(({ at }) => /^\\/(var\\/task|opt)(\\/|$)/.test(at));
      return of.length === 0 || of.some(({ flags }) => !flags.includes("ro"));`,
    onlyInside: NO_SUCH_THING,
  },
  {
    name: "change the mode of its code",
    script: `fs.chmodSync("/var/task", 0o777); return true;`,
    onlyInside: NO_SUCH_THING,
  },
  {
    name: "write its code through a link in /tmp",
    script: `fs.symlinkSync("/var/task/code.txt", "/tmp/to-the-code"); fs.appendFileSync("/tmp/to-the-code", "x"); return true;`,
    onlyInside: NO_SUCH_THING,
  },
  {
    name: "link its code into /tmp",
    script: `fs.linkSync("/var/task/code.txt", "/tmp/code.txt"); return true;`,
    onlyInside: NO_SUCH_THING,
  },
  {
    name: "link a file of /tmp out of it",
    script: `fs.writeFileSync("/tmp/mine", ""); for (const place of ["/", "/var/task/", "/dev/shm/", "/var/tmp/"]) {
      try { fs.linkSync("/tmp/mine", place + "mine"); return true; } catch {}
    }`,
    onlyInside: HOST_MAY,
  },
  {
    name: "put a link in the place of /tmp",
    script: `fs.renameSync("/tmp", "/var/tmp/tmp"); fs.symlinkSync("/", "/tmp"); return true;`,
    onlyInside: HOST_MAY,
  },
  { name: "remove /tmp", script: `fs.rmdirSync("/tmp"); return true;`, onlyInside: HOST_MAY },
  {
    name: "exchange /tmp for another folder",
    script: `fs.mkdirSync("/dev/shm/tmp"); fs.renameSync("/dev/shm/tmp", "/tmp"); return true;`,
    onlyInside: HOST_MAY,
  },
];
