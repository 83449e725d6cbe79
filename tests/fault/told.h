/* A trace in memory, and what the daemon has told its clients in it. A test gives each write the id
 * that its op_id is, and each backup "copy " and the file's name below the root, so that a reply
 * says by itself what it speaks of; an event that was shown to anybody counts like an acknowledged
 * write. */
#ifndef STIPPLE_TESTS_TOLD_H
#define STIPPLE_TESTS_TOLD_H

#include "disk.h"

struct trace_step {
    struct disk_step head;
    const char *name, *bytes; /* both with a NUL behind */
};

struct trace {
    struct trace_step *steps;
    size_t n;
};

/* A torn last step, of a process that was killed, is left out. */
struct trace trace_read(const char *path);

enum { ID_SIZE = 64 };

struct told {
    char id[ID_SIZE];
    size_t done;  /* the step that told it was done; SIZE_MAX: never */
    bool refused; /* told that it was not done, and nothing else ever */
    size_t seen;  /* the check that found it last */
};

struct tellings {
    struct told *at; /* in the order of `id` */
    size_t n, done;
};

/* The name of the file that was copied, NULL when it is a write. */
const char *told_copy(const struct told *told);

struct tellings tellings_read(const struct trace *trace);
struct told *told_find(const struct tellings *tellings, const char *id);

#endif
