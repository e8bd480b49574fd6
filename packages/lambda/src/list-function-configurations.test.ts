import { InvalidParameterValue } from "@lambent/model";
import { expect, test } from "vitest";
import { createFunction } from "./create-function.ts";
import { deleteFunction } from "./delete-function.ts";
import { openLambda } from "./lambda.fixture.ts";
import { listFunctionConfigurations } from "./list-function-configurations.ts";

const input = (functionName: string) => ({ functionName, runtime: "nodejs20.x", architecture: "x86_64" }) as const;

test("pages go on after the last name, whatever came and went meanwhile", async () => {
  const { ports } = await openLambda();
  for (const name of ["a", "B", "c", "d"]) await createFunction(ports, input(name));
  const first = await listFunctionConfigurations(ports, { maxItems: 2 });
  expect(first.functions.map(({ functionName }) => functionName)).toEqual(["B", "a"]);
  await deleteFunction(ports, { functionName: "a" });
  await createFunction(ports, input("A-before"));
  const second = await listFunctionConfigurations(ports, { marker: first.nextMarker, maxItems: 2 });
  expect(second.functions.map(({ functionName }) => functionName)).toEqual(["c", "d"]);
  expect(second.nextMarker).toBeUndefined();
});

test("a page is never larger than AWS's", async () => {
  const { ports } = await openLambda();
  for (let index = 0; index < 51; index += 1) await createFunction(ports, input(`f-${index}`));
  const { functions, nextMarker } = await listFunctionConfigurations(ports, { maxItems: 10_000 });
  expect(functions).toHaveLength(50);
  expect(nextMarker).toBeDefined();
});

test("a marker of somebody else's is refused", async () => {
  const { ports } = await openLambda();
  await expect(listFunctionConfigurations(ports, { marker: "***" })).rejects.toThrow(InvalidParameterValue);
});
