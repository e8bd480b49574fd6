import { authorise, explainAccessAtOnce, explainAccessOnDemand, type RequestContext } from "@lambent/access";
import type { IamAction, Scope } from "@lambent/model";
import { AwsFault } from "../aws-fault.ts";
import type { Call, Offer } from "../operation.ts";
import type { ServedService } from "../service.ts";

/**
 * Whether the caller may do what is asked, and all that it brings along.
 * @returns where it is to be done: in the account of the resource, which is another one's when both sides allow it.
 * @throws AccessDenied
 */
export async function authoriseOperation<Ports, Input>(
  served: ServedService<Ports>,
  offer: Offer<Ports, Input, unknown>,
  input: Input,
  call: Call,
): Promise<Scope> {
  const { action, judgesItself, resource, context, contextOnDemand, furtherPermissions } = offer;
  const { scope } = call;
  if (action === null || judgesItself) return scope;
  const found = served.portsOf(scope);
  const ports = found instanceof Promise ? await found : found;
  const named = resource(input, scope, ports);
  const known = named instanceof Promise ? await named : named;
  const arns = typeof known === "string" ? [known] : known;
  const lookingUp = authoriseResources(served, action, arns, call, {
    ofInput: context?.(input),
    ...(contextOnDemand && { onDemand: () => contextOnDemand(ports, input, scope) }),
  });
  if (lookingUp !== undefined) await lookingUp;
  for (const further of furtherPermissions?.(input, scope) ?? []) {
    if (further.action === "iam:PassRole") requireOwnRole(further.resource, scope);
    await authoriseResources(served, further.action, [further.resource], call, { ofInput: further.context });
  }
  return scopeOfResource(scope, arns[0]);
}

interface ConditionKeys {
  ofInput?: RequestContext | undefined;
  onDemand?: () => Promise<RequestContext>;
}

/**
 * The caller's own policies first. A resource's policy can but allow, so it is read for those alone whom they don't suffice:
 * an ordinary request waits for no database.
 * @returns undefined when nothing has to be looked up.
 * @throws AccessDenied
 */
export function authoriseResources<Ports>(
  served: ServedService<Ports>,
  action: IamAction,
  arns: readonly string[],
  call: Call,
  { ofInput, onDemand }: ConditionKeys = {},
): Promise<void> | undefined {
  const given = { ...call.context, ...ofInput };
  const undecided = arns.filter((arn) => !explainAccessAtOnce(call.caller, action, arn, { context: given })?.allowed);
  return undecided.length === 0 ? undefined : lookUpAndAuthorise(served, action, undecided, call, given, onDemand);
}

async function lookUpAndAuthorise<Ports>(
  { service, portsOf }: ServedService<Ports>,
  action: IamAction,
  arns: readonly string[],
  { caller, scope }: Call,
  given: RequestContext,
  onDemand: ConditionKeys["onDemand"],
): Promise<void> {
  for (const arn of arns) {
    const { decision, context } = await explainAccessOnDemand(caller, action, arn, { context: given }, async () => ({
      ...(await service.resourceTagKeysOf?.(await portsOf(scope), arn)),
      ...(await onDemand?.()),
    }));
    if (decision.allowed) continue;
    const policy = await service.resourcePolicyOf?.(await portsOf(scope), arn);
    authorise(caller, action, arn, { context, ...(policy !== undefined && { resourcePolicy: policy }) });
  }
}

/** Account of a resource, in the Region of the request. */
export function scopeOfResource(scope: Scope, arn: string | undefined): Scope {
  const accountId = arn?.startsWith("arn:") ? arn.split(":")[4] : undefined;
  return accountId !== undefined && /^\d{12}$/.test(accountId) ? { ...scope, accountId } : scope;
}

/** A role is handed on within its account alone, whatever policies say. @throws AwsFault */
function requireOwnRole(roleArn: string, { accountId }: Scope): void {
  if (roleArn.split(":")[4] === accountId) return;
  const message = "Cross-account pass role is not allowed.";
  throw new AwsFault({ status: 403, type: "AccessDeniedException", message });
}
