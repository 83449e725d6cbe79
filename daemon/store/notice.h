/* What a recall notice says, held against a lot. Notices are typed by one person, labels by another
 * and the books by a third; where they differ so that a doubt remains, a person decides. */
#ifndef STIPPLE_STORE_NOTICE_H
#define STIPPLE_STORE_NOTICE_H

#include "store/lots.h"

/* As printed; what is not there is NULL or empty. */
struct notice {
    const char *maker;
    struct list products;      /* const char *: names, with the maker in front or not */
    struct list lots, batches; /* const char * */
    int all_lots;              /* 1: every lot of what is named */
    const char *text;          /* the notice in its own words */
};

enum verdict { VERDICT_MATCH, VERDICT_POSSIBLE, VERDICT_NO };
extern const char *const verdicts[]; /* by enum verdict, NULL-terminated */

/* A notice taken apart, to be held against many lots. */
struct notice_read;

/* The notice must outlive *ret, which is in the arena. PARAM_MISSING, PARAM_COMBINATION or
 * PARAM_FORMAT: it cannot be sorted by. */
enum stipple_error notice_read(struct arena *a, const struct notice *notice,
                               const struct notice_read **ret, struct error *e);

/* Whether a lot is meant: its maker, product_name, lot_no and batch_no are asked. *ret_why: a
 * sentence, in the arena; NULL for VERDICT_NO.
 *
 * Numbers are compared without case, without anything that is neither letter nor digit, without
 * zeros in front, and without words like "lot", "batch no" and "charge" in front of them; a lot
 * number may be printed as a batch number and the other way round. One text may hold several, with
 * commas or "and" between, or a range ("1200 to 1250"). Names are compared without case, accents,
 * punctuation, spaces, and words that say nothing ("Inc.", "tattoo ink").
 *
 * Match: maker and product fit, and the number does, or all lots are meant. Possible: the number
 * fits, and the product is doubtful or another; all lots are meant, and the product is doubtful; or
 * the product fits or is doubtful, and the number nearly does (letters that look alike, one slip, a
 * part, one of two, a range with a dash) or is not printed. What the text names beyond that is
 * possible, never a match: it may say what is not meant. */
enum stipple_error notice_sort(struct arena *a, const struct notice_read *notice,
                               const struct lot *lot, enum verdict *ret, const char **ret_why,
                               struct error *e);

#endif
