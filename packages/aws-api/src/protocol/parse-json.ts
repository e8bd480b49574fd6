import { AwsFault } from "../aws-fault.ts";

const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** @throws AwsFault in the words that AWS's clients know. */
export function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(UTF8.decode(body));
  } catch (error) {
    throw new AwsFault({
      status: 400,
      type: "InvalidRequestContentException",
      message: `Could not parse request body into json: ${(error as Error).message}`,
    });
  }
}
