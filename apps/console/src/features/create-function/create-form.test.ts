import type { RuntimeAvailability } from "@lambent/model";
import { describe, expect, test } from "vitest";
import { createFormErrors, defaultRuntime, EMPTY_FORM, fittingArchitecture, functionNameError } from "./create-form.ts";

const HOST: RuntimeAvailability[] = [
  { runtime: "nodejs24.x", architecture: "x86_64", available: false, reason: "not installed", remedy: "install it" },
  { runtime: "nodejs24.x", architecture: "arm64", available: false, reason: "no emulator", remedy: "install qemu" },
  { runtime: "nodejs20.x", architecture: "x86_64", available: true, version: "20.20.2" },
  { runtime: "nodejs20.x", architecture: "arm64", available: false, reason: "no emulator", remedy: "install qemu" },
  { runtime: "python3.12", architecture: "x86_64", available: false, reason: "only for arm64", remedy: "none" },
  { runtime: "python3.12", architecture: "arm64", available: true, version: "3.12.3" },
];

describe("a function name", () => {
  test("of letters, digits, hyphens and underscores, up to 64 of them, is accepted", () => {
    for (const name of ["a", "myLambdaFunction", "send-mail_2", "x".repeat(64)]) {
      expect(functionNameError(name)).toBeUndefined();
    }
  });

  test("that is empty, has a space, another character or 65 characters is refused with what is wrong", () => {
    expect(functionNameError("")).toBe("Enter a function name.");
    expect(functionNameError("my function")).toContain("spaces");
    expect(functionNameError("größe!")).toContain("ö ß !");
    expect(functionNameError("x".repeat(65))).toContain("this one has 65");
  });
});

describe("the create form", () => {
  test("without errors has none", () => {
    expect(createFormErrors({ ...EMPTY_FORM, functionName: "hello", runtime: "nodejs20.x" }, HOST)).toEqual({});
  });

  test("names every field that is wrong", () => {
    const tags = [
      { key: "team", value: "a" },
      { key: "team", value: "b" },
    ];
    const errors = createFormErrors({ functionName: "", runtime: "nodejs20.x", architecture: "arm64", tags }, HOST);
    expect(Object.keys(errors).sort()).toEqual(["architecture", "functionName", "tags"]);
    expect(errors.tags).toContain("Tag 2");
  });
});

describe("what is chosen at first", () => {
  test("is the newest runtime that runs on this host", () => {
    expect(defaultRuntime(HOST)).toBe("nodejs20.x");
    expect(defaultRuntime([])).toBeNull();
  });

  test("is the architecture that the runtime runs on", () => {
    expect(fittingArchitecture(HOST, "nodejs20.x", "arm64")).toBe("x86_64");
    expect(fittingArchitecture(HOST, "python3.12", "x86_64")).toBe("arm64");
    expect(fittingArchitecture(HOST, "nodejs24.x", "x86_64")).toBe("x86_64");
  });
});
