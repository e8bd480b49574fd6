import type { RunningServer } from "./start-server.ts";

/** However long something hangs, a person who pressed Ctrl+C gets the prompt back. */
const CLOSE_LIMIT_MS = 2000;

/** Ctrl+C and `kill` end the server in good order; a second one ends it at once. */
export function endOnSignals(server: Pick<RunningServer, "close">): void {
  let ending = false;
  const end = (): void => {
    if (ending) process.exit(1);
    ending = true;
    setTimeout(() => process.exit(1), CLOSE_LIMIT_MS).unref();
    server.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on("SIGINT", end);
  process.on("SIGTERM", end);
}
