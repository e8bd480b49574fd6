import { expect, test } from "../test.ts";

const CREATED =
  'Successfully created the function myLambdaFunction. You can now change its code and configuration. To invoke your function with a test event, choose "Test".';

const RUNTIMES = [
  {
    label: "Node.js 20.x",
    runtime: "nodejs20.x",
    starterFile: "index.mjs",
    edited:
      "export const handler = async (event) => { console.log('key1 is', event.key1); return { greeting: 'Hello ' + event.key1 }; };\n",
    logged: /INFO\s+key1 is value1/,
  },
  {
    label: "Python 3.12",
    runtime: "python3.12",
    starterFile: "lambda_function.py",
    edited:
      "def lambda_handler(event, context):\n    print('key1 is', event['key1'])\n    return {'greeting': 'Hello ' + event['key1']}\n",
    logged: /key1 is value1/,
  },
  {
    label: "Amazon Linux 2023",
    runtime: "provided.al2023",
    starterFile: "hello.sh",
    edited:
      'handler() {\n  key1="$(echo "$1" | grep -o \'"key1": *"[^"]*"\' | cut -d \'"\' -f 4)"\n  echo "key1 is $key1" >&2\n  echo "{\\"greeting\\": \\"Hello $key1\\"}"\n}\n',
    logged: /key1 is value1/,
  },
] as const;

for (const { label, runtime, starterFile, edited, logged } of RUNTIMES) {
  test(`a newcomer creates, edits, deploys and tests myLambdaFunction on ${label}`, async ({
    page,
    calls,
    functionsPage,
    createFunctionPage,
    functionPage,
    codeTab,
    testTab,
  }) => {
    const offered = (await calls.runtimes()).find((one) => one.runtime === runtime && one.architecture === "x86_64");
    test.skip(offered?.available !== true, `${label} can't run on this host: ${offered?.reason}`);

    await functionsPage.open();
    await functionsPage.createFunction.click();
    await createFunctionPage.create("myLambdaFunction", label);
    await expect(functionPage.flash(CREATED)).toBeVisible();

    await codeTab.ready();
    await expect(codeTab.file(starterFile)).toBeVisible();
    await codeTab.type(edited);
    await codeTab.deploy();
    await expect(functionPage.flash("Successfully updated the function myLambdaFunction.")).toBeVisible();
    await expect(codeTab.undeployed).toBeHidden();

    await functionPage.show("Test");
    await testTab.saveEvent("MyFirstEvent");
    await testTab.run();
    await expect(testTab.succeeded).toBeVisible();
    await testTab.openDetails();
    await expect(page.getByText('"greeting": "Hello value1"').first()).toBeVisible();
    await expect(page.getByText(logged).first()).toBeVisible();
    await expect(page.getByText(/REPORT RequestId: .*Init Duration/).first()).toBeVisible();

    await functionPage.show("Monitor");
    await expect(page.getByText("Recent invocations").first()).toBeVisible();
    await expect(page.getByRole("heading", { name: /Invocations/ }).first()).toBeVisible();

    await functionsPage.open();
    await expect(functionsPage.row("myLambdaFunction")).toContainText(label);
    await functionsPage.delete("myLambdaFunction");
    await expect(functionsPage.row("myLambdaFunction")).toHaveCount(0);
  });
}

test("the untouched starter code answers as on AWS", async ({ calls }) => {
  await calls.createFunction("hello");
  const answer = await calls.invoke("hello");
  expect(JSON.parse(answer.response)).toEqual({ statusCode: 200, body: '"Hello from Lambda!"' });
});
