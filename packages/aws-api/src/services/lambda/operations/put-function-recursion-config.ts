import {
  PutFunctionRecursionConfig$,
  type PutFunctionRecursionConfigRequest,
  type PutFunctionRecursionConfigResponse,
  type RecursiveLoop,
} from "@aws-sdk/client-lambda";
import { type Ports, putFunctionRecursionConfig } from "@lambent/lambda";
import { RecursiveLoopSchema } from "@lambent/model";
import { operation } from "../../../operation.ts";
import { functionResource, referenceConstraints, requireUnqualified } from "../function-reference.ts";
import { constraintsOf } from "../member-constraints.ts";

export default operation<Ports, PutFunctionRecursionConfigRequest, PutFunctionRecursionConfigResponse>({
  schema: PutFunctionRecursionConfig$,
  action: "lambda:PutFunctionRecursionConfig",
  resource: functionResource,
  validate: (input) => [...referenceConstraints(input), ...constraintsOf(RecursiveLoopSchema, input.RecursiveLoop)],
  run: async (ports, input, { scope }) => {
    const { recursiveLoop } = await putFunctionRecursionConfig(ports, {
      functionName: requireUnqualified(input, scope).functionName,
      recursiveLoop: input.RecursiveLoop as RecursiveLoop,
    });
    return { RecursiveLoop: recursiveLoop };
  },
});
