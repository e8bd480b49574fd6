import {
  ALLOW,
  EAFNOSUPPORT,
  EINVAL,
  ENOMEM,
  EOPNOTSUPP,
  EPERM,
  EPROTONOSUPPORT,
  type Instruction,
  keepBits,
  loadArgument,
  result,
  unlessEqual,
  whenAnyBitSet,
  whenEqual,
} from "./instructions.ts";

/** CLONE_NEWTIME … CLONE_NEWNET: any new namespace (linux/sched.h). */
const CLONE_NEW_NAMESPACES = 0x7e020000;
const AF_UNIX = 1;
const [AF_INET, AF_INET6, AF_NETLINK] = [2, 10, 16];
/** The rest of a socket's type is SOCK_CLOEXEC and SOCK_NONBLOCK. */
const SOCKET_TYPE_MASK = 0xf;
const [SOCK_STREAM, SOCK_DGRAM] = [1, 2];
/** The type's own one, ICMP (ping), TCP, UDP, ICMPv6. */
const INTERNET_PROTOCOLS = [0, 1, 6, 17, 58];
/** `personality(0xffffffff)` only asks; every other value changes how memory is laid out. */
const PERSONALITY_QUERY = 0xffffffff;
/** TIOCSTI and TIOCLINUX push input into a terminal. */
const TERMINAL_INPUT_REQUESTS = [0x5412, 0x541c];
const [F_SETLEASE, F_NOTIFY] = [1024, 1026];
const MSG_OOB = 1;
const MAP_HUGETLB = 0x40000;
const MFD_HUGETLB = 4;

const internetSocket: Instruction[] = [
  loadArgument(1),
  keepBits(SOCKET_TYPE_MASK),
  // Raw sockets, and kinds (SOCK_SEQPACKET, SOCK_DCCP) whose sight makes the kernel load a module.
  ...whenEqual(SOCK_STREAM, loadArgument(2), ...INTERNET_PROTOCOLS.flatMap(allowed), result(EPROTONOSUPPORT)),
  ...whenEqual(SOCK_DGRAM, loadArgument(2), ...INTERNET_PROTOCOLS.flatMap(allowed), result(EPROTONOSUPPORT)),
  result(EPERM),
];
const noUrgentBytes = (flagsIndex: number): Instruction[] => [
  loadArgument(flagsIndex),
  ...whenAnyBitSet(MSG_OOB, EOPNOTSUPP),
  result(ALLOW),
];

function allowed(value: number): Instruction[] {
  return whenEqual(value, result(ALLOW));
}

/** Calls that are allowed by what they are asked for. Every rule ends in a return. */
export const ARGUMENT_RULES: Readonly<Record<string, readonly Instruction[]>> = {
  clone: [loadArgument(0), ...whenAnyBitSet(CLONE_NEW_NAMESPACES, EPERM), result(ALLOW)],
  socket: [
    loadArgument(0),
    ...allowed(AF_UNIX),
    ...whenEqual(AF_INET, ...internetSocket),
    ...whenEqual(AF_INET6, ...internetSocket),
    // Nothing else: AF_VSOCK isn't confined by a network namespace, and a family's sight makes the kernel load its module.
    ...unlessEqual(AF_NETLINK, EAFNOSUPPORT),
    // Route netlink only (protocol 0): os.networkInterfaces() and getaddrinfo need it.
    loadArgument(2),
    ...allowed(0),
    result(EPERM),
  ],
  socketpair: [loadArgument(0), ...allowed(AF_UNIX), result(EAFNOSUPPORT)],
  // Urgent bytes on Unix sockets: used by hardly anybody, and source of several holes in the kernel.
  sendto: noUrgentBytes(3),
  sendmsg: noUrgentBytes(2),
  sendmmsg: noUrgentBytes(3),
  ioctl: [
    loadArgument(1),
    ...TERMINAL_INPUT_REQUESTS.flatMap((request) => whenEqual(request, result(EPERM))),
    result(ALLOW),
  ],
  // A lease makes others, the server included, wait for its holder when they open the file. Its code's owner may take one,
  // which is the sandbox's own user where the server isn't root.
  fcntl: [
    loadArgument(1),
    ...whenEqual(F_SETLEASE, result(EPERM)),
    ...whenEqual(F_NOTIFY, result(EPERM)),
    result(ALLOW),
  ],
  // Huge pages are counted by no memory limit.
  mmap: [loadArgument(3), ...whenAnyBitSet(MAP_HUGETLB, ENOMEM), result(ALLOW)],
  memfd_create: [loadArgument(1), ...whenAnyBitSet(MFD_HUGETLB, EINVAL), result(ALLOW)],
  personality: [loadArgument(0), ...allowed(PERSONALITY_QUERY), result(EPERM)],
};
