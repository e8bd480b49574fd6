import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";

/** A zip as a common library writes it. A name that ends with `/` is a folder. */
export async function honestZip(
  files: Record<string, string | Buffer | { content: string; mode: number }>,
): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [path, file] of Object.entries(files)) {
    if (path.endsWith("/")) zip.addEmptyDirectory(path);
    else if (typeof file === "object" && "mode" in file) {
      zip.addBuffer(Buffer.from(file.content), path, { mode: file.mode });
    } else zip.addBuffer(Buffer.from(file), path, { mode: 0o100644 });
  }
  zip.end();
  return buffer(zip.outputStream);
}
