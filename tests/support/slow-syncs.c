/*
 * Loaded before a server, it makes every sync of a file slower by SYNC_DELAY_US and notes each in the file SYNC_LOG:
 * when it was asked for and when it was done (ns of the monotonic clock), and of which file.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

typedef int (*sync_call)(int);

static long long now(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return at.tv_sec * 1000000000LL + at.tv_nsec;
}

static void note(int fd, long long asked) {
  const char *path = getenv("SYNC_LOG");
  if (path == NULL) return;
  char link[64], file[4096], line[4200];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, file, sizeof file - 1);
  if (length < 0) length = 0;
  file[length] = '\0';
  int size = snprintf(line, sizeof line, "%lld %lld %s\n", asked, now(), file);
  int log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (log < 0) return;
  if (write(log, line, (size_t)size) < 0) perror("SYNC_LOG");
  close(log);
}

static int slowly(const char *name, int fd) {
  long long asked = now();
  const char *delay = getenv("SYNC_DELAY_US");
  if (delay != NULL) usleep((useconds_t)atoi(delay));
  int result = ((sync_call)dlsym(RTLD_NEXT, name))(fd);
  note(fd, asked);
  return result;
}

int fsync(int fd) { return slowly("fsync", fd); }
int fdatasync(int fd) { return slowly("fdatasync", fd); }
