/* Ways around a read-only mount to the inode behind it, which other sandboxes and the host's store share. */
#include "attempt.h"
#include <linux/fs.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/xattr.h>
#include <utime.h>

#define CODE_ATTEMPT(id, name) ATTEMPT(id, name, ON_THE_HOST_TOO)
static int through_descriptor(int (*act)(const char *)) {
  int file = open(code_file(), O_PATH);
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", file);
  return act(path);
}
static int to_write(const char *path) { return refused_unless(open(path, O_RDWR) >= 0); }
static int to_mode(const char *path) { return result(chmod(path, 0666)); }

CODE_ATTEMPT(code_write, "open its code to write") { return to_write(code_file()); }
CODE_ATTEMPT(code_append, "append to its code") { return refused_unless(open(code_file(), O_WRONLY | O_APPEND) >= 0); }
CODE_ATTEMPT(code_reopen, "open its code to write through a descriptor") { return through_descriptor(to_write); }
CODE_ATTEMPT(code_truncate, "truncate its code") { return result(truncate(code_file(), 4)); }
CODE_ATTEMPT(code_mode, "change the mode of its code") { return to_mode(code_file()); }
CODE_ATTEMPT(code_mode_fd, "change the mode of its code by a descriptor") { return result(fchmod(open(code_file(), O_RDONLY), 0666)); }
CODE_ATTEMPT(code_mode_link, "change the mode of its code through a descriptor's link") { return through_descriptor(to_mode); }
CODE_ATTEMPT(code_owner, "change the owner of its code") { return result(chown(code_file(), getuid(), getgid())); }
CODE_ATTEMPT(code_times, "change the times of its code") { return result(utime(code_file(), NULL)); }
CODE_ATTEMPT(code_times_fd, "change the times of its code by a descriptor") { return result(futimens(open(code_file(), O_RDONLY), NULL)); }
ATTEMPT(code_attribute, "give its code an attribute", "not every file system has them") { return result(setxattr(code_file(), "user.x", "x", 1, 0)); }
ATTEMPT(code_flags, "make its code immutable", "not every file system can") {
  int flags = FS_APPEND_FL;
  return result(ioctl(open(code_file(), O_RDONLY), FS_IOC_SETFLAGS, &flags));
}
CODE_ATTEMPT(code_unlink, "remove its code") {
  int error = result(unlink(code_file()));
  /* Attempts on the host go on with it. */
  if (!error) dprintf(open(code_file(), O_CREAT | O_WRONLY, 0644), "code");
  return error;
}
ATTEMPT(code_link, "link its code into /tmp", "/tmp may be another file system") { return result(link(code_file(), "/tmp/linked")); }
ATTEMPT(code_link_fd, "link its code into /tmp by a descriptor", "/tmp may be another file system") {
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", open(code_file(), O_RDONLY));
  return result(linkat(AT_FDCWD, path, AT_FDCWD, "/tmp/linked", AT_SYMLINK_FOLLOW));
}
ATTEMPT(code_rename, "move its code to /tmp", "/tmp may be another file system") { return result(rename(code_file(), "/tmp/moved")); }
CODE_ATTEMPT(code_map, "map its code to write") {
  int file = open(code_file(), O_RDWR);
  if (file == -1) file = open(code_file(), O_RDONLY);
  return refused_unless(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0) != MAP_FAILED);
}
ATTEMPT(code_force, "write its code through its own memory", "no mapping allows it anywhere") {
  char *map = mmap(NULL, 4096, PROT_READ, MAP_SHARED, open(code_file(), O_RDONLY), 0), now = 0, before = map[0];
  int memory = open("/proc/self/mem", O_RDWR);
  if (memory == -1) return errno;
  ssize_t written = pwrite(memory, "!", 1, (off_t)(uintptr_t)map);
  int error = errno;
  pread(open(code_file(), O_RDONLY), &now, 1, 0);
  return written == 1 && now != before ? 0 : error ? error : EROFS;
}
ATTEMPT(code_lease_write, "lease its code for itself, which would keep others waiting", "the host's files may be open elsewhere") {
  /* A lease makes whoever opens the file, the server included, wait for its holder: 45 seconds by default. */
  return result(fcntl(open(code_file(), O_RDONLY), F_SETLEASE, F_WRLCK));
}
CODE_ATTEMPT(code_lease, "lease its code, which would keep others waiting") { return result(fcntl(open(code_file(), O_RDONLY), F_SETLEASE, F_RDLCK)); }
CODE_ATTEMPT(code_notify, "be notified of others' use of a folder") {
  return result(fcntl(open("/", O_RDONLY | O_DIRECTORY), F_NOTIFY, 1));
}
ATTEMPT(handle, "name a file by its handle", DEPENDS) {
  struct { struct file_handle handle; char bytes[128]; } it = {.handle = {.handle_bytes = 128}};
  int mount;
  return result(syscall(SYS_name_to_handle_at, AT_FDCWD, "/", &it, &mount, 0));
}
ATTEMPT(by_handle, "open the host's root by its handle", DEPENDS) {
  /* Inode 2 is the root of an ext4: how a container was once left ("shocker"). */
  struct { struct file_handle handle; uint32_t inode[2]; } it = {.handle = {.handle_bytes = 8, .handle_type = 1}, .inode = {2, 0}};
  return result(syscall(SYS_open_by_handle_at, open("/", O_RDONLY), &it, O_RDONLY));
}
ATTEMPT(dot_dot, "leave the root by ..", "there is nothing above the host's root") {
  struct stat root, above;
  int folder = open("/", O_RDONLY | O_DIRECTORY);
  fstat(folder, &root);
  for (int step = 0; step < 20; step++) folder = openat(folder, "..", O_RDONLY | O_DIRECTORY);
  return fstat(folder, &above) ? errno : refused_unless(root.st_ino != above.st_ino);
}
ATTEMPT(device_mode, "change the mode of a device", ON_THE_HOST_TOO) { return result(chmod("/dev/null", 0666)); }
ATTEMPT(input_mode, "change the mode of its standard input, which the host opened", ON_THE_HOST_TOO) { return result(fchmod(0, 0666)); }
ATTEMPT(input_path, "walk from its standard input, which the host opened", "the host may") { return refused_unless(openat(0, "..", O_PATH) >= 0); }
ATTEMPT(program_write, "write the interpreter", "it would damage the interpreter") { return to_write("/var/lang/bin/node"); }
ATTEMPT(own_program, "write the program that it runs", "a running program can't be written") { return to_write("/proc/self/exe"); }
