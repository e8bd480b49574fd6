import { expect, test } from "../test.ts";

interface Failure {
  name: string;
  code: string;
  outcome: string;
  /** What the caller's response holds. */
  response: RegExp;
  log?: RegExp;
  /** Else the 3 seconds that a new function has. */
  timeoutSeconds?: number;
}

const handler = (body: string) => `export const handler = async (event) => { ${body} };\n`;

/** Node functions that end badly, and how AWS words it (spec: lambda §4.2, §8.2). */
const FAILURES: readonly Failure[] = [
  {
    name: "throws",
    code: handler("throw new TypeError('no such thing')"),
    outcome: "functionError",
    response: /"errorType":\s*"TypeError"[\s\S]*"errorMessage":\s*"no such thing"[\s\S]*"trace"/,
    log: /ERROR\s+Invoke Error/,
  },
  {
    name: "hangs",
    code: handler("for (;;) {}"),
    outcome: "timedOut",
    response: /Sandbox\.Timedout[\s\S]*Task timed out after 3\.00 seconds/,
    log: /Task timed out after 3\.00 seconds/,
  },
  {
    name: "exhausts memory",
    code: handler("const kept = []; for (;;) kept.push(Buffer.alloc(1e6, 1))"),
    outcome: "outOfMemory",
    response: /Runtime exited with error: signal: killed/,
    // Until the kernel has given out all of its memory: a second elsewhere, over three on a slow machine.
    timeoutSeconds: 30,
  },
  {
    name: "exits",
    code: handler("process.exit(7)"),
    outcome: "exited",
    response: /Runtime\.ExitError[\s\S]*exit status 7/,
  },
  {
    name: "has a syntax error",
    code: "export const handler = async ( => {\n",
    outcome: "initFailed",
    response: /Runtime\.UserCodeSyntaxError/,
  },
  {
    name: "imports what isn't there",
    code: "import 'no-such-module';\nexport const handler = async () => 1;\n",
    outcome: "initFailed",
    response: /"errorType":"Error"[\s\S]*Cannot find package 'no-such-module'/,
  },
  {
    name: "has no handler",
    code: "export const somethingElse = 1;\n",
    outcome: "initFailed",
    response: /Runtime\.HandlerNotFound[\s\S]*index\.handler is undefined or not exported/,
  },
  {
    name: "returns a circle",
    code: handler("const a = {}; a.a = a; return a"),
    outcome: "functionError",
    response: /Unable to stringify response body/,
  },
  {
    name: "answers with more than 6 MB",
    code: handler("return 'x'.repeat(7e6)"),
    outcome: "responseTooLarge",
    response: /Function\.ResponseSizeTooLarge|Response payload size exceeded/,
  },
];

test("every way to fail gets AWS's words, and the other functions don't notice", async ({ calls }) => {
  await calls.createFunction("bystander");
  await calls.createFunction("fails");
  for (const { name, code, outcome, response, log, timeoutSeconds = 3 } of FAILURES) {
    await test.step(name, async () => {
      await calls.updateConfiguration("fails", { timeoutSeconds });
      await calls.deploy("fails", { "index.mjs": code });
      const [answer, bystander] = await Promise.all([calls.invoke("fails"), calls.invoke("bystander")]);
      expect(answer.outcome).toBe(outcome);
      expect(answer.response).toMatch(response);
      if (log !== undefined) expect(answer.logTail).toMatch(log);
      expect(bystander.outcome).toBe("succeeded");
    });
  }
});

test("a failed test shows status, error and a way to the setting that was too small", async ({
  page,
  calls,
  functionPage,
  testTab,
}) => {
  await calls.createFunction("slow");
  await calls.updateConfiguration("slow", { timeoutSeconds: 1 });
  await calls.deploy("slow", { "index.mjs": handler("await new Promise(() => setInterval(() => {}, 1000))") });
  await functionPage.open("slow", "testing");
  await testTab.run();
  await expect(testTab.failed).toBeVisible();
  await expect(page.getByText(/Task timed out after 1\.00 seconds/).first()).toBeVisible();
  await page
    .getByRole("link", { name: /timeout/i })
    .or(page.getByRole("button", { name: /timeout/i }))
    .first()
    .click();
  await expect(page).toHaveURL(/edit\/basic-settings/);
});

test("a test event that is not JSON is refused before anything is sent", async ({
  page,
  calls,
  functionPage,
  testTab,
}) => {
  await calls.createFunction("picky");
  await functionPage.open("picky", "testing");
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("invocations.invoke")) sent.push(request.url());
  });
  await testTab.typeEvent("{ not json");
  await expect(page.getByText(/JSON/i).first()).toBeVisible();
  if (await testTab.testButton.isEnabled()) await testTab.run();
  await page.waitForTimeout(300);
  expect(sent).toEqual([]);
});

test("a test event's name of 26 characters is refused", async ({ page, calls, functionPage, testTab }) => {
  await calls.createFunction("named");
  await functionPage.open("named", "testing");
  await testTab.eventName.fill("a".repeat(26));
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(testTab.eventName).toHaveAttribute("aria-invalid", "true");
});
