/*
 * A preload library for tests of the audit log. It records every write, truncation and sync below
 * one folder, in order, so that a test can rebuild what a disk may hold after a power cut; and it
 * makes them fail or hang when told to.
 *
 *   RECORD_DIR   the folder; operations elsewhere pass through untouched
 *   RECORD_LOG   where the record goes; none is kept without it
 *
 * Record (integers in the machine's byte order): char op; uint32 file; uint64 offset; uint32 length;
 * bytes. Ops: O a file was opened, with its path; N the same, and it was made by that; W written;
 * T truncated to offset; S synced; U a path was removed.
 *
 * A text written to RECORD_DIR/fault.ctl sets the fault: "off", "enospc N" (the Nth next write and
 * all after it find the disk full), "eio N" (the same for syncs), "stall MILLIS" (each sync hangs).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#define MAX_FD 4096
#define CONTROL "/fault.ctl"
#define NOTES "/acknowledged"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static uint32_t files[MAX_FD]; /* number of the recorded file, 0 for none */
static char control[MAX_FD];
static char spared[MAX_FD]; /* the test's own notes never find the disk full */
static uint32_t last_file;
static int record_fd = -1;
static char folder[4096];
static size_t folder_length;
static enum { NO_FAULT, ENOSPC_AFTER, EIO_AFTER, STALL } fault;
static long fault_number;

static int (*real_open)(const char *, int, ...);
static int (*real_close)(int);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_ftruncate)(int, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_unlink)(const char *);

__attribute__((constructor)) static void begin(void) {
  real_open = dlsym(RTLD_NEXT, "open64");
  real_close = dlsym(RTLD_NEXT, "close");
  real_write = dlsym(RTLD_NEXT, "write");
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  real_unlink = dlsym(RTLD_NEXT, "unlink");
  const char *dir = getenv("RECORD_DIR");
  const char *log = getenv("RECORD_LOG");
  if (dir && strlen(dir) < sizeof folder) {
    strcpy(folder, dir);
    folder_length = strlen(dir);
  }
  if (log) record_fd = real_open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int is_ours(const char *path) {
  return folder_length && !strncmp(path, folder, folder_length)
      && (path[folder_length] == '/' || path[folder_length] == 0);
}

static void put(const void *bytes, size_t length) {
  const char *at = bytes;
  while (length) {
    ssize_t done = real_write(record_fd, at, length);
    if (done <= 0) abort(); /* a record with a hole would make the test lie */
    at += done;
    length -= done;
  }
}

static void record(char op, uint32_t file, uint64_t offset, const void *bytes, uint32_t length) {
  if (record_fd < 0) return;
  put(&op, 1);
  put(&file, 4);
  put(&offset, 8);
  put(&length, 4);
  put(bytes, length);
}

static uint32_t file_of(int fd) { return fd >= 0 && fd < MAX_FD ? files[fd] : 0; }

static int ends_with(const char *path, const char *end) {
  size_t length = strlen(path), tail = strlen(end);
  return length > tail && !strcmp(path + length - tail, end);
}

static int opened(int fd, const char *path, int existed) {
  if (fd < 0 || fd >= MAX_FD || !is_ours(path)) return fd;
  pthread_mutex_lock(&lock);
  files[fd] = ++last_file;
  control[fd] = ends_with(path, CONTROL);
  spared[fd] = ends_with(path, NOTES);
  record(existed ? 'O' : 'N', files[fd], 0, path, strlen(path));
  pthread_mutex_unlock(&lock);
  return fd;
}

static int open_recorded(const char *path, int flags, mode_t mode) {
  int existed = !is_ours(path) || !access(path, F_OK);
  return opened(real_open(path, flags, mode), path, existed);
}

#define OPEN(name)                                   \
  int name(const char *path, int flags, ...) {       \
    va_list more;                                    \
    va_start(more, flags);                           \
    mode_t mode = va_arg(more, mode_t);              \
    va_end(more);                                    \
    return open_recorded(path, flags, mode);         \
  }
OPEN(open)
OPEN(open64)

int close(int fd) {
  if (file_of(fd)) {
    pthread_mutex_lock(&lock);
    files[fd] = 0;
    pthread_mutex_unlock(&lock);
  }
  return real_close(fd);
}

static void set_fault(const char *text, size_t length) {
  char word[64] = {0};
  memcpy(word, text, length < sizeof word - 1 ? length : sizeof word - 1);
  fault = NO_FAULT;
  if (sscanf(word, "enospc %ld", &fault_number) == 1) fault = ENOSPC_AFTER;
  else if (sscanf(word, "eio %ld", &fault_number) == 1) fault = EIO_AFTER;
  else if (sscanf(word, "stall %ld", &fault_number) == 1) fault = STALL;
}

static int fails(int kind) { return (int)fault == kind && --fault_number <= 0; }

static ssize_t written(int fd, const void *bytes, size_t length, off_t offset, int positioned) {
  pthread_mutex_lock(&lock);
  uint32_t file = file_of(fd);
  if (file && control[fd]) {
    set_fault(bytes, length);
    pthread_mutex_unlock(&lock);
    return length;
  }
  if (file && !spared[fd] && fails(ENOSPC_AFTER)) {
    pthread_mutex_unlock(&lock);
    errno = ENOSPC;
    return -1;
  }
  if (!positioned) offset = lseek(fd, 0, SEEK_CUR);
  ssize_t done = positioned ? real_pwrite(fd, bytes, length, offset) : real_write(fd, bytes, length);
  if (file && done > 0) record('W', file, offset, bytes, done);
  pthread_mutex_unlock(&lock);
  return done;
}

ssize_t write(int fd, const void *bytes, size_t length) {
  return file_of(fd) ? written(fd, bytes, length, 0, 0) : real_write(fd, bytes, length);
}
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
  return file_of(fd) ? written(fd, bytes, length, offset, 1)
                     : real_pwrite(fd, bytes, length, offset);
}
ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t offset) {
  return pwrite(fd, bytes, length, offset);
}

int ftruncate(int fd, off_t size) {
  if (!file_of(fd)) return real_ftruncate(fd, size);
  pthread_mutex_lock(&lock);
  int failed = real_ftruncate(fd, size);
  if (!failed) record('T', file_of(fd), size, "", 0);
  pthread_mutex_unlock(&lock);
  return failed;
}
int ftruncate64(int fd, off_t size) { return ftruncate(fd, size); }

static int synced(int fd, int (*sync)(int)) {
  if (!file_of(fd)) return sync(fd);
  pthread_mutex_lock(&lock);
  long stall = fault == STALL ? fault_number : 0;
  int broken = fails(EIO_AFTER);
  if (!broken && !stall) record('S', file_of(fd), 0, "", 0);
  pthread_mutex_unlock(&lock);
  if (stall) {
    struct timespec time = {stall / 1000, stall % 1000 * 1000000};
    nanosleep(&time, 0);
  }
  if (broken) {
    errno = EIO;
    return -1;
  }
  return record_fd < 0 ? sync(fd) : 0; /* the record stands for the disk */
}
int fsync(int fd) { return synced(fd, real_fsync); }
int fdatasync(int fd) { return synced(fd, real_fdatasync); }

int unlink(const char *path) {
  int failed = real_unlink(path);
  if (!failed && is_ours(path)) {
    pthread_mutex_lock(&lock);
    record('U', 0, 0, path, strlen(path));
    pthread_mutex_unlock(&lock);
  }
  return failed;
}
