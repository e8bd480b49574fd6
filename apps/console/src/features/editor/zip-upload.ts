import { UNREACHABLE_MESSAGE } from "../../app/errors.ts";
import { REQUEST_HEADERS } from "../../app/trpc.ts";

/**
 * Replaces a function's code by a .zip file.
 * @param onProgress is told the part that was sent, 0 to 1; fetch could not tell it
 * @throws an Error whose message is the server's
 */
export function uploadZip(
  functionName: string,
  file: File,
  onProgress: (sent: number) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", `/api/functions/${encodeURIComponent(functionName)}/code`);
    request.setRequestHeader("content-type", "application/zip");
    for (const [name, value] of Object.entries(REQUEST_HEADERS)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total);
    request.onload = () => (request.status < 300 ? resolve() : reject(new Error(reasonOf(request))));
    request.onerror = () => reject(new Error(UNREACHABLE_MESSAGE));
    request.onabort = () => reject(new Error("The upload was cancelled."));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

function reasonOf({ status, responseText }: XMLHttpRequest): string {
  try {
    const { message } = JSON.parse(responseText) as { message?: unknown };
    if (typeof message === "string" && message !== "") return message;
  } catch {
    // not the server's own answer: something in between spoke
  }
  return `The server answered with status ${status}.`;
}
