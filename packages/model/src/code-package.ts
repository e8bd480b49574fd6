import { z } from "zod";

/** Largest zip of a direct upload (50 MB). @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const ZIPPED_CODE_LIMIT_BYTES = 52_428_800;
/** Largest total of the unpacked files (250 MB). */
export const UNZIPPED_CODE_LIMIT_BYTES = 262_144_000;
/** Entries (files and directories) that one package may hold: the most that a zip holds without its 64-bit extension. */
export const CODE_ENTRY_LIMIT = 65_534;
/** Bytes of one path in UTF-8, leaving room for the host's own prefix below Linux's 4,096. */
export const CODE_PATH_LIMIT_BYTES = 1024;
/** Bytes of one name within a path: the limit of Linux file systems. */
export const CODE_NAME_LIMIT_BYTES = 255;
export const CODE_PATH_DEPTH_LIMIT = 64;

/** One file of a code package. */
export interface CodeFile {
  /** Relative to the package's root, with `/` between names. */
  path: string;
  sizeBytes: number;
  /** True when the bytes are not text that an editor could show and save unchanged. */
  binary: boolean;
  executable: boolean;
}

/** One step of an edit; steps apply in order, each seeing what the former left. */
export type CodeChange =
  | { kind: "write"; path: string; contentBase64: string }
  | { kind: "delete"; path: string }
  | { kind: "rename"; from: string; to: string };

const CONTROL_CHARACTER = /[\p{Cc}\u2028\u2029]/u;
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/**
 * Why a path can't be in a code package, in a sentence without the path; null when it can.
 * The one rule for uploads and for the editor.
 */
export function codePathProblem(path: string): string | null {
  if (path === "") return "the path is empty";
  if (path.includes("\0")) return "the path contains a NUL character";
  if (CONTROL_CHARACTER.test(path) || LONE_SURROGATE.test(path)) return "the path contains a control character";
  if (path.includes("\\")) return "the path contains a backslash; use / between names";
  if (path.startsWith("/") || /^[a-zA-Z]:\//.test(path)) return "the path is absolute";
  const names = path.split("/");
  if (names.includes("..")) return "the path leaves the package through '..'";
  if (names.some((name) => name === "" || name === ".")) return "the path has an empty or '.' part";
  const encoder = new TextEncoder();
  if (encoder.encode(path).length > CODE_PATH_LIMIT_BYTES)
    return `the path is longer than ${CODE_PATH_LIMIT_BYTES} bytes`;
  if (names.some((name) => encoder.encode(name).length > CODE_NAME_LIMIT_BYTES)) {
    return `a name is longer than ${CODE_NAME_LIMIT_BYTES} bytes`;
  }
  if (names.length > CODE_PATH_DEPTH_LIMIT) return `the path has more than ${CODE_PATH_DEPTH_LIMIT} levels`;
  return null;
}

export const CodePathSchema = z.string().superRefine((path, context) => {
  const problem = codePathProblem(path);
  if (problem !== null) context.addIssue({ code: "custom", input: path, message: `'${path}': ${problem}.` });
});

export const CodeChangeSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("write"), path: CodePathSchema, contentBase64: z.base64() }),
  z.object({ kind: z.literal("delete"), path: CodePathSchema }),
  z.object({ kind: z.literal("rename"), from: CodePathSchema, to: CodePathSchema }),
]);

/** base64 of a SHA-256: how AWS names a package. */
export const CodeSha256Schema = z
  .string()
  .regex(/^[A-Za-z0-9+/]{43}=$/, "A CodeSha256 is the base64 text of 32 bytes.");
