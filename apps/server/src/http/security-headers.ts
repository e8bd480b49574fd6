import { createHash } from "node:crypto";

/**
 * Headers of every answer. The page runs only scripts of its own files and the inline ones that stood in it when the
 * server started, named by their hash; styles may be inline because the component library and the editor set them so.
 * @param indexHtml the console's page, when it has been built.
 */
export function securityHeaders(indexHtml: string | null): Record<string, string> {
  const scripts = ["'self'", ...inlineScriptHashes(indexHtml ?? "")].join(" ");
  return {
    "content-security-policy": [
      "default-src 'none'",
      `script-src ${scripts}`,
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "worker-src 'self'",
      "manifest-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join("; "),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  };
}

/** The CSP sources of the scripts that stand in a page itself. */
export function inlineScriptHashes(html: string): string[] {
  const inline = html.matchAll(/<script(?<attributes>[^>]*)>(?<text>[\s\S]*?)<\/script>/g);
  return [...inline]
    .filter(({ groups }) => !/\ssrc\s*=/.test(groups?.attributes ?? ""))
    .map(
      ({ groups }) =>
        `'sha256-${createHash("sha256")
          .update(groups?.text ?? "")
          .digest("base64")}'`,
    );
}
