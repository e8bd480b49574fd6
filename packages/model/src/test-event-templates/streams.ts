import type { DynamoDBStreamEvent, KinesisStreamEvent } from "aws-lambda";
import type { TestEventTemplate } from "./test-event-template.ts";

const KINESIS = {
  eventSource: "aws:kinesis",
  eventVersion: "1.0",
  eventName: "aws:kinesis:record",
  invokeIdentityArn: "arn:aws:iam::123456789012:role/service-role/readings-role-a1b2c3d4",
  awsRegion: "us-east-1",
  eventSourceARN: "arn:aws:kinesis:us-east-1:123456789012:stream/readings",
} as const;

const DYNAMODB = {
  eventVersion: "1.1",
  eventSource: "aws:dynamodb",
  awsRegion: "us-east-1",
  eventSourceARN: "arn:aws:dynamodb:us-east-1:123456789012:table/Orders/stream/2026-01-15T09:00:00.000",
} as const;

export const STREAM_TEMPLATES: readonly TestEventTemplate[] = [
  {
    id: "kinesis-get-records",
    title: "Kinesis Data Stream",
    group: "Streams",
    event: {
      Records: [
        {
          kinesis: {
            kinesisSchemaVersion: "1.0",
            partitionKey: "kitchen",
            sequenceNumber: "49590338271490256608559692538361571095921575989136588898",
            data: "eyJzZW5zb3IiOiJraXRjaGVuIiwiY2Vsc2l1cyI6MjEuNH0=",
            approximateArrivalTimestamp: 1768471200.987,
          },
          eventID: "shardId-000000000006:49590338271490256608559692538361571095921575989136588898",
          ...KINESIS,
        },
        {
          kinesis: {
            kinesisSchemaVersion: "1.0",
            partitionKey: "garage",
            sequenceNumber: "49590338271490256608559692540925702759324208523137515618",
            data: "eyJzZW5zb3IiOiJnYXJhZ2UiLCJjZWxzaXVzIjo5Ljh9",
            approximateArrivalTimestamp: 1768471201.123,
          },
          eventID: "shardId-000000000006:49590338271490256608559692540925702759324208523137515618",
          ...KINESIS,
        },
      ],
    } satisfies KinesisStreamEvent,
  },
  {
    id: "dynamodb-update",
    title: "DynamoDB stream: insert, modify, remove",
    group: "Streams",
    event: {
      Records: [
        {
          eventID: "1f0c8a7be5d94c2f8b3a6d7e9c0f1a2b",
          eventName: "INSERT",
          dynamodb: {
            ApproximateCreationDateTime: 1768471200,
            Keys: { orderId: { S: "1042" } },
            NewImage: { orderId: { S: "1042" }, status: { S: "new" }, total: { N: "19.99" } },
            SequenceNumber: "111000000000000000001",
            SizeBytes: 48,
            StreamViewType: "NEW_AND_OLD_IMAGES",
          },
          ...DYNAMODB,
        },
        {
          eventID: "2a1d9b8cf6ea5d30ac4b7e8fad1020bc",
          eventName: "MODIFY",
          dynamodb: {
            ApproximateCreationDateTime: 1768471201,
            Keys: { orderId: { S: "1042" } },
            NewImage: { orderId: { S: "1042" }, status: { S: "paid" }, total: { N: "19.99" } },
            OldImage: { orderId: { S: "1042" }, status: { S: "new" }, total: { N: "19.99" } },
            SequenceNumber: "111000000000000000002",
            SizeBytes: 86,
            StreamViewType: "NEW_AND_OLD_IMAGES",
          },
          ...DYNAMODB,
        },
        {
          eventID: "3b2eac9d07fb6e41bd5c8f90be2131cd",
          eventName: "REMOVE",
          dynamodb: {
            ApproximateCreationDateTime: 1768471202,
            Keys: { orderId: { S: "1042" } },
            OldImage: { orderId: { S: "1042" }, status: { S: "paid" }, total: { N: "19.99" } },
            SequenceNumber: "111000000000000000003",
            SizeBytes: 49,
            StreamViewType: "NEW_AND_OLD_IMAGES",
          },
          ...DYNAMODB,
        },
      ],
    } satisfies DynamoDBStreamEvent,
  },
];
