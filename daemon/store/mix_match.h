/* What a match offered, held against the shelf as it is when it is mixed from. */
#ifndef STIPPLE_STORE_MIX_MATCH_H
#define STIPPLE_STORE_MIX_MATCH_H

#include "store/containers.h"
#include "store/mixes.h"

struct mix_match {
    struct store *s;
    struct arena *a;
    const char *day;
    struct list rows;      /* struct container: what was looked at, in the order of the takes */
    struct list changed;   /* const char *: why it cannot be taken as offered */
    struct list *warnings; /* of the mix */
};
/* One take, and its container as it stands. */
enum stipple_error mix_match_take(struct mix_match *m, const struct mix_take *take,
                                  const struct container *row, struct error *e);
/* After all takes: MATCH_CHANGED with everything that stands in the way; else what changed besides
 * is warned of: match.opened, match.ends, match.order (another bottle would come first now) and
 * match.again (it was mixed from before). */
enum stipple_error mix_match_end(struct mix_match *m, const char *match, struct error *e);

/* The first dilution that the match has, in the arena; NULL: none. */
enum stipple_error mix_match_first(struct mix_match *m, const char *match,
                                   const struct mix_first **ret, struct error *e);

#endif
