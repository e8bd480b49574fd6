import type {
  AliasConfiguration as AliasConfigurationOutput,
  AliasRoutingConfiguration as RoutingMembers,
} from "@aws-sdk/client-lambda";
import {
  AdditionalVersionWeightsSchema,
  type AliasConfiguration,
  AliasNameSchema,
  type AliasRoutingConfiguration,
  DescriptionSchema,
  FunctionVersionSchema,
} from "@lambent/model";
import { type FunctionMembers, referenceConstraints } from "./function-reference.ts";
import { constraintsOf } from "./member-constraints.ts";

interface AliasMembers extends FunctionMembers {
  Name: string | undefined;
  FunctionVersion?: string | undefined;
  Description?: string | undefined;
  RoutingConfig?: RoutingMembers | undefined;
}

export function aliasConstraints(input: AliasMembers): string[] {
  return [
    ...referenceConstraints(input),
    ...constraintsOf(AliasNameSchema, input.Name),
    ...constraintsOf(FunctionVersionSchema, input.FunctionVersion),
    ...constraintsOf(DescriptionSchema, input.Description),
    ...constraintsOf(AdditionalVersionWeightsSchema, input.RoutingConfig?.AdditionalVersionWeights),
  ];
}

/** An empty structure is as an empty map: no routing. Absent stays absent. */
export function routingOf(routing: RoutingMembers | undefined): AliasRoutingConfiguration | undefined {
  return routing && { additionalVersionWeights: routing.AdditionalVersionWeights ?? {} };
}

export function aliasOutput(alias: AliasConfiguration): AliasConfigurationOutput {
  const { routingConfig } = alias;
  return {
    AliasArn: alias.aliasArn,
    Name: alias.name,
    FunctionVersion: alias.functionVersion,
    Description: alias.description,
    RevisionId: alias.revisionId,
    RoutingConfig: routingConfig && { AdditionalVersionWeights: routingConfig.additionalVersionWeights },
  };
}
