/* Fields that the tables of several domains share, and the words of their examples. */
#ifndef STIPPLE_APP_SCHEMAS_H
#define STIPPLE_APP_SCHEMAS_H

#include "app/call.h"
#include "app/table.h"
#include "base/value.h"
#include "store/studio.h"

extern const struct schema empty_schema;      /* no fields */
extern const struct schema write_head_schema; /* struct write_head */
extern const struct schema warning_schema;    /* struct warning */
extern const struct schema reading_schema;    /* struct reading */
extern const struct schema amendment_schema;  /* struct amendment */

/* Lists: how many rows a page holds, and what the last page gave. */
#define PAGE_MAX 1000
#define PAGE_FIELDS(Struct)                                                                        \
    {FIELD_AS("limit", Struct, page.limit, INT), .min = 1, .max = PAGE_MAX, .fallback = "100",     \
     .doc = "Rows at most."},                                                                      \
    {                                                                                              \
        FIELD_AS("cursor", Struct, page.cursor, TEXT),                                             \
            .min = 1, .max = 64, .doc = "The next page: what the last one gave as `cursor`."       \
    }
#define NEXT_FIELD                                                                                 \
    {                                                                                              \
        FIELD(struct page_result, cursor, TEXT),                                                   \
            .doc = "There is more: ask again with this `cursor`."                                  \
    }
#define WARNINGS_FIELD(Struct)                                                                     \
    {                                                                                              \
        FIELD(Struct, warnings, OBJECT), .list = true, .required = true,                           \
                                         .object = &warning_schema,                                \
                                         .doc = "What is doubtful about this."                     \
    }
/* A page asked for, and the rows of one. */
struct page_params {
    int64_t limit;
    const char *cursor;
};
struct page_result {
    struct list rows;
    const char *cursor;
};

/* studio_show with the model's starting values where the studio has set none of its own. */
enum stipple_error studio_complete(struct call *call, struct studio *ret);

/* NOTHING_TO_DO unless the amendment that the call's parameters are says anything besides of what
 * record it is and its `reason`. */
enum stipple_error amendment_check(struct call *call, const void *params, const char *record);

/* `list` (absent: what stands) and behind it what is added and not in it yet. `added` is in it
 * then, and so in the event; it is not said twice there. */
enum stipple_error texts_join(struct call *call, const char *field, size_t most,
                              const struct list *stands, struct list *list, struct list *added);

/* The day that the studio's clocks show; DATE_LENGTH + 1 bytes (base/time.h). */
enum stipple_error studio_today(struct call *call, char *ret);
/* The moment, in milliseconds, at which that day, or so many days after it, begins in the studio.
 */
enum stipple_error studio_day_begin(struct call *call, const char *day, int64_t after,
                                    int64_t *ret);

/* Repeated readings of one spot: ten is diligent, a hundred a mistake. */
enum { SPOT_READINGS_MAX = 64 };

/* The longest names and free texts; people write sentences, not books. */
enum { NAME_MAX_CHARS = 120, WORDS_MAX_CHARS = 1000 };

/* op_ids of the examples: a UUID a number. */
#define EXAMPLE_OP(number) "\"op_id\":\"00000000-0000-4000-8000-00000000" number "\""

#endif
