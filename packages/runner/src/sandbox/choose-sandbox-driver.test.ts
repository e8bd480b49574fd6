import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createBwrapDriver } from "./bwrap-driver.ts";
import { chooseSandboxDriver } from "./choose-sandbox-driver.ts";
import { createOciDriver } from "./oci/oci-driver.ts";
import type { SandboxDriver } from "./sandbox.port.ts";
import { SandboxUnavailable } from "./sandbox-unavailable.ts";
import { gvisorDrivers, installedRuntimes } from "./tested-drivers.ts";

vi.mock("./bwrap-driver.ts", { spy: true });
vi.mock("./oci/oci-driver.ts", { spy: true });

let directory: string;
const opened: SandboxDriver[] = [];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "sandbox-choice-"));
  await chmod(directory, 0o755);
});
afterEach(async () => {
  vi.resetAllMocks();
  await Promise.all(opened.splice(0).map((driver) => driver.close()));
  await rm(directory, { recursive: true, force: true });
});

async function choose(sandbox?: string): Promise<SandboxDriver> {
  const driver = await chooseSandboxDriver({ directory: join(directory, "run"), sandbox });
  opened.push(driver);
  return driver;
}
const refused = (sandbox?: string): Promise<SandboxUnavailable> =>
  choose(sandbox).then(
    () => expect.fail("a sandbox was made"),
    (error) => error,
  );

test("by itself it is bubblewrap where that works", async () => {
  expect((await choose()).name).toBe("bwrap");
});

test.runIf(installedRuntimes.includes("runc"))("it is runc where bubblewrap doesn't work", async () => {
  vi.mocked(createBwrapDriver).mockRejectedValueOnce(new SandboxUnavailable("Not here.", "Install it."));
  expect(await choose()).toMatchObject({ name: "oci", runtime: "runc" });
});

test("where neither works, both are told with what to do", async () => {
  vi.mocked(createBwrapDriver).mockRejectedValueOnce(new SandboxUnavailable("No bwrap.", "Install bwrap."));
  vi.mocked(createOciDriver).mockRejectedValueOnce(new SandboxUnavailable("No runc.", "Install runc."));
  const refusal = await refused();
  expect(refusal).toBeInstanceOf(SandboxUnavailable);
  expect(refusal.message.split("\n")).toEqual([
    "No sandbox can be made on this host.",
    "  bwrap: No bwrap. Install bwrap.",
    "  runc: No runc. Install runc. ",
    "One of them is enough.",
  ]);
});

test("what stands in the way of both is told once", async () => {
  const inUse = new SandboxUnavailable("No Linux.", "Take another machine.");
  vi.mocked(createBwrapDriver).mockRejectedValueOnce(inUse);
  vi.mocked(createOciDriver).mockRejectedValueOnce(inUse);
  expect((await refused()).message).toBe("No Linux. Take another machine.");
});

test("a fault that isn't the host's is not tried around", async () => {
  vi.mocked(createBwrapDriver).mockRejectedValueOnce(new TypeError("ours"));
  await expect(choose()).rejects.toThrow(TypeError);
  expect(createOciDriver).not.toHaveBeenCalled();
});

test("a runtime that was asked for and isn't there is not replaced by another", async () => {
  const refusal = await refused("no-such-runtime");
  expect(refusal.reason).toBe("The OCI runtime no-such-runtime isn't installed.");
  expect(createBwrapDriver).not.toHaveBeenCalled();
  expect((await refused("/nowhere/runc")).reason).toBe("There is no OCI runtime at /nowhere/runc.");
});

test("a runtime that can't sandbox is told with what it said", async () => {
  const runtime = join(directory, "runtime");
  await writeFile(runtime, `#!/bin/sh\necho "unable to start: no keys left" >&2; exit 1\n`, { mode: 0o755 });
  const refusal = await refused(runtime);
  expect(refusal).toBeInstanceOf(SandboxUnavailable);
  expect(refusal.reason).toBe(`A trial sandbox of ${runtime} failed: unable to start: no keys left.`);
});

test("a program that isn't an OCI runtime is told what one understands", async () => {
  const runtime = join(directory, "runtime");
  await writeFile(runtime, `#!/bin/sh\nprintf 'Usage: it <flags>\\nall of them\\n' >&2; exit 1\n`, { mode: 0o755 });
  const { reason, remedy } = await refused(runtime);
  expect(reason).toBe(`A trial sandbox of ${runtime} failed: Usage: it <flags>.`);
  expect(remedy).toContain("run --bundle --preserve-fds");
});

test.runIf(gvisorDrivers.length > 0)("gVisor's runtime is taken where it is named", async () => {
  expect(await choose("runsc")).toMatchObject({ name: "oci", runtime: "runsc", offersListeners: false });
});

test("a gVisor that is too old is told what it has to understand", async () => {
  const runtime = join(directory, "runsc");
  await writeFile(runtime, "#!/bin/sh\necho 'flag provided but not defined: -host-fifo' >&2; exit 2\n", {
    mode: 0o755,
  });
  const { reason, remedy } = await refused(runtime);
  expect(reason).toBe(`A trial sandbox of ${runtime} failed: flag provided but not defined: -host-fifo.`);
  expect(remedy).toContain("--host-fifo");
});
