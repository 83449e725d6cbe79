/* What may stand at the end of a half-written command line. */
#ifndef STIPPLE_CLIENT_COMPLETE_H
#define STIPPLE_CLIENT_COMPLETE_H

#include "client/command.h"

/* What is offered goes to `out`, a line each. */
struct offering {
    struct buffer *out;
    const char *begun; /* what it has to begin with */
    const char *lead;  /* stands in front of it on the command line: "--kind=" */
    size_t lead_length;
    bool about; /* behind a tab, what it is */
};
/* `about` may be NULL. */
void offer(const struct offering *o, const char *word, size_t length, const char *about);

/* What the daemon knows of an option's value or an operand: the codes that `metavar` stands for
 * ("PRODUCT", "LOT"), and the words that the command's method lets `param` be (NULL: none). Silent
 * where there is no daemon. */
void values_offer(const struct offering *o, const struct command *c, const char *metavar,
                  const char *param, const char *socket);

/* Words without the program's name, the last one unfinished. `about`: with what they are. */
void complete_words(char *const words[], size_t n, bool about, struct buffer *out);

#endif
