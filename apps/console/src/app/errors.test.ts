import { TRPCClientError } from "@trpc/client";
import { describe, expect, test } from "vitest";
import { domainError, isUnreachable, UNREACHABLE_MESSAGE } from "./errors.ts";

const answered = (message: string, domain?: object) =>
  new TRPCClientError(message, {
    result: { error: { message, code: -32603, data: { httpStatus: 409, domain } } } as never,
  });
const unanswered = (cause: Error) => TRPCClientError.from(cause);

describe("a failure of a call", () => {
  test("that the domain knows keeps its name, its sentence and AWS's type", () => {
    const domain = {
      code: "FunctionAlreadyExists",
      message: "Function already exist: a",
      type: "ResourceConflictException",
    };
    expect(domainError(answered("Function already exist: a", domain))).toMatchObject(domain);
  });

  test("of validation gives the sentences rather than their JSON", () => {
    const issues = JSON.stringify([{ message: "Too long." }, { message: "Not a number.", path: ["timeout"] }]);
    expect(domainError(answered(issues)).message).toBe("Too long. Not a number.");
  });

  test("without any answer says that the server can't be reached", () => {
    const refused = unanswered(new TypeError("Failed to fetch"));
    expect(isUnreachable(refused)).toBe(true);
    expect(domainError(refused)).toEqual({ message: UNREACHABLE_MESSAGE });
  });

  test("that was answered, called off, or our own mistake is not taken for an unreachable server", () => {
    expect(isUnreachable(answered("no"))).toBe(false);
    expect(isUnreachable(unanswered(new DOMException("stopped", "AbortError")))).toBe(false);
    expect(isUnreachable(new TypeError("x is not a function"))).toBe(false);
    expect(isUnreachable("Failed to fetch")).toBe(false);
  });

  test("that says nothing still says something", () => {
    expect(domainError(undefined).message).not.toBe("");
  });
});
