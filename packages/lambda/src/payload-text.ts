const DECODER = new TextDecoder();

/** A payload as text, cut at a limit of bytes without breaking a character. */
export function payloadText(payload: Uint8Array, limitBytes: number): { text: string; truncated: boolean } {
  if (payload.byteLength <= limitBytes) return { text: DECODER.decode(payload), truncated: false };
  // In streaming mode the decoder keeps an unfinished character back instead of printing a replacement mark.
  const text = new TextDecoder().decode(payload.subarray(0, limitBytes), { stream: true });
  return { text, truncated: true };
}
