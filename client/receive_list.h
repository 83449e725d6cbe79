/* A delivery as a CSV list: its lots, each with its line in the file, and what is wrong in them. */
#ifndef STIPPLE_CLIENT_RECEIVE_LIST_H
#define STIPPLE_CLIENT_RECEIVE_LIST_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/value.h"
#include "client/csv.h"
#include "json/writer.h"

enum { LIST_COLUMNS = 9 };

struct list_column;

struct list_line {
    size_t number; /* in the file, from 1 */
    char **cells;
    size_t n;
    const char
        *why[LIST_COLUMNS + 1]; /* what is wrong in each cell, and behind the last; or NULL */
};

struct receive_list {
    const char *name;  /* of the file */
    struct list lines; /* struct list_line */
    const struct list_column *heading[LIST_COLUMNS];
    size_t n; /* columns of the heading */
    struct arena *arena;
};

/* Reads the file into `bytes`, which the list then points into. CLIENT_INPUT where it is no such
 * list; what is wrong in single cells is noted there. */
enum stipple_error list_read(struct receive_list *l, struct buffer *bytes, const char *path,
                             struct error *e);
/* Appends the lots as an array, without the cells at fault. */
void list_write(const struct receive_list *l, struct json_writer *w);

/* Whether something is wrong in one of the line's cells. */
bool list_line_faulty(const struct list_line *line);
/* The column that fills a member, from 0; l->n when none does. */
size_t list_column_of(const struct receive_list *l, const char *member);
/* "list.csv, line 3, column 2 (lot): "; no column where it is l->n. */
void list_place(struct buffer *out, const struct receive_list *l, size_t line, size_t column);
/* The daemon's text, its parameters as the columns that fill them. */
void list_plain(struct buffer *out, const char *text);
/* "lot"; "" where it is l->n. */
const char *list_column_name(const struct receive_list *l, size_t column);

#endif
