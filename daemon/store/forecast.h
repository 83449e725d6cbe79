/* What the courses under way will use up before they run out. Their sessions are reckoned as
 * due.list reckons them and held on the day they are due (what was due before, on the first day),
 * and each takes what the client's kept matches say, else what their last session took; from the
 * shelf in the order of use, as far as the one predicate lets a bottle be used on that day. */
#ifndef STIPPLE_STORE_FORECAST_H
#define STIPPLE_STORE_FORECAST_H

#include "store/plan.h"
#include "store/products.h"

struct forecast_filter {
    const char *day;  /* the first one */
    int64_t days;     /* so many more */
    int64_t sessions; /* how many are planned where a course does not say */
};

/* A session to come. */
struct forecast_visit {
    const char *course, *course_code, *client, *client_code;
    const char *what; /* "session", "touch_up" or "refresh" */
    const char *day;
};
/* A bottle, a box or a stock dilution that ends. */
struct forecast_end {
    const char *container, *container_code, *lot_no;
    const char *product, *product_code, *product_name; /* NULL for a dilution */
    const char *how;                    /* "empty", or "date": what is left in it may not be used */
    const char *day;                    /* emptied on; or the last day that it may be used */
    int64_t left_ul, left_pieces;       /* lost with it; absent when empty */
    const struct forecast_visit *visit; /* that empties it, or comes too late; NULL: none does */
};
struct forecast_product {
    const char *product, *code, *maker, *name;
    int64_t left_ul, left_pieces;       /* that may be used on the first day */
    int64_t needed_ul, needed_pieces;   /* by all sessions */
    int64_t reorder_ul, reorder_pieces; /* absent: nobody watches it */
    const char *low_on;                 /* first day at the reorder point; NULL: none */
    int64_t short_ul, short_pieces;     /* of what is needed; absent: it suffices */
    const struct forecast_visit *visit; /* the first that it does not suffice for; or NULL */
};
struct forecast {
    const char *until;
    struct list ends;             /* struct forecast_end, in order of the day */
    struct list products;         /* struct forecast_product: those that are needed */
    int64_t courses;              /* with a session in these days */
    int64_t sessions;             /* of theirs */
    int64_t overdue;              /* of those, due before the first day */
    int64_t by_match, by_session; /* courses */
    struct list unknown; /* struct plan_due: courses without either, for which nothing is counted */
};
enum stipple_error stock_forecast(struct store *s, struct arena *a,
                                  const struct forecast_filter *filter, struct forecast *ret,
                                  struct error *e);

#endif
