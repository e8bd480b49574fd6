/**
 * Numbers of the system calls that the filter names. Source: Linux `asm-generic/unistd.h` (arm64). Calls that arm64
 * never had (`open`, `fork`, `stat` and the like) are absent.
 */
// biome-ignore format: a table reads better in columns
export const SYSCALLS_ARM64: Readonly<Record<string, number>> = {
  setxattr: 5, getxattr: 8, lgetxattr: 9, fgetxattr: 10, listxattr: 11, llistxattr: 12, flistxattr: 13, getcwd: 17,
  eventfd2: 19, epoll_create1: 20, epoll_ctl: 21, epoll_pwait: 22, dup: 23, dup3: 24, fcntl: 25, inotify_init1: 26,
  inotify_add_watch: 27, inotify_rm_watch: 28, ioctl: 29, flock: 32, mkdirat: 34, unlinkat: 35, symlinkat: 36,
  linkat: 37, renameat: 38, statfs: 43, fstatfs: 44, truncate: 45, ftruncate: 46, fallocate: 47, faccessat: 48,
  chdir: 49, fchdir: 50, fchmod: 52, fchmodat: 53, fchownat: 54, fchown: 55, openat: 56, close: 57, pipe2: 59,
  getdents64: 61, lseek: 62, read: 63, write: 64, readv: 65, writev: 66, pread64: 67, pwrite64: 68, preadv: 69,
  pwritev: 70, sendfile: 71, pselect6: 72, ppoll: 73, splice: 76, tee: 77, readlinkat: 78, newfstatat: 79, fstat: 80, fsync: 82,
  fdatasync: 83, sync_file_range: 84, timerfd_create: 85, timerfd_settime: 86, timerfd_gettime: 87, utimensat: 88,
  capget: 90, capset: 91, personality: 92, exit: 93, exit_group: 94, waitid: 95, set_tid_address: 96, futex: 98,
  set_robust_list: 99, get_robust_list: 100, nanosleep: 101, getitimer: 102, setitimer: 103, timer_create: 107,
  timer_gettime: 108, timer_getoverrun: 109, timer_settime: 110, timer_delete: 111, clock_gettime: 113,
  clock_getres: 114, clock_nanosleep: 115, sched_getscheduler: 120, sched_getparam: 121, sched_setaffinity: 122,
  sched_getaffinity: 123, sched_yield: 124, sched_get_priority_max: 125, sched_get_priority_min: 126,
  sched_rr_get_interval: 127, restart_syscall: 128, kill: 129, tkill: 130, tgkill: 131, sigaltstack: 132,
  rt_sigsuspend: 133, rt_sigaction: 134, rt_sigprocmask: 135, rt_sigpending: 136, rt_sigtimedwait: 137,
  rt_sigqueueinfo: 138, rt_sigreturn: 139, setpriority: 140, getpriority: 141, setregid: 143, setgid: 144,
  setreuid: 145, setuid: 146, setresuid: 147, getresuid: 148, setresgid: 149, getresgid: 150, setfsuid: 151,
  setfsgid: 152, times: 153, setpgid: 154, getpgid: 155, getsid: 156, setsid: 157, getgroups: 158, setgroups: 159,
  uname: 160, getrlimit: 163, setrlimit: 164, getrusage: 165, umask: 166, prctl: 167, getcpu: 168, gettimeofday: 169,
  getpid: 172, getppid: 173, getuid: 174, geteuid: 175, getgid: 176, getegid: 177, gettid: 178, sysinfo: 179,
  socket: 198, socketpair: 199, bind: 200, listen: 201, accept: 202, connect: 203, getsockname: 204, getpeername: 205,
  sendto: 206, recvfrom: 207, setsockopt: 208, getsockopt: 209, shutdown: 210, sendmsg: 211, recvmsg: 212,
  readahead: 213, brk: 214, munmap: 215, mremap: 216, clone: 220, execve: 221, mmap: 222, fadvise64: 223,
  mprotect: 226, msync: 227, mlock: 228, munlock: 229, mincore: 232, madvise: 233, rt_tgsigqueueinfo: 240,
  accept4: 242, recvmmsg: 243, wait4: 260, prlimit64: 261, sendmmsg: 269, sched_getattr: 275, renameat2: 276,
  seccomp: 277, getrandom: 278, memfd_create: 279, execveat: 281, membarrier: 283, mlock2: 284, copy_file_range: 285,
  preadv2: 286, pwritev2: 287, pkey_mprotect: 288, pkey_alloc: 289, pkey_free: 290, statx: 291, rseq: 293,
  pidfd_send_signal: 424, io_uring_setup: 425, io_uring_enter: 426, io_uring_register: 427, pidfd_open: 434,
  clone3: 435, close_range: 436, openat2: 437, faccessat2: 439, epoll_pwait2: 441, landlock_create_ruleset: 444,
  landlock_add_rule: 445, landlock_restrict_self: 446, futex_waitv: 449,
};
