import { LAMBDA_ERRORS } from "@lambent/aws-api";
import { DOMAIN_ERROR_CODES } from "@lambent/model";
import { expect, test } from "vitest";
import { HTTP_ERRORS } from "./http-errors.ts";

test.each(DOMAIN_ERROR_CODES)("%s is the same error to AWS's clients as to the console", (code) => {
  expect(LAMBDA_ERRORS[code]).toEqual(HTTP_ERRORS[code]);
});
