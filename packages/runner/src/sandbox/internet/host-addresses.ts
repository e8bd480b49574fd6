import { readFileSync } from "node:fs";
import { isIPv4 } from "node:net";

/**
 * IPv4 addresses and prefixes that lead to this host itself, or to all hosts of a network it is in: as its kernel routes
 * them, so those of interfaces without a carrier, too, which `os.networkInterfaces` leaves out.
 * @param table what /proc/net/fib_trie says.
 */
export function readHostAddresses(table = readFileSync("/proc/net/fib_trie", "latin1")): string[] {
  const found = new Set<string>();
  let address = "";
  for (const line of table.split("\n")) {
    const leaf = /\|-- (\S+)/.exec(line)?.[1];
    if (leaf !== undefined) address = leaf;
    const [, length, type] = /\/(\d+) \S+ (LOCAL|BROADCAST)/.exec(line) ?? [];
    if (type !== undefined && isIPv4(address)) found.add(Number(length) === 32 ? address : `${address}/${length}`);
  }
  return [...found].toSorted();
}
