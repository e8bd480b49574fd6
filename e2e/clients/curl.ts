import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";

const run = promisify(execFile);
const CURL = ["/usr/bin/curl", "/bin/curl"].find((path) => existsSync(path));

/** It finds every name below localhost by itself, and so function URLs. */
export const hasCurl = CURL !== undefined;

export interface CurlAnswer {
  status: number;
  /** By names in lower case. */
  headers: Record<string, string>;
  body: string;
}

export async function curl(url: string, ...options: string[]): Promise<CurlAnswer> {
  const { stdout } = await run(CURL as string, ["--silent", "--show-error", "--include", ...options, url]);
  const end = stdout.indexOf("\r\n\r\n");
  const [status = "", ...lines] = stdout.slice(0, end).split("\r\n");
  const headers = lines.map((line) => {
    const [name = "", value = ""] = line.split(/:\s*(.*)/s);
    return [name.toLowerCase(), value];
  });
  return {
    status: Number(status.split(" ")[1]),
    headers: Object.fromEntries(headers),
    body: stdout.slice(end + 4),
  };
}
