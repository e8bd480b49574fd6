// Stands in a sandbox until the function is known, then becomes its bootstrap: hands the Runtime API's listening socket to
// the host, says that it is ready, waits for INIT, and lets execve put the function's program in its own place.
import { accessSync, closeSync, constants, openSync, readSync, statSync, writeSync } from "node:fs";
import { createServer } from "node:net";

const CONTROL_FD = 3;
const LOG_FD = 4;
const HEADER_BYTES = 5;
/** The same numbers stand in src/wire/frame.ts. */
const FRAME = { init: 0x01, ready: 0x10, invalidEntrypoint: 0x1a };
/** In AWS's order. */
const CANDIDATES = ["/var/task/bootstrap", "/opt/bootstrap"];
/** Node.js ignores these signals, which execve would keep; programs expect what they do by default. */
const RESET_SIGNALS = ["/usr/bin/env", "--default-signal=PIPE,XFSZ", "--"];
const ELF_MACHINES = { x64: 0x3e, arm64: 0xb7 };
/** The kernel reads no more of a script's first line. */
const FIRST_BYTES = 256;

await handOverListeners(process.env.LAMBENT_LISTEN.split(",").map(Number));
send(FRAME.ready, process.versions.node);
const { environment } = receiveInit();
const program = CANDIDATES.find(isFile);
const complaint = program ? whyNotExecutable(program) : `Couldn't find valid bootstrap(s): [${CANDIDATES.join(" ")}]`;
if (complaint) {
  send(FRAME.invalidEntrypoint, complaint);
  process.exit(1);
}
// Where the function was brought in after the start, this folder has become another one.
process.chdir("/var/task");
// What is the runtime's has no place in the function's program.
closeSync(CONTROL_FD);
closeSync(LOG_FD);
process.execve(RESET_SIGNALS[0], [...RESET_SIGNALS, program], environment);

/** As bootstrap/nodejs/listeners.cjs does it. */
async function handOverListeners(ports) {
  const hostIsDone = new Promise((resolve) => process.once("disconnect", resolve));
  for (const port of ports) {
    const server = createServer();
    await new Promise((resolve) => server.listen({ host: "127.0.0.1", port, backlog: 128 }, resolve));
    process.send({ port }, server);
  }
  await hostIsDone;
}

function isFile(path) {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** What execve would answer, in AWS's words; after a failure of execve itself nobody could tell it any more. */
function whyNotExecutable(path) {
  const fails = (reason) => `fork/exec ${path}: ${reason}`;
  if (!isExecutable(path)) return fails("permission denied");
  const first = firstBytes(path);
  if (first.subarray(0, 2).toString() === "#!") {
    const line = first.toString("utf8", 2).split("\n", 1)[0];
    const [interpreter] = line.trim().split(/[ \t]/, 1);
    if (!interpreter || !isFile(interpreter)) return fails("no such file or directory");
    return isExecutable(interpreter) ? undefined : fails("permission denied");
  }
  // 64 bits, as everything that runs here.
  const isElf = first.length >= 64 && first.readUInt32BE(0) === 0x7f454c46 && first.readUInt8(4) === 2;
  if (!isElf || first.readUInt16LE(18) !== ELF_MACHINES[process.arch]) return fails("exec format error");
  const interpreter = elfInterpreter(path, first);
  return interpreter === undefined || isFile(interpreter) ? undefined : fails("no such file or directory");
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function firstBytes(path, length = FIRST_BYTES, position = 0) {
  const bytes = Buffer.alloc(length);
  const fd = openSync(path, "r");
  try {
    return bytes.subarray(0, readSync(fd, bytes, 0, length, position));
  } finally {
    closeSync(fd);
  }
}

/** The loader that a dynamically linked program asks for (its PT_INTERP segment); a 64-bit file. */
function elfInterpreter(path, header) {
  const PT_INTERP = 3;
  const size = header.readUInt16LE(54);
  const count = header.readUInt16LE(56);
  const table = firstBytes(path, size * count, Number(header.readBigUInt64LE(32)));
  for (let at = 0; at + 56 <= table.length; at += size) {
    if (table.readUInt32LE(at) !== PT_INTERP) continue;
    const [position, length] = [8, 32].map((offset) => Number(table.readBigUInt64LE(at + offset)));
    return firstBytes(path, Math.min(length, 4096), position).toString("utf8").replace(/\0.*$/, "");
  }
  return undefined;
}

function receiveInit() {
  const header = readExactly(HEADER_BYTES);
  const body = readExactly(header.readUInt32LE(0));
  if (header.readUInt8(4) !== FRAME.init) process.exit(1);
  return JSON.parse(body.toString("utf8"));
}

function readExactly(count) {
  const bytes = Buffer.alloc(count);
  for (let length = 0; length < count; ) {
    const read = readSync(CONTROL_FD, bytes, length, count - length);
    // Without the host there is nobody left to run for.
    if (read === 0) process.exit(1);
    length += read;
  }
  return bytes;
}

function send(type, text) {
  const body = Buffer.from(text);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32LE(body.length, 0);
  header.writeUInt8(type, 4);
  const frame = Buffer.concat([header, body]);
  for (let offset = 0; offset < frame.length; ) offset += writeSync(CONTROL_FD, frame, offset);
}
