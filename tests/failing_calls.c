/* Lets the n-th call of a kind fail, as a system does that is out of space, files or memory. Preloaded; see failing_calls.py. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OPEN, WRITE, READ, MMAP, FLOCK, FSYNC, RENAME, UNLINK, MKDIR, FORK, THREAD, PIPE, KINDS };

static int counts[KINDS];
static int armed = -1, at, code, repeated;

/* From now on, let call number `nth` (from 1) of a kind fail, with those after it if `onwards`. */
void fail_at(int kind, int nth, int error, int onwards) {
    for (int each = 0; each < KINDS; each++) counts[each] = 0;
    armed = kind;
    at = nth;
    code = error;
    repeated = onwards;
}

int calls_of(int kind) { return counts[kind]; }

static int fails(int kind) {
    int count = __sync_add_and_fetch(&counts[kind], 1);
    if (kind != armed || !(count == at || (repeated && count > at))) return 0;
    errno = code;
    return 1;
}

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) *(void **)&real = dlsym(RTLD_NEXT, name)

static int is_to_create(int flags) { return flags & (O_CREAT | __O_TMPFILE); }

#define OPENING(symbol) \
    int symbol(const char *path, int flags, ...) { \
        REAL(int, #symbol, const char *, int, ...); \
        mode_t mode = 0; \
        if (is_to_create(flags)) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); } \
        return fails(OPEN) ? -1 : real(path, flags, mode); \
    }
OPENING(open)
OPENING(open64)

#define OPENING_AT(symbol) \
    int symbol(int folder, const char *path, int flags, ...) { \
        REAL(int, #symbol, int, const char *, int, ...); \
        mode_t mode = 0; \
        if (is_to_create(flags)) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); } \
        return fails(OPEN) ? -1 : real(folder, path, flags, mode); \
    }
OPENING_AT(openat)
OPENING_AT(openat64)

/* The lists of a folder's names are opened too, inside the library. */
void *opendir(const char *path) {
    REAL(void *, "opendir", const char *);
    return fails(OPEN) ? (void *)0 : real(path);
}

ssize_t write(int file, const void *from, size_t size) {
    REAL(ssize_t, "write", int, const void *, size_t);
    return file > 2 && fails(WRITE) ? -1 : real(file, from, size);
}

ssize_t read(int file, void *to, size_t size) {
    REAL(ssize_t, "read", int, void *, size_t);
    return file > 2 && fails(READ) ? -1 : real(file, to, size);
}

/* Only files are mapped here that have a number: memory is asked for in the same way. */
#define MAPPING(symbol) \
    void *symbol(void *at_address, size_t size, int protection, int flags, int file, off_t offset) { \
        REAL(void *, #symbol, void *, size_t, int, int, int, off_t); \
        return file > 2 && fails(MMAP) ? MAP_FAILED : real(at_address, size, protection, flags, file, offset); \
    }
MAPPING(mmap)
MAPPING(mmap64)

int flock(int file, int operation) {
    REAL(int, "flock", int, int);
    return fails(FLOCK) ? -1 : real(file, operation);
}

int fsync(int file) {
    REAL(int, "fsync", int);
    return fails(FSYNC) ? -1 : real(file);
}

int rename(const char *from, const char *to) {
    REAL(int, "rename", const char *, const char *);
    return fails(RENAME) ? -1 : real(from, to);
}

int unlink(const char *path) {
    REAL(int, "unlink", const char *);
    return fails(UNLINK) ? -1 : real(path);
}

int mkdir(const char *path, mode_t mode) {
    REAL(int, "mkdir", const char *, mode_t);
    return fails(MKDIR) ? -1 : real(path, mode);
}

pid_t fork(void) {
    REAL(pid_t, "fork", void);
    return fails(FORK) ? -1 : real();
}

pid_t vfork(void) { return fork(); }

int pthread_create(pthread_t *thread, const pthread_attr_t *with, void *(*run)(void *), void *argument) {
    REAL(int, "pthread_create", pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    return fails(THREAD) ? code : real(thread, with, run, argument);
}

int pipe2(int ends[2], int flags) {
    REAL(int, "pipe2", int *, int);
    return fails(PIPE) ? -1 : real(ends, flags);
}
