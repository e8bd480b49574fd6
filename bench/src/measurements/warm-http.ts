import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { withBareProxy } from "../bare-proxy.ts";
import { HELLO_EVENT } from "../hello-function.ts";
import type { Measurement } from "../measurement.ts";
import { httpCaller } from "../warm-caller.ts";
import { compareWithProxy } from "./warm-runs.ts";

/** Warm invocations through a bare node:http server on the runner: what HTTP itself costs, and what is left of the limit. */
export const warmHttp: Measurement = {
  id: "warm-http",
  run: ({ runs, say }) =>
    withBareProxy(async (proxyUrl) => {
      say("warm invocations through node:http on the runner");
      const program = join(import.meta.dirname, "http-front-program.js");
      const front = spawn(process.execPath, [program], { stdio: ["ignore", "pipe", "inherit"] });
      try {
        const [port] = (await once(createInterface(front.stdout), "line")) as [string];
        const call = { url: `http://127.0.0.1:${port}`, body: HELLO_EVENT };
        const caller = httpCaller(() => call);
        return await compareWithProxy("warm invocation through node:http on the runner", proxyUrl, caller, runs, {
          oneByOne: { of: "ratio", limit: 1.5 },
          eightAtOnce: { of: "ratio", limit: 1.2 },
        });
      } finally {
        front.kill("SIGTERM");
        await once(front, "exit");
      }
    }),
};
