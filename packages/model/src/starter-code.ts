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
};

/** The files of a new function: one that answers 200 and "Hello from Lambda!". */
export function starterFiles(runtime: RuntimeId): { path: string; text: string }[] {
  const { starterFile, family } = RUNTIMES[runtime];
  return [{ path: starterFile, text: STARTER_TEXT[family] }];
}
