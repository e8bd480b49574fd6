import { DOMAIN_ERROR_CODES } from "@lambent/model";
import { TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { expect, test } from "vitest";
import { faultOf, INTERNAL_FAULT } from "./fault.ts";
import { HTTP_ERRORS } from "./http-errors.ts";
import { TRPC_ERRORS } from "./trpc-errors.ts";

test.each(DOMAIN_ERROR_CODES)("%s has one HTTP status, whichever way it travels", (code) => {
  expect(getHTTPStatusCodeFromError(new TRPCError({ code: TRPC_ERRORS[code] }))).toBe(HTTP_ERRORS[code].status);
});

test("what has no name tells a caller nothing of its inside", () => {
  expect(faultOf(new TypeError("secret path /home/x"))).toEqual(INTERNAL_FAULT);
});
