export { type AccessKey, type AccessKeyFound, type AccessKeyLookup, localAccessKeys } from "./access-keys.ts";
export { authorise, explainAccess, type RequestFacts } from "./authorise.ts";
export { ANONYMOUS_CALLER, type Caller, type CallerSession, LOCAL_ADMINISTRATOR, serviceCaller } from "./caller.ts";
export type { Decision } from "./decide.ts";
export { explainAccessAtOnce, explainAccessOnDemand, requestTagKeys, resourceTagKeys } from "./explain-on-demand.ts";
export { type PolicyKind, parsePolicy } from "./parse-policy.ts";
export type { RequestContext } from "./request-context.ts";
export { explainTrust, type TrustedRole, trustsService } from "./trust.ts";
