/* The card for the chair: who it is, what they come for, what was last used where, what to mind and
 * what comes next. */
#ifndef STIPPLE_APP_CLIENT_CARD_H
#define STIPPLE_APP_CLIENT_CARD_H

#include "app/identity.h"

struct client_show_params {
    struct look_head look;
    const char *client;
};
struct client_card {
    const char *id, *code;
    int erased;
    int64_t purged_by;
    struct instant added_at, recorded_at;
    const struct identity *identity;
    struct identity identity_at;
    struct list courses;   /* struct course_row */
    struct list recipes;   /* struct recipe_used */
    struct list due;       /* struct plan_due */
    struct list incidents; /* struct incident */
    struct list warnings;
};
extern const struct schema client_show_schema, client_card_schema;

/* Opens what the caller may see, and notes the look. */
enum stipple_error client_card_fill(struct call *call, const struct client_show_params *params,
                                    struct client_card *ret);

#endif
