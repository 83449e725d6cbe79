/* One run of a named statement: bound by name, read by row, given back at the end of its scope. */
#ifndef STIPPLE_STORE_QUERY_H
#define STIPPLE_STORE_QUERY_H

#include "store/connection.h"
#include "store/starved.h"

struct query {
    struct store *s;
    sqlite3_stmt *statement;
    int rc;           /* the first failure sticks and is told by the next step */
    unsigned starved; /* starved_count() at its start */
};

/* A struct query `q` on statement SQL_…, reset when it goes out of scope. A statement is in use
 * once at a time. */
#define QUERY(q, store, sql)                                                                       \
    struct query q __attribute__((cleanup(query_done))) = query_start(store, sql)

struct query query_start(struct store *s, enum sql sql);
void query_done(struct query *q);
/* Bind where the statement has that parameter; NULL and INT_ABSENT bind NULL. What is bound must
 * live until the query is done. */
void query_text(struct query *q, const char *name, const char *text);
void query_int(struct query *q, const char *name, int64_t value);
void query_bytes(struct query *q, const char *name, const void *bytes, size_t length);
/* A list of const char * as a JSON array, which must live in the arena as long. */
enum stipple_error query_texts(struct query *q, struct arena *a, const char *name,
                               const struct list *texts, struct error *e);
enum stipple_error query_step(struct query *q, bool *ret_row, struct error *e);
/* A statement without rows, begun and done. */
enum stipple_error query_run(struct query *q, struct error *e);

/* Columns of the row under way. Text is copied into the arena; NULL for NULL, INT_ABSENT too. */
const char *query_column_text(struct query *q, struct arena *a, int column);
int64_t query_column_int(struct query *q, int column);

/* How the columns of a statement fill a struct: in order, one each (a TIME takes two). */
enum column_type {
    COLUMN_TEXT,
    COLUMN_JSON, /* → const char *; STORE_DAMAGED when it is not JSON */
    COLUMN_INT,
    COLUMN_REAL,
    COLUMN_TIME,   /* ms, offset → struct instant */
    COLUMN_CHOICE, /* word → its place among `words` */
    COLUMN_TEXTS,  /* JSON array → struct list of const char * */
    COLUMN_REALS   /* JSON array → struct list of double */
};
extern const char *const column_truths[]; /* JSON's false and true, as the words of an int */
struct column {
    enum column_type type;
    size_t offset;
    const char *const *words;
};
struct shape {
    size_t size;
    size_t n;
    const struct column *columns;
};
#define COLUMN(Struct, Type, member)                                                               \
    {                                                                                              \
        COLUMN_##Type, offsetof(Struct, member), NULL                                              \
    }
#define COLUMN_OF(Struct, member, choices)                                                         \
    {                                                                                              \
        COLUMN_CHOICE, offsetof(Struct, member), choices                                           \
    }
#define SHAPE(Struct, table)                                                                       \
    {                                                                                              \
        sizeof(Struct), sizeof(table) / sizeof(*(table)), table                                    \
    }

/* The row under way into the zeroed struct at `into`. */
enum stipple_error query_row(struct query *q, struct arena *a, const struct shape *shape,
                             void *into, struct error *e);
/* Steps once; *ret_row says whether `into` was filled. */
enum stipple_error query_one(struct query *q, struct arena *a, const struct shape *shape,
                             void *into, bool *ret_row, struct error *e);
/* All rows, at most `limit` (0: all); the statement was bound one more by query_limit, and the
 * column behind the shape's is its cursor. *ret_cursor is NULL at the end. */
enum stipple_error query_page(struct query *q, struct arena *a, const struct shape *shape,
                              int64_t limit, struct list *ret, const char **ret_cursor,
                              struct error *e);
void query_limit(struct query *q, int64_t limit);

/* Reads a cursor: its letter, then `n` non-negative integers, each behind a dot.
 * CURSOR_INVALID; NULL leaves `ret` as it is. */
enum stipple_error cursor_read(const char *cursor, char letter, size_t n, int64_t *ret,
                               struct error *e);

#endif
