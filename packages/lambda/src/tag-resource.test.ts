import { InvalidParameterValue } from "@lambent/model";
import { expect, test } from "vitest";
import { createFunction } from "./create-function.ts";
import { openLambda } from "./lambda.fixture.ts";
import { listTags } from "./list-tags.ts";
import { tagResource } from "./tag-resource.ts";
import { untagResource } from "./untag-resource.ts";

const functionName = "hello";
const hello = { functionName, runtime: "nodejs20.x", architecture: "x86_64" } as const;

test("tags that are added and taken away at the same time are all counted", async () => {
  const { ports } = await openLambda();
  await createFunction(ports, { ...hello, tags: { old: "1", kept: "1" } });
  const added = Array.from({ length: 8 }, (_, index) => ({ [`key-${index}`]: "1" }));
  await Promise.all([
    ...added.map((tags) => tagResource(ports, { functionName, tags })),
    untagResource(ports, { functionName, tagKeys: ["old", "missing"] }),
  ]);
  expect(await listTags(ports, { functionName })).toEqual(Object.assign({ kept: "1" }, ...added));
});

test("more than 50 together are refused, and nothing is changed", async () => {
  const { ports } = await openLambda();
  await createFunction(ports, { ...hello, tags: { a: "1" } });
  const tags = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key-${index}`, "1"]));
  await expect(tagResource(ports, { functionName, tags })).rejects.toThrow(
    new InvalidParameterValue("Number of tags exceeds resource tag limit."),
  );
  expect(await listTags(ports, { functionName })).toEqual({ a: "1" });
});
