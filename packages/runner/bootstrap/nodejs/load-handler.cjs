// Finds and loads the module and export that a handler text such as `dir/file.export` names.
const { existsSync, readFileSync } = require("node:fs");
const path = require("node:path");
const { pathToFileURL } = require("node:url");
const {
  handlerNotFound,
  importModuleError,
  malformedHandlerName,
  malformedStreamingHandler,
  userCodeSyntaxError,
} = require("./errors.cjs");

const STREAMING = Symbol.for("aws.lambda.runtime.handler.streaming");
/** Found before anything of the module runs. */
const HIDDEN_EXPORT = /^The requested module .* does not provide an export named /;
const HIGH_WATER_MARK = Symbol.for("aws.lambda.runtime.handler.streaming.highWaterMark");

async function loadHandler({ taskRoot, handlerText, major, importFile, require }) {
  if (handlerText.includes("..")) {
    throw malformedHandlerName(
      `'${handlerText}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  }
  const file = path.basename(handlerText);
  const folder = handlerText.slice(0, handlerText.indexOf(file));
  const dot = file.indexOf(".");
  if (dot === -1) throw malformedHandlerName("Bad handler");
  const moduleName = file.slice(0, dot);
  const exportPath = file.slice(dot + 1);

  const load = major >= 24 ? importModule : requireModule;
  const loaded = await loadUserModule(() => load(taskRoot, folder, moduleName, { importFile, require }));
  const handler = resolveExport(loaded, exportPath, major);
  if (!handler) throw handlerNotFound(`${handlerText} is undefined or not exported`);
  if (typeof handler !== "function") throw handlerNotFound(`${handlerText} is not a function`);
  return handler;
}

function isStreaming(handler) {
  const mode = handler[STREAMING];
  if (!mode) return false;
  if (mode === "response") return true;
  throw malformedStreamingHandler("Only response streaming is supported.");
}

function markStreaming(handler, options) {
  handler[STREAMING] = "response";
  if (typeof options?.highWaterMark === "number") handler[HIGH_WATER_MARK] = Math.trunc(options.highWaterMark);
  return handler;
}

/** Bytes, or undefined for Node.js' own default. */
function highWaterMarkOf(handler) {
  const bytes = Number.parseInt(handler[HIGH_WATER_MARK], 10);
  return bytes >= 0 ? bytes : undefined;
}

async function loadUserModule(load) {
  try {
    return await load();
  } catch (error) {
    if (error instanceof SyntaxError) throw userCodeSyntaxError(error);
    if (error?.code === "MODULE_NOT_FOUND") throw importModuleError(error);
    throw error;
  }
}

/** Node.js 20 and 22: CommonJS unless package.json or the extension says otherwise. */
async function requireModule(taskRoot, folder, moduleName, { importFile, require }) {
  const file = path.resolve(taskRoot, folder, moduleName);
  const required = (name) => (existsSync(name) ? require(name) : undefined);
  const imported = async (name) => (existsSync(name) ? await loadEsModule(name, { importFile, require }) : undefined);
  const asModule = existsSync(`${file}.js`) && isInModulePackage(path.dirname(file));
  return (
    required(file) ??
    (asModule ? await imported(`${file}.js`) : required(`${file}.js`)) ??
    (await imported(`${file}.mjs`)) ??
    required(`${file}.cjs`) ??
    require(require.resolve(moduleName, { paths: [taskRoot, path.join(taskRoot, folder)] }))
  );
}

/**
 * An ES module as `import()` gives it. `require` is tried first: Node.js 20 takes 5 ms to bring up what `import()` needs, and
 * then still twice as long.
 * Nothing runs twice: a module with a top-level await is refused before it runs, one that threw stays as it is.
 */
async function loadEsModule(file, { importFile, require }) {
  try {
    return requireEsModule(file, require);
  } catch (error) {
    if (error?.code === "ERR_REQUIRE_ASYNC_MODULE") return await importFile(file);
    throw HIDDEN_EXPORT.test(error?.message) ? await asImportTellsIt(error, file, importFile) : error;
  }
}

/** Only `import()` says what to write instead of a name that a CommonJS module doesn't export; it needs another name for the file. */
async function asImportTellsIt(error, file, importFile) {
  const told = await importFile(`${pathToFileURL(file)}?told`).then(
    () => error,
    (reason) => reason,
  );
  return told instanceof SyntaxError ? told : error;
}

function requireEsModule(file, require) {
  const { emitWarning } = process;
  // That this use of `require` is experimental isn't the function's business.
  process.emitWarning = (warning, ...rest) => {
    if (rest[0] !== "ExperimentalWarning" || !String(warning).includes("require()")) emitWarning(warning, ...rest);
  };
  try {
    return require(file);
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** Node.js 24: everything through `import()`. */
async function importModule(taskRoot, folder, moduleName, { importFile, require }) {
  const file = path.resolve(taskRoot, folder, moduleName);
  for (const extension of ["", ".js", ".mjs", ".cjs"]) {
    if (existsSync(file + extension)) return importFile(file + extension);
  }
  return require(require.resolve(moduleName, { paths: [taskRoot, path.join(taskRoot, folder)] }));
}

/** Whether the nearest package.json says `"type": "module"`. */
function isInModulePackage(folder) {
  if (folder.endsWith("/node_modules")) return false;
  const file = path.join(folder, "package.json");
  if (existsSync(file)) {
    try {
      return JSON.parse(readFileSync(file, "utf8"))?.type === "module";
    } catch (error) {
      console.warn(`${file} cannot be read, it will be ignored for ES module detection purposes.`, error);
      return false;
    }
  }
  return folder === "/" ? false : isInModulePackage(path.dirname(folder));
}

function resolveExport(loaded, exportPath, major) {
  const find = (object) => exportPath.split(".").reduce((nested, key) => nested?.[key], object);
  const found = find(loaded);
  // Names that can't be seen in a CommonJS module's text are only in its default export.
  return found || major < 24 ? found : find(loaded?.default);
}

module.exports = { loadHandler, isStreaming, markStreaming, highWaterMarkOf };
