import type { Caller, RequestContext } from "@lambent/access";
import type { IamAction, Scope } from "@lambent/model";
import type { StaticOperationSchema } from "@smithy/types";

/** What an operation is told of the request beside its input. */
export interface Call {
  /** Account of the resource that the caller was let to, mostly the key's own; Region of the signature. */
  scope: Scope;
  caller: Caller;
  /** Condition keys of the request, for instance `aws:SourceIp`. */
  context: RequestContext;
  /** As the answer's `x-amzn-RequestId`. */
  requestId: string;
  /** By which trace the client follows the request; absent when it doesn't. */
  traceId?: string;
  /** A URL on this endpoint that its owner may GET in the caller's name until it expires. */
  presign(path: string, expiresSeconds: number): string;
}

/** What has to be allowed beside the operation's own action: that a role is handed on, that a layer is read. */
export interface FurtherPermission {
  action: IamAction;
  resource: string;
  context?: RequestContext;
}

/** How an operation is carried out. */
export interface Offer<Ports, Input, Output> {
  /** Null for an operation that needs no permission on AWS either. */
  action: IamAction | null;
  /** The use case judges by itself, as a policy that it reads has a say: a role's trust policy. */
  judgesItself?: true;
  /**
   * An ARN, several, or `*` for actions that no resource limits. Reads the input; what an ARN holds that no input says, a
   * role's path, may be looked up, so that a missing resource and a hidden one are still one.
   */
  resource: (input: Input, scope: Scope, ports: Ports) => string | readonly string[] | Promise<string>;
  /** Condition keys that the input says. */
  context?: (input: Input) => RequestContext;
  /** Condition keys that no input says, looked up when a policy asks for them: what is there of the thing that goes. */
  contextOnDemand?: (ports: Ports, input: Input, scope: Scope) => Promise<RequestContext>;
  /** Asked for after the operation's own. */
  furtherPermissions?: (input: Input, scope: Scope) => readonly FurtherPermission[];
  /** What is wrong with the members' values, one sentence each in AWS's words; checked before anything else is done. */
  validate?: (input: Input) => string[];
  run: (ports: Ports, input: Input, call: Call) => Promise<Output>;
  /** Of the request's body; the protocol's own limit when omitted. */
  bodyLimitBytes?: number;
  /** Content type of an answer that is bytes. */
  payloadType?: string;
}

/** One operation of a service, known to the service whether it is offered or not. */
export interface Operation<Ports> {
  /** AWS's name. */
  name: string;
  schema: StaticOperationSchema;
  /** Without it the operation answers by its name that it isn't offered. */
  // biome-ignore lint/suspicious/noExplicitAny: rows of different shapes stand in one list
  offer?: Offer<Ports, any, any>;
}

/**
 * A row: the operation's schema as the official client exports it, and how it is carried out. The types of input and output
 * are the client's own.
 */
export function operation<Ports, Input, Output>(
  row: Offer<Ports, Input, Output> & { schema: StaticOperationSchema },
): Operation<Ports> {
  const { schema, ...offer } = row;
  return { name: schema[2], schema, offer };
}

/** An operation that the service knows and doesn't carry out. */
export function notOffered(schema: StaticOperationSchema): Operation<unknown> {
  return { name: schema[2], schema };
}
