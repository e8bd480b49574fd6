import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";

interface Wish {
  functionName: string;
  invocationType?: "Event" | "RequestResponse";
  payload?: unknown;
}

/** The client of any tutorial: where it finds Lambda and who it is, the environment says. */
const lambda = new LambdaClient({ maxAttempts: 1 });

export const handler = async ({ functionName, invocationType, payload = null }: Wish) => {
  try {
    const answer = await lambda.send(
      new InvokeCommand({
        FunctionName: functionName,
        InvocationType: invocationType,
        Payload: JSON.stringify(payload),
      }),
    );
    return { status: answer.StatusCode, payload: answer.Payload?.transformToString() };
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return { status: $metadata?.httpStatusCode, name, message };
  }
};
