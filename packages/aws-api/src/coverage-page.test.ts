import * as iamClient from "@aws-sdk/client-iam";
import * as lambdaClient from "@aws-sdk/client-lambda";
import * as stsClient from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { coveragePage } from "./coverage-page.ts";
import { iamService } from "./services/iam/iam-service.ts";
import { lambdaService } from "./services/lambda/lambda-service.ts";
import { stsService } from "./services/sts/sts-service.ts";

/** As Smithy's runtime schemas mark an operation. */
const OPERATION = 9;

function operationNames(client: object): string[] {
  return Object.entries(client)
    .filter(([name, value]) => name.endsWith("$") && Array.isArray(value) && value[0] === OPERATION)
    .map(([, schema]) => schema[2] as string)
    .sort();
}

test.each([
  ["Lambda", lambdaClient, lambdaService],
  ["IAM", iamClient, iamService],
  ["STS", stsClient, stsService],
])("every operation that the official client of %s knows is a row, once", (_name, client, { operations }) => {
  expect(operations.map(({ name }) => name).sort()).toEqual(operationNames(client));
});

// `npx -y pnpm@12 aws-operations` writes the page anew.
test("the page of docs says what the rows say", async () => {
  await expect(coveragePage([lambdaService, iamService, stsService])).toMatchFileSnapshot(
    "../../../docs/aws-operations.md",
  );
});
