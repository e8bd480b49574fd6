import type { Outcome, RuntimeId } from "@lambent/model";

/** Something that functions do, and how an invocation of it may end. */
export interface Behaviour {
  name: string;
  runtime: RuntimeId;
  source: string;
  expected: readonly Outcome["kind"][];
  timeoutMs: number;
  /** Of a hundred invocations, how many are of this kind. */
  share: number;
}

const node = (name: string, share: number, expected: Behaviour["expected"], body: string, more = {}): Behaviour => ({
  name,
  runtime: "nodejs22.x",
  source: `import { writeFileSync } from "node:fs";\nimport { spawn } from "node:child_process";\n${body}\n`,
  expected,
  timeoutMs: 10_000,
  share,
  ...more,
});
const handler = (body: string) => `export const handler = async (event) => { ${body} };`;
const python = (name: string, share: number, expected: Behaviour["expected"], body: string, more = {}): Behaviour => ({
  ...node(name, share, expected, "", more),
  runtime: "python3.12",
  source: `import os, sys, time, subprocess\n\ndef lambda_handler(event, context):\n    ${body}\n`,
});

/** Fine most of the time, as functions are; the rest fails in every way that has a name. */
export const BEHAVIOURS: readonly Behaviour[] = [
  node("answers", 30, ["succeeded"], handler("return event;")),
  node("answers-on-20", 8, ["succeeded"], handler("return event;"), { runtime: "nodejs20.x" }),
  node("answers-on-24", 8, ["succeeded"], handler("return event;"), { runtime: "nodejs24.x" }),
  python("answers-in-python", 16, ["succeeded"], "return event"),
  node("sleeps", 6, ["succeeded"], handler("await new Promise((r) => setTimeout(r, 100)); return 1;")),
  node("logs", 5, ["succeeded"], handler('for (let i = 0; i < 200; i++) console.log("line", i); return 1;')),
  node("writes-tmp", 4, ["succeeded"], handler('writeFileSync("/tmp/f", Buffer.alloc(5e6)); return 1;')),
  node(
    "leaves-children",
    3,
    ["succeeded"],
    handler('spawn("/bin/sleep", ["600"], { detached: true, stdio: "ignore" }).unref(); return 1;'),
  ),
  node("throws", 6, ["functionError"], handler('throw new TypeError("on purpose");')),
  python("raises", 4, ["functionError"], "raise ValueError('on purpose')"),
  node("exits", 3, ["exited"], handler("process.exit(3);")),
  python("is-killed", 2, ["exited"], "os.kill(os.getpid(), 9)"),
  node("fails-to-load", 2, ["initFailed"], 'throw new Error("while loading");'),
  node("hangs", 1, ["timedOut"], handler("for (;;);"), { timeoutMs: 1000 }),
  python("hangs-in-python", 1, ["timedOut"], "time.sleep(100)", { timeoutMs: 1000 }),
  node("eats-memory", 1, ["outOfMemory"], handler("const all = []; for (;;) all.push(Buffer.alloc(1e6, 1));"), {
    // On a tenth of a busy core, even that takes its time.
    timeoutMs: 60_000,
  }),
];
