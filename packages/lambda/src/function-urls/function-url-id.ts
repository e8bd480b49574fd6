import { createHash } from "node:crypto";
import type { Ids } from "../ports.ts";

const ID_LENGTH = 32;

/**
 * 32 lower-case letters and digits that nobody can guess. On AWS the account can be worked out from an id; here nothing can.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */
export function newFunctionUrlId({ uuid }: Pick<Ids, "uuid">): string {
  // Two UUIDs hold 244 random bits, an id of base 36 has room for 165.
  const hash = createHash("sha256").update(uuid()).update(uuid()).digest("hex");
  return BigInt(`0x${hash}`).toString(36).padStart(ID_LENGTH, "0").slice(-ID_LENGTH);
}
