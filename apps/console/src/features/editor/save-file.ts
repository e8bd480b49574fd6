import { bytesOf, type FileContent } from "./file-content.ts";

/** Hands a file to the browser's downloads, byte for byte. */
export function saveFile(name: string, content: FileContent): void {
  const url = URL.createObjectURL(
    new Blob([bytesOf(content) as Uint8Array<ArrayBuffer>], { type: "application/octet-stream" }),
  );
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
