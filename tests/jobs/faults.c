/* Lets the n-th change of a file below a folder fail, or kills the process there.

   Loaded with LD_PRELOAD. Counts open for writing, write, fwrite, fsync, rename, link, mkdir and truncation, whoever
   calls them (Python, NumPy, Arrow, FAISS, SQLite). fault_arm(n, mode): 0 only count, 1 the n-th fails with EIO,
   2 from the n-th on the disk is full, 3 the process is killed before the n-th. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long counted;
static long armed_at;
static int armed_mode;
static int armed;
static char prefix[PATH_MAX];

void fault_arm(const char *folder, long at, int mode) {
    strncpy(prefix, folder, sizeof prefix - 1);
    armed_at = at;
    armed_mode = mode;
    atomic_store(&counted, 0);
    armed = 1;
}

long fault_count(void) { return atomic_load(&counted); }

static int ours(const char *path) { return path && strncmp(path, prefix, strlen(prefix)) == 0; }

static int ours_fd(int fd) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, sizeof path - 1);
    if (size <= 0) return 0;
    path[size] = 0;
    return ours(path);
}

/* Whether this operation has to fail; errno is then set. `grows`: it needs room on the disk. */
static int fails(int grows) {
    long number = atomic_fetch_add(&counted, 1) + 1;
    if (armed_mode == 3 && number == armed_at) { kill(getpid(), SIGKILL); pause(); }
    if (armed_mode == 1 && number == armed_at) { errno = EIO; return 1; }
    if (armed_mode == 2 && number >= armed_at && grows) { errno = ENOSPC; return 1; }
    return 0;
}

#define REAL(name) \
    static __typeof__(&name) real; \
    if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

#define ON_PATH(path, grows) if (armed && ours(path) && fails(grows)) return -1
#define ON_FD(fd, grows) if (armed && ours_fd(fd) && fails(grows)) return -1

ssize_t write(int fd, const void *data, size_t size) { REAL(write); ON_FD(fd, 1); return real(fd, data, size); }
ssize_t pwrite(int fd, const void *d, size_t n, off_t at) { REAL(pwrite); ON_FD(fd, 1); return real(fd, d, n, at); }
ssize_t pwrite64(int fd, const void *d, size_t n, off64_t at) { REAL(pwrite64); ON_FD(fd, 1); return real(fd, d, n, at); }
ssize_t writev(int fd, const struct iovec *v, int n) { REAL(writev); ON_FD(fd, 1); return real(fd, v, n); }
int fsync(int fd) { REAL(fsync); ON_FD(fd, 0); return real(fd); }
int fdatasync(int fd) { REAL(fdatasync); ON_FD(fd, 0); return real(fd); }
int ftruncate(int fd, off_t size) { REAL(ftruncate); ON_FD(fd, 0); return real(fd, size); }
int ftruncate64(int fd, off64_t size) { REAL(ftruncate64); ON_FD(fd, 0); return real(fd, size); }
int rename(const char *a, const char *b) { REAL(rename); ON_PATH(b, 0); return real(a, b); }
int renameat(int x, const char *a, int y, const char *b) { REAL(renameat); ON_PATH(b, 0); return real(x, a, y, b); }
int link(const char *a, const char *b) { REAL(link); ON_PATH(b, 1); return real(a, b); }
int linkat(int x, const char *a, int y, const char *b, int f) { REAL(linkat); ON_PATH(b, 1); return real(x, a, y, b, f); }
int mkdir(const char *path, mode_t mode) { REAL(mkdir); ON_PATH(path, 1); return real(path, mode); }

static int writes(int flags) { return (flags & O_ACCMODE) != O_RDONLY; }

#define OPENING(flags) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | O_TMPFILE)) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); }

int open(const char *path, int flags, ...) {
    REAL(open); OPENING(flags);
    if (writes(flags)) ON_PATH(path, flags & O_CREAT);
    return real(path, flags, mode);
}
int open64(const char *path, int flags, ...) {
    REAL(open64); OPENING(flags);
    if (writes(flags)) ON_PATH(path, flags & O_CREAT);
    return real(path, flags, mode);
}
int openat(int at, const char *path, int flags, ...) {
    REAL(openat); OPENING(flags);
    if (writes(flags)) ON_PATH(path, flags & O_CREAT);
    return real(at, path, flags, mode);
}

size_t fwrite(const void *data, size_t size, size_t items, FILE *file) {
    REAL(fwrite);
    if (armed && ours_fd(fileno(file)) && fails(1)) return 0;
    return real(data, size, items, file);
}
FILE *fopen(const char *path, const char *how) {
    REAL(fopen);
    if (armed && strpbrk(how, "wa+") && ours(path) && fails(1)) return NULL;
    return real(path, how);
}
FILE *fopen64(const char *path, const char *how) {
    REAL(fopen64);
    if (armed && strpbrk(how, "wa+") && ours(path) && fails(1)) return NULL;
    return real(path, how);
}
