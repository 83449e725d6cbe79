/* CSV as spreadsheets and instruments write it (RFC 4180, and ; or tab between fields). */
#ifndef STIPPLE_CLIENT_CSV_H
#define STIPPLE_CLIENT_CSV_H

#include <stdbool.h>
#include <stddef.h>

/* A spectrum by 1 nm from 360 to 780 and a dozen columns beside it. */
enum { CSV_FIELDS_MAX = 448 };

struct csv {
    char *at, *end; /* the rest of the text; fields are cut out of it in place */
    char separator;
    size_t line;       /* where the row last read begins, from 1 */
    size_t lines;      /* begun so far */
    const char *fault; /* of the row last read */
    char *field_end;   /* of the field being cut, its NUL still to be set */
};

struct csv_row {
    char *field[CSV_FIELDS_MAX]; /* trimmed, unquoted */
    bool quoted[CSV_FIELDS_MAX];
    size_t n;
};

/* `text` is writable, NUL-terminated, outlives the rows. The separator is taken from the first line
 * that is neither blank nor a # comment: tab, else ;, else comma. */
void csv_open(struct csv *c, char *text, size_t length);
/* The next row that is neither blank nor a comment: 1; the end: 0; a quote that is never closed,
 * text behind one, or more fields than CSV_FIELDS_MAX: -1, with c->fault, and ret->n the column of
 * it. */
int csv_next(struct csv *c, struct csv_row *ret);

#endif
