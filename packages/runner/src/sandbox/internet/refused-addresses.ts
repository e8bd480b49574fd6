/** Where slirp4netns puts itself inside: its default network, of which a sandbox may reach the name server alone. */
export const DNS_ADDRESS = "10.0.2.3";
const GATEWAY_ADDRESS = "10.0.2.2";

/**
 * What no function may reach, wherever it is asked for: everything that isn't a public address.
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 */
export const REFUSED_RANGES = [
  "0.0.0.0/8", // this network; the kernel takes 0.0.0.0 for the host itself
  "10.0.0.0/8", // private
  "100.64.0.0/10", // shared by a carrier's customers; some clouds keep their metadata there
  "127.0.0.0/8", // loopback
  "169.254.0.0/16", // link-local, cloud metadata
  "172.16.0.0/12", // private
  "192.0.0.0/24", // protocol assignments; Oracle's metadata
  "192.168.0.0/16", // private
  "198.18.0.0/15", // benchmarks of network devices
  "224.0.0.0/4", // multicast
  "240.0.0.0/4", // reserved, and the broadcast address
] as const;

/**
 * nftables rules for the network namespace of one sandbox, from which every packet that isn't allowed by name is kept:
 * of any IP version, protocol and route, whatever interface a socket was bound to.
 * @param hostAddresses addresses and prefixes that lead to this host itself.
 */
export function filterRules(hostAddresses: readonly string[]): string {
  const refused = REFUSED_RANGES.join(", ");
  return `table inet lambent {
  set host { type ipv4_addr; flags interval; auto-merge
    ${hostAddresses.length > 0 ? `elements = { ${hostAddresses.join(", ")} }` : ""}
  }
  chain output {
    type filter hook output priority 0; policy drop
    oifname "lo" accept
    ip hdrlength != 5 drop
    ip daddr ${DNS_ADDRESS} meta l4proto { tcp, udp } th dport 53 accept
    ip daddr { ${refused} } reject with icmp type admin-prohibited
    ip daddr @host reject with icmp type admin-prohibited
    meta nfproto ipv4 meta l4proto { tcp, udp } accept
    reject with icmpx type admin-prohibited
  }
  chain input {
    type filter hook input priority 0; policy drop
    iifname "lo" accept
    ip saddr ${DNS_ADDRESS} meta l4proto { tcp, udp } th sport 53 accept
    ip saddr ${GATEWAY_ADDRESS} icmp type destination-unreachable accept
    ip saddr { ${refused} } drop
    ip saddr @host drop
    meta nfproto ipv4 meta l4proto { tcp, udp } accept
  }
}
`;
}

/** Puts other addresses of this host in the place of those that `filterRules` was given, in one step. */
export function hostAddressRules(hostAddresses: readonly string[]): string {
  const add = hostAddresses.length > 0 ? `add element inet lambent host { ${hostAddresses.join(", ")} }\n` : "";
  return `flush set inet lambent host\n${add}`;
}
