/**
 * What came out of a sandbox on the control channel (fd 3) is not what our bootstrap writes: user code owns the same
 * process and can write there too. The environment is ended; the host goes on.
 */
export class ControlChannelError extends Error {
  override readonly name = "ControlChannelError";
}
