import { functionSettled, updateFunctionConfiguration } from "@lambent/lambda";
import {
  ArchitectureSchema,
  DescriptionSchema,
  EnvironmentVariablesSchema,
  EphemeralStorageMbSchema,
  FunctionNameSchema,
  HandlerSchema,
  MemoryMbSchema,
  NetworkAccessSchema,
  RuntimeSchema,
  TimeoutSecondsSchema,
} from "@lambent/model";
import { z } from "zod";
import { RevisionId } from "../inputs.ts";
import { operation } from "../operation.ts";
import { theFunction } from "../resources.ts";

export const updateConfiguration = operation({
  action: "lambda:UpdateFunctionConfiguration",
  input: z.object({
    functionName: FunctionNameSchema,
    revisionId: RevisionId.optional(),
    description: DescriptionSchema.optional(),
    memoryMb: MemoryMbSchema.optional(),
    timeoutSeconds: TimeoutSecondsSchema.optional(),
    ephemeralStorageMb: EphemeralStorageMbSchema.optional(),
    environmentVariables: EnvironmentVariablesSchema.optional(),
    handler: HandlerSchema.optional(),
    runtime: RuntimeSchema.optional(),
    architecture: ArchitectureSchema.optional(),
    networkAccess: NetworkAccessSchema.optional(),
  }),
  resource: theFunction,
}).mutation(async ({ ctx, input }) => ({
  configuration: await functionSettled(ctx.ports, await updateFunctionConfiguration(ctx.ports, input)),
}));
