// A spare waits for its function with everything loaded and run once: the first `import()`, the first event and the first
// answer cost several times what later ones do. Nothing of it is told, and nothing is left that a function could see.
const { loadHandler } = require("./load-handler.cjs");
const { useEnvironment } = require("./function-environment.cjs");
const { readEnvironment } = require("./invocation.cjs");
const { configureConsole, setRequestId } = require("./log-pipe.cjs");

/** @param Runtime the class that will serve; Answers likewise. */
async function warmUp({ Runtime, Answers, readInvocation, runtimeDirectory, major, require }) {
  useEnvironment({ ...process.env }, { taskRoot: "/", runtimeDirectory });
  readEnvironment(process.env);
  configureConsole();
  const sent = { hold() {}, send() {} };
  const answers = new Answers(sent, Number.MAX_SAFE_INTEGER, () => {});
  const runtime = new Runtime(answers);
  const own = { taskRoot: runtimeDirectory, handlerText: "warm-up.handler", importsAtOnce: true };
  runtime.use(await loadHandler({ ...own, major, require }), false);
  const header = Buffer.from(JSON.stringify({ requestId: "warm-up", deadlineMs: 0, invokedFunctionArn: "" }));
  const headerBytes = Buffer.alloc(4);
  headerBytes.writeUInt32LE(header.length, 0);
  await runtime.invoke(readInvocation(Buffer.concat([headerBytes, header, Buffer.from('{"a":[1]}')])));
  await new Promise(setImmediate);
  setRequestId(undefined);
  delete globalThis[Symbol.for("aws.lambda.runtime.requestId")];
}

module.exports = { warmUp };
