import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { RuntimeId } from "@lambent/model";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FixtureOptions, Fixtures } from "./testing/fixture-functions.ts";

const NODE_RUNTIMES: RuntimeId[] = ["nodejs20.x", "nodejs22.x", "nodejs24.x"];
const PYTHON = "python3.12";

let root: string;
let fixtures: Fixtures;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "lambent-layered-"));
  fixtures = await Fixtures.open("bwrap", { dataDirectory: join(root, "data") });
});
afterAll(async () => {
  await fixtures.close();
  await rm(root, { recursive: true, force: true });
});

/** Writes files below a new folder. @returns it. */
async function tree(files: Record<string, string>): Promise<string> {
  const directory = await mkdtemp(join(root, "tree-"));
  execFileSync("chmod", ["755", directory]);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text, { mode: path.startsWith("bin/") ? 0o755 : 0o644 });
  }
  return directory;
}

/** What a function of this text answers, with these layers. */
async function answer(
  runtime: RuntimeId,
  code: string,
  layerDirectories: string[],
  options: FixtureOptions & { on?: Fixtures } = {},
) {
  const name = runtime === PYTHON ? "lambda_function.py" : "index.mjs";
  const codeDirectory = await tree({ [name]: code });
  const { on = fixtures, ...others } = options;
  return await on.run("layered", runtime, { codeDirectory, layerDirectories, ...others });
}

/** A CommonJS package at a place below the layer. */
const greeting = (place: string, text: string) => ({
  [`${place}/greeting/index.js`]: `module.exports = ${JSON.stringify(text)};\n`,
});
const REQUIRES_GREETING = `
import { createRequire } from "node:module";
const greeting = createRequire(import.meta.url)("greeting");
export const handler = async () => greeting;
`;

describe.each(NODE_RUNTIMES)("%s", (runtime) => {
  const ownPlace = `nodejs/node${runtime.replace(/\D/g, "")}/node_modules`;

  test("require finds packages in nodejs/node_modules", async () => {
    const { json } = await answer(runtime, REQUIRES_GREETING, [await tree(greeting("nodejs/node_modules", "general"))]);
    expect(json).toBe("general");
  });

  test("what is there for its major version comes first", async () => {
    const layers = [await tree(greeting(ownPlace, "own")), await tree(greeting("nodejs/node_modules", "general"))];
    expect((await answer(runtime, REQUIRES_GREETING, layers)).json).toBe("own");
  });

  test("import doesn't look there, as on AWS", async () => {
    const code = 'import greeting from "greeting";\nexport const handler = async () => greeting;\n';
    const { outcome, json } = await answer(runtime, code, [await tree(greeting("nodejs/node_modules", "general"))]);
    expect(outcome.kind).toBe("initFailed");
    expect(JSON.stringify(json)).toContain("Cannot find package 'greeting'");
  });
});

describe(PYTHON, () => {
  const code = "import greeting\n\n\ndef lambda_handler(event, context):\n    return greeting.TEXT\n";
  const module = (place: string, text: string) => ({ [`${place}/greeting.py`]: `TEXT = "${text}"\n` });

  test("import finds modules in python/ and, before it, in its site-packages", async () => {
    const general = await tree(module("python", "general"));
    expect((await answer(PYTHON, code, [general])).json).toBe("general");
    const own = await tree(module("python/lib/python3.12/site-packages", "own"));
    expect((await answer(PYTHON, code, [own, general])).json).toBe("own");
  });

  test("the function's own module comes before a layer's", async () => {
    const layer = await tree(module("python", "of the layer"));
    const codeDirectory = await tree({ "lambda_function.py": code, ...module(".", "of the function") });
    const { json } = await fixtures.run("layered", PYTHON, { codeDirectory, layerDirectories: [layer] });
    expect(json).toBe("of the function");
  });

  test("a native library in lib/ can be loaded by its name", async ({ skip }) => {
    const layer = await tree({ "lib/greeting.c": "int greeting(void) { return 42; }\n" });
    const [source, library] = [join(layer, "lib/greeting.c"), join(layer, "lib/libgreeting.so")];
    try {
      execFileSync("cc", ["-shared", "-fPIC", "-o", library, source]);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      skip("There is no C compiler (cc) here to make a library with.");
    }
    const loads = `import ctypes\n\n\ndef lambda_handler(event, context):\n    return ctypes.CDLL("libgreeting.so").greeting()\n`;
    expect((await answer(PYTHON, loads, [layer])).json).toBe(42);
  });
});

