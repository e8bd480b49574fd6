import { chmod, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { temporaryHome } from "../server.fixture.ts";
import { installationKey } from "./installation-key.ts";
import { StartupFailure } from "./startup-failure.ts";

async function newHome() {
  const { home, remove } = await temporaryHome();
  onTestFinished(remove);
  return { home, file: join(home, "aws-access-key.json") };
}

test("it is made once, looks like AWS's, and nobody else may read it", async () => {
  const { home, file } = await newHome();
  const keys = await Promise.all([installationKey(home), installationKey(home)]);
  expect(keys[0]).toEqual(keys[1]);
  expect(keys[0]).toEqual({
    accessKeyId: expect.stringMatching(/^AKIA[A-Z2-7]{16}$/),
    secretAccessKey: expect.stringMatching(/^[\w+/]{40}$/),
  });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(JSON.parse(await readFile(file, "utf8"))).toEqual(keys[0]);
});

test("a file that was opened to others is closed again, and one without a key is told", async () => {
  const { home, file } = await newHome();
  await installationKey(home);
  await chmod(file, 0o644);
  await installationKey(home);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await writeFile(file, "{}");
  await expect(installationKey(home)).rejects.toThrow(StartupFailure);
});
