// Starts the runtime. What is done here counts in each cold start that finds no spare.
const { readFileSync } = require("node:fs");
const vm = require("node:vm");

/**
 * Until Node.js 24, V8 takes Node.js' own modules from its cache only while all flags are as they were when that was made, the
 * sizes of the heap included: without the cache, what a runtime needs of them takes 8 ms more. V8 has read them when it made
 * the heap, and reads them again for a Worker.
 */
const HEAP_FLAGS = /^(--max-(?:semi|old)-space-size)=/;
const heapFlags = Number(process.versions.node.split(".")[0]) < 24 ? process.execArgv.filter(isHeapFlag) : [];

setFlags(heapFlags.map((flag) => `${HEAP_FLAGS.exec(flag)[1]}=0`));
const { run } = fromOneFile() ?? require("./runtime.cjs");
// A script can't import by itself without a warning.
void run({ importFile: (specifier) => import(specifier), onLoaded: () => setFlags(heapFlags) });

function isHeapFlag(flag) {
  return HEAP_FLAGS.test(flag);
}

/** As `node:v8` does it, which would bring up half of Node.js first. */
function setFlags(flags) {
  if (flags.length === 0) return;
  const told = Object.getOwnPropertyDescriptor(process, "noDeprecation");
  process.noDeprecation = true;
  for (const flag of flags) process.binding("v8").setFlagsFromString(flag);
  if (told) Object.defineProperty(process, "noDeprecation", told);
  else delete process.noDeprecation;
}

/** All parts and what V8 made of them; the host puts both beside this file. Undefined where it hasn't. */
function fromOneFile() {
  let source;
  let cachedData;
  try {
    source = readFileSync(`${__dirname}/runtime.pack`, "latin1");
    cachedData = readFileSync(`${__dirname}/runtime.cache`);
  } catch {
    if (source === undefined) return undefined;
  }
  const script = new vm.Script(source, { filename: `${__dirname}/runtime.cjs`, cachedData });
  return script.runInThisContext()(require, __dirname);
}
