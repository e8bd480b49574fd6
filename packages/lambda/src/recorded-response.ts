import { RECORDED_PAYLOAD_LIMIT_BYTES } from "@lambent/model";
import type { ResponseListener } from "@lambent/runner";

/** A listener that passes a response on and keeps its beginning, one byte more than a record holds: so it shows that it was cut. */
export interface RecordedResponse extends ResponseListener {
  beginning(): Uint8Array;
}

export function recordResponse(listener: ResponseListener): RecordedResponse {
  const kept: Uint8Array[] = [];
  let missingBytes = RECORDED_PAYLOAD_LIMIT_BYTES + 1;
  return {
    start: (head) => listener.start(head),
    chunk(bytes) {
      if (missingBytes > 0) {
        // A copy: the small part must not hold the large block that it came in.
        kept.push(bytes.slice(0, missingBytes));
        missingBytes -= Math.min(missingBytes, bytes.byteLength);
      }
      return listener.chunk(bytes);
    },
    beginning: () => Buffer.concat(kept),
  };
}
