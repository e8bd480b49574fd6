import Alert from "@cloudscape-design/components/alert";
import type { NetworkAccess } from "@lambent/model";
import { useQuery } from "@tanstack/react-query";
import { systemInfoQuery } from "../../app/system-info.ts";

export const INTERNET_ACCESS_TEXTS: Record<NetworkAccess, string> = { none: "Off", internet: "On" };

export const INTERNET_ACCESS_DESCRIPTIONS: Record<NetworkAccess, string> = {
  none: "The function reaches no network. It can still call Lambda, as far as its execution role allows.",
  internet:
    "The function also reaches public addresses of the internet, never other programs of this machine, its local network or link-local addresses.",
};

/** Time between two looks while there is none, in ms: a server that has just started is still trying it out. */
const RETRY_INTERVAL_MS = 3_000;

const internetAccessQuery = {
  ...systemInfoQuery,
  refetchOnMount: "always",
  refetchInterval: ({ state }: { state: { data?: { internetAccess: { available: boolean } } } }) =>
    state.data?.internetAccess.available === false ? RETRY_INTERVAL_MS : false,
} as const;

/** Why functions can't be given internet access on this host; undefined when they can, or when nothing is known yet. */
export function useInternetAccessProblem(): { reason: string; remedy: string } | undefined {
  const internetAccess = useQuery(internetAccessQuery).data?.internetAccess;
  return internetAccess === undefined || internetAccess.available ? undefined : internetAccess;
}

/** Says that this host can't offer internet access, and how it could; nothing when it can. */
export function InternetAccessUnavailable({ networkAccess }: { networkAccess: NetworkAccess }) {
  const problem = useInternetAccessProblem();
  if (problem === undefined) return null;
  const needed = networkAccess === "internet";
  return (
    <Alert
      type={needed ? "warning" : "info"}
      statusIconAriaLabel={needed ? "Warning" : "Info"}
      header="This host can't offer internet access"
    >
      {problem.reason} {problem.remedy}
    </Alert>
  );
}
