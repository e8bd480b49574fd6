import type { FastifyReply } from "fastify";

/** Answers bytes that a browser saves and never shows: a function's own HTML must not run as our page. */
export function attachment(
  reply: FastifyReply,
  fileName: string,
  contentType: string,
  bytes: Uint8Array,
): FastifyReply {
  const plain = fileName.replace(/[^\w.-]/g, "_");
  // RFC 5987 leaves fewer characters bare than encodeURIComponent does.
  const exact = encodeURIComponent(fileName).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return reply
    .type(contentType)
    .header("content-disposition", `attachment; filename="${plain}"; filename*=UTF-8''${exact}`)
    .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}
