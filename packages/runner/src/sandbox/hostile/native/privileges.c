/* Users, capabilities, limits, and files and processes by which a program could come to more than it has. */
#include "attempt.h"
#include <linux/capability.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <grp.h>

ATTEMPT(capabilities, "have a capability", ON_THE_HOST_TOO) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct data[2] = {{0}};
  if (syscall(SYS_capget, &header, data)) return errno;
  return refused_unless(data[0].effective | data[1].effective | data[0].permitted | data[0].inheritable);
}
ATTEMPT(bounding, "have a capability in the bounding set", ON_THE_HOST_TOO) {
  for (int capability = 0; capability < 41; capability++)
    if (prctl(PR_CAPBSET_READ, capability, 0, 0, 0) == 1) return 0;
  return EPERM;
}
ATTEMPT(take_capability, "take a capability", ON_THE_HOST_TOO) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct data[2] = {{1 << 6, 1 << 6, 1 << 6}, {0}}; /* CAP_SETGID */
  return result(syscall(SYS_capset, &header, data));
}
ATTEMPT(new_privileges, "gain privileges by a program", ON_THE_HOST_TOO) { return refused_unless(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 0); }
ATTEMPT(allow_privileges, "take no_new_privs back", NOBODY_MAY) { return result(prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0)); }
ATTEMPT(no_filter, "be free of the filter", "a container has one too") { return refused_unless(prctl(PR_GET_SECCOMP, 0, 0, 0, 0) == 0); }
ATTEMPT(memory_program, "be free of the filter in a program started from memory", ON_THE_HOST_TOO) {
  char block[65536];
  int program = syscall(SYS_memfd_create, "x", 0), self = open("/proc/self/exe", O_RDONLY);
  if (program == -1 || self == -1) return errno;
  for (ssize_t size; (size = read(self, block, sizeof block)) > 0;) if (write(program, block, size) != size) return EIO;
  execveat(program, "", (char *[]){"hostile", "is-free", NULL}, (char *[]){NULL}, AT_EMPTY_PATH);
  return errno;
}
ATTEMPT(user, "become root", ON_THE_HOST_TOO) { return setresuid(0, 0, 0) ? errno : 0; }
ATTEMPT(user_call, "become root by each call", ON_THE_HOST_TOO) { return setuid(0) && setreuid(0, 0) && seteuid(0) ? errno : 0; }
ATTEMPT(other_user, "become another user", ON_THE_HOST_TOO) { return result(setresuid(1, 1, 1)); }
ATTEMPT(file_user, "act on files as root", ON_THE_HOST_TOO) { syscall(SYS_setfsuid, 0); return refused_unless(syscall(SYS_setfsuid, -1) == 0); }
ATTEMPT(group, "take the group root", ON_THE_HOST_TOO) { return result(setresgid(0, 0, 0)); }
ATTEMPT(groups, "take more groups", ON_THE_HOST_TOO) { gid_t root = 0; return result(setgroups(1, &root)); }
ATTEMPT(setuid_file, "run a setuid file of its own as root", "it is root on the host") {
  /* The bit can be set; a mount with nosuid and no_new_privs ignore it, and the file's user is the sandbox's own. */
  char block[65536];
  int self = open("/proc/self/exe", O_RDONLY), copy = open("/tmp/setuid", O_CREAT | O_WRONLY | O_TRUNC, 0755);
  for (ssize_t size; (size = read(self, block, sizeof block)) > 0;) if (write(copy, block, size) != size) return EIO;
  close(copy);
  if (chown("/tmp/setuid", 0, 0) == -1) { unlink("/tmp/setuid"); return errno; }
  int error = result(chmod("/tmp/setuid", 04755));
  unlink("/tmp/setuid");
  return error;
}
ATTEMPT(file_capability, "give a file a capability", ON_THE_HOST_TOO) {
  int file = open("/tmp/capable", O_CREAT | O_WRONLY, 0755);
  uint32_t data[5] = {0x02000001, 1 << 21, 0, 0, 0};
  int error = file == -1 ? errno : result(fsetxattr(file, "security.capability", data, sizeof data, 0));
  if (error && setxattr("/tmp/capable", "security.capability", data, sizeof data, 0) == 0) error = 0;
  unlink("/tmp/capable");
  return error;
}
static int node(mode_t type, dev_t device) {
  unlink("/tmp/node");
  int error = result(mknod("/tmp/node", type | 0600, device));
  unlink("/tmp/node");
  return error;
}
ATTEMPT(character_device, "make a character device", ON_THE_HOST_TOO) { return node(S_IFCHR, makedev(1, 1)); }
ATTEMPT(block_device, "make a block device", ON_THE_HOST_TOO) { return node(S_IFBLK, makedev(8, 0)); }

