import { readdir } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { outputOf } from "./run-interpreter.ts";

/** Major and minor version, for instance `3.12`. */
export type PythonSeries = `3.${number}`;

export interface FoundPython {
  series: PythonSeries;
  /** For instance `3.12.1`. */
  version: string;
  /** The real binary, not a link or a shim. */
  binary: string;
  standardLibrary: string;
  /** Compiled modules; on some distributions in another folder than the rest. */
  platformLibrary: string;
  /** Folder of `libpython3.x.so…`, empty for a static build. */
  sharedLibraryDirectory: string;
  sharedLibraryName: string;
}

/** Asks an interpreter about itself; from inside a virtual environment it tells about the installation below. */
const QUESTION = `
import json, os, platform, sys, sysconfig
vars = {"installed_base": sys.base_prefix, "installed_platbase": sys.base_exec_prefix, "base": sys.base_prefix, "platbase": sys.base_exec_prefix}
shared = bool(sysconfig.get_config_var("Py_ENABLE_SHARED"))
print(json.dumps({
  "series": "%d.%d" % sys.version_info[:2],
  "version": platform.python_version(),
  "isStandard": platform.python_implementation() == "CPython" and not sysconfig.get_config_var("Py_GIL_DISABLED"),
  "binary": os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable),
  "standardLibrary": sysconfig.get_path("stdlib", vars=vars),
  "platformLibrary": sysconfig.get_path("platstdlib", vars=vars),
  "sharedLibraryDirectory": (sysconfig.get_config_var("LIBDIR") or "") if shared else "",
  "sharedLibraryName": (sysconfig.get_config_var("INSTSONAME") or "") if shared else "",
}))`;

/** CPython of one series on this machine: on PATH, from pyenv, uv or the distribution; the first that really runs. */
export async function findPython(series: PythonSeries): Promise<FoundPython | undefined> {
  for (const binary of await candidates(series)) {
    const answer = await outputOf(binary, ["-I", "-c", QUESTION]);
    if (answer === undefined) continue;
    const found = parseAnswer(answer, series);
    if (found) return found;
  }
  return undefined;
}

async function candidates(series: PythonSeries): Promise<string[]> {
  const name = `python${series}`;
  const home = homedir();
  const pathFolders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder.startsWith("/"));
  const pyenvRoot = process.env.PYENV_ROOT ?? join(home, ".pyenv");
  const uvRoot = process.env.UV_PYTHON_INSTALL_DIR ?? join(home, ".local/share/uv/python");
  return [
    // A shim starts a shell first and may refuse; what it leads to is looked up directly below.
    ...pathFolders.filter((folder) => !folder.includes("shims")).map((folder) => join(folder, name)),
    ...(await subfolders(join(pyenvRoot, "versions"), `${series}.`)).map((folder) => join(folder, "bin", name)),
    ...(await subfolders(uvRoot, `cpython-${series}.`)).map((folder) => join(folder, "bin", name)),
    `/usr/local/bin/${name}`,
    `/usr/bin/${name}`,
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

/** Another program of that name may print anything. */
function parseAnswer(text: string, series: PythonSeries): FoundPython | undefined {
  try {
    const { isStandard, ...answer } = JSON.parse(text) as FoundPython & { isStandard: boolean };
    const fits = isStandard && answer.series === series;
    return fits && answer.binary && answer.standardLibrary ? answer : undefined;
  } catch {
    return undefined;
  }
}
