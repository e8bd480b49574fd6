// V8's compiled code of a function, kept between environments (Node.js 22 and newer). It is made once in an environment that
// serves no event, sent to the host, and read by the others from a folder that they can't write.
const fs = require("node:fs");
const nodeModule = require("node:module");
const path = require("node:path");
const { FRAME } = require("./control-channel.cjs");

/** Where the host puts what was made; nothing is there for the first environments of a version. */
const DIRECTORY = "/var/cache/compile";
const WRITABLE_DIRECTORY = "/tmp/compile-cache";

function useCompileCache() {
  if (nodeModule.enableCompileCache && fs.existsSync(DIRECTORY)) nodeModule.enableCompileCache(DIRECTORY);
}

/** Loads the function by `load`, then sends what V8 made of it. */
async function fillCompileCache(channel, load) {
  nodeModule.enableCompileCache(WRITABLE_DIRECTORY);
  await load();
  nodeModule.flushCompileCache();
  for (const name of fs.readdirSync(WRITABLE_DIRECTORY, { recursive: true })) {
    const file = path.join(WRITABLE_DIRECTORY, name);
    if (!fs.statSync(file).isFile()) continue;
    const nameBytes = Buffer.from(name);
    channel.send(FRAME.cacheFile, Buffer.from([nameBytes.length]), nameBytes, fs.readFileSync(file));
  }
  channel.hold();
  channel.send(FRAME.initDone);
}

module.exports = { useCompileCache, fillCompileCache };