ATTEMPT(open_limit, "raise the limit of open files", "the host's limit may be fixed") {
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_max++;
  return result(setrlimit(RLIMIT_NOFILE, &limit));
}
ATTEMPT(core_limit, "raise the limit of core dumps", "the host's limit may be fixed") { return result(setrlimit(RLIMIT_CORE, &(struct rlimit){1 << 20, 1 << 20})); }
ATTEMPT(priority, "raise its priority", ON_THE_HOST_TOO) { return result(setpriority(PRIO_PROCESS, 0, -5)); }
ATTEMPT(real_time, "run with real-time priority", "a container may be denied it") { return result(syscall(SYS_sched_setscheduler, 0, SCHED_FIFO, &(struct sched_param){1})); }
ATTEMPT(deadline, "run with a deadline", "a container may be denied it") {
  uint64_t attributes[6] = {48 | (6ULL << 32), 0, 0, 1000000, 10000000, 10000000};
  return result(syscall(SYS_sched_setattr, 0, attributes, 0));
}
ATTEMPT(descriptors, "have a descriptor that it wasn't given", "what starts it may leave some open") {
  for (int descriptor = 5; descriptor < 1024; descriptor++) if (fcntl(descriptor, F_GETFD) != -1) return 0;
  return EBADF;
}
ATTEMPT(terminal_input, "type into a terminal", "newer kernels refuse it") { return result(ioctl(0, TIOCSTI, "x")); }
ATTEMPT(terminal, "find a terminal", "the host may run without one") { return refused_unless(open("/dev/tty", O_RDWR) >= 0); }

/* The first process inside is bwrap, as the same user: who could write its memory would have it outlive the server. */
static int opens_of_first(const char *file, int flags) {
  char path[64];
  snprintf(path, sizeof path, "/proc/1/%s", file);
  return refused_unless(open(path, flags) >= 0);
}
#define OF_FIRST "the host's first process is not ours to touch"
ATTEMPT(first_memory, "write the first process' memory", OF_FIRST) { return opens_of_first("mem", O_RDWR); }
ATTEMPT(first_thread_memory, "write the first process' memory through its thread", OF_FIRST) { return opens_of_first("task/1/mem", O_RDWR); }
ATTEMPT(first_memory_below, "write the first process' memory from below /proc", OF_FIRST) {
  return refused_unless(openat(open("/proc/self/task", O_PATH), "../../1/mem", O_RDWR) >= 0);
}
ATTEMPT(first_program, "open the launcher on the host", OF_FIRST) { return opens_of_first("exe", O_RDONLY); }
ATTEMPT(first_mode, "change the launcher's mode on the host", OF_FIRST) { return result(chmod("/proc/1/exe", 0755)); }
ATTEMPT(first_descriptors, "list the first process' descriptors", OF_FIRST) { return opens_of_first("fd", O_RDONLY | O_DIRECTORY); }
ATTEMPT(first_environment, "read the first process' environment", OF_FIRST) { return opens_of_first("environ", O_RDONLY); }
ATTEMPT(first_root, "pass through the first process' root", OF_FIRST) { return opens_of_first("root/tmp", O_PATH); }
ATTEMPT(first_settings, "change the first process' settings", OF_FIRST) { return opens_of_first("oom_score_adj", O_WRONLY); }
ATTEMPT(first_trace, "trace the first process", OF_FIRST) { return result(syscall(SYS_ptrace, 0x4206 /* PTRACE_SEIZE */, 1, 0, 0)); }
ATTEMPT(first_kill, "end the first process", OF_FIRST) {
  /* A namespace's first process ignores what comes from inside: it has to be there afterwards. */
  if (kill(1, SIGKILL) == -1) return errno;
  usleep(20000);
  return kill(1, 0) == 0 ? EPERM : 0;
}
