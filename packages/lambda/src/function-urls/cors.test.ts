import type { FunctionUrlCors } from "@lambent/model";
import { describe, expect, test } from "vitest";
import { preflightResponse, withCors } from "./cors.ts";

const SITE = "https://www.example.com";
const CORS: FunctionUrlCors = {
  allowOrigins: [SITE, "http://localhost:60905"],
  allowMethods: ["GET", "POST"],
  allowHeaders: ["x-custom", "date"],
  exposeHeaders: ["date", "x-seen"],
  maxAgeSeconds: 300,
};
const preflight = (cors: FunctionUrlCors | undefined, given: Record<string, string | undefined> = {}) =>
  preflightResponse(cors, {
    method: "OPTIONS",
    headers: {
      origin: SITE,
      "access-control-request-method": "PUT",
      "access-control-request-headers": "x-custom",
      ...given,
    },
  });

describe("a preflight", () => {
  test("is answered with what the URL allows (spec §10.7)", () => {
    expect(preflight(CORS)).toEqual({
      statusCode: 200,
      headers: [
        ["access-control-allow-origin", SITE],
        ["vary", "Origin"],
        ["access-control-allow-methods", "GET,POST"],
        ["access-control-allow-headers", "x-custom,date"],
        ["access-control-max-age", "300"],
      ],
      body: new Uint8Array(),
    });
  });

  test("from an origin that isn't allowed gets no permission", () => {
    expect(preflight(CORS, { origin: "https://evil.example" })?.headers).toEqual([["vary", "Origin"]]);
    expect(preflight({}, {})?.headers).toEqual([["vary", "Origin"]]);
    // Neither a part of an allowed origin nor more than it.
    for (const origin of ["https://www.example.com.evil.example", "https://www.example", "null"]) {
      expect(preflight(CORS, { origin })?.headers).toEqual([["vary", "Origin"]]);
    }
  });

  test("is told the wildcards, and with credentials what it has asked for", () => {
    const everything: FunctionUrlCors = { allowOrigins: ["*"], allowMethods: ["*"], allowHeaders: ["*"] };
    expect(preflight(everything)?.headers).toEqual([
      ["access-control-allow-origin", "*"],
      ["access-control-allow-methods", "*"],
      ["access-control-allow-headers", "*"],
    ]);
    expect(preflight({ ...everything, allowCredentials: true })?.headers).toEqual([
      ["access-control-allow-origin", SITE],
      ["access-control-allow-credentials", "true"],
      ["vary", "Origin"],
      ["access-control-allow-methods", "PUT"],
      ["access-control-allow-headers", "x-custom"],
    ]);
  });

  test("goes to the function when the URL has no CORS settings, as does any other request", () => {
    expect(preflight(undefined)).toBeNull();
    expect(preflight(CORS, { origin: undefined })).toBeNull();
    expect(preflight(CORS, { "access-control-request-method": undefined })).toBeNull();
    expect(preflightResponse(CORS, { method: "GET", headers: { origin: SITE } })).toBeNull();
  });
});

describe("a response", () => {
  const headers = [
    ["content-type", "text/plain"],
    ["access-control-allow-origin", "*"],
    ["vary", "Accept"],
  ] as const;
  const from = (origin: string | undefined) => ({ method: "GET", headers: { origin } });

  test("gets the URL's permissions in place of the function's own (spec §10.7)", () => {
    expect(withCors(CORS, from(SITE), [...headers])).toEqual([
      ["content-type", "text/plain"],
      ["access-control-allow-origin", SITE],
      ["access-control-expose-headers", "date,x-seen"],
      ["vary", "Accept, Origin"],
    ]);
  });

  test("to an origin that isn't allowed has none, whatever the function says", () => {
    expect(withCors(CORS, from("https://evil.example"), [...headers])).toEqual([
      ["content-type", "text/plain"],
      ["vary", "Accept, Origin"],
    ]);
  });

  test("to no browser has none", () => {
    expect(withCors(CORS, from(undefined), [...headers])).toEqual([
      ["content-type", "text/plain"],
      ["vary", "Accept"],
    ]);
  });

  test("keeps what the function says where the URL says nothing", () => {
    expect(withCors(undefined, from(SITE), [...headers])).toEqual(headers);
    const own = [["access-control-max-age", "5"] as const];
    expect(withCors({ allowOrigins: ["*"] }, from(SITE), own)).toEqual([
      ["access-control-max-age", "5"],
      ["access-control-allow-origin", "*"],
    ]);
  });

  test("with credentials names the origin, also where all are allowed", () => {
    expect(withCors({ allowOrigins: ["*"], allowCredentials: true }, from(SITE), [])).toEqual([
      ["access-control-allow-origin", SITE],
      ["access-control-allow-credentials", "true"],
      ["vary", "Origin"],
    ]);
  });
});
