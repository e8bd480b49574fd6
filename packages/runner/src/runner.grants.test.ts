import { expect, onTestFinished, test } from "vitest";
import type { EnvironmentGrant } from "./runner.port.ts";
import { Fixtures } from "./testing/fixture-functions.ts";
import { HeldClock } from "./testing/held-clock.ts";

const RUNTIME = "nodejs20.x";
const HOUR_MS = 3_600_000;
const ENDPOINT = { port: 7001, onConnection: () => undefined };

/** A runner that grants what it is told, and remembers who asked. */
async function openGranting(given: Partial<EnvironmentGrant> = {}, driver: "bwrap" | "unsafe-process" = "bwrap") {
  const asked: string[] = [];
  const clock = new HeldClock();
  const fixtures = await Fixtures.open(driver, {
    clock,
    idleMs: 2 * HOUR_MS,
    spares: "none",
    endpoints: [ENDPOINT],
    grantFor: async ({ functionName, roleArn }) => {
      asked.push(`${functionName} as ${roleArn}`);
      const variables = { AWS_SESSION_TOKEN: `token ${asked.length}` };
      return { variables, defaults: { AWS_ENDPOINT_URL: "ours" }, usableUntilMs: Date.now() + HOUR_MS, ...given };
    },
  });
  onTestFinished(() => fixtures.close());
  return { fixtures, asked, clock };
}

test("each environment is granted its own variables, which win; defaults give way to the function's", async () => {
  const { fixtures, asked } = await openGranting();
  const roleArn = "arn:aws:iam::123456789012:role/worker";
  const environmentVariables = { AWS_SESSION_TOKEN: "forged", AWS_ENDPOINT_URL: "theirs" };
  const first = await fixtures.run("tells-environment", RUNTIME, { roleArn });
  expect(first.json).toMatchObject({ env: { AWS_SESSION_TOKEN: "token 1", AWS_ENDPOINT_URL: "ours" } });
  const second = await fixtures.run("tells-environment", RUNTIME, { environmentVariables, roleArn });
  expect(second.json).toMatchObject({ env: { AWS_SESSION_TOKEN: "token 2", AWS_ENDPOINT_URL: "theirs" } });
  expect(asked).toEqual(Array(2).fill(`tells-environment as ${roleArn}`));
});

test("an environment takes no more events once what it was granted is about to end", async () => {
  const { fixtures, asked, clock } = await openGranting();
  const count = async () => (await fixtures.run("counts", RUNTIME, {}, "kept")).json;
  expect([await count(), await count()]).toEqual([1, 2]);
  await clock.fire(HOUR_MS - 60_000, HOUR_MS);
  expect(fixtures.runner.status().environments).toEqual([]);
  expect([await count(), asked.length]).toEqual([1, 2]);
});

test("nor does it when that has ended while no timer ran", async () => {
  const { fixtures, asked } = await openGranting({ usableUntilMs: Date.now() - 1 });
  for (const expected of [1, 2]) {
    expect((await fixtures.run("counts", RUNTIME, {}, "kept")).json).toBe(1);
    expect(asked).toHaveLength(expected);
  }
});

test("a grant's warning stands in the log of the environment", async () => {
  const { fixtures } = await openGranting({ warning: "No credentials." });
  const { lines } = await fixtures.run("echoes", RUNTIME);
  expect(lines[0]).toMatch(/^INIT_START /);
  expect(lines[1]).toBe("LAMBENT_WARNING: No credentials.");
});

test("who can't reach the endpoints is granted nothing", async () => {
  const early = await openGranting();
  const environmentVariables = { NODE_OPTIONS: "--require /var/task/early.js" };
  await early.fixtures.run("echoes", RUNTIME, { environmentVariables });
  const plain = await openGranting({}, "unsafe-process");
  expect((await plain.fixtures.run("echoes", RUNTIME, { event: 1 })).json).toBe(1);
  expect([...early.asked, ...plain.asked]).toEqual([]);
});

test("a grant that can't be made is a fault of the host, and nothing is left", async () => {
  const failing = await Fixtures.open("bwrap", {
    endpoints: [ENDPOINT],
    spares: "none",
    grantFor: () => Promise.reject(new Error("The store is gone.")),
  });
  onTestFinished(() => failing.close());
  expect((await failing.run("echoes", RUNTIME)).outcome).toEqual({
    kind: "sandboxFault",
    message: "The store is gone.",
  });
  expect(failing.runner.status().environments).toEqual([]);
});
