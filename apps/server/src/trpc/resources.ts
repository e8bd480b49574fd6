import { functionArn, logGroupArn, type Scope } from "@lambent/model";

/** The function that an input names. */
export const theFunction = ({ functionName }: { functionName: string }, scope: Scope): string =>
  functionArn(scope, functionName);

/** The log group of the function that an input names. */
export const theLogGroup = ({ functionName }: { functionName: string }, scope: Scope): string =>
  logGroupArn(scope, functionName);

/** For actions that IAM limits to no resource. */
export const everything = (): string => "*";
