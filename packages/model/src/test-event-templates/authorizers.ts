import type { APIGatewayRequestAuthorizerEventV2, APIGatewayTokenAuthorizerEvent } from "aws-lambda";
import type { TestEventTemplate } from "./test-event-template.ts";

export const AUTHORIZER_TEMPLATES: readonly TestEventTemplate[] = [
  {
    id: "apigateway-authorizer",
    title: "API Gateway token authorizer",
    group: "HTTP",
    event: {
      type: "TOKEN",
      authorizationToken: "Bearer allow",
      methodArn: "arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/prod/GET/orders",
    } satisfies APIGatewayTokenAuthorizerEvent,
  },
  {
    id: "apigateway-request-authorizer",
    title: "API Gateway HTTP API request authorizer",
    group: "HTTP",
    event: {
      version: "2.0",
      type: "REQUEST",
      routeArn: "arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/$default/GET/orders",
      identitySource: ["Bearer allow"],
      routeKey: "GET /orders",
      rawPath: "/orders",
      rawQueryString: "",
      cookies: [],
      headers: {
        authorization: "Bearer allow",
        host: "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com",
        "x-forwarded-for": "203.0.113.7",
      },
      requestContext: {
        accountId: "123456789012",
        apiId: "a1b2c3d4e5",
        domainName: "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com",
        domainPrefix: "a1b2c3d4e5",
        http: {
          method: "GET",
          path: "/orders",
          protocol: "HTTP/1.1",
          sourceIp: "203.0.113.7",
          userAgent: "curl/8.5.0",
        },
        requestId: "Xk3dPhsUIAMEMZQ=",
        routeKey: "GET /orders",
        stage: "$default",
        time: "15/Jan/2026:10:00:00 +0000",
        timeEpoch: 1768471200000,
      },
    } satisfies APIGatewayRequestAuthorizerEventV2,
  },
];
