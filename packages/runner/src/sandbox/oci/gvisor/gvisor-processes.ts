import { readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { listTree, type ProcessPlace, readProcessPlace } from "../../process-tree.ts";

/** The process that is the sandbox's kernel; what runs inside are processes below it. */
export function findKernel(rootId: number): ProcessPlace | undefined {
  const processId = listTree(rootId).find((id) => isNamed(id, "runsc-sandbox"));
  return processId === undefined ? undefined : readProcessPlace(processId);
}

/** gVisor's own, the kernel and the process that opens files for it included. */
export function listOwn(rootId: number, kernelId: number): number[] {
  const [, ...inside] = listTree(kernelId);
  return listTree(rootId).filter((id) => !inside.includes(id));
}

/** / of the sandbox as the host sees it. The kernel itself has an empty one. */
export function rootOf({ parentId }: ProcessPlace): string {
  return `/proc/${listTree(parentId).find((id) => isNamed(id, "runsc-gofer"))}/root`;
}

const BLOCK_BYTES = 512;
/** By the kernel that has it open. */
const memoryFiles = new WeakMap<ProcessPlace, string>();

/** All memory of what runs inside is one file of the kernel's; there are no more of its pages than are in use. */
export function memoryFileBytes(kernel: ProcessPlace): number | undefined {
  try {
    const file = memoryFiles.get(kernel) ?? findMemoryFile(kernel);
    if (file === undefined) return undefined;
    memoryFiles.set(kernel, file);
    return statSync(file).blocks * BLOCK_BYTES;
  } catch {
    return undefined;
  }
}

function findMemoryFile({ processId }: ProcessPlace): string | undefined {
  const folder = `/proc/${processId}/fd`;
  const files = readdirSync(folder).map((fd) => `${folder}/${fd}`);
  return files.find((file) => readlinkSync(file).startsWith("/memfd:runsc-memory"));
}

function isNamed(processId: number, name: string): boolean {
  try {
    return readFileSync(`/proc/${processId}/cmdline`, "latin1").startsWith(`${name}\0`);
  } catch {
    return false;
  }
}
