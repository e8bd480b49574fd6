/** What a runtime can ask for. */
export type Route =
  | { operation: "next" }
  | { operation: "response" | "error"; requestId: string }
  | { operation: "initError" }
  | { operation: "restore" | "extensions" | "telemetry" | "logs" | "unknown" };

const OF_INVOCATION = /^\/2018-06-01\/runtime\/invocation\/([^/]{1,128})\/(response|error)$/;

/** @see spec: lambda §7.1 to §7.3 */
export function routeOf(method: string, url: string): Route {
  const path = url.split("?", 1)[0]!;
  const ofInvocation = method === "POST" ? OF_INVOCATION.exec(path) : null;
  if (ofInvocation) return { operation: ofInvocation[2] as "response" | "error", requestId: ofInvocation[1]! };
  switch (`${method} ${path}`) {
    case "GET /2018-06-01/runtime/invocation/next":
      return { operation: "next" };
    case "POST /2018-06-01/runtime/init/error":
      return { operation: "initError" };
    case "GET /2018-06-01/runtime/restore/next":
    case "POST /2018-06-01/runtime/restore/error":
      return { operation: "restore" };
    case "PUT /2022-07-01/telemetry":
      return { operation: "telemetry" };
    case "PUT /2020-08-15/logs":
      return { operation: "logs" };
    default:
      return { operation: path.startsWith("/2020-01-01/extension/") ? "extensions" : "unknown" };
  }
}
