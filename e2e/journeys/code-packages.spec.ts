import { zipOf, zipWithPackages } from "../server/zip-with-packages.ts";
import { expect, test } from "../test.ts";

test("a Node.js function with hundreds of dependency files runs from an uploaded .zip, and stays editable", async ({
  page,
  calls,
  functionPage,
  codeTab,
}) => {
  const code = `
    const { z } = require("zod");
    const { S3Client } = require("@aws-sdk/client-s3");
    exports.handler = async (event) => ({
      parsed: z.object({ count: z.number() }).parse(event),
      region: await new S3Client({ region: "eu-west-1" }).config.region(),
    });\n`;
  const zip = await zipWithPackages({ "index.js": code }, ["zod", "@aws-sdk/client-s3"]);
  expect(zip.fileCount).toBeGreaterThan(300);
  await calls.createFunction("real-dependencies");
  expect((await calls.uploadZip("real-dependencies", zip.bytes)).status).toBe(200);
  const answer = await calls.invoke("real-dependencies", '{"count": 3}');
  expect(JSON.parse(answer.response)).toEqual({ parsed: { count: 3 }, region: "eu-west-1" });

  await functionPage.open("real-dependencies", "code");
  await codeTab.ready();
  await expect(codeTab.file("index.js")).toBeVisible();
  await expect(codeTab.file("node_modules")).toBeVisible();
  await expect(page.getByText(/too large/i)).toHaveCount(0);
});

test("a Python function with several modules and a pure-Python dependency runs from an uploaded .zip", async ({
  calls,
}) => {
  const python = (await calls.runtimes()).find((one) => one.runtime === "python3.12" && one.architecture === "x86_64");
  test.skip(python?.available !== true, `Python 3.12 can't run on this host: ${python?.reason}`);
  await calls.createFunction("several-modules", "python3.12");
  const zip = await zipOf({
    "lambda_function.py":
      "from shop.prices import total\nfrom roman import to_roman\n\ndef lambda_handler(event, context):\n    return {'total': to_roman(total(event['prices']))}\n",
    "shop/__init__.py": "",
    "shop/prices.py": "def total(prices):\n    return sum(prices)\n",
    "roman/__init__.py": "from .convert import to_roman\n",
    "roman/convert.py":
      "NUMERALS = [(1000, 'M'), (900, 'CM'), (500, 'D'), (400, 'CD'), (100, 'C'), (90, 'XC'), (50, 'L'), (40, 'XL'), (10, 'X'), (9, 'IX'), (5, 'V'), (4, 'IV'), (1, 'I')]\n\ndef to_roman(number):\n    text = ''\n    for value, numeral in NUMERALS:\n        while number >= value:\n            text += numeral\n            number -= value\n    return text\n",
  });
  expect((await calls.uploadZip("several-modules", zip.bytes)).status).toBe(200);
  const answer = await calls.invoke("several-modules", '{"prices": [40, 2]}');
  expect(JSON.parse(answer.response)).toEqual({ total: "XLII" });
});

test("a file that is not a zip is refused in the upload dialog with a clear sentence", async ({
  page,
  calls,
  functionPage,
  codeTab,
}) => {
  await calls.createFunction("uploads");
  await functionPage.open("uploads", "code");
  await codeTab.ready();
  await page.getByRole("button", { name: "Upload from" }).click();
  await page.getByRole("menuitem", { name: ".zip file" }).click();
  const dialog = page.getByRole("dialog");
  await dialog
    .locator("input[type=file]")
    .setInputFiles({ name: "code.zip", mimeType: "application/zip", buffer: Buffer.from("PK, but not really") });
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText(/Could not unzip uploaded file/)).toBeVisible();
  expect((await calls.invoke("uploads")).outcome).toBe("succeeded");
});
