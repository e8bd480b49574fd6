import { withBareProxy } from "../bare-proxy.ts";
import { createFunction, HELLO_EVENT } from "../hello-function.ts";
import { startServer } from "../lambent-server.ts";
import type { Measurement } from "../measurement.ts";
import { withTemporaryDirectory } from "../temporary-directory.ts";
import { httpCaller } from "../warm-caller.ts";
import { compareWithProxy } from "./warm-runs.ts";

/** Warm invocations through the server's HTTP, with checks, log lines, record and metrics. */
export const warmServer: Measurement = {
  id: "warm-server",
  run: ({ runs, say }) =>
    withTemporaryDirectory((home) =>
      withBareProxy(async (proxyUrl) => {
        const server = await startServer(home);
        try {
          say("warm invocations through the server");
          await createFunction(server, "hello");
          const call = server.mutationCall("invocations.invoke", { functionName: "hello", eventJson: HELLO_EVENT });
          return await compareWithProxy(
            "warm invocation through the server",
            proxyUrl,
            httpCaller(() => call),
            runs,
            {
              oneByOne: { of: "ratio", limit: 1.5 },
              eightAtOnce: { of: "ratio", limit: 1.2 },
            },
          );
        } finally {
          await server.stop();
        }
      }),
    ),
};
