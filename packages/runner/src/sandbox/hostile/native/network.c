/* Sockets other than those that an ordinary program makes. */
#include "attempt.h"
#include <linux/if_packet.h>
#include <netinet/in.h>
#include <arpa/inet.h>
#include <poll.h>

static int opens(int family, int type, int protocol) {
  int descriptor = socket(family, type, protocol);
  return descriptor == -1 ? errno : 0;
}
static int pairs(int family, int type) { int pair[2]; return result(socketpair(family, type, 0, pair)); }
#define FAMILY "the host's kernel may lack the family"

ATTEMPT(packet, "open a packet socket", ON_THE_HOST_TOO) { return opens(AF_PACKET, SOCK_RAW, 0); }
ATTEMPT(raw, "open a raw socket", ON_THE_HOST_TOO) { return opens(AF_INET, SOCK_RAW, IPPROTO_ICMP); }
ATTEMPT(raw6, "open a raw IPv6 socket", FAMILY) { return opens(AF_INET6, SOCK_RAW, 58); }
ATTEMPT(vsock, "open a socket to the hypervisor", FAMILY) { return opens(40, SOCK_STREAM, 0); }
ATTEMPT(crypto, "open a socket to the kernel's ciphers", FAMILY) { return opens(38, SOCK_SEQPACKET, 0); }
ATTEMPT(xdp, "open an XDP socket", FAMILY) { return opens(44, SOCK_RAW, 0); }
ATTEMPT(tipc, "open a cluster socket (TIPC)", FAMILY) { return opens(30, SOCK_STREAM, 0); }
ATTEMPT(can, "open a vehicle socket (CAN)", FAMILY) { return opens(29, SOCK_RAW, 1); }
ATTEMPT(bluetooth, "open a Bluetooth socket", FAMILY) { return opens(31, SOCK_RAW, 1); }
ATTEMPT(key_socket, "open an IPsec key socket", FAMILY) { return opens(15, SOCK_RAW, 2); }
ATTEMPT(smc, "open an SMC socket", FAMILY) { return opens(43, SOCK_STREAM, 0); }
ATTEMPT(events, "listen to kernel events", ON_THE_HOST_TOO) { return opens(AF_NETLINK, SOCK_RAW, 15); }
ATTEMPT(audit, "talk to the audit system", FAMILY) { return opens(AF_NETLINK, SOCK_RAW, 9); }
ATTEMPT(firewall, "talk to the firewall", FAMILY) { return opens(AF_NETLINK, SOCK_RAW, 12); }
ATTEMPT(diagnosis, "list the host's sockets", FAMILY) { return opens(AF_NETLINK, SOCK_RAW, 4); }
ATTEMPT(family_pair, "reach another family by a pair of sockets", FAMILY) { return pairs(30, SOCK_SEQPACKET); }
ATTEMPT(sctp, "make the kernel load SCTP", FAMILY) { return opens(AF_INET, SOCK_STREAM, 132); }
ATTEMPT(sctp_packets, "make the kernel load SCTP by the kind of socket", FAMILY) { return opens(AF_INET, SOCK_SEQPACKET, 0); }
ATTEMPT(dccp, "make the kernel load DCCP", FAMILY) { return opens(AF_INET, 6, 0); }
ATTEMPT(udplite, "make the kernel load UDP-Lite", FAMILY) { return opens(AF_INET, SOCK_DGRAM, 136); }
ATTEMPT(l2tp, "make the kernel load L2TP", FAMILY) { return opens(AF_INET, SOCK_DGRAM, 115); }
ATTEMPT(urgent, "send urgent bytes over a pair of Unix sockets", FAMILY) {
  int pair[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair)) return errno;
  return send(pair[0], "x", 1, MSG_OOB) == 1 ? 0 : errno;
}
ATTEMPT(urgent_message, "send urgent bytes in a message", FAMILY) {
  int pair[2];
  struct iovec bytes = {"x", 1};
  struct msghdr message = {.msg_iov = &bytes, .msg_iovlen = 1};
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair)) return errno;
  return sendmsg(pair[0], &message, MSG_OOB) == 1 ? 0 : errno;
}
static int connects(const char *address, int port) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
  inet_pton(AF_INET, address, &to.sin_addr);
  int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (connect(descriptor, (struct sockaddr *)&to, sizeof to) == -1 && errno != EINPROGRESS) return errno;
  struct pollfd answer = {.fd = descriptor, .events = POLLOUT};
  int error = ETIMEDOUT;
  socklen_t size = sizeof error;
  if (poll(&answer, 1, 1000) == 1) getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size);
  return error;
}
#define NO_ROUTE "it needs a route to the outside"
ATTEMPT(metadata, "reach the metadata address", NO_ROUTE) { return connects("169.254.169.254", 80); }
ATTEMPT(container_metadata, "reach the containers' metadata address", NO_ROUTE) { return connects("169.254.170.2", 80); }
ATTEMPT(private_range, "reach a private network", NO_ROUTE) { 
  const char *addresses[] = {"10.0.2.2", "10.0.2.3", "192.168.1.1", "172.17.0.1"};
  for (int index = 0; index < 4; index++) if (connects(addresses[index], 80) == 0) return 0;
  return ENETUNREACH;
}
ATTEMPT(public_range, "reach a public address", "Internet access allows it") { return connects("192.0.2.1", 53); }
ATTEMPT(broadcast, "broadcast", NO_ROUTE) {
  int descriptor = socket(AF_INET, SOCK_DGRAM, 0), on = 1;
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(9), .sin_addr.s_addr = INADDR_BROADCAST};
  setsockopt(descriptor, SOL_SOCKET, SO_BROADCAST, &on, sizeof on);
  return result(sendto(descriptor, "x", 1, 0, (struct sockaddr *)&to, sizeof to));
}
ATTEMPT(add_address, "give itself an address", "the interface of a new namespace is down on the host") {
  struct { char name[16]; struct sockaddr_in address; char rest[8]; } request = {"lo", {.sin_family = AF_INET, .sin_addr.s_addr = 0x0100000a}, {0}};
  extern int ioctl(int, unsigned long, ...);
  return result(ioctl(socket(AF_INET, SOCK_DGRAM, 0), 0x8916 /* SIOCSIFADDR */, &request));
}
