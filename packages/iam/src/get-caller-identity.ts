import { createHash } from "node:crypto";
import type { Caller } from "@lambent/access";

export interface CallerIdentity {
  /** `AROA…:session` of a session, `AIDA…` of a user. */
  userId: string;
  account: string;
  arn: string;
}

const ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const ID_LENGTH = 17;

/** Who a request was signed by. Nobody needs to be allowed to ask. */
export function getCallerIdentity({ caller }: { caller: Caller }): CallerIdentity {
  const { principalArn, userId = stableUserId(principalArn) } = caller;
  return { userId, account: principalArn.split(":")[4] ?? "", arn: principalArn };
}

/** Users have no id of their own here; theirs follows from the ARN, the same whenever it is asked for. */
function stableUserId(principalArn: string): string {
  const bytes = createHash("sha256").update(principalArn).digest().subarray(0, ID_LENGTH);
  return `AIDA${Array.from(bytes, (byte) => ID_ALPHABET.charAt(byte % ID_ALPHABET.length)).join("")}`;
}
