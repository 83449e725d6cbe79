/* Lines that are typed or scanned on standard input, until somebody breaks off. */
#ifndef STIPPLE_CLIENT_TYPED_H
#define STIPPLE_CLIENT_TYPED_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

struct typed {
    char bytes[1024]; /* read and not yet given out */
    size_t n;
    bool ended, skips; /* the input; the rest of a line that was too long */
    sigset_t mask;     /* as it was before */
    struct sigaction action;
};

enum typed_line { TYPED_LINE, TYPED_LONG, TYPED_END };

/* From here on SIGINT breaks off: it is taken while a line is waited for, and only then, so that
 * what is under way is done first. */
void typed_begin(struct typed *t);
void typed_end(struct typed *t);
/* The next line without its end; TYPED_LONG for one that `size` does not hold. */
enum typed_line typed_read(struct typed *t, char *ret, size_t size);
/* Whether the input ended because somebody broke off. */
bool typed_broken(void);

#endif
