/** Something that code in a sandbox must not achieve. */
export interface Attempt {
  name: string;
  /** Body of a function, with `target` and the language's modules at hand; truthy when it got what it wanted. */
  script: string;
  /** Why it isn't tried on the host; otherwise it has to succeed there, or it proves nothing. */
  onlyInside?: string;
  /** What Internet access is for: it has to fail without alone. */
  allowedByInternetAccess?: true;
}

export type Tried = Omit<Attempt, "script">;

/** What the host has lying around for the attempts to reach. */
export interface AttemptTarget {
  /** A file of the host. */
  file: string;
  /** What it says, and what a variable of the server's environment says. */
  secret: string;
  /** A process of the host. */
  processId: number;
  /** A server on 127.0.0.1. */
  port: number;
  abstractSocket: string;
  socketFile: string;
  hostname: string;
  /** The data directory that sandboxes are made in. */
  driverDirectory: string;
  /** Another sandbox, running at the same time. */
  neighbour: { secret: string; codeDirectory: string; port: number; processIds: readonly number[] };
}

export const NOT_OURS = "it would change the host";
export const HOST_MAY = "on the host it may";
export const NO_SUCH_THING = "the host has no such thing";
export const DEPENDS_ON_HOST = "not every host has it or allows it";
