// Frames on file descriptor 3: u32 little-endian body length, u8 type, body. The same numbers stand in src/wire/frame.ts.
const { writeSync } = require("node:fs");
const { Socket } = require("node:net");

const CONTROL_FD = 3;
const HEADER_BYTES = 5;
/** What Node.js itself would allocate anew for each read. */
const READ_BYTES = 65_536;

const FRAME = {
  init: 0x01,
  invoke: 0x02,
  prepare: 0x03,
  ready: 0x10,
  initDone: 0x11,
  initError: 0x12,
  response: 0x13,
  error: 0x14,
  fatalError: 0x15,
  responseTooLarge: 0x16,
  responseStart: 0x17,
  responseChunk: 0x18,
  responseEnd: 0x19,
  cacheFile: 0x20,
  /** Or-ed into an answer: nothing was written to the log during the invocation. */
  quiet: 0x80,
};

class ControlChannel {
  #socket;
  #chunks = [];
  #bytes = 0;
  #onFrame;

  /** @param onFrame gets a frame's type and its body, which is to be read at once: the next frame takes its place. */
  constructor(onFrame) {
    this.#onFrame = onFrame;
    // One buffer for all reads saves a sixth of the time that a small invocation spends in here.
    const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
    const callback = (bytes) => {
      this.#onData(buffer.subarray(0, bytes));
      return true;
    };
    this.#socket = new Socket({ fd: CONTROL_FD, readable: true, writable: true, onread: { buffer, callback } });
    // Without the host there is nobody left to answer.
    this.#socket.on("close", () => process.reallyExit(1));
    this.#socket.on("error", () => process.reallyExit(1));
  }

  /** Waiting for the host keeps the event loop alive … */
  hold() {
    this.#socket.ref();
  }

  /** … but while user code runs, only its own work does: an empty loop has a meaning then. */
  release() {
    this.#socket.unref();
  }

  /** At once where the kernel has room, which is where answers mostly go: a stream takes several times as long for it. */
  send(type, ...parts) {
    const frame = encodeFrame(type, parts);
    const written = this.#socket.writableLength === 0 ? writeAtOnce(frame) : 0;
    if (written < frame.length) this.#socket.write(frame.subarray(written));
  }

  /** Calls back when the socket has taken all of it. */
  sendThen(callback, type, ...parts) {
    this.hold();
    this.#socket.write(encodeFrame(type, parts), callback);
  }

  /** As `sendThen` while user code runs: until it calls back, the write itself keeps the event loop alive. */
  sendPart(callback, type, ...parts) {
    this.#socket.write(encodeFrame(type, parts), callback);
  }

  /** @param chunk will hold other bytes when this returns. */
  #onData(chunk) {
    if (this.#bytes === 0 && frameBytesOf(chunk) === chunk.length) {
      this.#onFrame(chunk.readUInt8(4), chunk.subarray(HEADER_BYTES));
      return;
    }
    this.#chunks.push(Buffer.from(chunk));
    this.#bytes += chunk.length;
    while (this.#bytes >= HEADER_BYTES) {
      if (this.#chunks[0].length < HEADER_BYTES) this.#merge();
      const frameBytes = frameBytesOf(this.#chunks[0]);
      if (this.#bytes < frameBytes) return;
      if (this.#chunks[0].length < frameBytes) this.#merge();
      const [merged] = this.#chunks;
      this.#bytes -= frameBytes;
      if (merged.length === frameBytes) this.#chunks.shift();
      else this.#chunks[0] = merged.subarray(frameBytes);
      this.#onFrame(merged.readUInt8(4), merged.subarray(HEADER_BYTES, frameBytes));
    }
  }

  #merge() {
    this.#chunks = [Buffer.concat(this.#chunks)];
  }
}

/** Undefined as long as that can't be known. */
function frameBytesOf(chunk) {
  return chunk.length < HEADER_BYTES ? undefined : HEADER_BYTES + chunk.readUInt32LE(0);
}

/** @param parts bytes, or text that is written as UTF-8. */
function encodeFrame(type, parts) {
  let bodyBytes = 0;
  for (const part of parts) bodyBytes += typeof part === "string" ? Buffer.byteLength(part) : part.length;
  const frame = Buffer.allocUnsafe(HEADER_BYTES + bodyBytes);
  frame.writeUInt32LE(bodyBytes, 0);
  frame.writeUInt8(type, 4);
  let offset = HEADER_BYTES;
  for (const part of parts) {
    if (typeof part === "string") offset += frame.write(part, offset);
    else {
      frame.set(part, offset);
      offset += part.length;
    }
  }
  return frame;
}

/** @returns how many bytes the kernel took; what is wrong with the descriptor, the stream tells. */
function writeAtOnce(frame) {
  try {
    return writeSync(CONTROL_FD, frame);
  } catch {
    return 0;
  }
}

module.exports = { FRAME, ControlChannel };
