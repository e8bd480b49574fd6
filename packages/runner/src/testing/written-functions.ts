import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { RuntimeFamily } from "@lambent/model";

/** Functions that linters and Git would trip over if they lay under `fixtures/`: name → files. */
const WRITTEN: Record<RuntimeFamily, Record<string, Record<string, string>>> = {
  nodejs: {
    "syntax-error": { "index.mjs": "export const handler = async () => {\n" },
    "syntax-error-commonjs": { "index.js": "exports.handler = async () => {\n" },
    "missing-module": { "index.js": 'require("not-there");\nexports.handler = async () => "never";\n' },
    "missing-package": { "index.mjs": 'import "not-there";\nexport const handler = async () => "never";\n' },
    "node-modules": {
      "node_modules/greeting/index.js": 'module.exports = (name) => "hello " + name;\n',
      "index.js": 'const greeting = require("greeting");\nexports.handler = async ({ name }) => greeting(name);\n',
    },
    empty: { "README.txt": "no code\n" },
  },
  python: {
    "syntax-error": { "lambda_function.py": "def lambda_handler(event, context)\n    return 1\n" },
    "missing-module": {
      "lambda_function.py": 'import not_there\n\n\ndef lambda_handler(event, context):\n    return "never"\n',
    },
    empty: { "README.txt": "no code\n" },
  },
};

/** Writes them below `directory` and returns where each one lies, by `family/name`. */
export async function writeFunctions(directory: string): Promise<Map<string, string>> {
  const places = new Map<string, string>();
  for (const [family, functions] of Object.entries(WRITTEN)) {
    for (const [name, files] of Object.entries(functions)) {
      const place = join(directory, family, name);
      places.set(`${family}/${name}`, place);
      for (const [file, text] of Object.entries(files)) {
        await mkdir(dirname(join(place, file)), { recursive: true });
        await writeFile(join(place, file), text);
      }
    }
  }
  return places;
}
