import { execFileSync } from "node:child_process";
import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { HandlerSchema } from "@lambent/model";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findPython } from "./find-python.ts";

const BOOTSTRAP = fileURLToPath(new URL("../../bootstrap/", import.meta.url));
const LOADER = join(BOOTSTRAP, "nodejs/load-handler.cjs");
const python = await findPython("3.12");

/** Each file of the tree, and of what lies beside it, says that it was loaded. */
const FILES = ["index", "lib/tool", "lib/deep/index", "outside", "node_modules/dep/index", "a.b/c"];
const PIECES = (
  "index outside tool dep lib lib/ deep/ handler handler.x x constructor __proto__ prototype default exports . .. ... ./ ../ ../outside / // \\ " +
  "%2e%2e/ %2e ~ * \u2024\u2024/ \uff0e\uff0e/ e\u0301 é a.b/ node_modules/ /etc/passwd /proc/self/environ file:// node: fs os data:, http: C: sys builtins os.path"
).split(" ");
const hostileText = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...PIECES, "\0", "\n", " ") },
      { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 4 }) },
    ),
    { maxLength: 7 },
  )
  .map((pieces) => pieces.join(""));
/** Often near enough to a real one. */
const handlerText = fc.oneof(
  hostileText,
  fc
    .tuple(
      fc.constantFrom(
        "",
        "./",
        "lib/",
        "lib/deep/",
        "lib/./deep/",
        "a.b/",
        "node_modules/",
        "../",
        "lib/../",
        "%2e%2e/",
      ),
      fc.constantFrom("index", "tool", "dep", "outside", "c", "node_modules", "fs", ""),
      fc.constantFrom(
        "handler",
        "x.handler",
        "x.y",
        "x",
        "constructor",
        "__proto__",
        "default.handler",
        "",
        "handler.name",
      ),
    )
    .map(([folder, file, name]) => `${folder}${file}.${name}`),
);

let parent: string;
let taskRoot: string;
const loaded: string[] = [];

beforeAll(async () => {
  parent = realpathSync(await mkdtemp(join(tmpdir(), "handler-texts-")));
  taskRoot = join(parent, "task");
  for (const root of [taskRoot, parent]) {
    for (const file of FILES) {
      // Beside the task root lies what must not be loaded: the same names.
      const path = join(root, file);
      mkdirSync(dirname(path), { recursive: true });
      const note = `(globalThis.loadedFiles ??= []).push(${JSON.stringify(path)});`;
      writeFileSync(`${path}.js`, `${note} exports.handler = () => 1; exports.x = { handler: () => 2, y: 3 };`);
      writeFileSync(
        `${path}.py`,
        `import builtins\nbuiltins.loaded_files.append(__file__)\ndef handler(event, context):\n    return 1\n`,
      );
    }
  }
  (globalThis as { loadedFiles?: string[] }).loadedFiles = loaded;
});
afterAll(async () => {
  delete (globalThis as { loadedFiles?: string[] }).loadedFiles;
  await rm(parent, { recursive: true, force: true });
});

describe.each([20, 22, 24])("a handler text for Node.js %i", (major) => {
  test("loads files of the package alone, and gives a function or an error that has a name", async () => {
    const { loadHandler } = createRequire(LOADER)(LOADER);
    const userRequire = createRequire(join(taskRoot, "index.js"));
    let functions = 0;
    await fc.assert(
      fc.asyncProperty(handlerText, async (text) => {
        fc.pre(HandlerSchema.safeParse(text).success);
        const result = await loadHandler({ taskRoot, handlerText: text, major, require: userRequire }).catch(
          (error: unknown) => error,
        );
        if (typeof result === "function") functions += 1;
        else {
          expect(result).toBeInstanceOf(Error);
          expect(result.name).toMatch(/^[A-Za-z.]+$/);
        }
        expect(loaded.filter((path) => !path.startsWith(`${taskRoot}/`))).toEqual([]);
      }),
      {
        numRuns: 1_000,
        examples: [
          ["index.handler"],
          ["lib/deep/index.x.handler"],
          ["../outside.handler"],
          ["lib/../../outside.handler"],
        ],
      },
    );
    expect(functions).toBeGreaterThan(20);
    expect(loaded).toContain(join(taskRoot, "index"));
  });

  test("that no schema has seen doesn't leave the package by '..' either", async () => {
    const { loadHandler } = createRequire(LOADER)(LOADER);
    for (const text of [
      "../outside.handler",
      "lib/../../outside.handler",
      "lib/..\\../outside.handler",
      "..",
      "../",
      "a/..b.c",
    ]) {
      await expect(
        loadHandler({ taskRoot, handlerText: text, major, require: createRequire(LOADER) }),
        text,
      ).rejects.toThrow("not a valid handler");
    }
    expect(loaded.filter((path) => !path.startsWith(`${taskRoot}/`))).toEqual([]);
  });
});

/** Loads each text of the list and says what came of it: kind or error, and the files that were loaded. */
const PYTHON = `
import builtins, json, sys
bootstrap, task_root = sys.argv[1:]
builtins.loaded_files = []
sys.dont_write_bytecode = True
sys.path.insert(0, bootstrap)
from lambent_runtime import handler_loader
sys.path.insert(0, task_root)
results = []
for text in json.load(sys.stdin):
    try:
        results.append(["loaded", type(handler_loader.load(text)).__name__])
    except Exception as error:
        results.append(["error", type(error).__name__])
print(json.dumps({"results": results, "files": builtins.loaded_files}))
`;

describe.runIf(python)("a handler text for Python", () => {
  test("loads files of the package alone, and gives an object or an error that has a name", () => {
    const texts = [
      ...[
        "index.handler",
        "lib/deep/index.handler",
        "../outside.handler",
        "..outside.handler",
        "lib/../../outside.handler",
      ],
      ...fc.sample(handlerText, { numRuns: 3_000, seed: Math.floor(Math.random() * 2 ** 31) }),
    ].filter((text) => Buffer.from(text).toString() === text);
    const said = execFileSync(python!.binary, ["-I", "-c", PYTHON, join(BOOTSTRAP, "python"), taskRoot], {
      input: JSON.stringify(texts),
      encoding: "utf8",
      stdio: ["pipe", "pipe", "ignore"],
    });
    const { results, files } = JSON.parse(said);
    expect(results).toHaveLength(texts.length);
    expect(results[0]).toEqual(["loaded", "function"]);
    expect(results.slice(2, 5).map(([kind]: [string]) => kind)).toEqual(["error", "error", "error"]);
    expect(files).toContain(join(taskRoot, "index.py"));
    expect(files.filter((path: string) => !path.startsWith(`${taskRoot}/`))).toEqual([]);
  });
});
