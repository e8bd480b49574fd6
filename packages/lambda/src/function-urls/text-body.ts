import { isUtf8 } from "node:buffer";

/** Kinds of content that reach a function as text. @see spec: lambda §10.7 */
const TEXT = /^(?:text\/|application\/(?:[\w.-]+\+)?(?:json|xml|javascript|x-javascript)\s*(?:;|$))/i;

/**
 * Whether a body is given to the function as it is. Anything else, and text that isn't UTF-8 (so also what is compressed), is
 * given as base64: JSON couldn't carry it unharmed.
 */
export function isTextBody(body: Uint8Array, contentType: string | undefined): boolean {
  return contentType !== undefined && TEXT.test(contentType.trim()) && isUtf8(body);
}
