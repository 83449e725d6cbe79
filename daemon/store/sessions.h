/* Sessions: what was done to whom, by whom, with what. They happened, so they are always recorded:
 * stock that does not fit the books is a discrepancy beside them, never a refusal. */
#ifndef STIPPLE_STORE_SESSIONS_H
#define STIPPLE_STORE_SESSIONS_H

#include "store/mixes.h"

/* A session that takes more lines than this is a slip of the finger. */
enum { SESSION_USES_MAX = 64 };

struct session_use {
    const char *container; /* as it was typed: code or id, or what the books do not know */
    int64_t ul, pieces;    /* one of the two; neither for a whole cup */
    const char *zone;
};
struct session_record {
    struct write_head head;
    const char *client, *course; /* ids; one of the two at least */
    const char *artist;          /* id; who acts, when NULL */
    struct list uses;            /* struct session_use */
    const char *override_reason;
};
struct session_line {
    int64_t line;                           /* from 1, through all amendments */
    const char *container, *container_code; /* NULL: the books do not know it */
    const char *lot, *lot_code, *lot_no;    /* NULL for a mix */
    const char *what;                       /* the product's name, or the kind of mix */
    const char *match, *match_code;         /* that a mix was made from; results only */
    int64_t ul, pieces;                     /* the one that does not apply is absent */
    int64_t missing;                        /* of that, what the books did not have */
    const char *zone;
    const char *said;    /* the container as it was typed, where nothing could be booked of it */
    const char *refusal; /* why it was not to be used, as an error's name */
    struct list kinds; /* const char *: of the products in it, through any depth; of a line read */
    struct instant opened_at; /* the bottle; or the mix was made; of a line read */
    int ended;                /* 1: an amendment took it back */
};
/* When a bottle was opened, after an amendment. */
struct opening {
    const char *container, *container_code;
    struct instant opened_at; /* absent: it is sealed */
};
struct session_made {
    const char *session, *session_code, *client, *client_code, *artist, *artist_code;
    struct list uses;     /* struct session_line: the new ones */
    struct list ended;    /* int64_t: the lines taken back */
    struct list returned; /* struct booking: cups that had been thrown away and are back */
    struct list booked;   /* struct booking */
    struct list opened;   /* struct opening: where it changes */
    const char *review;   /* "open" when a manager has to look at it, else NULL */
    struct list warnings;
};
/* What the books do not know is kept as it was said, and `review` is open. SESSION_OVERRIDE when
 * something did not pass the predicate and no reason is given. */
enum stipple_error session_record(struct store *s, struct arena *a,
                                  const struct session_record *command, struct session_made *ret,
                                  struct error *e);

struct session_amend { /* absent members stay as they are */
    struct write_head head;
    const char *session, *reason;
    const char *client, *course, *artist;
    struct instant held_at; /* when the session was */
    struct list uses;       /* all lines anew; given empty, nothing was used; absent: they stay */
    struct list add_uses;   /* lines besides those */
    const char *zone;       /* of the lines that name none */
    const char *override_reason;
};
/* What was used by mistake is booked back, what was used instead is booked. Lines are said again
 * when the client or the day changes: other things may have been against them. TIME_ORDER. */
enum stipple_error session_amend(struct store *s, struct arena *a,
                                 const struct session_amend *command, struct session_made *ret,
                                 struct error *e);

/* What a manager says of a session. */
struct session_verdict {
    struct write_head head;
    const char *session, *reason;
};
/* SESSION_REVIEWED when nothing waits. */
enum stipple_error session_review(struct store *s, struct arena *a,
                                  const struct session_verdict *command, struct session_made *ret,
                                  struct error *e);

/* It did not take place, or stands twice: its lines end, and it counts for nothing from then on.
 * What stands in it stays to be read. SESSION_STRUCK when it is struck out already,
 * SESSION_INCIDENT when something came of it. */
enum stipple_error session_strike(struct store *s, struct arena *a,
                                  const struct session_verdict *command, struct session_made *ret,
                                  struct error *e);

struct session_row {
    const char *id, *code, *client, *client_code, *course, *course_code;
    const char *artist, *artist_code, *artist_name;
    struct instant occurred_at, recorded_at; /* both show when it was written later */
    const char *facts;                       /* JSON object */
    const char *sealed;                      /* what of it is sealed; NULL when nothing is */
    const char *override_reason, *review;
    int struck;                   /* 1: it did not take place; or absent */
    int64_t purged;               /* the event that purged it, or absent */
    struct list uses, amendments; /* session.show only: struct session_line, struct amendment */
};
enum stipple_error session_show(struct store *s, struct arena *a, const char *id,
                                struct session_row *ret, struct error *e);

/* SESSION_STRUCK: nothing is added to a session that did not take place. */
enum stipple_error struck_check(const struct session_row *row, struct error *e);

/* Fills `kinds` of lines (struct session_line) that are not read but made. */
enum stipple_error session_kinds(struct store *s, struct arena *a, struct list *lines,
                                 struct error *e);

struct session_filter {
    const char *client, *course, *artist; /* ids or NULL */
    const char *since, *until;            /* days of occurred_at or NULL */
    bool open_only;                       /* waiting for a manager */
    int64_t limit;
    const char *cursor;
};
/* Rows of struct session_row, newest written first. */
enum stipple_error session_list(struct store *s, struct arena *a,
                                const struct session_filter *filter, struct list *ret,
                                const char **ret_cursor, struct error *e);

struct session_before {
    const char *code; /* NULL: there is none */
    struct instant at;
};
/* The client's last session before a moment, `session` (may be NULL) apart. */
enum stipple_error session_before(struct store *s, struct arena *a, const char *client,
                                  const char *session, int64_t before, struct session_before *ret,
                                  struct error *e);

/* A file of readings as it was sent. */
struct kept_file {
    int64_t bytes;
    const char *sha256; /* lower-case hex */
};
/* PARAM_FORMAT at `field` unless it is base64 (RFC 4648 section 4, with its padding). */
enum stipple_error kept_file_check(struct arena *a, const char *base64, const char *field,
                                   struct kept_file *ret, struct error *e);

#endif
