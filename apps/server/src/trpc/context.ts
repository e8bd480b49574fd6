import type { Caller } from "@lambent/access";
import type { Ports } from "@lambent/lambda";

/** What each procedure is given. */
export interface Context {
  caller: Caller;
  ports: Ports;
  /** What only the server itself knows. */
  server: { version: string; dataDirectory: string };
}
