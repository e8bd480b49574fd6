import { DEFAULT_SCOPE } from "@lambent/model";
import { type Caller, LOCAL_ADMINISTRATOR } from "./caller.ts";

/** What somebody signs requests with, and who that is. */
export interface AccessKey {
  accessKeyId: string;
  secretAccessKey: string;
  caller: Caller;
  /** Account that requests with this key work in, twelve digits. */
  accountId: string;
  /** Temporary credentials alone: has to come with each request. */
  sessionToken?: string;
  /** Epoch milliseconds at which temporary credentials end. */
  expiresMs?: number;
  /** Everybody knows the secret: a signature with it tells who is meant, but not that it is them. */
  wellKnown: boolean;
}

/** `expired`: the token says whose it was, and that it is over. Undefined: nobody has this key. */
export type AccessKeyFound = AccessKey | "expired" | undefined;

/** @param sessionToken as it came with the request; what temporary credentials are known by. */
export type AccessKeyLookup = (accessKeyId: string, sessionToken?: string) => AccessKeyFound | Promise<AccessKeyFound>;

/** What tutorials and local tools use; LocalStack and its like know the same. */
const WELL_KNOWN = "test";
const ACCOUNT_ID = /^\d{12}$/;

/**
 * The keys of a server that listens on loopback alone: `test`, any account's number with the secret `test`, and the one
 * that this installation has made. Each is an administrator of its account.
 */
export function localAccessKeys(installation: Pick<AccessKey, "accessKeyId" | "secretAccessKey">): AccessKeyLookup {
  const administrator = (accountId: string) => ({
    accountId,
    caller: LOCAL_ADMINISTRATOR({ ...DEFAULT_SCOPE, accountId }),
  });
  const own: AccessKey = { ...installation, ...administrator(DEFAULT_SCOPE.accountId), wellKnown: false };
  const test = { secretAccessKey: WELL_KNOWN, wellKnown: true };
  const testKey: AccessKey = { accessKeyId: WELL_KNOWN, ...test, ...administrator(DEFAULT_SCOPE.accountId) };
  return (accessKeyId) => {
    if (accessKeyId === WELL_KNOWN) return testKey;
    if (accessKeyId === own.accessKeyId) return own;
    return ACCOUNT_ID.test(accessKeyId) ? { accessKeyId, ...test, ...administrator(accessKeyId) } : undefined;
  };
}
