import { open } from "node:fs/promises";

const CHUNK_BYTES = 1_048_576;

/**
 * Reads a file once, so that its pages are charged to the server and not to the first sandbox that runs it: about 70 MiB of
 * page cache would make a small function thrash at its memory limit. @see facts: sandbox
 */
export async function warmPageCache(path: string, signal?: AbortSignal): Promise<void> {
  const file = await open(path);
  try {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    while ((await file.read(chunk, 0, CHUNK_BYTES)).bytesRead > 0) signal?.throwIfAborted();
  } finally {
    await file.close();
  }
}
