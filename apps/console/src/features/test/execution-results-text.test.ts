import { expect, test } from "vitest";
import { executionResultsText } from "./execution-results-text.ts";

const id = "7f3b1c2e-0d5a-4a0e-9a43-2b1d6c8f9e10";

test("a succeeded run reads exactly as in the console's OUTPUT panel", () => {
  const logTail = [
    `START RequestId: ${id} Version: $LATEST`,
    `2024-08-31T23:39:45.313Z\t${id}\tINFO\thello`,
    `END RequestId: ${id}`,
    `REPORT RequestId: ${id}\tDuration: 2.65 ms\tBilled Duration: 117 ms\tMemory Size: 128 MB\tMax Memory Used: 38 MB\tInit Duration: 113.46 ms\t`,
    "",
  ].join("\n");
  const response = '{"statusCode":200,"body":"\\"Hello from Lambda!\\""}';

  const text = executionResultsText({ outcome: "succeeded", response, logTail, requestId: id }, "myTestEvent");

  expect(text).toBe(`Status: Succeeded
Test Event Name: myTestEvent

Response:
{
  "statusCode": 200,
  "body": "\\"Hello from Lambda!\\""
}

The area below shows the last 4 KB of the execution log.

Function Logs:
START RequestId: ${id} Version: $LATEST
2024-08-31T23:39:45.313Z\t${id}\tINFO\thello
END RequestId: ${id}
REPORT RequestId: ${id}\tDuration: 2.65 ms\tBilled Duration: 117 ms\tMemory Size: 128 MB\tMax Memory Used: 38 MB\tInit Duration: 113.46 ms

Request ID: ${id}`);
});

test("a failed run of an unsaved event says so, and shows the error payload", () => {
  const response = '{"errorMessage":"nope","errorType":"ValueError","requestId":"r","stackTrace":[]}';
  const text = executionResultsText({ outcome: "functionError", response, logTail: "", requestId: id }, null);
  expect(text).toContain(
    'Status: Failed\nTest Event Name: (unsaved) test event\n\nResponse:\n{\n  "errorMessage": "nope",',
  );
});

test("a handler that returns nothing answers null", () => {
  const text = executionResultsText({ outcome: "succeeded", response: "", logTail: "", requestId: id }, "e");
  expect(text).toContain("Response:\nnull\n\n");
});

test("a response cut by a limit is shown as it came", () => {
  const text = executionResultsText(
    { outcome: "succeeded", response: '{"a": "cut he', logTail: "", requestId: id },
    "e",
  );
  expect(text).toContain('Response:\n{"a": "cut he\n\n');
});

test("a throttled run has AWS's status and reason, what to do, and no log", () => {
  const result = {
    outcome: "throttled",
    response: "",
    logTail: "",
    requestId: id,
    throttleReason: "ReservedFunctionConcurrentInvocationLimitExceeded",
    throttleLimit: 0,
  } as const;
  expect(executionResultsText(result, "myTestEvent")).toBe(`Status: Failed
Test Event Name: myTestEvent

Response:
429 TooManyRequestsException: Rate Exceeded.
Reason: ReservedFunctionConcurrentInvocationLimitExceeded

The function didn't run: its reserved concurrency is 0, so every invocation is throttled. Raise it, or use the unreserved account concurrency.
Concurrency is set on the Configuration tab, under Concurrency.

Request ID: ${id}`);
});
