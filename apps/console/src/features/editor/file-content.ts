/** What an edited file holds. Binary content is never decoded: it leaves the editor with the bytes that came in. */
export type FileContent = { kind: "text"; text: string } | { kind: "bytes"; bytes: Uint8Array };

/** Text longer than this is offered for download only: Monaco would stall the page. */
export const OPENABLE_TEXT_LIMIT_BYTES = 10 * 1024 * 1024;

const encoder = new TextEncoder();

export function bytesOf(content: FileContent): Uint8Array {
  return content.kind === "bytes" ? content.bytes : encoder.encode(content.text);
}

export function sizeBytesOf(content: FileContent): number {
  return bytesOf(content).byteLength;
}

/** Text when the bytes are UTF-8 without NUL (a byte order mark is kept), else the bytes themselves. */
export function contentFromBytes(bytes: Uint8Array): FileContent {
  if (bytes.includes(0)) return { kind: "bytes", bytes };
  try {
    // ignoreBOM keeps the mark in the text: a deploy must not drop it
    return { kind: "text", text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { kind: "bytes", bytes };
  }
}

export function sameContent(a: FileContent, b: FileContent): boolean {
  if (a.kind === "text" && b.kind === "text") return a.text === b.text;
  return sameBytes(bytesOf(a), bytesOf(b));
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.byteLength === b.byteLength && a.every((byte, index) => byte === b[index]);
}

/** Characters turned into binary text at a time: fromCharCode takes its arguments on the stack. */
const BASE64_CHUNK_BYTES = 32_768;

export function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let start = 0; start < bytes.byteLength; start += BASE64_CHUNK_BYTES) {
    binary += String.fromCharCode(...bytes.subarray(start, start + BASE64_CHUNK_BYTES));
  }
  return btoa(binary);
}

export function fromBase64(base64: string): Uint8Array {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
  return bytes;
}
