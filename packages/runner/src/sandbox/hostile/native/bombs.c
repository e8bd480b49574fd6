/* `hostile bomb NAME`: takes all it can get of one thing. What ends by a refusal says so and exits with 0. */
#include "attempt.h"
#include <sys/mman.h>

static int say(const char *word) { dprintf(4, "%s", word); return 0; }

static int bomb_fork(void) {
  for (;;) if (fork() == -1 && errno != EAGAIN) return say(strerror(errno));
}
static int bomb_memory(void) {
  for (;;) { char *block = malloc(1 << 20); if (!block) return say("ENOMEM"); memset(block, 1, 1 << 20); }
}
static int bomb_memory_of_children(void) {
  for (int child = 0; child < 8; child++) if (fork() == 0) return bomb_memory();
  for (;;) pause();
}
static int bomb_shared_memory(void) {
  for (;;) {
    char *block = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (block == MAP_FAILED) return say("ENOMEM");
    memset(block, 1, 1 << 20);
  }
}
/* Never mapped, so not in any process' resident memory. */
static int bomb_memory_files(void) {
  static char block[1 << 20];
  memset(block, 1, sizeof block);
  int file = syscall(SYS_memfd_create, "x", 0);
  while (write(file, block, sizeof block) > 0) {}
  return say(strerror(errno));
}
static int bomb_socket_buffers(void) {
  static char block[65536];
  for (;;) {
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair)) break;
    while (write(pair[0], block, sizeof block) > 0) {}
  }
  return say(strerror(errno));
}
static int bomb_descriptors(void) {
  int count = 0;
  while (open("/dev/null", O_RDONLY) != -1) count++;
  return say(errno == EMFILE && count < 1024 ? "EMFILE" : strerror(errno));
}
static int bomb_bytes(void) {
  static char block[1 << 20];
  int file = open("/tmp/large", O_CREAT | O_WRONLY, 0600);
  while (write(file, block, sizeof block) > 0) {}
  return say(errno == ENOSPC ? "ENOSPC" : strerror(errno));
}
static int bomb_inodes(void) {
  char path[64];
  for (long number = 0;; number++) {
    snprintf(path, sizeof path, "/tmp/%ld", number);
    int file = open(path, O_CREAT | O_WRONLY, 0600);
    if (file == -1 || close(file)) return say(strerror(errno));
  }
}
static int bomb_folders(void) {
  for (;;) if (mkdir("d", 0700) || chdir("d")) return say(strerror(errno));
}
static int bomb_output(void) {
  static char block[65536];
  memset(block, 'x', sizeof block);
  for (;;) for (int descriptor = 1; descriptor < 5; descriptor++) write(descriptor, block, sizeof block);
  return 0;
}
static int bomb_detached(void) {
  for (int child = 0; child < 10; child++) {
    if (fork() != 0) continue;
    setsid();
    if (fork() != 0) _exit(0);
    for (int number = 1; number < 65; number++) signal(number, SIG_IGN);
    for (int descriptor = 0; descriptor < 1024; descriptor++) close(descriptor);
    for (;;) pause();
  }
  usleep(50000);
  return say("left");
}
static int bomb_signals(void) {
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, NULL);
  for (;;) if (sigqueue(getpid(), SIGRTMIN, (union sigval){0})) return say(strerror(errno));
}
static int bomb_forever(void) { for (;;) {} return 0; }

static const struct { const char *name; int (*run)(void); } bombs[] = {
  {"fork", bomb_fork}, {"memory", bomb_memory}, {"memory of children", bomb_memory_of_children},
  {"shared memory", bomb_shared_memory}, {"memory files", bomb_memory_files}, {"socket buffers", bomb_socket_buffers},
  {"descriptors", bomb_descriptors}, {"bytes", bomb_bytes}, {"inodes", bomb_inodes}, {"folders", bomb_folders},
  {"output", bomb_output}, {"detached", bomb_detached}, {"signals", bomb_signals}, {"forever", bomb_forever},
};

int run_bomb(const char *name) {
  chdir("/tmp");
  for (size_t index = 0; index < sizeof bombs / sizeof *bombs; index++)
    if (strcmp(bombs[index].name, name) == 0) return bombs[index].run();
  return 99;
}
