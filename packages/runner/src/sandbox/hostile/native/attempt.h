/* One thing that native code in a sandbox must not achieve; the list builds itself before main. */
#ifndef ATTEMPT_H
#define ATTEMPT_H
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* 0 when it got what it wanted, else errno. */
typedef int (*attempt_function)(void);
/* only_inside: why it isn't tried on the host as well, where it would have to succeed; NULL when it is. */
void add_attempt(const char *name, attempt_function run, const char *only_inside);

#define ATTEMPT(id, name, only_inside)                                                             \
  static int try_##id(void);                                                                        \
  __attribute__((constructor)) static void add_##id(void) { add_attempt(name, try_##id, only_inside); }  \
  static int try_##id(void)
/* An attempt that is one system call. */
#define CALL(id, name, only_inside, ...)                                                           \
  ATTEMPT(id, name, only_inside) { return result(syscall(__VA_ARGS__)); }

#define ON_THE_HOST_TOO NULL
#define NOBODY_MAY "no process may do this, on the host neither"
#define DAMAGES "it would damage the host"
#define DEPENDS "whether the host's kernel can do this depends on how it was built"

static inline int result(long value) { return value == -1 ? errno : 0; }
static inline int refused_unless(int reached) { return reached ? 0 : (errno ? errno : EACCES); }

/* A file of the function's own code: CODE_FOLDER, else /var/task. */
const char *code_file(void);
#endif
