import { describeSystem, type SystemDescription } from "@lambent/lambda";
import { NoInput } from "../inputs.ts";
import { operation } from "../operation.ts";
import { everything } from "../resources.ts";

export interface SystemInfo extends SystemDescription {
  version: string;
  dataDirectory: string;
}

export const info = operation({
  action: "lambda:GetAccountSettings",
  input: NoInput,
  resource: everything,
}).query(async ({ ctx }): Promise<SystemInfo> => ({ ...ctx.server, ...(await describeSystem(ctx.ports)) }));
