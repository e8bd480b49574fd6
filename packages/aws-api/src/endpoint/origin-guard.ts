import type { AccessKey } from "@lambent/access";
import { headerOf, type RequestHead } from "../http-message.ts";

/** Which host names this endpoint is called by; without port, in lower case. */
export type OwnHosts = ReadonlySet<string>;

const LOOPBACK_NAMES = ["localhost", "127.0.0.1", "[::1]"];

export function ownHosts(listenHost: string): OwnHosts {
  return new Set([...LOOPBACK_NAMES, listenHost.includes(":") ? `[${listenHost}]` : listenHost.toLowerCase()]);
}

/**
 * Why a request with this key is not taken from where it comes from; null when it is.
 * A page of another site can sign with a key that everybody knows, and reach us by a name that only points here (DNS
 * rebinding) or across sites by a presigned URL. One that is signed with a secret of this installation comes from whoever
 * was given it, by whatever name.
 */
export function originProblem(head: RequestHead, key: Pick<AccessKey, "wellKnown">, hosts: OwnHosts): string | null {
  if (!key.wellKnown) return null;
  const host = headerOf(head, "host") ?? "";
  if (!isOwnHost(host, hosts)) {
    return `With a key that everybody knows this endpoint answers to this machine's own names only, and was asked as '${host}'. Use http://localhost with its port, or the key that 'aws-env' prints.`;
  }
  const origin = headerOf(head, "origin");
  const site = headerOf(head, "sec-fetch-site");
  // Nothing here is a page that calls the API, so a call from our own origin is that of a page which a function has made.
  const isFromPage = site !== undefined && site !== "none";
  if (origin !== undefined || isFromPage) {
    return `Calls from pages of a browser${origin === undefined ? "" : ` (${origin})`} are not accepted with a key that everybody knows.`;
  }
  return null;
}

function isOwnHost(host: string, hosts: OwnHosts): boolean {
  const name = host.toLowerCase().replace(/:\d+$/, "");
  return hosts.has(name) || name.endsWith(".localhost");
}
