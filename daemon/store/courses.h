/* Courses: what a client has come for, from the consultation on. */
#ifndef STIPPLE_STORE_COURSES_H
#define STIPPLE_STORE_COURSES_H

#include "store/clients.h"

struct course {
    const char *id, *code, *client, *client_code;
    const char *service;                   /* NULL once purged */
    const char *facts;                     /* JSON object: what was said when it was opened */
    const char *sealed;                    /* what of it is sealed; NULL when nothing is */
    struct instant opened_at, recorded_at; /* both show when it was written later */
    struct instant closed_at, closed_recorded_at;
    const char *closed_reason;
    int64_t purged; /* the event that purged it, or absent */
};
struct course_made {
    const char *course, *course_code, *client, *client_code;
};
struct course_amend {
    struct write_head head;
    const char *course, *reason;
};
struct course_close {
    struct write_head head;
    const char *course, *reason;
};

/* CLIENT_ERASED for a client who is nobody any more. */
enum stipple_error course_open(struct store *s, struct arena *a, const char *client,
                               struct course_made *ret, struct error *e);
/* TIME_ORDER, CLIENT_PURGED. What is said of it anew is the body's. */
enum stipple_error course_amend(struct store *s, struct arena *a,
                                const struct course_amend *command, struct course_made *ret,
                                struct error *e);
/* Rows of struct amendment, oldest first. */
enum stipple_error course_amendments(struct store *s, struct arena *a, const char *id,
                                     struct list *ret, struct error *e);
/* COURSE_CLOSED, TIME_ORDER. */
enum stipple_error course_close(struct store *s, struct arena *a,
                                const struct course_close *command, struct course_made *ret,
                                struct error *e);
/* The same command, taken back: NOTHING_TO_DO, TIME_ORDER, CLIENT_ERASED, CLIENT_PURGED. */
enum stipple_error course_reopen(struct store *s, struct arena *a,
                                 const struct course_close *command, struct course_made *ret,
                                 struct error *e);
enum stipple_error course_show(struct store *s, struct arena *a, const char *id, struct course *ret,
                               struct error *e);

/* Texts: where it has been, or is to be: the zones that it names first, then those of its sessions
 * and of the client's matches. */
enum stipple_error course_zones(struct store *s, struct arena *a, const char *id, struct list *ret,
                                struct error *e);

struct course_filter {
    const char *client; /* id or NULL */
    bool open_only;
    int64_t limit;
    const char *cursor;
};
/* Rows of struct course, newest first. */
enum stipple_error course_list(struct store *s, struct arena *a, const struct course_filter *filter,
                               struct list *ret, const char **ret_cursor, struct error *e);

#endif
