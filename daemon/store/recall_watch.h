/* The notices that stand, held against what comes after them. */
#ifndef STIPPLE_STORE_RECALL_WATCH_H
#define STIPPLE_STORE_RECALL_WATCH_H

#include "store/notice.h"
#include "store/sessions.h"

struct recall_notice {
    const char *recall, *recall_code;
    struct instant closed_at; /* absent: the recall is open */
    struct notice notice;
    const struct notice_read *read;
};
/* Rows of struct recall_notice, of all that were not withdrawn, or of one recall. */
enum stipple_error recall_notices(struct store *s, struct arena *a, const char *recall,
                                  struct list *ret, struct error *e);

enum recall_standing { STANDING_NONE, STANDING_HELD, STANDING_RELEASED, STANDING_SPARED };
enum stipple_error recall_stands(struct store *s, const char *recall, const char *lot,
                                 enum recall_standing *ret, struct error *e);

/* A lot that comes: its id, code, maker, product_name and numbers; the id is NULL in a preview.
 * What a notice means is added to `recalls` (struct recall_named), and told in `warnings`
 * (lot.recalled), as is what it may mean (recall.possible). `was`: the lot before it was corrected,
 * or NULL; what a notice meant then already was decided then. */
enum stipple_error recall_watch(struct store *s, struct arena *a, const struct list *notices,
                                const struct lot *lot, const struct lot *was, struct list *recalls,
                                struct list *warnings, struct error *e);

/* Tells in the session's `warnings` (recall.client) when what it used puts the client on the list
 * of a recall. */
enum stipple_error recall_session_doubt(struct store *s, struct arena *a, struct session_made *made,
                                        struct error *e);

#endif
