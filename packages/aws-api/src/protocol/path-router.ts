import { parsePairs, percentDecoded, type RequestHead } from "../http-message.ts";
import type { Operation } from "../operation.ts";
import { httpTrait } from "./http-bindings.ts";
import type { Route } from "./server-protocol.ts";

interface Pattern<Ports> {
  operation: Operation<Ports>;
  /** Text of a literal segment, or the member that a label fills. */
  segments: readonly ({ literal: string } | { label: string })[];
  /** Query parameters that belong to the address, as in `?List=ALL`. */
  query: readonly (readonly [name: string, value: string])[];
}

/** Finds operations by method and path, as their schemas' `http` traits say. */
export function createPathRouter<Ports>(
  operations: readonly Operation<Ports>[],
): (head: RequestHead) => Route<Ports> | null {
  const patterns = new Map<string, Pattern<Ports>[]>();
  for (const operation of operations) {
    const [method, address] = httpTrait(operation.schema[3]);
    const [path = "", query = ""] = address.split("?");
    const segments = path
      .slice(1)
      .split("/")
      .map((text) => (text.startsWith("{") ? { label: text.slice(1, -1) } : { literal: text }));
    const key = `${method} ${segments.length}`;
    patterns.set(key, [...(patterns.get(key) ?? []), { operation, segments, query: parsePairs(query) }]);
  }
  // The more an address says, the earlier it is tried.
  const literals = ({ segments, query }: Pattern<Ports>) =>
    segments.filter((segment) => "literal" in segment).length + query.length;
  for (const list of patterns.values()) list.sort((a, b) => literals(b) - literals(a));

  return (head) => {
    // Some clients keep a slash at the end, as the oldest operations had one.
    const path = head.path.length > 1 && head.path.endsWith("/") ? head.path.slice(0, -1) : head.path;
    const segments = path.slice(1).split("/");
    for (const pattern of patterns.get(`${head.method} ${segments.length}`) ?? []) {
      const labels = match(pattern, segments, head.query);
      if (labels !== null) return { operation: pattern.operation, labels };
    }
    return null;
  };
}

function match<Ports>(
  pattern: Pattern<Ports>,
  segments: readonly string[],
  query: string,
): Record<string, string> | null {
  const labels: Record<string, string> = {};
  for (const [index, wanted] of pattern.segments.entries()) {
    const segment = segments[index] as string;
    if ("literal" in wanted) {
      if (segment !== wanted.literal) return null;
    } else if (segment === "") return null;
    // Decoded after the path was split: an encoded slash is part of its segment.
    else labels[wanted.label] = percentDecoded(segment);
  }
  if (pattern.query.length > 0) {
    const pairs = parsePairs(query);
    const isThere = ([name, value]: readonly [string, string]) =>
      pairs.some((pair) => pair[0] === name && pair[1] === value);
    if (!pattern.query.every(isThere)) return null;
  }
  return labels;
}
