import { type Attempt, type AttemptTarget, DEPENDS_ON_HOST, HOST_MAY, NO_SUCH_THING, NOT_OURS } from "./attempt.ts";

const socket = (name: string, of: string, onlyInside?: string): Attempt => ({
  name,
  script: `socket.socket(${of}).close(); return True`,
  ...(onlyInside ? { onlyInside } : {}),
});

/** Python's own ways; what is the same system call as in the native list is tried there. */
export const PYTHON_ATTEMPTS: readonly Attempt[] = [
  {
    name: "have a descriptor that it wasn't given",
    script: `return any(int(fd) > 4 and os.path.exists("/proc/self/fd/" + fd) for fd in os.listdir("/proc/self/fd"))`,
    onlyInside: HOST_MAY,
  },
  { name: "read a file of the host", script: `return open(target["file"]).read() == target["secret"]` },
  { name: "read /etc/shadow", script: `return len(open("/etc/shadow").read()) > 0` },
  {
    name: "look up a user of the host",
    script: `import pwd; return any(entry.pw_name == "daemon" for entry in pwd.getpwall())`,
  },
  { name: "see the host's name", script: `return socket.gethostname() == target["hostname"]` },
  {
    name: "find the server's secret in its environment",
    script: `return target["secret"] in str(os.environ)`,
    onlyInside: "without isolation it isn't handed on either",
  },
  { name: "see a process of the host", script: `return os.path.exists("/proc/%d" % target["processId"])` },
  { name: "signal a process of the host", script: `os.kill(target["processId"], 0); return True` },
  { name: "open a process of the host", script: `return os.pidfd_open(target["processId"]) >= 0` },
  { name: "become root", script: `os.setresuid(0, 0, 0); return os.getuid() == 0` },
  { name: "set groups", script: `os.setgroups([0]); return True` },
  { name: "raise its priority", script: `os.nice(-5); return True` },
  {
    name: "run with real-time priority",
    script: `os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1)); return True`,
    onlyInside: DEPENDS_ON_HOST,
  },
  {
    name: "raise the limit of open files",
    script: `hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]; resource.setrlimit(resource.RLIMIT_NOFILE, (hard + 1, hard + 1)); return True`,
    onlyInside: DEPENDS_ON_HOST,
  },
  {
    name: "write its code",
    script: `open("/var/task/code.txt", "a").close(); return True`,
    onlyInside: NO_SUCH_THING,
  },
  {
    name: "compile its code beside it",
    script: `os.mkdir("/var/task/__pycache__"); return True`,
    onlyInside: NO_SUCH_THING,
  },
  {
    name: "write the standard library",
    script: `open(os.path.join(os.path.dirname(os.__file__), "os.py"), "a").close(); return True`,
    onlyInside: NOT_OURS,
  },
  {
    name: "change the times of its code",
    script: `os.utime("/var/task/code.txt"); return True`,
    onlyInside: NO_SUCH_THING,
  },
  {
    name: "give its code an attribute",
    script: `os.setxattr("/var/task/code.txt", "user.x", b"x"); return True`,
    onlyInside: NO_SUCH_THING,
  },
  {
    name: "lease its code",
    script: `import fcntl; fcntl.fcntl(os.open("/var/task/code.txt", os.O_RDONLY), fcntl.F_SETLEASE, fcntl.F_RDLCK); return True`,
    onlyInside: NO_SUCH_THING,
  },
  {
    name: "make a device",
    script: `path = "/tmp/device-%d" % os.getpid(); os.mknod(path, 0o020600, os.makedev(1, 1)); os.unlink(path); return True`,
  },
  {
    name: "change its root",
    script: `os.chroot("/tmp"); return True`,
    onlyInside: "the attempts after it would see it",
  },
  {
    name: "write the memory of the first process",
    script: `return os.open("/proc/1/mem", os.O_RDWR) >= 0`,
    onlyInside: NOT_OURS,
  },
  {
    name: "send a descriptor of its own to the host and get more than it had",
    script: `channel = socket.socket(fileno=os.dup(3)); channel.setblocking(False)
    try: return len(socket.recv_fds(channel, 1, 8)[1]) > 0
    except BlockingIOError: return False`,
    onlyInside: "the host doesn't talk to itself",
  },
  socket("open a packet socket", "17, socket.SOCK_RAW, 0"),
  socket("open a raw socket", "socket.AF_INET, socket.SOCK_RAW, 1"),
  socket("listen to kernel events", "16, socket.SOCK_RAW, 15"),
  socket("open a socket to the hypervisor", "40, socket.SOCK_STREAM, 0", DEPENDS_ON_HOST),
  socket("open a socket to the kernel's ciphers", "38, socket.SOCK_SEQPACKET, 0", DEPENDS_ON_HOST),
  {
    name: "reach a server on the host's 127.0.0.1",
    script: `socket.create_connection(("127.0.0.1", target["port"]), 2).close(); return True`,
  },
  {
    name: "reach a socket file of the host",
    script: `socket.socket(socket.AF_UNIX).connect(target["socketFile"]); return True`,
  },
  {
    name: "reach the metadata address",
    script: `socket.create_connection(("169.254.169.254", 80), 1).close(); return True`,
    onlyInside: DEPENDS_ON_HOST,
  },
  {
    name: "read another sandbox's /tmp",
    script: `return any(os.path.exists("/proc/%s/root/tmp/neighbour.txt" % id) for id in os.listdir("/proc") if id.isdigit())`,
  },
];

/** A program of the same shape as Node's: prints `{ name: "reached" | reason }` on descriptor 4. */
export function pythonAttemptScript(attempts: readonly Attempt[], target: AttemptTarget): string {
  const functions = attempts.map(({ name, script }, index) => {
    return `def attempt_${index}():\n    ${script}\nattempts.append((${JSON.stringify(name)}, attempt_${index}))`;
  });
  return `
import json, os, resource, socket
target = json.loads(${JSON.stringify(JSON.stringify(target))})
attempts = []
${functions.join("\n")}
results = {}
for name, attempt in attempts:
    try:
        results[name] = "reached" if attempt() else "refused"
    except Exception as error:
        results[name] = str(error)
os.write(4, json.dumps(results).encode())
`;
}
