// Pyodide has a table of descriptors of its own. The host's two go in at the same numbers, so that the Python modules which
// speak with the host are the same as on CPython; so does what is printed past them.
import { readSync, writeSync } from "node:fs";

const CONTROL_FD = 3;
const LOG_FD = 4;
const DEVICE_MAJOR = 64;
/** Emscripten's number for "input/output error". */
const EIO = 29;

export function connectDescriptors(pyodide) {
  openDevice(pyodide.FS, CONTROL_FD, "r+");
  openDevice(pyodide.FS, LOG_FD, "w");
  pyodide.setStdout({ write: (bytes) => write(1, bytes) });
  pyodide.setStderr({ write: (bytes) => write(2, bytes) });
}

function openDevice(FS, fd, mode) {
  const device = FS.makedev(DEVICE_MAJOR, fd);
  const told = (transfer) => {
    try {
      return transfer();
    } catch {
      throw new FS.ErrnoError(EIO);
    }
  };
  FS.registerDevice(device, {
    open(stream) {
      stream.seekable = false;
    },
    read: (_stream, buffer, offset, length) => told(() => readSync(fd, buffer, offset, length, null)),
    write: (_stream, buffer, offset, length) => told(() => write(fd, buffer.subarray(offset, offset + length))),
  });
  const path = `/dev/lambent${fd}`;
  FS.mkdev(path, device);
  const stream = FS.open(path, mode);
  if (stream.fd === fd) return;
  FS.dupStream(stream, fd);
  FS.close(stream);
}

function write(fd, bytes) {
  for (;;) {
    try {
      return writeSync(fd, bytes);
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
    }
  }
}
