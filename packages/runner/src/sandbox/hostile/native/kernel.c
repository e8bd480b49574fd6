/* System calls that no function needs, tried as they would be used. */
#include "attempt.h"
#include <linux/capability.h>
#include <linux/sched.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/uio.h>

#ifndef SYS_memfd_secret
#define SYS_memfd_secret 447
#endif
#ifndef SYS_mount_setattr
#define SYS_mount_setattr 442
#endif

/* Mounts and roots. */
CALL(mount_tmpfs, "mount a tmpfs", ON_THE_HOST_TOO, SYS_mount, "none", "/tmp", "tmpfs", 0L, NULL)
CALL(mount_proc, "mount a /proc of its own", ON_THE_HOST_TOO, SYS_mount, "none", "/proc", "proc", 0L, NULL)
CALL(bind_root, "bind the root over /tmp", ON_THE_HOST_TOO, SYS_mount, "/", "/tmp", NULL, (long)MS_BIND, NULL)
CALL(move_tmp, "move a mount", "the host's /tmp needn't be a mount", SYS_mount, "/tmp", "/dev/shm", NULL, (long)MS_MOVE, NULL)
CALL(remount, "make its code writable by a remount", "the code isn't a mount on the host", SYS_mount, "none", "/var/task", NULL, (long)(MS_REMOUNT | MS_BIND), NULL)
CALL(remount_root, "make the root writable by a remount", "the host's root is writable", SYS_mount, "none", "/", NULL, (long)(MS_REMOUNT | MS_BIND), NULL)
CALL(share_mounts, "share its mounts with the host", ON_THE_HOST_TOO, SYS_mount, "none", "/", NULL, (long)(MS_REC | MS_SHARED), NULL)
CALL(umount_code, "take off the mount of its code", "the code isn't a mount on the host", SYS_umount2, "/var/task", MNT_DETACH)
CALL(umount_mask, "take off the mask of /proc/kcore", "nothing masks it on the host", SYS_umount2, "/proc/kcore", MNT_DETACH)
CALL(umount_proc, "take off /proc", ON_THE_HOST_TOO, SYS_umount2, "/proc", MNT_DETACH)
CALL(change_root, "change its root", ON_THE_HOST_TOO, SYS_chroot, "/tmp")
ATTEMPT(pivot, "pivot its root away", "a host that still runs on its first root can't") {
  return chdir("/tmp") ? errno : result(syscall(SYS_pivot_root, ".", "."));
}
CALL(fs_open, "open a file system (fsopen)", ON_THE_HOST_TOO, SYS_fsopen, "tmpfs", 0)
CALL(fs_pick, "pick a file system to change (fspick)", ON_THE_HOST_TOO, SYS_fspick, AT_FDCWD, "/", 0)
CALL(fs_config, "configure a file system (fsconfig)", "it needs one that was opened", SYS_fsconfig, -1, 0, NULL, NULL, 0)
CALL(fs_mount, "make a mount (fsmount)", "it needs one that was opened", SYS_fsmount, -1, 0, 0)
CALL(clone_tree, "copy its mounts (open_tree)", ON_THE_HOST_TOO, SYS_open_tree, AT_FDCWD, "/", 1 /* OPEN_TREE_CLONE */)
CALL(open_tree, "open a mount (open_tree)", ON_THE_HOST_TOO, SYS_open_tree, AT_FDCWD, "/", 0)
CALL(move_mount_call, "move a mount (move_mount)", "the host's /tmp needn't be a mount", SYS_move_mount, AT_FDCWD, "/tmp", AT_FDCWD, "/dev/shm", 0)
ATTEMPT(set_mount, "change the flags of a mount (mount_setattr)", ON_THE_HOST_TOO) {
  uint64_t attributes[4] = {0, 2 /* MOUNT_ATTR_NOSUID */, 0, 0};
  return result(syscall(SYS_mount_setattr, AT_FDCWD, "/", 0, attributes, sizeof attributes));
}

