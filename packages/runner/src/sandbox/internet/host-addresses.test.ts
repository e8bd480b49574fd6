import { networkInterfaces } from "node:os";
import { expect, test } from "vitest";
import { readHostAddresses } from "./host-addresses.ts";

test("addresses, prefixes and broadcasts that lead to the host are read from the kernel's table, other routes aren't", () => {
  const table = `Main:
  +-- 0.0.0.0/0 3 0 5
     |-- 0.0.0.0
        /0 universe UNICAST
     +-- 203.0.113.0/24 2 0 2
        |-- 203.0.113.0
           /24 link UNICAST
        |-- 203.0.113.1
           /32 host LOCAL
        |-- 203.0.113.255
           /32 link BROADCAST
Local:
  +-- 0.0.0.0/0 3 0 5
     +-- 127.0.0.0/8 2 0 2
        +-- 127.0.0.0/31 1 0 0
           |-- 127.0.0.0
              /8 host LOCAL
           |-- 127.0.0.1
              /32 host LOCAL
     |-- 198.51.100.0
        /24 host LOCAL
        /32 link BROADCAST
     |-- 192.0.2.0
        /24 universe UNREACHABLE
`;
  expect(readHostAddresses(table)).toEqual([
    "127.0.0.0/8",
    "127.0.0.1",
    "198.51.100.0",
    "198.51.100.0/24",
    "203.0.113.1",
    "203.0.113.255",
  ]);
});

test("every address of this machine's interfaces is among them", () => {
  const own = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family }) => family === "IPv4")
    .map(({ address }) => address);
  expect(readHostAddresses()).toEqual(expect.arrayContaining(own));
});
