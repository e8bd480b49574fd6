import { FunctionNotFound, functionArn, type Scope } from "@lambent/model";
import type { Prisma } from "../generated/client.ts";

/** Row id of a function, within the transaction that is about to refer to it. @throws FunctionNotFound */
export async function requireFunctionId(
  transaction: Prisma.TransactionClient,
  { accountId, region }: Scope,
  functionName: string,
): Promise<number> {
  const row = await transaction.function.findUnique({
    where: { accountId_region_functionName: { accountId, region, functionName } },
    select: { id: true },
  });
  if (row === null) throw new FunctionNotFound(functionArn({ accountId, region }, functionName));
  return row.id;
}
