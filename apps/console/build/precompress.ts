import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin } from "vite";

const COMPRESSIBLE = /\.(js|mjs|css|html|svg|json|wasm|ttf|txt)$/;
/** Below this, headers outweigh the gain. */
const SMALLEST_BYTES = 1_024;

/** Writes `.br` and `.gz` beside every asset, so that the server compresses nothing while it runs. */
export function precompress(): Plugin {
  let directory = "";
  return {
    name: "lambent-precompress",
    apply: "build",
    configResolved(config) {
      directory = resolve(config.root, config.build.outDir);
    },
    // Not closeBundle: that runs after a failed build too and would hide why it failed.
    async writeBundle() {
      const files = await readdir(directory, { recursive: true });
      await Promise.all(files.filter((file) => COMPRESSIBLE.test(file)).map((file) => compress(join(directory, file))));
    },
  };
}

async function compress(path: string): Promise<void> {
  const content = await readFile(path);
  if (content.byteLength < SMALLEST_BYTES) return;
  const brotli = promisify(brotliCompress)(content, {
    params: {
      // 11 takes four times as long on Monaco's workers for 3 % less.
      [constants.BROTLI_PARAM_QUALITY]: content.byteLength > 2_000_000 ? 9 : 11,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.byteLength,
    },
  });
  await writeFile(`${path}.br`, await brotli);
  await writeFile(`${path}.gz`, await promisify(gzip)(content, { level: 9 }));
}
