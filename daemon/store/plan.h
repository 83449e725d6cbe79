/* What is due: plans follow practice (sessions some days apart, a touch-up, a refresh), by the
 * studio's own intervals. */
#ifndef STIPPLE_STORE_PLAN_H
#define STIPPLE_STORE_PLAN_H

#include "store/sessions.h"

struct plan_due {
    const char *course, *course_code, *client, *client_code, *service;
    struct instant opened_at;
    int64_t planned, done; /* sessions */
    struct instant last;   /* absent: none yet */
    const char *what;      /* "session", "touch_up" or "refresh" */
    const char *due;       /* day from which on */
    struct list zones;     /* course_zones, where they were asked for */
};
/* Rows of struct plan_due: courses under way, of one client or of all (NULL), first due first;
 * those due up to `until` (a day; NULL: all). `sessions`: how many are planned where a course does
 * not say. */
enum stipple_error plan_due(struct store *s, struct arena *a, const char *client, const char *until,
                            int64_t sessions, struct list *ret, struct error *e);
/* What comes after it, once it is held on the day `held`. */
enum stipple_error plan_step(struct arena *a, const struct studio_intervals *set, const char *held,
                             struct plan_due *row, struct error *e);

/* A box of cartridges that the next session is likely to take from, and how many. */
struct plan_cartridge {
    const char *container, *container_code, *product_name, *lot, *lot_code, *lot_no;
    int64_t pieces, left_pieces;
};
/* Of each kind of cartridge among the lines (struct session_line) that stand, as many as then: from
 * the same box where it is open and may be used on `day`, else from another open one of its kind;
 * none where there is none. */
enum stipple_error plan_cartridges(struct store *s, struct arena *a, const struct list *lines,
                                   const char *day, struct list *ret, struct error *e);

/* The client's last match that was kept; NULL when there is none. */
enum stipple_error plan_match(struct store *s, struct arena *a, const char *client,
                              const char **ret_code, const char **ret_product, struct error *e);

#endif
