import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runToEnd } from "./sandbox.fixtures.ts";
import type { SandboxDriver, SandboxStart } from "./sandbox.port.ts";
import { testedDrivers } from "./tested-drivers.ts";
import { createUnsafeProcessDriver } from "./unsafe-process-driver.ts";

/**
 * Numbers on x86_64 and arm64, and arguments that are harmless anywhere: the kernel's own refusal differs from the filter's.
 */
const CALLS: Readonly<Record<string, readonly [x64: number, arm64: number, args: string]>> = {
  "ptrace (attach to nobody)": [101, 117, "16, -1, 0, 0"],
  "mount (nothing)": [165, 40, "0, 0, 0, 0, 0"],
  "umount2 (nothing)": [166, 39, "0, 0"],
  "pivot_root (nothing)": [155, 41, "0, 0"],
  "chroot (nothing)": [161, 51, "0"],
  "unshare (nothing)": [272, 97, "0"],
  "setns (no descriptor)": [308, 268, "-1, 0"],
  "reboot (wrong magic)": [169, 142, "0, 0, 0, 0"],
  "init_module (nothing)": [175, 105, "0, 0, 0"],
  "swapon (nothing)": [167, 224, "0, 0"],
  "bpf (no command)": [321, 280, "9999, 0, 0"],
  "perf_event_open (nothing)": [298, 241, "0, 0, -1, -1, 0"],
  "open_by_handle_at (nothing)": [304, 265, "-1, 0, 0"],
  "process_vm_readv (nobody)": [310, 270, "-1, 0, 0, 0, 0, 0"],
  "keyctl (no command)": [250, 219, "9999, 0, 0, 0, 0"],
  "add_key (nothing)": [248, 217, "0, 0, 0, 0, 0"],
  "fsopen (nothing)": [430, 430, "0, 0"],
  "open_tree (nothing)": [428, 428, "-1, 0, 0"],
  "move_mount (nothing)": [429, 429, "-1, 0, -1, 0, 0"],
  "shmget (size 0)": [29, 194, "0, 0, 0"],
  "mq_open (nothing)": [240, 180, "0, 0, 0, 0"],
  "ioctl (push into no terminal)": [16, 29, "0, 0x5412, 0"],
  "ioctl (the same with a bit that the kernel ignores)": [16, 29, "0, 0x100005412, 0"],
  "settimeofday (nothing)": [164, 170, "1, 0"],
  "sethostname (nothing)": [170, 161, "0, -1"],
  "quotactl (nothing)": [179, 60, "0, 0, 0, 0"],
  "acct (wrong file)": [163, 89, "1"],
};
const isArm64 = process.arch === "arm64";
const SCRIPT = `
import ctypes, json, os, socket, sys
libc = ctypes.CDLL(None, use_errno=True)
results = {}
def call(name, *numbers):
    ctypes.set_errno(0)
    value = libc.syscall(*[ctypes.c_long(n) for n in numbers])
    results[name] = "reached" if value != -1 else os.strerror(ctypes.get_errno())
${Object.entries(CALLS)
  .map(([name, [x64, arm64, args]]) => `call(${JSON.stringify(name)}, ${isArm64 ? arm64 : x64}, ${args})`)
  .join("\n")}
call("clone3 (nothing)", 435, 0, 0)
call("io_uring_setup (nothing)", 425, 1, 0)
def opens(name, *of):
    try:
        socket.socket(*of).close()
        results[name] = "reached"
    except OSError as error:
        results[name] = os.strerror(error.errno)
opens("packet socket", 17, socket.SOCK_RAW, 0)
opens("raw socket", socket.AF_INET, socket.SOCK_RAW, 1)
opens("kernel event socket", 16, socket.SOCK_RAW, 15)
opens("route socket", 16, socket.SOCK_RAW, 0)
try:
    os.mknod("/tmp/lambent-test-node-%d" % os.getpid(), 0o600 | 0o020000, os.makedev(1, 3))
    os.unlink("/tmp/lambent-test-node-%d" % os.getpid())
    results["device node"] = "reached"
except OSError as error:
    results["device node"] = os.strerror(error.errno)
os.write(4, json.dumps(results).encode())
`;

/** Where the python3 of the PATH is installed. */
function findPython(): { prefix: string; program: string } | undefined {
  try {
    const print = "import sys; print(sys.base_prefix, 'python%d.%d' % sys.version_info[:2])";
    const [prefix, name] = execFileSync("python3", ["-c", print], { encoding: "utf8" }).trim().split(" ");
    return existsSync(join(prefix!, "bin", name!)) ? { prefix: prefix!, program: `/var/lang/bin/${name}` } : undefined;
  } catch {
    return undefined;
  }
}

const python = findPython();
const isRoot = process.geteuid?.() === 0;

describe.runIf(python).each(testedDrivers)("system calls of Python in a sandbox of $name", ({ create }) => {
  let parent: string;
  let driver: SandboxDriver;
  let inside: Record<string, string>;
  let outside: Record<string, string>;

  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), "sandbox-calls-"));
    const code = join(parent, "code");
    await mkdir(code);
    await writeFile(join(code, "calls.py"), SCRIPT);
    const start: SandboxStart = {
      command: [python!.program, "-s", "/var/task/calls.py"],
      langDirectory: python!.prefix,
      runtimeDirectory: code,
      architecture: isArm64 ? "arm64" : "x86_64",
      interpreterEnvironment: { LD_LIBRARY_PATH: "/var/lang/lib", PYTHONHOME: "/var/lang" },
      limits: { ephemeralStorageMb: 16, processes: 64, openFiles: 1024 },
      network: "none",
      assignment: { codeDirectory: code, memoryMb: 128 },
    };
    driver = await create(join(parent, "driver"));
    const run = async (on: SandboxDriver) => {
      const { logs, stderr } = await runToEnd(on, start);
      expect(stderr).toBe("");
      return JSON.parse(logs);
    };
    inside = await run(driver);
    const plain = createUnsafeProcessDriver();
    outside = await run(plain);
    await plain.close();
  });
  afterAll(async () => {
    await driver?.close();
    await rm(parent, { recursive: true, force: true });
  });

  for (const name of Object.keys(CALLS)) {
    test(`${name} is refused by the filter`, () => {
      expect(inside[name]).toBe("Operation not permitted");
    });
    test.runIf(isRoot)(`${name} reaches the kernel outside`, () => {
      expect(outside[name]).not.toBe("Operation not permitted");
    });
  }

  test("clone3 and io_uring don't exist inside", () => {
    for (const name of ["clone3 (nothing)", "io_uring_setup (nothing)"]) {
      expect(inside[name]).toBe("Function not implemented");
    }
    expect(outside["clone3 (nothing)"]).not.toBe("Function not implemented");
  });

  test("packet, raw and kernel event sockets and device nodes can't be made, route sockets can", () => {
    expect(inside["packet socket"]).toBe("Address family not supported by protocol");
    expect(inside["raw socket"]).toBe("Operation not permitted");
    expect(inside["kernel event socket"]).toBe("Operation not permitted");
    expect(inside["device node"]).toBe("Operation not permitted");
    expect(inside["route socket"]).toBe("reached");
  });
  test.runIf(isRoot)("all of them can be made outside", () => {
    for (const name of ["packet socket", "raw socket", "kernel event socket", "device node", "route socket"]) {
      expect([name, outside[name]]).toEqual([name, "reached"]);
    }
  });
});
