import { Socket } from "node:net";
import type { Duplex } from "node:stream";

/** What a stream of its own would be given anew for each read, whatever came. */
const READ_BYTES = 65_536;
/** For all sockets: what was read is taken out before the next one is. */
const buffer = Buffer.allocUnsafeSlow(READ_BYTES);

/** Where Node.js keeps what a socket is made of; it isn't documented, and needn't be there. */
interface Handled {
  _handle?: { reading?: boolean; readStop(): number } | null;
}

/**
 * The same socket, reading into one buffer that all of them share, and telling at once what came, without a stream's turn. Nothing is read before somebody listens for "data", nor while it is paused; it can be read by
 * listeners only, since what was told isn't kept. Who hasn't listened resumes it when the other side has ended, or it stays open.
 *
 * @param socket that nobody listens to yet; of no more use afterwards. What isn't a socket is given back as it is.
 */
export function readTogether(socket: Duplex): Duplex {
  const handled = socket as Handled;
  const handle = handled._handle;
  if (!(socket instanceof Socket) || !handle) return socket;
  handle.readStop();
  handle.reading = false;
  handled._handle = null;
  const callback = (bytes: number) => {
    again.emit("data", Buffer.from(buffer.subarray(0, bytes)));
    return true;
  };
  // Both are in Node.js' own code for what it makes sockets of; its types know neither.
  const options = { handle, manualStart: true, onread: { buffer, callback } };
  const again: Socket = new Socket(options as unknown as ConstructorParameters<typeof Socket>[0]);
  return again;
}
