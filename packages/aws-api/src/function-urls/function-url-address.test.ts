import { expect, test } from "vitest";
import { functionUrlAddress } from "./function-url-address.ts";

const ID = "0123456789abcdefghijklmnopqrstuv";
const HOST = `${ID}.lambda-url.eu-west-1.localhost`;
const address = (host: string | undefined, path = "/", query = "") =>
  functionUrlAddress({ method: "GET", path, query, headers: host === undefined ? {} : { host } });

test.each([HOST, `${HOST}:4566`, `${HOST}.:4566`, HOST.toUpperCase()])("the host name tells the URL: %s", (host) => {
  expect(address(host, "/a%20b", "c=d")).toEqual({
    urlId: ID,
    region: "eu-west-1",
    target: "/a%20b?c=d",
    byPath: false,
  });
});

test.each([".lambda-url..localhost", `x.lambda-url.eu-west-1.localhost`])(
  "a name below lambda-url is never the AWS API's, whatever the path: %s",
  (host) => {
    expect(address(host, "/2015-03-31/functions/")).toMatchObject({ target: "/2015-03-31/functions/" });
  },
);

test.each([
  ["/a/b", "c=d", "/a/b?c=d"],
  ["/", "", "/"],
  ["", "", "/"],
  ["", "c=d", "/?c=d"],
  ["//a/../b", "", "//a/../b"],
])("the path tells the URL, and what follows it is the function's: %j %j", (path, query, target) => {
  expect(address("localhost:4566", `/_function-urls/${ID}${path}`, query)).toEqual({ urlId: ID, target, byPath: true });
});

test("a request as proxies get it is for the same path", () => {
  expect(address(HOST, `http://${HOST}/a`, "b=c")).toMatchObject({ target: "/a?b=c" });
});

test("the host name goes before the path", () => {
  const path = "/_function-urls/other/";
  expect(address(HOST, path)).toMatchObject({ urlId: ID, target: path, byPath: false });
});

test.each([
  ["localhost:4566", "/2015-03-31/functions/"],
  ["localhost", "/_function-urls"],
  ["localhost", "/a/_function-urls/b"],
  [`${HOST}.example.com`, "/"],
  [`${HOST}example.com`, "/"],
  [`a.${HOST}`, "/"],
  [undefined, "/"],
])("everything else is AWS's: %s %s", (host, path) => {
  expect(address(host, path)).toBeNull();
});
