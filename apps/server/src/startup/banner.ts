import { isOffered, type RuntimeAvailability } from "@lambent/model";
import type { IsolationFact, RunnerStatus } from "@lambent/runner";

export interface BannerFacts {
  url: string;
  awsUrl: string;
  version: string;
  dataDirectory: string;
  status: RunnerStatus;
}

/** What a person reads once the server is ready: where, with what isolation, what can run and how to get the rest. */
export function banner({ url, awsUrl, version, dataDirectory, status }: BannerFacts): string {
  return [
    "",
    `Lambent ${version} is ready`,
    "",
    row("Console", url),
    row("AWS API", `${awsUrl} (for a shell: npx -y pnpm@12 -s aws-env)`),
    row("Data", dataDirectory),
    row("Sandbox", sandbox(status)),
    ...status.isolation.filter(({ enforced }) => !enforced).map((fact) => row("", lacking(fact))),
    ...runtimes(status.runtimes),
    "",
    "  Stop with Ctrl+C.",
    "",
  ].join("\n");
}

const row = (name: string, text: string) => `  ${name.padEnd(10)}${text}`;

function sandbox({ driver, unsafe, isolation }: RunnerStatus): string {
  if (unsafe) return `NONE (${driver}): functions run as your own user and can read and change everything you can`;
  const kept = isolation.filter(({ enforced }) => enforced).map(({ what }) => what);
  return `${driver}: isolates ${kept.join(", ")}`;
}

const lacking = ({ what, by }: IsolationFact) => `not enforced: ${what} (${by})`;

function runtimes(all: readonly RuntimeAvailability[]): string[] {
  const available = all.filter((runtime) => runtime.available);
  const missing = all.filter(({ available, runtime }) => !available && isOffered(all, runtime));
  const noted = available.filter(({ note }) => note !== undefined);
  return [
    row("Runtimes", available.map(named).join(", ") || "none"),
    ...grouped(noted, ({ note }) => note!).map(([note, which]) => row("", `${which.map(named).join(", ")}: ${note}`)),
    ...grouped(missing, why).map(([reason, which]) => row("", `not here: ${which.map(named).join(", ")}. ${reason}`)),
  ];
}

const why = ({ reason, remedy }: RuntimeAvailability) =>
  [reason, remedy].filter((text) => text !== undefined).join(" ");

/** One text often holds for several runtimes: it is told once, with the names before it. */
function grouped(
  all: readonly RuntimeAvailability[],
  textOf: (runtime: RuntimeAvailability) => string,
): [text: string, which: RuntimeAvailability[]][] {
  const groups = new Map<string, RuntimeAvailability[]>();
  for (const runtime of all) groups.set(textOf(runtime), [...(groups.get(textOf(runtime)) ?? []), runtime]);
  return [...groups];
}

function named({ runtime, architecture, version }: RuntimeAvailability): string {
  const name = architecture === "x86_64" ? runtime : `${runtime} on ${architecture}`;
  return version === undefined ? name : `${name} (${version})`;
}
