// A spare waits for its function with everything loaded and run once: the first `import()`, the first event and the first
// answer cost several times what later ones do. Nothing of it is told, and nothing is left that a function could see.
const { loadHandler } = require("./load-handler.cjs");
const { useEnvironment } = require("./function-environment.cjs");
const { readEnvironment } = require("./invocation.cjs");
const { configureConsole, setRequestId } = require("./log-pipe.cjs");
const { setTraceId } = require("./trace-id.cjs");

/** @param Runtime the class that will serve; Answers likewise. */
async function warmUp({ Runtime, Answers, readInvocation, runtimeDirectory, major, importFile, require }) {
  useEnvironment({ ...process.env }, { taskRoot: "/", runtimeDirectory });
  readEnvironment(process.env);
  configureConsole(process.env);
  const sent = { hold() {}, send() {} };
  const answers = new Answers(sent, Number.MAX_SAFE_INTEGER, () => {});
  const runtime = new Runtime(answers);
  const own = { taskRoot: runtimeDirectory, handlerText: "warm-up.handler" };
  runtime.use(await loadHandler({ ...own, major, importFile, require }), false);
  // The function's own `import()` may come late; Node.js 20 takes 5 ms for the first.
  await importFile("./warm-up.mjs");
  await runtime.invoke(readInvocation(invokeBody()));
  await new Promise(setImmediate);
  setTraceId(undefined);
  setRequestId(undefined);
  delete globalThis[Symbol.for("aws.lambda.runtime.requestId")];
}

/** An event with all that one may have. */
function invokeBody() {
  const field = (text) => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(text.length);
    return Buffer.concat([length, Buffer.from(text)]);
  };
  const fields = ["warm-up", "Root=1-0", "arn", "{}"].map(field);
  return Buffer.concat([Buffer.alloc(8), ...fields, Buffer.from('{"a":[1]}')]);
}

module.exports = { warmUp };
