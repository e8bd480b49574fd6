/**
 * Everything that Node.js 20/22/24 and CPython 3.12 need, child processes and qemu-user included. A name that an
 * architecture lacks is skipped. What is allowed by its arguments stands in argument-rules.ts.
 */
// biome-ignore format: a table reads better in columns
export const ALLOWED_SYSTEM_CALLS: readonly string[] = [
  "accept", "accept4", "access", "alarm", "arch_prctl", "bind", "brk", "capget", "capset", "chdir", "chmod", "chown",
  "clock_getres", "clock_gettime", "clock_nanosleep", "close", "close_range", "connect", "copy_file_range", "creat",
  "dup", "dup2", "dup3", "epoll_create", "epoll_create1", "epoll_ctl", "epoll_ctl_old", "epoll_pwait", "epoll_pwait2",
  "epoll_wait", "epoll_wait_old", "eventfd", "eventfd2", "execve", "execveat", "exit", "exit_group", "faccessat",
  "faccessat2", "fadvise64", "fallocate", "fchdir", "fchmod", "fchmodat", "fchown", "fchownat", "fdatasync",
  "fgetxattr", "flistxattr", "flock", "fork", "fstat", "fstatfs", "fsync", "ftruncate", "futex", "futex_waitv",
  "get_robust_list", "get_thread_area", "getcpu", "getcwd", "getdents", "getdents64", "getegid", "geteuid", "getgid",
  "getgroups", "getitimer", "getpeername", "getpgid", "getpgrp", "getpid", "getppid", "getpriority", "getrandom",
  "getresgid", "getresuid", "getrlimit", "getrusage", "getsid", "getsockname", "getsockopt", "gettid", "gettimeofday",
  "getuid", "getxattr", "inotify_add_watch", "inotify_init", "inotify_init1", "inotify_rm_watch", "kill",
  "landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self", "lchown", "lgetxattr", "link", "linkat",
  "listen", "listxattr", "llistxattr", "lseek", "lstat", "madvise", "membarrier", "mincore", "mkdir",
  "mkdirat", "mlock", "mlock2", "mprotect", "mremap", "msync", "munlock", "munmap", "nanosleep", "newfstatat",
  "open", "openat", "openat2", "pause", "pidfd_open", "pidfd_send_signal", "pipe", "pipe2", "pkey_alloc", "pkey_free",
  "pkey_mprotect", "poll", "ppoll", "prctl", "pread64", "preadv", "preadv2", "prlimit64", "pselect6", "pwrite64",
  "pwritev", "pwritev2", "read", "readahead", "readlink", "readlinkat", "readv", "recvfrom", "recvmmsg", "recvmsg",
  "rename", "renameat", "renameat2", "restart_syscall", "rmdir", "rseq", "rt_sigaction", "rt_sigpending",
  "rt_sigprocmask", "rt_sigqueueinfo", "rt_sigreturn", "rt_sigsuspend", "rt_sigtimedwait", "rt_tgsigqueueinfo",
  "sched_get_priority_max", "sched_get_priority_min", "sched_getaffinity", "sched_getattr", "sched_getparam",
  "sched_getscheduler", "sched_rr_get_interval", "sched_setaffinity", "sched_yield", "seccomp", "select", "sendfile",
  "set_robust_list", "set_tid_address", "setfsgid", "setfsuid", "setgid",
  "setgroups", "setitimer", "setpgid", "setpriority", "setregid", "setresgid", "setresuid", "setreuid", "setrlimit",
  "setsid", "setsockopt", "setuid", "setxattr", "shutdown", "sigaltstack", "splice", "stat", "statfs",
  "statx", "symlink", "symlinkat", "sync_file_range", "sysinfo", "tee", "tgkill", "time", "timer_create",
  "timer_delete", "timer_getoverrun", "timer_gettime", "timer_settime", "timerfd_create", "timerfd_gettime",
  "timerfd_settime", "times", "tkill", "truncate", "umask", "uname", "unlink", "unlinkat", "utime", "utimensat",
  "utimes", "vfork", "wait4", "waitid", "write", "writev",];

/**
 * Answered with ENOSYS instead of EPERM: libc and libuv then take their older way. `clone3` hides its flags behind a
 * pointer, where a filter can't read them; io_uring performs system calls that no filter sees.
 */
export const ABSENT_SYSTEM_CALLS: readonly string[] = [
  "clone3",
  "io_uring_setup",
  "io_uring_enter",
  "io_uring_register",
];
