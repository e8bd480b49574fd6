import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { AwsQueryProtocol, QueryShapeSerializer } from "@aws-sdk/core/protocols";
import { NormalizedSchema, TypeRegistry } from "@smithy/core/schema";
import { assert, property } from "fast-check";
import { expect, test } from "vitest";
import { INSTALLATION_KEY, requestTo, signer, startEndpoint } from "../endpoint.fixture.ts";
import { parsePairs } from "../http-message.ts";
import { notOffered } from "../operation.ts";
import { send } from "../send.fixture.ts";
import { stsService } from "../services/sts/sts-service.ts";
import { awsQuery } from "./aws-query.ts";
import { EVERYTHING, everything } from "./every-type.fixture.ts";
import { readForm } from "./read-form.ts";

const SERIALIZER_SETTINGS = { timestampFormat: { useTrait: true, default: 5 as const }, serializeEmptyLists: true };

test("what AWS's own serialiser writes as a form is read back as it was", () => {
  assert(
    property(everything, (value) => {
      const serializer = new QueryShapeSerializer(SERIALIZER_SETTINGS as never);
      serializer.write(EVERYTHING, value);
      const form = parsePairs(String(serializer.flush()).slice(1), true);
      // An empty map or structure leaves no trace in a form.
      expect(withoutEmpty(readForm(NormalizedSchema.of(EVERYTHING), form))).toEqual(withoutEmpty(value));
    }),
    { numRuns: 300 },
  );
});

test("what is answered is read back by AWS's own client protocol", async () => {
  const operation = notOffered([9, "test", "Describe", 0, "unit", EVERYTHING] as never);
  const protocol = awsQuery({ xmlNamespace: "https://example.com/doc/", version: "1" })({
    operations: [operation],
    errorSchemas: [],
  });
  const client = new AwsQueryProtocol({
    defaultNamespace: "test",
    errorTypeRegistries: [TypeRegistry.for("test")],
    xmlNamespace: "https://example.com/doc/",
    version: "1",
  } as never);
  const output = {
    Text: "<a> & 'b' ä",
    Count: 3,
    Flag: true,
    Bytes: new Uint8Array([1, 2, 255]),
    When: new Date("2026-03-04T05:06:07Z"),
    List: ["x", "y"],
    Map: { a: "1", b: "2" },
    Nested: { Text: "inner", List: ["z"] },
    Structures: [{ Text: "one" }, { Text: "two", List: ["p", "q"] }],
  };
  const { body, headers, status } = protocol.writeOutput(operation, output, "request-1");
  const response = { statusCode: status, headers, body: Buffer.from(body as string) };
  const read = await client.deserializeResponse(
    { namespace: "test", name: "Describe", traits: 0, input: "unit", output: EVERYTHING } as never,
    { utf8Encoder: (bytes: Uint8Array) => Buffer.from(bytes).toString() } as never,
    response as never,
  );
  expect(read).toMatchObject(output);
  expect(body).toContain("<ResponseMetadata><RequestId>request-1</RequestId></ResponseMetadata>");
});

const sts = () => startEndpoint({ services: [{ service: stsService, portsOf: () => undefined }] });

test("AWS's own client asks who it is", async () => {
  const { url } = await sts();
  const client = new STSClient({ endpoint: url, region: "us-east-1", credentials: INSTALLATION_KEY, maxAttempts: 1 });
  expect(await client.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: "000000000000",
    Arn: "arn:aws:iam::000000000000:user/local-administrator",
    UserId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/),
    $metadata: { httpStatusCode: 200 },
  });
  client.destroy();
});

const form = { path: "/", headers: { "content-type": "application/x-www-form-urlencoded" } };

test.each([
  ["Action=GetCallerIdentity&Version=2011-06-15", 200, /<GetCallerIdentityResult>.*<Account>000000000000<\/Account>/s],
  ["Action=AssumeRoot&Version=2011-06-15", 501, /<Code>NotImplementedException<\/Code>.*AssumeRoot is not offered/s],
  ["Action=Invented&Version=2011-06-15", 400, /<Type>Sender<\/Type><Code>InvalidAction<\/Code>/],
  ["Action=GetCallerIdentity&Version=1999-01-01", 400, /<Code>InvalidAction<\/Code>/],
])("the form %s is answered in XML", async (body, status, text) => {
  const endpoint = await sts();
  const answer = await send(await signer({ service: "sts" }).sign(requestTo(endpoint, { ...form, body })));
  expect(answer.status).toBe(status);
  expect(answer.headers["content-type"]).toBe("text/xml");
  expect(answer.text).toMatch(text);
});

test("a wrong signature is told as query services tell it", async () => {
  const endpoint = await sts();
  const body = "Action=GetCallerIdentity&Version=2011-06-15";
  const signed = await signer({ service: "sts", secretAccessKey: "other" }).sign(
    requestTo(endpoint, { ...form, body }),
  );
  const { status, text, headers } = await send(signed);
  expect(status).toBe(403);
  expect(text).toContain("<Code>SignatureDoesNotMatch</Code>");
  expect(text).toContain(`<RequestId>${headers["x-amzn-requestid"]}</RequestId>`);
});

function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (value === null || typeof value !== "object" || value instanceof Date || value instanceof Uint8Array) return value;
  const entries = Object.entries(value)
    .map(([key, child]) => [key, withoutEmpty(child)] as const)
    .filter(([, child]) => !isEmpty(child));
  return Object.fromEntries(entries);
}

function isEmpty(value: unknown): boolean {
  if (value === undefined) return true;
  if (typeof value !== "object" || value === null || value instanceof Date || value instanceof Uint8Array) return false;
  return Object.keys(value).length === 0;
}
