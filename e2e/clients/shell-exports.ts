import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const AWS_ENV = fileURLToPath(new URL("../../scripts/aws-env.mjs", import.meta.url));

/** What a person evaluates in a shell so that clients use the server of this data folder, read by a shell. */
export async function shellExports(home: string): Promise<Record<string, string>> {
  const { stdout } = await run("sh", ["-c", `eval "$("${process.execPath}" "${AWS_ENV}" --home "${home}")" && env`]);
  const exported = stdout.split("\n").filter((line) => line.startsWith("AWS_"));
  return Object.fromEntries(exported.map((line) => line.split(/=(.*)/s).slice(0, 2)));
}
