// The runtime inside a sandbox: waits for INIT, loads the function, then serves one INVOKE after the other.
const { createRequire } = require("node:module");
const { ControlChannel, FRAME } = require("./control-channel.cjs");

// Where no mount namespace puts them in place, the driver says where the folders are.
const taskRoot = process.env.LAMBENT_TASK_ROOT ?? "/var/task";
const runtimeDirectory = process.env.LAMBENT_RUNTIME_DIR ?? "/var/runtime";
const layersDirectory = process.env.LAMBENT_LAYERS_DIR;

/** Node.js' own code for a program whose first module never settles. */
const UNSETTLED_EXIT_CODE = 13;

/**
 * @param importFile `import()`
 * @param onLoaded called when the function has been loaded, or has failed to
 */
async function run({ importFile, onLoaded }) {
  let runtime;
  let warm;
  let onInit;
  const init = new Promise((resolve) => {
    onInit = resolve;
  });

  const channel = new ControlChannel((type, body) => {
    if (type === FRAME.init) onInit(JSON.parse(body.toString("utf8")));
    // A spare waits, and is told so; where the function is known already, INIT comes at once.
    else if (type === FRAME.prepare) warm = prepare(JSON.parse(body.toString("utf8")).environment);
    else if (type === FRAME.invoke) {
      channel.release();
      const invocation = readInvocation(body);
      // On a stack of its own: traces show the function and little else.
      void Promise.resolve(invocation).then((one) => runtime.invoke(one));
    }
  });
  const ports = process.env.LAMBENT_LISTEN;
  if (ports) await require("./listeners.cjs").handOverListeners(ports);
  channel.send(FRAME.ready, Buffer.from(process.versions.node));

  // While the host prepares INIT.
  const { Answers, readEnvironment, readInvocation } = require("./invocation.cjs");
  const { isStreaming, loadHandler } = require("./load-handler.cjs");
  const { configureConsole, patchConsole } = require("./log-pipe.cjs");
  const { setVariables, useEnvironment } = require("./function-environment.cjs");
  const { installAwslambda } = require("./response-stream.cjs");
  const { fillCompileCache, useCompileCache } = require("./compile-cache.cjs");
  const major = Number(process.versions.node.split(".")[0]);
  const { Runtime } = require(major >= 24 ? "./promise-runtime.cjs" : "./callback-runtime.cjs");
  const { installTraceId } = require("./trace-id.cjs");
  const { warmUp } = require("./warm-up.cjs");
  // AWS's runtime has this name; it stands in the message about a module that isn't found.
  const requireAsRuntime = createRequire(`${__dirname}/index.mjs`);
  patchConsole(major);
  installGarbageCollection();
  const prepare = (variables) => {
    setVariables(variables);
    return warmUp({ Runtime, Answers, readInvocation, runtimeDirectory, major, importFile, require: requireAsRuntime });
  };

  const { handler: handlerText, environment, responseLimitBytes, fillsCompileCache } = await init;
  await warm;
  useEnvironment(environment, { taskRoot, runtimeDirectory, layersDirectory });
  installTraceId();
  readEnvironment(environment);
  configureConsole(environment);
  installAwslambda();
  runtime = new Runtime(new Answers(channel, responseLimitBytes));
  runtime.watch();
  // An event loop that runs empty while a module is loading ends the process, as it does on AWS.
  channel.release();
  process.on("beforeExit", endUnsettled);
  try {
    const load = () => loadHandler({ taskRoot, handlerText, major, importFile, require: requireAsRuntime });
    if (fillsCompileCache) await fillCompileCache(channel, load);
    else {
      useCompileCache();
      const handler = await load();
      runtime.use(handler, isStreaming(handler));
      channel.hold();
      channel.send(FRAME.initDone);
    }
  } catch (error) {
    runtime.initFailed(error);
  } finally {
    onLoaded();
    process.off("beforeExit", endUnsettled);
  }
}

/** AWS starts Node.js with --expose-gc; here the function is made when it is first used, which saves time at each start. */
function installGarbageCollection() {
  Object.defineProperty(globalThis, "gc", {
    configurable: true,
    get() {
      require("node:v8").setFlagsFromString("--expose-gc");
      const value = require("node:vm").runInNewContext("gc");
      Object.defineProperty(globalThis, "gc", { value, configurable: true, writable: true });
      return value;
    },
  });
}

function endUnsettled() {
  process.exit(UNSETTLED_EXIT_CODE);
}

module.exports = { run };
