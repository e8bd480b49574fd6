// Run once by the host, outside a sandbox, in the folder that becomes /var/runtime: compiles the standard library and our
// modules, then keeps the memory of an interpreter that has started. No code but ours runs here.
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mount } from "./folders.mjs";
import { loadInterpreter, SNAPSHOT_FILE } from "./load-interpreter.mjs";

const directory = import.meta.dirname;

const COMPILE = `
import _imp, compileall, importlib._bootstrap_external as importing, py_compile, zipfile

# Beside each source its code, found first and used unchecked; as plain text alone, each start would compile what it imports.
with zipfile.ZipFile("/lib/python312.zip") as old, zipfile.ZipFile("/build/pyodide/python_stdlib.new.zip", "w", zipfile.ZIP_DEFLATED) as new:
    for entry in old.infolist():
        source = old.read(entry)
        new.writestr(entry.filename, source)
        if entry.filename.endswith(".py"):
            code = compile(source, "/lib/python312.zip/" + entry.filename, "exec", dont_inherit=True)
            stamp = _imp.source_hash(importing._RAW_MAGIC_NUMBER, source)
            new.writestr(entry.filename + "c", importing._code_to_hash_pyc(code, stamp, False))

for package in ("lambent_runtime", "lambent_pyodide"):
    compiled = compileall.compile_dir(
        "/build/" + package, ddir="/var/runtime/" + package, quiet=1,
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
    )
    assert compiled, package
`;

const IMPORT = 'import sys; sys.path.append("/var/runtime"); import lambent_pyodide.main';

const steps = {
  async compile() {
    const pyodide = await loadInterpreter(directory, { from: "scratch" });
    mount(pyodide.FS, directory, "/build");
    pyodide.runPython(COMPILE);
    renameSync(join(directory, "pyodide/python_stdlib.new.zip"), join(directory, "pyodide/python_stdlib.zip"));
  },
  async snapshot() {
    const pyodide = await loadInterpreter(directory, { from: "snapshotSource" });
    mount(pyodide.FS, directory, "/var/runtime");
    pyodide.runPython(IMPORT);
    writeFileSync(join(directory, SNAPSHOT_FILE), pyodide.makeMemorySnapshot());
  },
  /** In a process of its own: what one has made it can always load. */
  async verify() {
    const pyodide = await loadInterpreter(directory, { from: "snapshot" });
    mount(pyodide.FS, directory, "/var/runtime");
    pyodide.runPython(`${IMPORT}; assert sys.version_info[:2] == (3, 12)`);
  },
};

await steps[process.argv[2]]();
