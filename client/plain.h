/* What the daemon says, in the words of the command line. */
#ifndef STIPPLE_CLIENT_PLAIN_H
#define STIPPLE_CLIENT_PLAIN_H

#include "base/buffer.h"
#include "client/command.h"

/* Appends the daemon's text, clean: in an answer to command `c` (NULL: as it is) its parameters are
 * shown as options, methods as commands: "`total_ul`" as --total, lot.receive as stipple lot
 * receive. */
void plain_text(struct buffer *out, const struct command *c, const char *text);
/* Appends what a word of the daemon's is to a person; false when it is none of theirs. `marked`: it
 * stands in backquotes or is put together, so that it is no plain English. */
typedef bool plain_word(struct buffer *out, const void *with, const char *word, size_t length,
                        bool marked);
/* Appends the text, clean, with its words as `each` has them. */
void plain_words(struct buffer *out, const char *text, plain_word *each, const void *with);
/* Appends a line that says what the field of a refusal is to the person who typed `c`: the option
 * with what it takes, or which of the readings. Nothing for the command's operand: it is in sight.
 */
void plain_field(struct buffer *out, const struct command *c, const char *field);

#endif