/* Namespaces. */
CALL(new_user, "make a user namespace", ON_THE_HOST_TOO, SYS_unshare, CLONE_NEWUSER)
CALL(new_mount, "make a mount namespace", ON_THE_HOST_TOO, SYS_unshare, CLONE_NEWNS)
CALL(new_pid, "make a process namespace", ON_THE_HOST_TOO, SYS_unshare, CLONE_NEWPID)
CALL(new_net, "make a network namespace", ON_THE_HOST_TOO, SYS_unshare, CLONE_NEWNET)
CALL(new_ipc, "make an IPC namespace", ON_THE_HOST_TOO, SYS_unshare, CLONE_NEWIPC)
CALL(new_uts, "make a host name namespace", ON_THE_HOST_TOO, SYS_unshare, CLONE_NEWUTS)
CALL(new_cgroup, "make a cgroup namespace", ON_THE_HOST_TOO, SYS_unshare, CLONE_NEWCGROUP)
static int cloned(long flags) {
  long child = syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0);
  if (child == 0) _exit(0);
  return result(child);
}
ATTEMPT(clone_user, "clone into a user namespace", ON_THE_HOST_TOO) { return cloned(CLONE_NEWUSER); }
ATTEMPT(clone_user_high, "clone into a user namespace with the upper half of the flags set", ON_THE_HOST_TOO) {
  return cloned((long)(0x7fffffff00000000ULL | CLONE_NEWUSER));
}
ATTEMPT(clone3_user, "clone into a user namespace by clone3", ON_THE_HOST_TOO) {
  struct clone_args arguments = {.flags = CLONE_NEWUSER, .exit_signal = SIGCHLD};
  long child = syscall(SYS_clone3, &arguments, sizeof arguments);
  if (child == 0) _exit(0);
  return result(child);
}
ATTEMPT(enter_user, "enter a user namespace", "nobody enters the one that it is in") {
  return result(syscall(SYS_setns, open("/proc/self/ns/user", O_RDONLY), 0));
}
ATTEMPT(enter_net, "enter a network namespace", ON_THE_HOST_TOO) {
  return result(syscall(SYS_setns, open("/proc/self/ns/net", O_RDONLY), 0));
}

/* Other processes. */
static pid_t a_child(void) {
  pid_t child = fork();
  if (child == 0) { alarm(3); pause(); _exit(0); }
  return child;
}
static int and_end(pid_t child, long value) {
  int error = result(value);
  kill(child, SIGKILL);
  return error;
}
ATTEMPT(attach, "trace a process", ON_THE_HOST_TOO) { pid_t child = a_child(); return and_end(child, syscall(SYS_ptrace, PTRACE_SEIZE, child, 0, 0)); }
CALL(trace_me, "let itself be traced", ON_THE_HOST_TOO, SYS_ptrace, PTRACE_TRACEME, 0, 0, 0)
static long a_word = 1;
ATTEMPT(read_memory, "read another process' memory", ON_THE_HOST_TOO) {
  pid_t child = a_child();
  struct iovec here = {&(long){0}, sizeof(long)}, there = {&a_word, sizeof a_word};
  return and_end(child, syscall(SYS_process_vm_readv, child, &here, 1, &there, 1, 0));
}
ATTEMPT(write_memory, "write another process' memory", ON_THE_HOST_TOO) {
  pid_t child = a_child();
  struct iovec here = {&(long){7}, sizeof(long)}, there = {&a_word, sizeof a_word};
  return and_end(child, syscall(SYS_process_vm_writev, child, &here, 1, &there, 1, 0));
}
ATTEMPT(take_fd, "take another process' descriptor", ON_THE_HOST_TOO) {
  pid_t child = a_child();
  return and_end(child, syscall(SYS_pidfd_getfd, syscall(SYS_pidfd_open, child, 0), 0, 0));
}
CALL(compare, "compare kernel pointers (kcmp)", DEPENDS, SYS_kcmp, getpid(), getpid(), 0, 0, 0)

