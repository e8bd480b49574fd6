import { constraintMessage, InvalidParameterValue, MEMBER, type Scope } from "@lambent/model";
import { type RequestedFunction, requestedFunction } from "./function-reference.ts";

const RESOURCE_PATTERN_TEXT =
  "arn:(aws[a-zA-Z-]*):lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:(function:[a-zA-Z0-9-_]+(:(\\$LATEST|[a-zA-Z0-9-_]+))?|layer:([a-zA-Z0-9-_]+)|code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}|capacity-provider:[a-zA-Z0-9-_]+)";
const RESOURCE_PATTERN = new RegExp(`^(?:${RESOURCE_PATTERN_TEXT})$`);

interface ResourceMember {
  Resource: string | undefined;
}

export function resourceConstraints({ Resource }: ResourceMember): string[] {
  if (Resource === undefined || RESOURCE_PATTERN.test(Resource)) return [];
  return [constraintMessage(Resource, "resource", MEMBER.pattern(RESOURCE_PATTERN_TEXT))];
}

/** Only functions can have tags here. @throws InvalidParameterValue for anything else, and for versions and aliases. */
export function taggedFunction({ Resource = "" }: ResourceMember, scope: Scope): RequestedFunction {
  if (!Resource.includes(":function:")) {
    throw new InvalidParameterValue(`Tags are kept of functions only here, and ${Resource} is none.`);
  }
  const requested = requestedFunction({ FunctionName: Resource }, scope);
  if (requested.qualifier === undefined) return requested;
  throw new InvalidParameterValue(
    "Tags on function aliases and versions are not supported. Please specify a function ARN.",
  );
}
