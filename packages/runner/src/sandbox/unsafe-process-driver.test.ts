import { expect, test } from "vitest";
import { HostPaths } from "./host-paths.ts";
import { describeSandboxContract } from "./sandbox.contract.ts";
import { nodeStart } from "./sandbox.fixtures.ts";
import { createUnsafeProcessDriver } from "./unsafe-process-driver.ts";

describeSandboxContract("the unsafe process driver", async () => createUnsafeProcessDriver());

test("the unsafe process driver claims to enforce nothing", () => {
  const { isolation } = createUnsafeProcessDriver();
  expect(isolation).toHaveLength(10);
  expect(isolation.filter((fact) => fact.enforced)).toEqual([]);
});

test("Lambda's folders are rewritten where a path begins, and nowhere else", () => {
  const paths = new HostPaths({
    ...nodeStart("/code", ""),
    langDirectory: "/lang",
    runtimeDirectory: "/boot",
  });
  expect(paths.rewrite("/var/lang/bin/node")).toBe("/lang/bin/node");
  expect(paths.rewrite("/var/lang/lib:/lib64:/var/runtime:/var/task/lib")).toBe("/lang/lib:/lib64:/boot:/code/lib");
  expect(paths.rewrite("--require=/var/task/a.js")).toBe("--require=/code/a.js");
  expect(paths.rewrite("/var/task/lib:/opt/lib")).toBe("/code/lib:/opt/lib");
  expect(paths.rewrite("/var/tasks /data/var/task")).toBe("/var/tasks /data/var/task");
});

test("/opt is the layers' folder for a function that has layers", () => {
  const start = nodeStart("/code", "");
  const paths = new HostPaths({ ...start, assignment: { ...start.assignment!, layersDirectory: "/layers" } });
  expect(paths.rewrite("/var/task/lib:/opt/lib")).toBe("/code/lib:/layers/lib");
  expect(paths.rewrite("/opts /data/opt")).toBe("/opts /data/opt");
});
