import type { Server } from "node:http";
import type { AccessKeyLookup } from "@lambent/access";
import { createAwsEndpoint, lambdaService, stsService } from "@lambent/aws-api";
import type { ScopedPorts } from "@lambent/lambda";
import { reportInternalError } from "../errors/report-internal-error.ts";

export interface AwsServerOptions {
  ports: ScopedPorts;
  accessKeys: AccessKeyLookup;
  /** The address that it will listen on. */
  host: string;
}

/** AWS's face of the server, not listening yet: the services that are offered, each with the rooms it works on. */
export function createAwsServer({ ports, accessKeys, host }: AwsServerOptions): Server {
  return createAwsEndpoint({
    services: [
      { service: lambdaService, portsOf: (scope) => ports.of(scope) },
      { service: stsService, portsOf: () => undefined },
    ],
    functionUrls: { known: ports.knownFunctionUrls, portsOf: (scope) => ports.of(scope) },
    accessKeys,
    host,
    onInternalError: reportInternalError,
  });
}
