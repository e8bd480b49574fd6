// The runtime inside a sandbox where Python runs in Node.js: brings Pyodide up, connects it to the host's descriptors and to
// the sandbox's folders, then leaves the word to the same Python modules that CPython runs.
import { connectDescriptors } from "./descriptors.mjs";
import { mountFolders } from "./folders.mjs";
import { hostModule } from "./host-module.mjs";
import { loadInterpreter } from "./load-interpreter.mjs";

// Where no mount namespace puts them in place, the driver says where the folders are.
const taskRoot = process.env.LAMBENT_TASK_ROOT ?? "/var/task";
const runtimeDirectory = process.env.LAMBENT_RUNTIME_DIR ?? "/var/runtime";

const [machine] = process.argv.slice(2);

try {
  const pyodide = await loadInterpreter(runtimeDirectory, { from: "snapshot" });
  connectDescriptors(pyodide);
  mountFolders(pyodide.FS, { taskRoot, runtimeDirectory });
  pyodide.registerJsModule("lambent_host", { ...hostModule, machine });
  // Serves invocations until the process ends: nothing below is reached but by a fault of the interpreter itself.
  pyodide.runPython("import sys; sys.path.append('/var/runtime'); import lambent_pyodide.main as main; main.run()");
} catch (error) {
  console.error(error);
}
process.reallyExit(1);
