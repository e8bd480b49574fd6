// What Python asks its operating system for and Pyodide has no answer to. Imported there as `lambent_host`.

const sleeper = new Int32Array(new SharedArrayBuffer(4));

export const hostModule = {
  exit(code) {
    process.reallyExit(code);
  },
  abort() {
    process.abort();
  },
  /** Pyodide's own sleep is a busy loop. */
  sleep(seconds) {
    Atomics.wait(sleeper, 0, 0, seconds * 1000);
  },
  setTimeZone(zone) {
    process.env.TZ = zone;
  },
};
