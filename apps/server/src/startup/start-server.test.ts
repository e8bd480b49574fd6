import { type IsolationFact, type SandboxDriver, SandboxUnavailable } from "@lambent/runner";
import { expect, onTestFinished, test, vi } from "vitest";
import { DEFAULT_CONFIGURATION, temporaryHome } from "../server.fixture.ts";
import { holdDataFolder } from "./data-folder.ts";
import { startServer } from "./start-server.ts";
import { StartupFailure } from "./startup-failure.ts";

const chooseSandboxDriver = vi.hoisted(() => vi.fn());
vi.mock("@lambent/runner", async (original) => ({
  ...(await original<typeof import("@lambent/runner")>()),
  chooseSandboxDriver,
}));

async function newHome(): Promise<string> {
  const { home, remove } = await temporaryHome();
  onTestFinished(remove);
  return home;
}

test("a host without sandboxes is told why, what to do and what the other way costs; nothing stays held", async () => {
  chooseSandboxDriver.mockRejectedValue(
    new SandboxUnavailable("bubblewrap isn't installed.", "Install it: apt-get install bubblewrap."),
  );
  const home = await newHome();
  const starting = startServer({ ...DEFAULT_CONFIGURATION, home });
  await expect(starting).rejects.toThrow(StartupFailure);
  await expect(starting).rejects.toThrow(
    "bubblewrap isn't installed. Install it: apt-get install bubblewrap.\nIf you trust the code of every function as your own, --unsafe-process-driver runs it without a sandbox.",
  );
  await (await holdDataFolder(home)).release();
});

const withoutCpuLimit = (close: () => Promise<void>): SandboxDriver => ({
  name: "bwrap",
  isolation: [{ what: "cpu", enforced: false, by: "no quota" } satisfies IsolationFact],
  internetAccess: { available: false, reason: "Not here.", remedy: "None." },
  canAssign: () => false,
  offersListeners: false,
  start: () => Promise.reject(new Error("Nothing is started here.")),
  close,
});

test("a host that can't keep a limit is refused with both ways out, and the driver is closed again", async () => {
  const close = vi.fn(async () => {});
  chooseSandboxDriver.mockResolvedValue(withoutCpuLimit(close));
  const home = await newHome();
  const starting = startServer({ ...DEFAULT_CONFIGURATION, home });
  await expect(starting).rejects.toThrow(/cpu: no quota\.[\s\S]*systemd-run --user[\s\S]*--allow-unenforced=cpu/);
  expect(close).toHaveBeenCalledTimes(1);
  await (await holdDataFolder(home)).release();
});

test("a limit that the operator does without doesn't keep the server from starting, and is still told", async () => {
  chooseSandboxDriver.mockResolvedValue(withoutCpuLimit(async () => {}));
  const home = await newHome();
  const allowUnenforced = new Set<IsolationFact["what"]>(["cpu"]);
  const server = await startServer({ ...DEFAULT_CONFIGURATION, home, allowUnenforced, sandbox: "crun" });
  expect(server.ports.runner.status().isolation).toMatchObject([{ what: "cpu", enforced: false }]);
  expect(chooseSandboxDriver).toHaveBeenLastCalledWith(expect.objectContaining({ sandbox: "crun" }));
  await server.close();
});
