import { withBareProxy } from "../bare-proxy.ts";
import { createFunction, HELLO_EVENT } from "../hello-function.ts";
import { startServer } from "../lambent-server.ts";
import type { Measurement } from "../measurement.ts";
import { withTemporaryDirectory } from "../temporary-directory.ts";
import { httpCaller } from "../warm-caller.ts";
import { compareWithProxy } from "./warm-runs.ts";

/**
 * Warm invocations as the console's Test button makes them: by tRPC, with checks, log lines, record and metrics. A console calls
 * once a click, so only the time of one call has a limit.
 */
export const warmServer: Measurement = {
  id: "warm-server",
  run: ({ runs, say }) =>
    withTemporaryDirectory((home) =>
      withBareProxy(async (proxyUrl) => {
        const server = await startServer(home);
        try {
          say("warm invocations by the console's tRPC");
          await createFunction(server, "hello");
          const call = server.mutationCall("invocations.invoke", { functionName: "hello", eventJson: HELLO_EVENT });
          return await compareWithProxy(
            "warm invocation by tRPC",
            proxyUrl,
            httpCaller(() => call),
            runs,
            { oneByOne: { of: "ratio", limit: 2 } },
          );
        } finally {
          await server.stop();
        }
      }),
    ),
};
