import { RUNTIMES, type RuntimeFamily, type RuntimeId } from "./runtime.ts";

const STARTER_TEXT: Readonly<Record<RuntimeFamily, string>> = {
  nodejs: `export const handler = async (event) => {
  // TODO: put your own code here
  const response = {
    statusCode: 200,
    body: JSON.stringify("Hello from Lambda!"),
  };
  return response;
};
`,
  python: `import json


def lambda_handler(event, context):
    # TODO: put your own code here
    return {
        "statusCode": 200,
        "body": json.dumps("Hello from Lambda!"),
    }
`,
  provided: `# The part before the dot of the handler hello.handler names this file, the part behind it this function.
# $1 is the event, a text in JSON. What is printed to standard error goes to the log; standard output is the response.
handler() {
  echo "Event: $1" >&2
  # TODO: put your own code here
  echo '{"statusCode": 200, "body": "\\"Hello from Lambda!\\""}'
}
`,
};

/** A runtime in shell: takes one event after the other from the Runtime API and hands each to the handler. */
const BOOTSTRAP = `#!/bin/bash
set -euo pipefail

api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime"

# hello.handler: the function handler in hello.sh
source "$LAMBDA_TASK_ROOT/\${_HANDLER%.*}.sh"
handler="\${_HANDLER##*.}"
headers="$(mktemp)"

while true; do
  # Waits until there is an event; the request id is one of the headers.
  event="$(curl -sS -D "$headers" "$api/invocation/next")"
  request_id="$(grep -i '^lambda-runtime-aws-request-id:' "$headers" | cut -d: -f2 | tr -d '[:space:]')"

  if response="$("$handler" "$event")"; then
    printf '%s' "$response" | curl -sS -o /dev/null --data-binary @- "$api/invocation/$request_id/response"
  else
    curl -sS -o /dev/null -d '{"errorType": "HandlerFailed", "errorMessage": "The handler ended with an error."}' \\
      "$api/invocation/$request_id/error"
  fi
done
`;

/** The files of a new function, its handler first: it answers 200 and "Hello from Lambda!". */
export function starterFiles(runtime: RuntimeId): { path: string; text: string }[] {
  const { starterFile, family } = RUNTIMES[runtime];
  const handler = { path: starterFile, text: STARTER_TEXT[family] };
  return family === "provided" ? [handler, { path: "bootstrap", text: BOOTSTRAP }] : [handler];
}
