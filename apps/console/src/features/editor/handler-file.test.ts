import type { RuntimeId } from "@lambent/model";
import { expect, test } from "vitest";
import { handlerFile } from "./handler-file.ts";

test.each<[RuntimeId, string, string[], string | undefined]>([
  ["nodejs20.x", "index.handler", ["index.mjs"], "index.mjs"],
  ["nodejs20.x", "index.handler", ["index.mjs", "index.js"], "index.js"],
  ["nodejs22.x", "src/app.lambda.handler", ["src/app.js"], "src/app.js"],
  ["nodejs22.x", "./src/app.handler", ["src/app.cjs"], "src/app.cjs"],
  ["python3.12", "lambda_function.lambda_handler", ["lambda_function.py"], "lambda_function.py"],
  ["python3.12", "package.module.handler", ["package/module.py"], "package/module.py"],
  ["python3.12", "package/module.handler", ["package/module.py"], "package/module.py"],
  ["python3.12", "package.handler", ["package/__init__.py"], "package/__init__.py"],
  ["provided.al2023", "hello.handler", ["bootstrap", "hello.sh"], "hello.sh"],
  ["provided.al2023", "handler", ["bootstrap"], "bootstrap"],
  ["nodejs20.x", "missing.handler", ["index.mjs"], undefined],
])("%s with handler %s opens %j → %s", (runtime, handler, paths, expected) => {
  expect(handlerFile(runtime, handler, (path) => paths.includes(path))).toBe(expected);
});
