import { InternetAccessUnavailable, type NetworkAccess } from "@lambent/model";
import type { Ports } from "./ports.ts";

/**
 * Says that this host can't let functions reach the internet before one depends on it, never after.
 * @throws InternetAccessUnavailable
 */
export function requireNetworkAccess({ runner }: Pick<Ports, "runner">, networkAccess: NetworkAccess): void {
  if (networkAccess === "none") return;
  const { internetAccess } = runner.status();
  if (!internetAccess.available) throw new InternetAccessUnavailable(internetAccess.reason, internetAccess.remedy);
}
