/* Letters of a recall: a text with names of places in braces, filled in for each client. */
#ifndef STIPPLE_CLIENT_LETTER_H
#define STIPPLE_CLIENT_LETTER_H

#include <cjson/cJSON.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/value.h"
#include "client/glyphs.h"
#include "client/report_page.h"

/* What all letters are filled from. */
struct letter_source {
    const cJSON *recall; /* recall.show, with names */
    const cJSON *studio; /* studio.show */
    const char *date;
    const char *text; /* the words, with places */
};
struct letter {
    const cJSON *client; /* a row of the recall's clients */
    const char *text;
    size_t address; /* where in it the paragraph begins that has the address; its end: none does */
};

extern const char letter_plain[]; /* the words of a studio that has none of its own */

/* Fills in the text for a client; it is in the arena. CLIENT_USAGE: there is no such place. */
enum stipple_error letter_fill(struct arena *a, const struct letter_source *source,
                               const cJSON *client, struct letter *ret, struct error *e);
/* Appends text of several lines, each clean. */
void text_lines(struct arena *a, struct buffer *out, const char *text);

/* CLIENT_USAGE where this build makes no pages. */
enum stipple_error letters_possible(struct error *e);
/* Appends the PDF of the letters (struct letter), each on a page of its own, the address where the
 * window of an envelope is. `missing` gathers the characters that no font has. */
enum stipple_error letters_pdf(struct buffer *out, const struct list *letters,
                               struct paper_size paper, struct glyphs *missing, struct error *e);

#endif
