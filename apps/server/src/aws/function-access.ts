import type { Server } from "node:http";
import { SandboxConnections } from "@lambent/aws-api";
import { executionRoleSession, type IamPorts } from "@lambent/iam";
import { InvalidParameterValue } from "@lambent/model";
import type { Endpoint, EnvironmentGrant, EnvironmentSpec } from "@lambent/runner";

/** The AWS endpoint's port inside sandboxes, whatever it is outside. */
const AWS_PORT_INSIDE = 4566;
const MS_PER_HOUR = 3_600_000;
/** An environment with less than that left of its credentials takes no more events: an invocation takes 15 minutes at most. */
const CREDENTIALS_LEFT_MS = MS_PER_HOUR;
/** After that an environment whose role couldn't be assumed makes room for one that may have better luck. */
const WITHOUT_ROLE_MS = 60_000;
const DEFAULTS = { AWS_ENDPOINT_URL: `http://127.0.0.1:${AWS_PORT_INSIDE}` };

/** What it leads to: there once the rooms are open, before any function runs. */
interface Opened {
  server: Server;
  iam: IamPorts;
}

/** How code inside a sandbox reaches the AWS endpoint, and as whom: docs/adr/0020. */
export class FunctionAccess {
  readonly connections = new SandboxConnections();
  #opened: Opened | undefined;

  open(opened: Opened): void {
    this.#opened = opened;
  }

  readonly endpoint: Endpoint = {
    port: AWS_PORT_INSIDE,
    onConnection: (socket, { environmentId }) => {
      if (this.#opened) this.connections.serve(this.#opened.server, socket, environmentId);
      else socket.destroy();
    },
  };

  /** Credentials of its role, for an environment alone. @throws for faults of the store */
  readonly grantFor = async (spec: EnvironmentSpec): Promise<EnvironmentGrant> => {
    const { accountId, region, roleArn, functionName } = spec;
    const { iam } = this.#opened!;
    try {
      const scope = { accountId, region };
      const { credentials } = await executionRoleSession({ ...iam, scope }, { roleArn, functionName });
      return {
        defaults: DEFAULTS,
        variables: {
          AWS_ACCESS_KEY_ID: credentials.accessKeyId,
          AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
          AWS_SESSION_TOKEN: credentials.sessionToken,
        },
        usableUntilMs: Date.parse(credentials.expiration) - CREDENTIALS_LEFT_MS,
      };
    } catch (error) {
      if (!(error instanceof InvalidParameterValue)) throw error;
      return {
        defaults: DEFAULTS,
        variables: {},
        usableUntilMs: iam.clock.now().getTime() + WITHOUT_ROLE_MS,
        warning: `There are no credentials for AWS: the role ${roleArn} is gone or doesn't trust Lambda any more.`,
      };
    }
  };
}
