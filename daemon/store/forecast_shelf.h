/* Shelves as they will be: bottles emptied, opened and out of date on days to come, in memory only.
 */
#ifndef STIPPLE_STORE_FORECAST_SHELF_H
#define STIPPLE_STORE_FORECAST_SHELF_H

#include "store/containers.h"
#include "store/forecast.h"

struct bottle {
    struct container row;
    int64_t left; /* in the unit of its kind */
    bool opened, told;
    const char *until; /* last day as opened so far; NULL: no end is known */
};
struct shelf_part {
    const char *product;
    double share;
};
/* The bottles of a product, or one stock dilution. */
struct shelf {
    const char *of; /* id of the product or of the dilution */
    struct bottle *bottles;
    size_t n;
    struct product product;             /* of a dilution: nothing */
    struct list parts;                  /* struct shelf_part: what a dilution was made of */
    int64_t stood;                      /* of it may be used on the first day */
    int64_t needed, missing;            /* so far */
    const char *low_on;                 /* NULL: it is not low yet */
    const struct forecast_visit *visit; /* the first that it did not suffice for */
    struct shelf *next;
};
struct shelves {
    struct store *s;
    struct arena *a;
    const char *day; /* the first one: how they stand on it is what the store says */
    struct shelf *first;
    struct list ends; /* struct forecast_end, as they happen */
};

/* The shelf of a product, or of a stock dilution; read from the store when first asked for, those
 * of its parts too. */
enum stipple_error shelf_find(struct shelves *all, const char *of, bool mix, struct shelf **ret,
                              struct error *e);
/* Takes in the order of use what may be used on the day of the visit; *ret_rest is what was not
 * there. */
enum stipple_error shelf_draw(struct shelves *all, struct shelf *shelf, int64_t amount,
                              const struct forecast_visit *visit, int64_t *ret_rest,
                              struct error *e);
/* What may be used on that day. */
int64_t shelf_left(const struct shelf *shelf, const char *day);
/* Tells of the bottles that are out of date before `day` and of which something is left: the visit
 * came too late for them, or none came (NULL). */
enum stipple_error shelf_tell(struct shelves *all, struct shelf *shelf, const char *day,
                              const struct forecast_visit *visit, struct error *e);

#endif
