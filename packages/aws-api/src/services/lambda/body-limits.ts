import { SYNC_PAYLOAD_LIMIT_BYTES } from "@lambent/model";

/** AWS's limit of a request with code in it: 50 MB of zip as base64, and the rest. */
export const CODE_REQUEST_LIMIT_BYTES = 70_167_211;
export const INVOKE_REQUEST_LIMIT_BYTES = SYNC_PAYLOAD_LIMIT_BYTES;
