// The runtime inside a sandbox: waits for INIT, loads the function, then serves one INVOKE after the other.
import { createRequire } from "node:module";
import { Runtime as CallbackRuntime } from "./callback-runtime.mjs";
import { ControlChannel, FRAME } from "./control-channel.mjs";
import { Answers, readInvocation } from "./invocation.mjs";
import { isStreaming, loadHandler } from "./load-handler.mjs";
import { patchConsole } from "./log-pipe.mjs";
import { Runtime as PromiseRuntime } from "./promise-runtime.mjs";
import { installAwslambda } from "./response-stream.mjs";

// Where no mount namespace puts them in place, the driver says where the folders are.
const taskRoot = process.env.LAMBENT_TASK_ROOT ?? "/var/task";
const runtimeDirectory = process.env.LAMBENT_RUNTIME_DIR ?? "/var/runtime";
const require = createRequire(import.meta.url);

let runtime;
let onInit;
const init = new Promise((resolve) => {
  onInit = resolve;
});

const channel = new ControlChannel((type, body) => {
  if (type === FRAME.init) onInit(JSON.parse(body.toString("utf8")));
  else if (type === FRAME.invoke) {
    channel.release();
    // On a stack of its own: traces show the function and little else.
    void Promise.resolve().then(() => runtime.invoke(readInvocation(body)));
  }
});
channel.send(FRAME.ready, Buffer.from(process.versions.node));

const { handler: handlerText, runtime: runtimeId, environment, responseLimitBytes } = await init;
useEnvironment(environment);
const major = Number(/\d+/.exec(runtimeId)[0]);
patchConsole(major);
installAwslambda();
runtime = new (major >= 24 ? PromiseRuntime : CallbackRuntime)(new Answers(channel, responseLimitBytes));
runtime.watch();
// An event loop that runs empty while a module is loading ends the process, as it does on AWS.
channel.release();
try {
  const handler = await loadHandler({ taskRoot, handlerText, major, require });
  runtime.use(handler, isStreaming(handler));
  channel.hold();
  channel.send(FRAME.initDone);
} catch (error) {
  runtime.initFailed(error);
}

/** The function sees exactly what Lambda gives it, whatever the interpreter was started with. */
function useEnvironment(variables) {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, variables);
  process.env.LAMBDA_TASK_ROOT = taskRoot;
  process.env.LAMBDA_RUNTIME_DIR = runtimeDirectory;
  process.env.PWD = taskRoot;
  // Node.js read NODE_PATH before it was set.
  require("node:module")._initPaths();
  process.chdir(taskRoot);
}
