// Run by the host with the Node.js of a runtime: writes what V8 makes of `runtime.pack`, so that no start compiles it.
const { readFileSync, writeFileSync } = require("node:fs");
const v8 = require("node:v8");
const vm = require("node:vm");

// With all functions in it: V8 would leave those for later that haven't been called.
v8.setFlagsFromString("--no-lazy");
// Node.js 20 tells the name that is in here in traces.
const filename = "/var/runtime/runtime.cjs";
const script = new vm.Script(readFileSync(`${__dirname}/runtime.pack`, "latin1"), { filename });
// What is compiled with other flags than those at its use, V8 refuses.
v8.setFlagsFromString("--lazy");
writeFileSync(`${__dirname}/runtime.cache`, script.createCachedData());
