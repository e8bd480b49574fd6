import type { S3Event, S3EventRecord } from "aws-lambda";
import type { TestEventTemplate } from "./test-event-template.ts";

const BUCKET: S3EventRecord["s3"]["bucket"] = {
  name: "example-bucket",
  ownerIdentity: { principalId: "A3NL1KOZZKEXAMPLE" },
  arn: "arn:aws:s3:::example-bucket",
};

const REQUEST = {
  eventVersion: "2.1",
  eventSource: "aws:s3",
  awsRegion: "us-east-1",
  eventTime: "2026-01-15T10:00:00.000Z",
  userIdentity: { principalId: "AWS:AIDAEXAMPLE" },
  requestParameters: { sourceIPAddress: "203.0.113.7" },
  responseElements: {
    "x-amz-request-id": "C3D13FE58DE4C810",
    "x-amz-id-2": "FMyUVURIY8/IgAtTv8xRjskZQpcIZ9KG4V5Wp6S7S/JRWeUWerMUE5JgHvANOjpD",
  },
} as const;

/** Deletes carry neither size nor eTag, which the published type doesn't know. */
type DeletedObject = Pick<S3EventRecord["s3"]["object"], "key" | "sequencer">;

export const OBJECT_STORAGE_TEMPLATES: readonly TestEventTemplate[] = [
  {
    id: "s3-put",
    title: "S3 object created",
    group: "Object storage",
    event: {
      Records: [
        {
          ...REQUEST,
          eventName: "ObjectCreated:Put",
          s3: {
            s3SchemaVersion: "1.0",
            configurationId: "process-uploads",
            bucket: BUCKET,
            object: {
              // Keys are URL-encoded as in forms: a blank arrives as a plus sign.
              key: "uploads/summer+holiday.jpg",
              size: 1024,
              eTag: "d41d8cd98f00b204e9800998ecf8427e",
              sequencer: "0A1B2C3D4E5F678901",
            },
          },
        },
      ],
    } satisfies S3Event,
  },
  {
    id: "s3-delete",
    title: "S3 object deleted",
    group: "Object storage",
    event: {
      Records: [
        {
          ...REQUEST,
          eventName: "ObjectRemoved:Delete",
          s3: {
            s3SchemaVersion: "1.0",
            configurationId: "process-uploads",
            bucket: BUCKET,
            object: { key: "uploads/summer+holiday.jpg", sequencer: "0A1B2C3D4E5F678902" } satisfies DeletedObject,
          },
        },
      ],
    },
  },
];
