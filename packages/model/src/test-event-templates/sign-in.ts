import type { PostConfirmationTriggerEvent, PreSignUpTriggerEvent } from "aws-lambda";
import type { TestEventTemplate } from "./test-event-template.ts";

const USER = {
  version: "1",
  region: "us-east-1",
  userPoolId: "us-east-1_EXAMPLE",
  userName: "ada",
  callerContext: { awsSdkVersion: "aws-sdk-js-3.700.0", clientId: "1example23456789" },
} as const;

export const SIGN_IN_TEMPLATES: readonly TestEventTemplate[] = [
  {
    id: "cognito-pre-sign-up",
    title: "Cognito user pool: before sign-up",
    group: "Sign-in",
    event: {
      ...USER,
      triggerSource: "PreSignUp_SignUp",
      request: { userAttributes: { email: "ada@example.com", name: "Ada" }, validationData: {} },
      response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
    } satisfies PreSignUpTriggerEvent,
  },
  {
    id: "cognito-post-confirmation",
    title: "Cognito user pool: after confirmation",
    group: "Sign-in",
    event: {
      ...USER,
      triggerSource: "PostConfirmation_ConfirmSignUp",
      request: {
        userAttributes: {
          sub: "7b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9",
          "cognito:user_status": "CONFIRMED",
          email_verified: "true",
          email: "ada@example.com",
          name: "Ada",
        },
      },
      response: {},
    } satisfies PostConfirmationTriggerEvent,
  },
];
