import { chmod, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type RuntimeFamily, starterFiles } from "@lambent/model";

const STARTER = Object.fromEntries(starterFiles("provided.al2023").map(({ path, text }) => [path, text]));
/** Functions whose `bootstrap` can't be executed. */
const NOT_EXECUTABLE = ["not-executable"];
const INIT_ERROR = `curl -sS "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/init/error" -H "Lambda-Runtime-Function-Error-Type: Runtime.NoConfig" -d '{"errorType":"Runtime.NoConfig","errorMessage":"there is no configuration"}'`;

/** Functions that linters and Git would trip over if they lay under `fixtures/`: name → files. */
const WRITTEN: Partial<Record<RuntimeFamily, Record<string, Record<string, string>>>> = {
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
    "awaits-while-loading": {
      "index.mjs":
        "globalThis.loads = (globalThis.loads ?? 0) + 1;\nconst waited = await new Promise((resolve) => setTimeout(resolve, 5, true));\nexport const handler = async () => ({ waited, loads });\n",
    },
    "waits-for-nothing-while-loading": {
      "index.mjs": "await new Promise(() => {});\nexport const handler = async () => 1;\n",
    },
    "imports-what-is-hidden": {
      "index.mjs": 'import { hidden } from "./hides.cjs";\nexport const handler = async () => hidden;\n',
      "hides.cjs": "Object.assign(module.exports, { hidden: 1 });\n",
    },
  },
  python: {
    "syntax-error": { "lambda_function.py": "def lambda_handler(event, context)\n    return 1\n" },
    "missing-module": {
      "lambda_function.py": 'import not_there\n\n\ndef lambda_handler(event, context):\n    return "never"\n',
    },
    empty: { "README.txt": "no code\n" },
  },
  provided: {
    starter: STARTER,
    /** The starter's runtime, with a handler for each test. */
    shell: {
      bootstrap: STARTER.bootstrap!,
      "functions.sh": `
echo() { builtin echo "$@"; }
echoes() { printf '%s' "$1"; }
fails() { echo "about to fail" >&2; return 3; }
dies_if_told() { [ "$1" = '"die"' ] && kill -KILL $$; printf '%s' "$1"; }
tells_environment() { env -0 | sort -z | tr '\\0' '\\n' >&2; echo "{\\"files\\":\\"$(readlink /proc/$$/fd/[3-9] | tr '\\n' ' ')\\",\\"ignored\\":\\"$(grep SigIgn /proc/self/status | cut -f2)\\",\\"cwd\\":\\"$PWD\\",\\"node\\":\\"$(command -v node)\\"}"; }
counts() { n=$(($(cat /tmp/count 2>/dev/null || echo 0) + 1)); echo $n > /tmp/count; echo $n; }
sleeps() { echo "going to sleep" >&2; sleep 30; }
large() { head -c 6291556 /dev/zero | tr '\\0' 1; }
too_large() { head -c 6291557 /dev/zero | tr '\\0' 1; }
logs() { echo out1 >&2; printf 'no line break' >&2; echo 1; }
`,
    },
    "init-error": { bootstrap: `#!/bin/bash\necho loading\n${INIT_ERROR}\nexit 1\n` },
    "exits-while-loading": { bootstrap: "#!/bin/sh\necho loading\nexit 3\n" },
    /** Answers, and ends instead of asking for the next event. */
    "ends-after-answer": {
      bootstrap: `#!/bin/bash
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
id="$(curl -sS -D - -o /dev/null "$api/next" | grep -i aws-request-id | cut -d: -f2 | tr -d '[:space:]')"
curl -sS "$api/$id/response" -d '"answered"'
`,
    },
    "asks-for-extensions": {
      bootstrap: STARTER.bootstrap!.replace(
        "while true",
        `curl -sS -w ' %{http_code}\\n' "http://$AWS_LAMBDA_RUNTIME_API/2020-01-01/extension/register" -d '{}'\nwhile true`,
      ),
      "hello.sh": STARTER["hello.sh"]!,
    },
    "not-executable": { bootstrap: "#!/bin/sh\n" },
    "no-format": { bootstrap: "no program\n" },
    "missing-interpreter": { bootstrap: "#!/usr/bin/not-there\n" },
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
        if (file === "bootstrap" && !NOT_EXECUTABLE.includes(name)) await chmod(join(place, file), 0o755);
      }
    }
  }
  return places;
}
