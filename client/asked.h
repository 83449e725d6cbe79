/* Questions on a terminal, a line each, and their answers as the options that they stand for. */
#ifndef STIPPLE_CLIENT_ASKED_H
#define STIPPLE_CLIENT_ASKED_H

#include "client/command.h"
#include "client/typed.h"

struct question {
    const char *option; /* that answers it, too: then it is not asked */
    const char *text;
    /* Tells what is wrong; NULL: anything goes. */
    bool (*check)(struct run *r, void *context, const char *answer);
    void *context;
};
struct asked {
    struct run *r;
    struct typed typed;  /* begun */
    struct buffer again; /* the answers as options; the caller's to free */
    bool answered;       /* something was: by an option, as the caller knows, or by a line */
};

/* The option, else the answer, else what stands in brackets: `usual`, which may be NULL; so too
 * where input that is no terminal ends behind an answer. What `check` refuses is asked for again.
 * False when nothing is to be done: somebody broke off, on a terminal also by ending the input, or
 * it ended before anything was answered, or behind what was refused. */
bool ask(struct asked *a, const struct question *q, const char *usual, const char **ret);
/* The whole command with the answers among its options, if anything was answered: what was typed
 * is not to be typed again. */
void asked_again(const struct asked *a);

#endif
