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
  await runtime.invoke(readInvocation(invokeBody()));
  await new Promise(setImmediate);
  setRequestId(undefined);
  delete globalThis[Symbol.for("aws.lambda.runtime.requestId")];
}

/** An event without trace id and client context, and with an empty ARN. */
function invokeBody() {
  const id = Buffer.from("warm-up");
  const event = Buffer.from('{"a":[1]}');
  const body = Buffer.alloc(24 + id.length + event.length);
  let offset = body.writeUInt32LE(id.length, 8);
  offset += id.copy(body, offset);
  offset = body.writeUInt32LE(0xffffffff, offset);
  offset = body.writeUInt32LE(0, offset);
  offset = body.writeUInt32LE(0xffffffff, offset);
  event.copy(body, offset);
  return body;
}

module.exports = { warmUp };
