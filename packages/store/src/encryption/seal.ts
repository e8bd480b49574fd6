import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** AES-256-GCM: 1 byte version, 12 bytes nonce, 16 bytes tag, then the ciphertext. */
const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + NONCE_BYTES + TAG_BYTES;

/** The bytes were sealed by another key, for another place, or have been changed. */
export class UnsealFailed extends Error {
  override readonly name = "UnsealFailed";
}

/** @param place what the text belongs to; sealed text opens only in its own place, so rows can't be swapped. */
export function seal(key: Uint8Array, place: string, text: string): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(place, "utf8"));
  const ciphertext = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  const sealed = new Uint8Array(HEADER_BYTES + ciphertext.length);
  sealed.set([VERSION], 0);
  sealed.set(nonce, 1);
  sealed.set(cipher.getAuthTag(), 1 + NONCE_BYTES);
  sealed.set(ciphertext, HEADER_BYTES);
  return sealed;
}

/** @throws UnsealFailed */
export function unseal(key: Uint8Array, place: string, sealed: Uint8Array): string {
  if (sealed.length < HEADER_BYTES || sealed[0] !== VERSION) throw new UnsealFailed(`${place}: not sealed text.`);
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(1, 1 + NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(place, "utf8"));
  decipher.setAuthTag(sealed.subarray(1 + NONCE_BYTES, HEADER_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(HEADER_BYTES)), decipher.final()]).toString("utf8");
  } catch (error) {
    throw new UnsealFailed(`${place}: the key does not open what was sealed, or it was changed.`, { cause: error });
  }
}
