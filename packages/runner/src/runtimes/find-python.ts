import { readdir } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { outputOf } from "./run-interpreter.ts";

export interface FoundPython {
  /** For instance `3.12.1`. */
  version: string;
  /** The real binary, not a link or a shim. */
  binary: string;
  standardLibrary: string;
  /** Compiled modules; on some distributions in another folder than the rest. */
  platformLibrary: string;
  /** Folder of `libpython3.12.so…`, empty for a static build. */
  sharedLibraryDirectory: string;
  sharedLibraryName: string;
}

/** Asks an interpreter about itself; from inside a virtual environment it tells about the installation below. */
const QUESTION = `
import json, os, platform, sys, sysconfig
vars = {"installed_base": sys.base_prefix, "installed_platbase": sys.base_exec_prefix, "base": sys.base_prefix, "platbase": sys.base_exec_prefix}
shared = bool(sysconfig.get_config_var("Py_ENABLE_SHARED"))
print(json.dumps({
  "version": platform.python_version(),
  "binary": os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable),
  "standardLibrary": sysconfig.get_path("stdlib", vars=vars),
  "platformLibrary": sysconfig.get_path("platstdlib", vars=vars),
  "sharedLibraryDirectory": (sysconfig.get_config_var("LIBDIR") or "") if shared else "",
  "sharedLibraryName": (sysconfig.get_config_var("INSTSONAME") or "") if shared else "",
}))`;

/** CPython 3.12 on this machine: on PATH, from pyenv, from uv, from the distribution; the first that really runs. */
export async function findPython(): Promise<FoundPython | undefined> {
  for (const binary of await candidates()) {
    const answer = await outputOf(binary, ["-I", "-c", QUESTION]);
    if (answer === undefined) continue;
    const found = parseAnswer(answer);
    if (found) return found;
  }
  return undefined;
}

async function candidates(): Promise<string[]> {
  const home = homedir();
  const pathFolders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder.startsWith("/"));
  const pyenvRoot = process.env.PYENV_ROOT ?? join(home, ".pyenv");
  const uvRoot = process.env.UV_PYTHON_INSTALL_DIR ?? join(home, ".local/share/uv/python");
  return [
    // A shim starts a shell first and may refuse; what it leads to is looked up directly below.
    ...pathFolders.filter((folder) => !folder.includes("shims")).map((folder) => join(folder, "python3.12")),
    ...(await subfolders(join(pyenvRoot, "versions"), "3.12.")).map((folder) => join(folder, "bin/python3.12")),
    ...(await subfolders(uvRoot, "cpython-3.12.")).map((folder) => join(folder, "bin/python3.12")),
    "/usr/local/bin/python3.12",
    "/usr/bin/python3.12",
  ];
}

/** Newest version first. */
async function subfolders(folder: string, prefix: string): Promise<string[]> {
  const names = await readdir(folder).catch((): string[] => []);
  const byVersion = (a: string, b: string) => b.localeCompare(a, "en", { numeric: true });
  return names
    .filter((name) => name.startsWith(prefix))
    .sort(byVersion)
    .map((name) => join(folder, name));
}

/** Another program named python3.12 may print anything. */
function parseAnswer(text: string): FoundPython | undefined {
  try {
    const answer = JSON.parse(text) as FoundPython;
    return answer.version.startsWith("3.12.") && answer.binary && answer.standardLibrary ? answer : undefined;
  } catch {
    return undefined;
  }
}
