import { SandboxUnavailable } from "../sandbox-unavailable.ts";

/** Of a runtime whose sandboxes have a network that nothing from outside leads to. */
export async function refuseInternet(runtime: string): Promise<never> {
  throw new SandboxUnavailable(
    `Sandboxes of ${runtime} have a network of their own kernel, to which no Internet access is led.`,
    "Let bwrap, runc or crun make the sandboxes.",
  );
}
