// Fails when what a browser loads to show a page has outgrown its budget. Reads dist/ (or the folder given) as `vite build` left it.
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";

/** kB of brotli (1 kB = 1,000 bytes), as measured when the stack was chosen: the floor of the list page is 294 of JavaScript. */
const BUDGETS = [
  { page: "Functions", entry: "src/features/functions/functions-page.tsx", javascriptKb: 340, cssKb: 80 },
  {
    page: "Create function",
    entry: "src/features/create-function/create-function-page.tsx",
    javascriptKb: 380,
    cssKb: 80,
  },
  { page: "Landing", entry: "src/features/landing/landing-page.tsx", javascriptKb: 340, cssKb: 80 },
];

const dist = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), "../dist");
const manifest = JSON.parse(await readFile(join(dist, ".vite/manifest.json"), "utf8"));

function filesOf(entries) {
  const scripts = new Set();
  const styles = new Set();
  const visit = (key) => {
    const chunk = manifest[key];
    if (chunk === undefined) throw new Error(`${key} is not in the manifest: has the page moved? Correct BUDGETS.`);
    if (scripts.has(chunk.file)) return;
    scripts.add(chunk.file);
    for (const file of chunk.css ?? []) styles.add(file);
    for (const imported of chunk.imports ?? []) visit(imported);
  };
  entries.forEach(visit);
  return { scripts, styles };
}

async function brotliKb(files) {
  let bytes = 0;
  for (const file of files) {
    const path = join(dist, file);
    const size = await readFile(`${path}.br`).then(
      (compressed) => compressed.byteLength,
      // Files too small to be worth compressing are sent as they are.
      async () => brotliCompressSync(await readFile(path)).byteLength,
    );
    bytes += size;
  }
  return bytes / 1_000;
}

let failed = false;
for (const { page, entry, javascriptKb, cssKb } of BUDGETS) {
  const { scripts, styles } = filesOf(["index.html", entry]);
  for (const [kind, files, budget] of [
    ["JavaScript", scripts, javascriptKb],
    ["CSS", styles, cssKb],
  ]) {
    const size = await brotliKb(files);
    const over = size > budget;
    failed ||= over;
    console.log(
      `${over ? "FAIL" : "ok  "} ${page}: ${kind} ${size.toFixed(1)} kB brotli in ${files.size} files (budget ${budget})`,
    );
  }
}
if (failed) {
  console.error(
    "The first load is over its budget: see which chunk grew with `npx vite build` and load what isn't needed at first lazily.",
  );
  process.exitCode = 1;
}
