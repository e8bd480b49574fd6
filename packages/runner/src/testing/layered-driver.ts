import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createBwrapDriver } from "../sandbox/bwrap-driver.ts";
import type { SandboxAssignment, SandboxDriver } from "../sandbox/sandbox.port.ts";

/** A driver whose sandboxes all have these files at /opt: path → text. The folder is the caller's to remove. */
export async function layeredDriver(
  files: Readonly<Record<string, string>>,
): Promise<{ layersDirectory: string; driver: SandboxDriver }> {
  const layersDirectory = await mkdtemp(join(tmpdir(), "lambent-layers-"));
  const opt = join(layersDirectory, "opt");
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(opt, path)), { recursive: true });
    await writeFile(join(opt, path), text);
  }
  const inner = await createBwrapDriver({ directory: join(layersDirectory, "run") });
  const withLayers = (assignment: SandboxAssignment) => ({ ...assignment, layersDirectory: opt });
  const driver: SandboxDriver = {
    name: inner.name,
    isolation: inner.isolation,
    internetAccess: inner.internetAccess,
    offersListeners: inner.offersListeners,
    canAssign: (assignment) => inner.canAssign(withLayers(assignment)),
    async start({ assignment, ...options }) {
      const sandbox = await inner.start({ ...options, ...(assignment && { assignment: withLayers(assignment) }) });
      const assign = sandbox.assign.bind(sandbox);
      sandbox.assign = (later) => assign(withLayers(later));
      return sandbox;
    },
    close: () => inner.close(),
  };
  return { layersDirectory, driver };
}
