import { JsonCodec } from "@aws-sdk/core/protocols";
import { NormalizedSchema } from "@smithy/core/schema";
import { assert, property } from "fast-check";
import { expect, test } from "vitest";
import { AwsFault } from "../aws-fault.ts";
import { notOffered } from "../operation.ts";
import { awsJson } from "./aws-json.ts";
import { EVERYTHING, everything } from "./every-type.fixture.ts";
import { parseJson } from "./parse-json.ts";
import { readDocument } from "./read-document.ts";

const CODEC = new JsonCodec({ timestampFormat: { useTrait: true, default: 7 }, jsonName: false });
const OPERATION = notOffered([9, "test", "Describe", 0, EVERYTHING, EVERYTHING] as never);
const protocol = awsJson({ version: "1.1", targetPrefix: "Test_2026" })({ operations: [OPERATION], errorSchemas: [] });
const head = { method: "POST", path: "/", query: "", headers: { "x-amz-target": "Test_2026.Describe" } };

test("what AWS's own serialiser writes is read back as it was, and the other way round", () => {
  const route = protocol.route(head, new Uint8Array());
  assert(
    property(everything, (value) => {
      const serializer = CODEC.createSerializer();
      serializer.write(EVERYTHING, value);
      const body = Buffer.from(serializer.flush() as string);
      expect(protocol.readInput(route as never, head, body)).toEqual(value);
      const { body: written } = protocol.writeOutput(OPERATION, value, "request-1");
      expect(readDocument(NormalizedSchema.of(EVERYTHING), JSON.parse(written as string))).toEqual(value);
    }),
    { numRuns: 300 },
  );
});

test("the target names the operation", () => {
  expect(protocol.route(head, new Uint8Array())?.operation.name).toBe("Describe");
  for (const target of ["Test_2026.Other", "Other.Describe", "Describe", ""]) {
    expect(protocol.route({ ...head, headers: { "x-amz-target": target } }, new Uint8Array())).toBeNull();
  }
});

test("a fault carries its type in body and header", () => {
  const { status, headers, body } = protocol.writeFault({ status: 400, type: "SomeFault", message: "Why." }, "1");
  expect({ status, headers, body: JSON.parse(body as string) }).toEqual({
    status: 400,
    headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": "SomeFault" },
    body: { __type: "SomeFault", message: "Why." },
  });
});

test.each([
  ['{"Text":1}', "NUMBER_VALUE can not be converted to a String"],
  ['{"Count":"1"}', "STRING_VALUE can not be converted to a Number"],
  ['{"Flag":"true"}', "STRING_VALUE can not be converted to a Boolean"],
  ['{"List":{}}', "Start of structure or map can not be converted to a List"],
  ['{"Map":[]}', "Start of list can not be converted to a Map"],
  ['{"Nested":"x"}', "STRING_VALUE can not be converted to a Structure"],
  ['{"Bytes":"a*=="}', "Unable to parse a blob: it is not valid base64."],
  ['{"When":"yesterday"}', "STRING_VALUE can not be converted to a Timestamp"],
])("%s is refused", (text, message) => {
  const read = () => readDocument(NormalizedSchema.of(EVERYTHING), parseJson(Buffer.from(text)));
  expect(read).toThrow(new AwsFault({ status: 400, type: "SerializationException", message }));
});
