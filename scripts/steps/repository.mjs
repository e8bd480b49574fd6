import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout's top folder. */
export const repositoryRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** @param {...string} parts path below the checkout */
export const inRepository = (...parts) => join(repositoryRoot, ...parts);

/** Path of a tool that a workspace folder depends on. */
export const tool = (name, workspace = ".") => inRepository(workspace, "node_modules", ".bin", name);
