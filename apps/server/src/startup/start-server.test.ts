import { SandboxUnavailable } from "@lambent/runner";
import { expect, onTestFinished, test, vi } from "vitest";
import { temporaryHome } from "../server.fixture.ts";
import { holdDataFolder } from "./data-folder.ts";
import { startServer } from "./start-server.ts";
import { StartupFailure } from "./startup-failure.ts";

vi.mock("@lambent/runner", async (original) => ({
  ...(await original<typeof import("@lambent/runner")>()),
  createBwrapDriver: async () => {
    throw new SandboxUnavailable("bubblewrap isn't installed.", "Install it: apt-get install bubblewrap.");
  },
}));

test("a host without sandboxes is told why, what to do and what the other way costs; nothing stays held", async () => {
  const { home, remove } = await temporaryHome();
  onTestFinished(remove);
  const starting = startServer({
    port: 0,
    host: "127.0.0.1",
    home,
    unsafeProcessDriver: false,
    python: "auto",
    accountConcurrency: 1000,
  });
  await expect(starting).rejects.toThrow(StartupFailure);
  await expect(starting).rejects.toThrow(
    "bubblewrap isn't installed. Install it: apt-get install bubblewrap.\nIf you trust the code of every function as your own, --unsafe-process-driver runs it without a sandbox.",
  );
  await (await holdDataFolder(home)).release();
});
