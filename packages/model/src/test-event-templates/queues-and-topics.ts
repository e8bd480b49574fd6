import type { SNSEvent, SQSEvent } from "aws-lambda";
import type { TestEventTemplate } from "./test-event-template.ts";

export const QUEUE_AND_TOPIC_TEMPLATES: readonly TestEventTemplate[] = [
  {
    id: "sqs-receive-message",
    title: "SQS batch of two messages",
    group: "Queues and topics",
    event: {
      Records: [
        {
          messageId: "19dd0b57-b21e-4ac1-bd88-01bbb068cb78",
          receiptHandle: "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
          body: '{"orderId":"1042","status":"paid"}',
          attributes: {
            ApproximateReceiveCount: "1",
            SentTimestamp: "1768471200000",
            SenderId: "AIDAEXAMPLE",
            ApproximateFirstReceiveTimestamp: "1768471200001",
          },
          messageAttributes: {
            source: { stringValue: "web-shop", stringListValues: [], binaryListValues: [], dataType: "String" },
          },
          md5OfBody: "08c0be5da3f370e86967c4914a05d821",
          eventSource: "aws:sqs",
          eventSourceARN: "arn:aws:sqs:us-east-1:123456789012:orders",
          awsRegion: "us-east-1",
        },
        {
          messageId: "2e1424d4-f796-459a-8184-9c92662be6da",
          receiptHandle: "AQEBzWwaftRI0KuVm4tP+/7q1rGgNqicHq",
          body: '{"orderId":"1043","status":"cancelled"}',
          attributes: {
            ApproximateReceiveCount: "1",
            SentTimestamp: "1768471200500",
            SenderId: "AIDAEXAMPLE",
            ApproximateFirstReceiveTimestamp: "1768471200501",
          },
          messageAttributes: {},
          md5OfBody: "70e74186f5526a53b56c7ae75b42138d",
          eventSource: "aws:sqs",
          eventSourceARN: "arn:aws:sqs:us-east-1:123456789012:orders",
          awsRegion: "us-east-1",
        },
      ],
    } satisfies SQSEvent,
  },
  {
    id: "sns-notification",
    title: "SNS notification",
    group: "Queues and topics",
    event: {
      Records: [
        {
          EventSource: "aws:sns",
          EventVersion: "1.0",
          EventSubscriptionArn: "arn:aws:sns:us-east-1:123456789012:orders:21be56ed-a058-49f5-8c98-aedd2564c486",
          Sns: {
            Type: "Notification",
            MessageId: "95df01b4-ee98-5cb9-9903-4c221d41eb5e",
            TopicArn: "arn:aws:sns:us-east-1:123456789012:orders",
            Subject: "Order paid",
            Message: '{"orderId":"1042","status":"paid"}',
            Timestamp: "2026-01-15T10:00:00.000Z",
            SignatureVersion: "1",
            Signature: "EXAMPLE",
            SigningCertUrl: "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0000000000.pem",
            UnsubscribeUrl:
              "https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=arn:aws:sns:us-east-1:123456789012:orders:21be56ed-a058-49f5-8c98-aedd2564c486",
            MessageAttributes: { source: { Type: "String", Value: "web-shop" } },
          },
        },
      ],
    } satisfies SNSEvent,
  },
];
