import { JsonCodec } from "@aws-sdk/core/protocols";
import { EventStreamCodec } from "@smithy/core/event-streams";
import type { NormalizedSchema } from "@smithy/core/schema";

const CODEC = new JsonCodec({ timestampFormat: { useTrait: true, default: 7 }, jsonName: true });
const TEXT = new TextEncoder();
const FRAMES = new EventStreamCodec(
  (bytes) => Buffer.from(bytes as Uint8Array).toString("utf8"),
  (text) => TEXT.encode(text),
);

/** Events of a union, one frame each. @see https://smithy.io/2.0/aws/amazon-eventstream.html */
export async function* encodeEvents(
  union: NormalizedSchema,
  events: AsyncIterable<Record<string, unknown>>,
): AsyncGenerator<Uint8Array> {
  const members = union.getMemberSchemas();
  for await (const event of events) {
    const [name = "", value] = Object.entries(event)[0] ?? [];
    const member = members[name];
    if (member === undefined) throw new Error(`${union.getName()} has no event ${name}.`);
    yield encodeEvent(name, member, value as Record<string, unknown>);
  }
}

function encodeEvent(name: string, member: NormalizedSchema, value: Record<string, unknown>): Uint8Array {
  const payload = [...member.structIterator()].find(([, part]) => part.getMergedTraits().eventPayload);
  const raw = payload?.[1].isBlobSchema() === true ? (value[payload[0]] as Uint8Array) : undefined;
  return FRAMES.encode({
    headers: {
      ":event-type": text(name),
      ":content-type": text(raw === undefined ? "application/json" : "application/octet-stream"),
      ":message-type": text("event"),
    },
    body: raw ?? TEXT.encode(json(member, value)),
  });
}

const text = (value: string) => ({ type: "string" as const, value });

function json(schema: NormalizedSchema, value: unknown): string {
  const serializer = CODEC.createSerializer();
  serializer.write(schema, value);
  return serializer.flush() as string;
}
