/* The records that a period is about: those that came in it, and those that were in use in it. */
#ifndef STIPPLE_STORE_RECORDS_H
#define STIPPLE_STORE_RECORDS_H

#include "store/store.h"

enum record {
    RECORD_STUDIO,
    RECORD_STAFF,
    RECORD_PRODUCT,
    RECORD_LOT,
    RECORD_CLIENT, /* from here on, records of one client */
    RECORD_COURSE,
    RECORD_SESSION,
    RECORDS
};

struct period {
    int64_t from, until; /* ms, until itself outside; from 0: from the beginning */
    const char *client;  /* whose records alone, from RECORD_CLIENT on; NULL: everybody's */
};
/* What is done with each, by its id, which lives until it returns; anything but OK ends the walk.
 */
typedef enum stipple_error record_visit(void *context, const char *id, struct error *e);
/* One after the other, never all at once. */
enum stipple_error records_walk(struct store *s, enum record record, const struct period *period,
                                record_visit *visit, void *context, struct error *e);

#endif
