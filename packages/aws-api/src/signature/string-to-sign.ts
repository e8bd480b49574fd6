import { ALGORITHM, type CredentialScope } from "./signature-parameters.ts";

/** What is signed of a request: when, where, and the SHA-256 of its canonical form. */
export function stringToSign({ dateTime, scope }: { dateTime: string; scope: CredentialScope }, hash: string): string {
  return `${ALGORITHM}\n${dateTime}\n${scopeText(scope)}\n${hash}`;
}

export function scopeText({ date, region, service }: CredentialScope): string {
  return `${date}/${region}/${service}/aws4_request`;
}
