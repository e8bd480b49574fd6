import type { TypeRegistry } from "@smithy/core/schema";
import type { FaultDetails } from "../aws-fault.ts";
import type { Answer, RequestHead } from "../http-message.ts";
import type { Operation } from "../operation.ts";
import type { SignatureProblemKind } from "../signature/signature-problem.ts";

/** The operation that a request names, and what its address says. */
export interface Route<Ports> {
  operation: Operation<Ports>;
  /** Decoded labels of the path by member name. */
  labels: Readonly<Record<string, string>>;
  /** What of the body was read to find the operation. */
  fields?: readonly (readonly [name: string, value: string])[];
}

/** A wire protocol the server's way round: requests are read and answers written. */
export interface ServerProtocol<Ports> {
  /** False when the body has to be there first. */
  readonly routesByHead: boolean;
  /** Largest body of an operation that sets no limit of its own. */
  readonly bodyLimitBytes: number;
  /** @returns null when the request names no operation of the service. */
  route(head: RequestHead, body: Uint8Array): Route<Ports> | null;
  /** What is said when it doesn't. */
  unknownOperation(head: RequestHead): FaultDetails;
  /** @throws AwsFault when the request can't be read as the operation's schema says. */
  readInput(route: Route<Ports>, head: RequestHead, body: Uint8Array): Record<string, unknown>;
  writeOutput(operation: Operation<Ports>, output: Record<string, unknown>, requestId: string): Answer;
  writeFault(fault: FaultDetails, requestId: string): Answer;
  signatureProblemName(kind: SignatureProblemKind): string;
}

/** What a protocol works on. */
export interface ProtocolSubject<Ports> {
  operations: readonly Operation<Ports>[];
  errorSchemas: readonly TypeRegistry[];
}

/** Makes a protocol for a service; its own settings are in it already. */
export type ProtocolOf = <Ports>(subject: ProtocolSubject<Ports>) => ServerProtocol<Ports>;
