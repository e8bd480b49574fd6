import type { RequestContext } from "@lambent/access";
import type { DomainErrorCode, IamAction, PolicyDocument, Scope } from "@lambent/model";
import type { TypeRegistry } from "@smithy/core/schema";
import type { Answer } from "./http-message.ts";
import type { Call, Operation } from "./operation.ts";
import type { ProtocolOf } from "./protocol/server-protocol.ts";

/** AWS's face of a domain error. */
export interface ErrorFace {
  status: number;
  /** AWS's exception name. */
  type: string;
}

/** Something that is fetched by a URL that an operation gave out: no operation of AWS's API. */
export interface Download<Ports> {
  /** First segment of the path. */
  prefix: string;
  action: IamAction;
  /** @param segments what follows the prefix, decoded. */
  resource: (segments: readonly string[], scope: Scope) => string;
  run: (ports: Ports, segments: readonly string[], call: Call) => Promise<Answer>;
}

/** A service as a value: what it is called, how it speaks, and each of its operations. */
export interface AwsService<Ports> {
  /** As people say it, for instance `Lambda`. */
  name: string;
  /** Of the credential scope, and the first label of its host names. */
  signingName: string;
  protocol: ProtocolOf;
  operations: readonly Operation<Ports>[];
  /** The client's own, where its exceptions' schemas are found by name. */
  errorSchemas: readonly TypeRegistry[];
  /** A code that is missing here is none that the service's operations can meet. */
  errors: Readonly<Partial<Record<DomainErrorCode, ErrorFace>>>;
  downloads?: readonly Download<Ports>[];
  /**
   * What a resource lets others do; undefined when it has no policy or isn't there. Such policies only allow: they are
   * asked when the caller's own don't suffice.
   */
  resourcePolicyOf?: (ports: Ports, arn: string) => Promise<PolicyDocument | undefined>;
  /** Condition keys of a resource's tags, looked up when a policy asks for them; none when it has no tags or isn't there. */
  resourceTagKeysOf?: (ports: Ports, arn: string) => Promise<RequestContext>;
}

/** A service with the rooms that its operations work on. */
export interface ServedService<Ports> {
  service: AwsService<Ports>;
  portsOf: (scope: Scope) => Ports | Promise<Ports>;
}
