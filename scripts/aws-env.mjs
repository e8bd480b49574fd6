// `pnpm aws-env`: prints what a shell has to export so that AWS's CLI and SDKs use the server that is running here:
// eval "$(npx -y pnpm@12 -s aws-env)"
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { endWith, StopWithAdvice } from "./steps/progress.mjs";
import { inRepository } from "./steps/repository.mjs";

const DEFAULT_REGION = "us-east-1";

async function readJson(file, otherwise) {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    throw new StopWithAdvice(otherwise);
  }
}

try {
  const { values } = parseArgs({ options: { home: { type: "string" } } });
  const home = resolve(inRepository(), values.home ?? (process.env.LAMBENT_HOME || ".lambent"));
  const way = `Start it with npx -y pnpm@12 start, or name its data folder with --home or LAMBENT_HOME.`;
  const { awsUrl } = await readJson(resolve(home, "run/server.json"), `No server is running with ${home}. ${way}`);
  if (awsUrl === undefined) throw new StopWithAdvice(`The server of ${home} isn't ready yet. Try again in a moment.`);
  const key = await readJson(resolve(home, "aws-access-key.json"), `${home} holds no access key. ${way}`);
  const region = process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION || DEFAULT_REGION;
  const exported = {
    AWS_ENDPOINT_URL: awsUrl,
    AWS_ACCESS_KEY_ID: key.accessKeyId,
    AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
  };
  for (const [name, value] of Object.entries(exported))
    process.stdout.write(`export ${name}='${value.replaceAll("'", "'\\''")}'\n`);
  // One that is left of another account would be sent along, and every request refused.
  process.stdout.write("unset AWS_SESSION_TOKEN\n");
} catch (error) {
  endWith(error);
}
