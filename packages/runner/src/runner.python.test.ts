import { expect, test } from "vitest";
import { pythonContract } from "./runner.python.contract.ts";
import { foundPythons } from "./testing/found-pythons.ts";

const pythons = await foundPythons();

for (const { runtime } of pythons) {
  pythonContract({ runtime, isPyodide: false }, (run) => {
    test("keeps the runtime's descriptors from child processes, and takes the output of forks", async () => {
      const { json, lines } = await run("child-process");
      // 3 is the folder that `ls` itself has opened.
      expect(json).toEqual({ descriptors: [0, 1, 2, 3] });
      const start = lines.findIndex((line) => line.startsWith("START "));
      expect(lines.slice(start + 1, -2).toSorted()).toEqual(["from the child", "from the fork"]);
    });

    test("brings the whole standard library", async () => {
      expect((await run("standard-library")).json).toEqual({
        ssl: true,
        sqlite: 2,
        sha: "e3b0c442",
        lzma: "x",
        ctypes: 8,
        zone: "Europe/Berlin",
      });
    });

    test("has threads, and sockets within the sandbox", async () => {
      expect((await run("starts-threads")).json).toEqual(["by a thread", "BY", "A POOL"]);
      expect((await run("connects")).json).toBe("hello");
    });
  });
}

test.runIf(pythons.length === 0)("a machine without CPython runs Python 3.12 in Pyodide alone", () => {
  expect(pythons).toEqual([]);
});
