import { describe, expect, test } from "vitest";
import { decide } from "./decide.ts";
import { buildSeccompFilter, SECCOMP_ARCHITECTURES, type SeccompArchitecture } from "./filter.ts";

const ALLOW = 0x7fff0000;
const KILL_PROCESS = 0x80000000;
const errno = (value: number) => 0x00050000 | value;
const EPERM = errno(1);
const ENOSYS = errno(38);
const EAFNOSUPPORT = errno(97);
const EPROTONOSUPPORT = errno(93);

describe.each(Object.keys(SECCOMP_ARCHITECTURES) as SeccompArchitecture[])("the filter for %s", (architecture) => {
  const filter = buildSeccompFilter(architecture);
  const { auditArch: arch, numbers } = SECCOMP_ARCHITECTURES[architecture];
  const ask = (name: string, ...args: number[]) => decide(filter, { arch, number: numbers[name]!, args });

  test("is small enough for the kernel", () => expect(filter.length / 8).toBeLessThan(4096));

  test("allows everyday calls", () => {
    for (const name of ["read", "write", "openat", "futex", "execve", "epoll_pwait", "mmap", "newfstatat"]) {
      expect([name, ask(name)]).toEqual([name, ALLOW]);
    }
  });

  test("kills a program of another architecture", () => {
    expect(decide(filter, { arch: 0x40000003, number: numbers.read! })).toBe(KILL_PROCESS);
  });

  test("refuses what isn't listed", () => {
    // ptrace, mount, bpf: numbers of the two tables' sources.
    const dangerous = architecture === "x64" ? [101, 165, 321] : [117, 40, 280];
    for (const number of dangerous) expect(decide(filter, { arch, number })).toBe(EPERM);
  });

  test("says of newer calls and of x32 that they don't exist", () => {
    for (const number of [451, 10_000, 0x40000000, 0xffffffff]) expect(decide(filter, { arch, number })).toBe(ENOSYS);
    for (const name of ["clone3", "io_uring_setup"]) expect(ask(name)).toBe(ENOSYS);
  });

  test("lets threads and processes be made, namespaces not", () => {
    expect(ask("clone", 0x003d0f00)).toBe(ALLOW); // pthread_create
    expect(ask("clone", 17)).toBe(ALLOW); // SIGCHLD alone: fork
    for (const flag of [0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000]) {
      expect(ask("clone", 17 | flag)).toBe(EPERM);
    }
  });

  test("opens local, internet and route sockets only", () => {
    for (const family of [1, 2, 10]) expect(ask("socket", family, 1, 0)).toBe(ALLOW);
    expect(ask("socket", 16, 3, 0)).toBe(ALLOW);
    expect(ask("socket", 16, 3, 15)).toBe(EPERM);
    for (const family of [17, 38, 40, 44]) expect(ask("socket", family, 1, 0)).toBe(EAFNOSUPPORT);
    expect(ask("socketpair", 1, 1, 0)).toBe(ALLOW);
    for (const family of [2, 30, 40]) expect(ask("socketpair", family, 1, 0)).toBe(EAFNOSUPPORT);
  });

  test("opens TCP, UDP and ping sockets, no others that would make the kernel load a module", () => {
    const nonBlockingCloexec = 0o2004000;
    for (const family of [2, 10]) {
      for (const protocol of [0, 6]) expect(ask("socket", family, 1 | nonBlockingCloexec, protocol)).toBe(ALLOW);
      for (const protocol of [0, 1, 17, 58]) expect(ask("socket", family, 2, protocol)).toBe(ALLOW);
      for (const protocol of [33, 115, 132, 136]) expect(ask("socket", family, 1, protocol)).toBe(EPROTONOSUPPORT);
      for (const type of [3, 4, 5, 6]) expect(ask("socket", family, type | nonBlockingCloexec, 0)).toBe(EPERM);
    }
  });

  test("sends bytes, none of them urgent", () => {
    const noSignal = 0x4000;
    for (const [name, index] of [
      ["sendto", 3],
      ["sendmsg", 2],
      ["sendmmsg", 3],
    ] as const) {
      expect(ask(name, ...Array(index).fill(1), noSignal)).toBe(ALLOW);
      expect(ask(name, ...Array(index).fill(0), noSignal | 1)).toBe(errno(95));
    }
  });

  test("locks files, but takes no lease on them", () => {
    expect(ask("fcntl", 5, 6)).toBe(ALLOW); // F_SETLK
    for (const command of [1024, 1026]) expect(ask("fcntl", 5, command)).toBe(EPERM);
  });

  test("allocates ordinary pages only", () => {
    expect(ask("mmap", 0, 4096, 3, 0x22)).toBe(ALLOW);
    expect(ask("mmap", 0, 4096, 3, 0x40022)).toBe(errno(12));
    expect(ask("memfd_create", 0, 3)).toBe(ALLOW);
    expect(ask("memfd_create", 0, 4)).toBe(errno(22));
  });

  test("pushes nothing into terminals and changes no memory layout", () => {
    expect(ask("ioctl", 0, 0x5401)).toBe(ALLOW);
    expect(ask("ioctl", 0, 0x5412)).toBe(EPERM);
    expect(ask("personality", 0xffffffff)).toBe(ALLOW);
    expect(ask("personality", 0x0040000)).toBe(EPERM);
  });
});