describe("/opt", () => {
  const LISTS = `
import { readdirSync, readFileSync, writeFileSync, chmodSync } from "node:fs";
import { execFileSync } from "node:child_process";
const attempt = (action) => { try { return String(action()); } catch (error) { return error.code; } };
export const handler = async ({ read = [] }) => ({
  names: readdirSync("/opt").toSorted(),
  read: read.map((path) => attempt(() => readFileSync(path))),
  writes: [
    attempt(() => writeFileSync("/opt/new", "")),
    attempt(() => writeFileSync("/opt/file", "")),
    attempt(() => chmodSync("/opt/file", 0o777)),
  ],
  tool: attempt(() => execFileSync("greet")),
});
`;

  test("is empty for a function without layers", async () => {
    expect((await answer("nodejs22.x", LISTS, [])).json).toMatchObject({ names: [] });
  });

  test("shows five layers as one, the later ones before the earlier, and takes no changes", async () => {
    const layers = await Promise.all(
      [1, 2, 3, 4, 5].map((number) => tree({ file: `${number}`, [`own-${number}`]: `${number}` })),
    );
    const { json } = await answer("nodejs22.x", LISTS, layers, { event: { read: ["/opt/file", "/opt/own-1"] } });
    expect(json).toMatchObject({
      names: ["file", "own-1", "own-2", "own-3", "own-4", "own-5"],
      read: ["5", "1"],
      writes: ["EROFS", "EROFS", "EROFS"],
    });
  });

  test("takes no changes from a function with a single layer", async () => {
    const { json } = await answer("nodejs22.x", LISTS, [await tree({ file: "1" })]);
    expect(json).toMatchObject({ names: ["file"], writes: ["EROFS", "EROFS", "EROFS"] });
  });

  test("has its bin/ on the PATH", async () => {
    const layer = await tree({ "bin/greet": "#!/bin/sh\necho hello\n" });
    expect((await answer("nodejs22.x", LISTS, [layer])).json).toMatchObject({ tool: "hello\n" });
  });

  test("resolves a layer's links inside, where they lead to nothing of the host", async () => {
    const secret = await tree({ secret: "of the host" });
    const first = await tree({ file: "" });
    await symlink("/etc/passwd", join(first, "passwd"));
    await symlink(join(secret, "secret"), join(first, "secret"));
    const read = ["/opt/passwd", "/opt/secret"];
    const { json } = await answer("nodejs22.x", LISTS, [first, await tree({ other: "" })], { event: { read } });
    expect(json).toMatchObject({ read: [expect.stringContaining("sbx_user1051"), "ENOENT"] });
  });

  test("an extension in a layer isn't started", async () => {
    const layer = await tree({ "extensions/loud": "#!/bin/sh\necho here I am >&2\n" });
    const { lines } = await answer("nodejs22.x", LISTS, [layer]);
    expect(lines.join("\n")).not.toContain("here I am");
    expect(lines.join("\n")).toContain("Extensions aren't offered; what /opt/extensions holds isn't started: loud.");
  });
});

test("a layer folder that is gone is told, and the function isn't run without it", async () => {
  const there = await tree({ file: "1" });
  const { outcome } = await answer("nodejs22.x", "export const handler = async () => 1;\n", [
    there,
    join(root, "gone"),
  ]);
  expect(outcome).toMatchObject({ kind: "sandboxFault", message: expect.stringContaining(join(root, "gone")) });
});

test("merged layers lie in the data directory, one folder for each set", async () => {
  const layers = [await tree({ a: "" }), await tree({ b: "" })];
  const before = await readdir(join(root, "data/layers"));
  for (let turn = 0; turn < 2; turn++) await answer("nodejs22.x", "export const handler = async () => 1;\n", layers);
  expect(await readdir(join(root, "data/layers"))).toHaveLength(before.length + 1);
});

describe.each<RuntimeId>(["nodejs22.x", PYTHON])(
  "a spare that has booted before its function was known (%s)",
  (runtime) => {
    const isPython = runtime === PYTHON;
    const code = isPython
      ? 'import greeting\n\n\ndef lambda_handler(event, context):\n    return [greeting.TEXT, open("/proc/self/mountinfo").read()]\n'
      : REQUIRES_GREETING.replace("=> greeting", '=> [greeting, readFileSync("/proc/self/mountinfo", "utf8")]').replace(
          "import",
          'import { readFileSync } from "node:fs";\nimport',
        );
    const module = (text: string) =>
      isPython ? { "python/greeting.py": `TEXT = "${text}"\n` } : greeting("nodejs/node_modules", text);
    const readySpares = () =>
      fixtures.runner.status().spares.filter((spare) => spare.runtime === runtime && spare.isReady);

    test.for([
      ["small", 1],
      ["large", 100],
    ] as const)("gets its %s layers", async ([size, count], { skip }) => {
      if (size === "large" && process.geteuid?.() !== 0) skip("An ordinary user can't mount a tree later.");
      const files = Object.fromEntries(Array.from({ length: count }, (_, index) => [`data/${index}`, ""]));
      // A cold start makes the pool expect another of the kind.
      await answer(runtime, code, [await tree(module("first"))]);
      await expect.poll(() => readySpares().length, { timeout: 10_000 }).toBeGreaterThan(0);
      const layers = [await tree({ ...files, ...module("first") }), await tree(module("second"))];
      const [text, mounts] = (await answer(runtime, code, layers)).json as [string, string];
      expect(text).toBe("second");
      // Where a spare has its /opt; of another sandbox it is the layers' own folder.
      expect(mounts).toMatch(/ \S*\/functions\/\S+ \/opt /);
    });
  },
);

describe("with the unsafe-process driver", () => {
  let unsafe: Fixtures;
  beforeAll(async () => {
    unsafe = await Fixtures.open("unsafe-process");
  });
  afterAll(() => unsafe.close());

  test("layers are found where they lie", async () => {
    const layers = [
      await tree(greeting("nodejs/node_modules", "first")),
      await tree({ "python/greeting.py": "TEXT = 1\n" }),
    ];
    expect((await answer("nodejs22.x", REQUIRES_GREETING, layers, { on: unsafe })).json).toBe("first");
    const code = "import greeting\n\n\ndef lambda_handler(event, context):\n    return greeting.TEXT\n";
    expect((await answer(PYTHON, code, layers, { on: unsafe })).json).toBe(1);
  });
});
