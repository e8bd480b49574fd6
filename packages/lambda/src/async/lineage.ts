import { hash } from "node:crypto";

/**
 * Times that a function may run in one chain of invocations; the next one is taken for a loop.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
 */
export const RECURSION_LIMIT = 16;
/** A chain through more functions forgets the first ones; whoever sends the text may have made it up. */
const ENTRIES_MAX = 32;
const ENTRY = /^(?<resource>[0-9a-f]{8}):(?<count>\d{1,5})$/;

export interface Lineage {
  /** As `Lineage` in AWS's `X-Amzn-Trace-Id`: `a87bd80c:1|68fd508a:5`. */
  text: string;
  /** Times that the function that was added last has run in this chain, this time included. */
  count: number;
}

/** Adds a run of a function to the chain that has led to it; what can't be read of the chain is left out. */
export function extendLineage(lineage: string | undefined, unqualifiedFunctionArn: string): Lineage {
  const resource = resourceOf(unqualifiedFunctionArn);
  if (lineage === undefined) return { text: `${resource}:1`, count: 1 };
  const entries = lineage.slice(0, 1_024).split("|").flatMap(entryOf);
  const counts = new Map(entries.slice(-ENTRIES_MAX));
  const count = (counts.get(resource) ?? 0) + 1;
  counts.delete(resource);
  counts.set(resource, count);
  return { text: [...counts].map(([name, times]) => `${name}:${times}`).join("|"), count };
}

/** How many functions' names in chains are remembered: each is asked for with every invocation. */
const KNOWN_RESOURCES_MAX = 10_000;
const resources = new Map<string, string>();

function resourceOf(functionArn: string): string {
  let resource = resources.get(functionArn);
  if (resource === undefined) {
    resource = hash("sha256", functionArn, "hex").slice(0, 8);
    if (resources.size >= KNOWN_RESOURCES_MAX) resources.clear();
    resources.set(functionArn, resource);
  }
  return resource;
}

function entryOf(text: string): [string, number][] {
  const groups = ENTRY.exec(text)?.groups;
  return groups === undefined ? [] : [[groups.resource as string, Number(groups.count)]];
}

/** The chain in a caller's `X-Amzn-Trace-Id`; it is the caller's word, as on AWS. */
export function lineageOf(traceId: string | undefined): string | undefined {
  return /(?:^|;)Lineage=([^;]+)/.exec(traceId ?? "")?.[1];
}
