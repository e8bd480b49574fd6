import { type ChildProcess, execFileSync } from "node:child_process";
import { closeSync, constants, openSync } from "node:fs";
import { Socket } from "node:net";
import type { Readable } from "node:stream";

/** Others may write and not read: it is for what runs as another user. */
const MODE = "622";

/** Node.js has no call for it; the process takes 2 ms of a start of some 200. */
export function makeNamedPipe(path: string) {
  execFileSync("mkfifo", ["-m", MODE, path]);
}

/** What is written to the pipe for as long as the process runs, and then its end, also when nobody has ever opened it. */
export function readNamedPipe(path: string, child: ChildProcess): Readable {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const writer = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  child.once("exit", () => closeSync(writer));
  return new Socket({ fd, readable: true, writable: false });
}
