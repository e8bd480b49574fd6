import type { CloudFormationCustomResourceEvent, EventBridgeEvent } from "aws-lambda";
import type { TestEventTemplate } from "./test-event-template.ts";

export const SCHEDULE_AND_EVENT_TEMPLATES: readonly TestEventTemplate[] = [
  {
    id: "cloudwatch-scheduled-event",
    title: "EventBridge schedule",
    group: "Schedules and events",
    event: {
      version: "0",
      id: "cdc73f9d-aea9-11e3-9d5a-835b769c0d9c",
      "detail-type": "Scheduled Event",
      source: "aws.events",
      account: "123456789012",
      time: "2026-01-15T10:00:00Z",
      region: "us-east-1",
      resources: ["arn:aws:events:us-east-1:123456789012:rule/every-five-minutes"],
      detail: {},
    } satisfies EventBridgeEvent<"Scheduled Event", object>,
  },
  {
    id: "eventbridge-custom-event",
    title: "EventBridge event of your own application",
    group: "Schedules and events",
    event: {
      version: "0",
      id: "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
      "detail-type": "Order Paid",
      source: "com.example.shop",
      account: "123456789012",
      time: "2026-01-15T10:00:00Z",
      region: "us-east-1",
      resources: [],
      detail: { orderId: "1042", total: 19.99, currency: "EUR" },
    } satisfies EventBridgeEvent<"Order Paid", object>,
  },
  {
    id: "cloudformation-create-request",
    title: "CloudFormation custom resource: create",
    group: "Schedules and events",
    event: {
      RequestType: "Create",
      ServiceToken: "arn:aws:lambda:us-east-1:123456789012:function:my-custom-resource",
      ResponseURL: "https://example.com/cloudformation-response",
      StackId: "arn:aws:cloudformation:us-east-1:123456789012:stack/shop/51af3dc0-da77-11e4-872e-1234567db123",
      RequestId: "5f4e3d2c-1b0a-4987-8654-3210fedcba98",
      LogicalResourceId: "SeedData",
      ResourceType: "Custom::SeedData",
      ResourceProperties: {
        ServiceToken: "arn:aws:lambda:us-east-1:123456789012:function:my-custom-resource",
        TableName: "Orders",
      },
    } satisfies CloudFormationCustomResourceEvent,
  },
];
