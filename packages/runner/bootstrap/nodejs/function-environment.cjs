// What a function finds in process.env, and the folder that it starts in.
const { _initPaths } = require("node:module");

/**
 * The function sees exactly what Lambda gives it, whatever the interpreter was started with.
 * @param layersDirectory where layers lie, when that isn't /opt
 */
function useEnvironment(variables, { taskRoot, runtimeDirectory, layersDirectory }) {
  for (const name of Object.keys(process.env)) if (!(name in variables)) delete process.env[name];
  setVariables(variables);
  process.env.LAMBDA_TASK_ROOT = taskRoot;
  process.env.LAMBDA_RUNTIME_DIR = runtimeDirectory;
  process.env.PWD = taskRoot;
  if (layersDirectory) {
    for (const name of ["PATH", "LD_LIBRARY_PATH", "NODE_PATH"]) {
      const folders = process.env[name]
        ?.split(":")
        .map((folder) => folder.replace(/^\/opt(?=\/|$)/, () => layersDirectory));
      if (folders) process.env[name] = folders.join(":");
    }
  }
  // Node.js read NODE_PATH before it was set.
  _initPaths();
  process.chdir(taskRoot);
}

/** What is right already stays untouched: taking TZ away, even for a moment, makes Node.js search its time zone anew. */
function setVariables(variables) {
  for (const [name, value] of Object.entries(variables)) if (process.env[name] !== value) process.env[name] = value;
}

module.exports = { setVariables, useEnvironment };
