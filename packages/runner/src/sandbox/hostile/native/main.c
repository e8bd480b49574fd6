/*
 * hostile [inside|outside]: tries every attempt in a process of its own and prints `name<TAB>reached` or
 * `name<TAB>reason`, and with `outside` only what may be tried on the host. `hostile list` prints names and reasons;
 * `hostile bomb NAME` is in bombs.c.
 */
#include "attempt.h"

static struct { const char *name; attempt_function run; const char *only_inside; } attempts[256];
static int count;

void add_attempt(const char *name, attempt_function run, const char *only_inside) {
  if (count == 256) abort();
  attempts[count].name = name;
  attempts[count].run = run;
  attempts[count++].only_inside = only_inside;
}

const char *code_file(void) {
  static char path[4096];
  const char *folder = getenv("CODE_FOLDER");
  snprintf(path, sizeof path, "%s/code.txt", folder ? folder : "/var/task");
  return path;
}

static void try_one(int index, int out) {
  pid_t child = fork();
  if (child == -1) { dprintf(out, "%s\tnot tried: %s\n", attempts[index].name, strerror(errno)); return; }
  if (child == 0) {
    /* Whatever hangs is refused. */
    alarm(5);
    errno = 0;
    int error = attempts[index].run();
    _exit(error < 0 || error > 250 ? 250 : error);
  }
  int status = 0;
  while (waitpid(child, &status, 0) == -1 && errno == EINTR) {}
  if (WIFSIGNALED(status)) dprintf(out, "%s\tended by signal %d\n", attempts[index].name, WTERMSIG(status));
  else if (WEXITSTATUS(status) == 0) dprintf(out, "%s\treached\n", attempts[index].name);
  else dprintf(out, "%s\t%s\n", attempts[index].name, strerror(WEXITSTATUS(status)));
}

int run_bomb(const char *name);

int main(int argc, char **argv) {
  const char *how = argc > 1 ? argv[1] : "inside";
  int outside = strcmp(how, "outside") == 0;
  /* Of a program that was started from memory: whether the filter still holds it. */
  if (strcmp(how, "is-free") == 0) return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 0 ? 0 : EPERM;
  if (strcmp(how, "bomb") == 0) return run_bomb(argv[2]);
  if (strcmp(how, "list") == 0) {
    for (int index = 0; index < count; index++)
      printf("%s\t%s\n", attempts[index].name, attempts[index].only_inside ? attempts[index].only_inside : "");
    return 0;
  }
  int out = 4;
  if (outside) {
    /* Namespaces of its own: whatever succeeds changes nothing that others see. */
    if (unshare(CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWUTS | CLONE_NEWIPC) == -1 ||
        mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == -1) {
      dprintf(out, "no namespaces here\t%s\n", strerror(errno));
      return 2;
    }
  }
  for (int index = 0; index < count; index++)
    if (!outside || attempts[index].only_inside == NULL) try_one(index, out);
  return 0;
}
