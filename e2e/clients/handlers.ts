import type { RuntimeId } from "@lambent/model";
import { zipOf } from "../server/zip-with-packages.ts";

/** The same small function for both languages. It fails, answers HTTP, or says what it knows. */
export interface Handlers {
  runtime: Extract<RuntimeId, "nodejs20.x" | "python3.12">;
  handler: string;
  /** A deployment package; what it says about itself tells one from the next. */
  code(edition: string): Promise<Uint8Array>;
}

const nodeSource = (edition: string) => `
export const handler = async (event, context) => {
  if (event.fails) throw new TypeError("as asked");
  if (event.rawPath) {
    const body = JSON.stringify({ edition: "${edition}", method: event.requestContext.http.method, body: event.body });
    return { statusCode: 201, headers: { "content-type": "application/json", "x-path": event.rawPath }, body };
  }
  return { edition: "${edition}", greeting: process.env.GREETING ?? null, version: context.functionVersion, heard: event };
};
`;

const pythonSource = (edition: string) => `
import json, os

def handler(event, context):
    if event.get("fails"):
        raise TypeError("as asked")
    if "rawPath" in event:
        body = {"edition": "${edition}", "method": event["requestContext"]["http"]["method"], "body": event.get("body")}
        headers = {"content-type": "application/json", "x-path": event["rawPath"]}
        return {"statusCode": 201, "headers": headers, "body": json.dumps(body)}
    greeting = os.environ.get("GREETING")
    return {"edition": "${edition}", "greeting": greeting, "version": context.function_version, "heard": event}
`;

export const NODE: Handlers = {
  runtime: "nodejs20.x",
  handler: "index.handler",
  code: async (edition) => (await zipOf({ "index.mjs": nodeSource(edition) })).bytes,
};

export const PYTHON: Handlers = {
  runtime: "python3.12",
  handler: "app.handler",
  code: async (edition) => (await zipOf({ "app.py": pythonSource(edition) })).bytes,
};

export const HANDLERS: readonly Handlers[] = [NODE, PYTHON];

/** Writes its answer in two parts. Of AWS's own runtimes, Node's alone can. spec: lambda §4.4 */
export const STREAMS = `
export const handler = awslambda.streamifyResponse(async (event, stream) => {
  const head = { statusCode: 202, headers: { "content-type": "text/plain", "x-kind": "streamed" } };
  const response = awslambda.HttpResponseStream.from(stream, head);
  response.write("first, ");
  response.end("last");
});
`;
