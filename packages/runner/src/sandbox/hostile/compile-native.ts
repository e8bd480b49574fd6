import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Tried } from "./attempt.ts";

const SOURCES = fileURLToPath(new URL("./native/", import.meta.url));

/** Whether this host can compile C: the scripts that run the tests see to it where they may. */
export const hasCompiler = (() => {
  try {
    execFileSync("cc", ["-x", "c", "-E", "-"], { input: "#include <stdio.h>\n", stdio: ["pipe", "ignore", "ignore"] });
    return true;
  } catch {
    return false;
  }
})();

/** Builds the program of native attempts. */
export function compileNative(target: string): void {
  const files = readdirSync(SOURCES).filter((name) => name.endsWith(".c"));
  execFileSync("cc", ["-O1", "-w", "-o", target, ...files], { cwd: SOURCES });
}

export function listNativeAttempts(program: string): Tried[] {
  return [...readLines(execFileSync(program, ["list"], { encoding: "utf8" }))].map(([name, onlyInside]) => ({
    name,
    ...(onlyInside === "" ? {} : { onlyInside }),
    ...(onlyInside === "Internet access allows it" && { allowedByInternetAccess: true }),
  }));
}

/** `name<TAB>what became of it` lines. */
export function readLines(text: string): Map<string, string> {
  const lines = text.split("\n").filter(Boolean);
  return new Map(lines.map((line) => line.split("\t") as [string, string]));
}
