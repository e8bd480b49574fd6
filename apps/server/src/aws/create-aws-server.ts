import type { Server } from "node:http";
import type { AccessKeyLookup } from "@lambent/access";
import { createAwsEndpoint, iamService, lambdaService, type SandboxConnections, stsService } from "@lambent/aws-api";
import type { IamPorts } from "@lambent/iam";
import type { ScopedPorts } from "@lambent/lambda";
import type { Scope } from "@lambent/model";
import { reportInternalError } from "../errors/report-internal-error.ts";
import { accessKeysOf } from "./access-keys-of.ts";

export interface AwsServerOptions {
  ports: ScopedPorts;
  iam: IamPorts;
  /** The server's own keys. Those of sessions are known besides. */
  accessKeys: AccessKeyLookup;
  /** The address that it will listen on. */
  host: string;
  /** Of functions that call from inside their sandbox. */
  sandboxConnections: SandboxConnections;
}

/** AWS's face of the server, not listening yet: the services that are offered, each with the rooms it works on. */
export function createAwsServer({ ports, iam, accessKeys, host, sandboxConnections }: AwsServerOptions): Server {
  const iamOf = (scope: Scope): IamPorts => ({ ...iam, scope });
  return createAwsEndpoint({
    services: [
      { service: lambdaService, portsOf: (scope) => ports.of(scope) },
      { service: iamService, portsOf: iamOf },
      { service: stsService, portsOf: iamOf },
    ],
    functionUrls: { known: ports.knownFunctionUrls, portsOf: (scope) => ports.of(scope) },
    accessKeys: accessKeysOf(accessKeys, iam),
    host,
    sandboxConnections,
    onInternalError: reportInternalError,
  });
}
