import { headerOf, parsePairs, type RequestHead } from "../http-message.ts";

/**
 * Which service a request is for: what its signature is scoped to; without one, what its host name begins with, or what
 * it looks like. Only how a refusal is written depends on the latter, as nothing unsigned is let in.
 */
export function nameService(head: RequestHead, signedFor: string | undefined): string | undefined {
  if (signedFor !== undefined) return signedFor;
  const label = /^([a-z0-9-]+)\.[a-z0-9.-]+/.exec(headerOf(head, "host") ?? "")?.[1];
  if (label !== undefined) return label;
  const credential = parsePairs(head.query).find(([name]) => name === "X-Amz-Credential")?.[1];
  return credential?.split("/")[3];
}

/** What a request that names no service of ours is answered in: forms get XML, everything else JSON. */
export function looksLikeQuery(head: RequestHead): boolean {
  return (headerOf(head, "content-type") ?? "").startsWith("application/x-www-form-urlencoded");
}