/* The kernel itself. */
CALL(key_add, "add a key", DEPENDS, SYS_add_key, "user", "lambent-test", "x", 1, -1 /* thread keyring */)
CALL(key_ring, "use a keyring", DEPENDS, SYS_keyctl, 0, -1, 1, 0, 0)
CALL(key_request, "request a key", "it would search the keyrings of the host's user", SYS_request_key, "user", "lambent-test", NULL, 0)
ATTEMPT(bpf_map, "make a BPF map", DEPENDS) {
  uint32_t attributes[18] = {2 /* array */, 4, 4, 1};
  return result(syscall(SYS_bpf, 0, attributes, sizeof attributes));
}
ATTEMPT(perf, "count performance events", DEPENDS) {
  uint64_t attributes[15] = {1 /* software */ | (120ULL << 32)};
  return result(syscall(SYS_perf_event_open, attributes, 0, -1, -1, 0));
}
CALL(fault, "handle page faults (userfaultfd)", DEPENDS, SYS_userfaultfd, 1)
ATTEMPT(ring, "make an io_uring", DEPENDS) { char parameters[120] = {0}; return result(syscall(SYS_io_uring_setup, 1, parameters)); }
CALL(ring_enter, "enter an io_uring", DEPENDS, SYS_io_uring_enter, -1, 0, 0, 0, NULL, 0)
CALL(kexec, "load another kernel", DAMAGES, SYS_kexec_load, 0, 0, NULL, 0)
CALL(kexec_file, "load another kernel from a file", DAMAGES, SYS_kexec_file_load, -1, -1, 0, NULL, 0)
CALL(module, "load a kernel module", DAMAGES, SYS_init_module, "", 0, "")
CALL(module_file, "load a kernel module from a file", DAMAGES, SYS_finit_module, 0, "", 0)
CALL(module_delete, "unload a kernel module", DAMAGES, SYS_delete_module, "lambent_test", 0)
CALL(boot, "turn off Ctrl-Alt-Delete (reboot)", DAMAGES, SYS_reboot, 0xfee1dead, 672274793, 0, NULL)
CALL(swap_on, "swap to a file of its own", DAMAGES, SYS_swapon, "/tmp/swap", 0)
CALL(swap_off, "stop swapping", DAMAGES, SYS_swapoff, "/tmp/swap")
CALL(account, "keep accounts of processes", DAMAGES, SYS_acct, "/tmp/accounts")
CALL(log_read, "read the kernel's log", DEPENDS, SYS_syslog, 10, NULL, 0)
CALL(hang_up, "hang up the terminal", DAMAGES, SYS_vhangup)
CALL(host_name, "rename the host", ON_THE_HOST_TOO, SYS_sethostname, "x", 1)
CALL(domain_name, "rename the domain", ON_THE_HOST_TOO, SYS_setdomainname, "x", 1)
CALL(set_time, "set the clock", DAMAGES, SYS_settimeofday, NULL, NULL)
CALL(set_clock, "set the clock (clock_settime)", DAMAGES, SYS_clock_settime, 0, &(struct timespec){0})
CALL(adjust_time, "adjust the clock", "it may be refused in containers", SYS_adjtimex, &(char[256]){0})
CALL(quota, "set a disk quota", DAMAGES, SYS_quotactl, 0, NULL, 0, NULL)
CALL(watch_files, "watch a whole file system (fanotify)", DEPENDS, SYS_fanotify_init, 0, 0)
CALL(shared_memory, "make System V shared memory", ON_THE_HOST_TOO, SYS_shmget, 0, 4096, 0600)
CALL(message_queue, "make a System V message queue", ON_THE_HOST_TOO, SYS_msgget, 0, 0600)
CALL(semaphore, "make System V semaphores", ON_THE_HOST_TOO, SYS_semget, 0, 1, 0600)
CALL(posix_queue, "make a POSIX message queue", DEPENDS, SYS_mq_open, "lambent-test", O_CREAT | O_RDWR, 0600, NULL)
CALL(secret_memory, "hide memory from the kernel (memfd_secret)", DEPENDS, SYS_memfd_secret, 0)
CALL(memory_policy, "choose the memory node", DEPENDS, SYS_set_mempolicy, 0, NULL, 0)
CALL(move_pages_call, "move another process' pages", DEPENDS, SYS_move_pages, 0, 0, NULL, NULL, NULL, 0)
CALL(no_randomness, "turn off address randomisation", ON_THE_HOST_TOO, SYS_personality, 0x0040000)
CALL(io_priority, "take real-time I/O priority", ON_THE_HOST_TOO, SYS_ioprio_set, 1, 0, (1 << 13) | 4)

#ifdef __x86_64__
CALL(io_ports, "open I/O ports", DEPENDS, SYS_iopl, 0)
CALL(io_port, "open one I/O port", DEPENDS, SYS_ioperm, 0x80, 1, 0)
CALL(descriptor_table, "change the descriptor table (modify_ldt)", DEPENDS, SYS_modify_ldt, 0, NULL, 0)
CALL(x32, "call the kernel by an x32 number", DEPENDS, 0x40000000 | SYS_getpid)
CALL(x32_ptrace, "trace by an x32 number", DEPENDS, 0x40000000 | 521, PTRACE_TRACEME, 0, 0, 0)
ATTEMPT(int80, "call the kernel as a 32-bit program", DEPENDS) {
  long value;
  __asm__ volatile("int $0x80" : "=a"(value) : "a"(20L /* getpid */) : "memory", "r8", "r9", "r10", "r11");
  return value < 0 ? (int)-value : 0;
}
ATTEMPT(int80_unshare, "make a user namespace as a 32-bit program", DEPENDS) {
  long value;
  __asm__ volatile("int $0x80" : "=a"(value) : "a"(310L), "b"((long)CLONE_NEWUSER) : "memory", "r8", "r9", "r10", "r11");
  return value < 0 ? (int)-value : 0;
}
#endif
ATTEMPT(huge_pages, "allocate huge pages, which no memory limit counts", "the host may have none") {
  /* The kernel's own answer where none is reserved is ENOMEM; where some are, it would work. */
  void *memory = mmap(NULL, 2 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1, 0);
  return memory == MAP_FAILED ? errno : 0;
}
CALL(huge_file, "make a file of huge pages", DEPENDS, SYS_memfd_create, "x", 4 /* MFD_HUGETLB */)
