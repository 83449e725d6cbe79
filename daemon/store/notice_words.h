/* The words of notices and labels, for the files that compare them; notice.h is for all others. */
#ifndef STIPPLE_STORE_NOTICE_WORDS_H
#define STIPPLE_STORE_NOTICE_WORDS_H

#include "store/notice.h"

enum fit { FIT_NO, FIT_DOUBT, FIT_YES };

struct word {
    const char *text; /* folded (fold.h) */
    bool dashed;      /* a dash stands before it */
    bool apart;       /* a comma, a line break or the like does */
};
/* Rows of struct word. Dashes and spaces beyond ASCII are taken as such, full-width letters as
 * ASCII, and what is invisible is left out. */
enum stipple_error words_read(struct arena *a, const char *text, struct list *ret, struct error *e);

bool one_of(const char *word, const char *const *list);
/* All of them without spaces; NULL when memory ran out. */
const char *words_squeeze(struct arena *a, const struct word *words, size_t n);
/* Single-character edits (Levenshtein 1966), WORD_MAX + 1 when either is longer than WORD_MAX. */
enum { WORD_MAX = 64 };
size_t word_distance(const char *one, const char *other);
/* The same with one slip of the pen: two neighbours swapped, or one letter too many. */
bool word_slipped(const char *one, const char *other);

/* Names. */
enum { NAME_WORDS_MAX = 32 }; /* more are not on any label */
struct name {
    const char *at[NAME_WORDS_MAX];
    size_t n;
};
enum stipple_error name_read(struct arena *a, const char *text, struct name *ret, struct error *e);
/* A product of the notice with the maker it names, either may be NULL, against one of ours. */
enum fit name_fit(const struct name *maker, const struct name *product,
                  const struct name *own_maker, const struct name *own);
/* The words of a product's name that tell it from others, without its maker's. */
struct name name_telling(const struct name *own, const struct name *maker);

/* Numbers. */
struct number {
    const char *whole; /* with the labels in front: "nr55" may be printed NR 55 */
    const char *plain; /* without; empty when there is nothing in it */
    const char *alike; /* the same, letters and digits that look alike made one */
    struct list words; /* struct word, without the labels */
};
struct number_fit {
    enum fit fit;
    const char *doubt; /* FIT_DOUBT: half a sentence */
};
enum stipple_error number_read(struct arena *a, const char *text, struct number *ret,
                               struct error *e);
/* The same with letters that look alike made one. */
char *alike_make(struct arena *a, const char *plain);
/* What one text of a notice names: rows of struct number_item, none when it names no number. */
struct number_item;
enum stipple_error number_items(struct arena *a, const char *text, struct list *ret,
                                struct error *e);
/* "All", "various": no number, and yet something is meant. */
enum stipple_error number_absent(struct arena *a, const char *text, bool *ret, struct error *e);
/* The best that one of the items does. */
struct number_fit number_items_fit(const struct list *items, const struct number *own);
/* Whether the number lies in the range of two others; FIT_NO as well when they are none. */
enum fit number_between(const char *from, const char *to, const char *own);

/* A word that joins two numbers to a range. */
bool number_joint(const char *word);
/* The word without a label that is written together with it: LOT2270. */
const char *label_drop(const char *word);
/* Without zeros in front; nought itself is a number. */
const char *zeros_drop(const char *digits);

/* The notice's own words. */
struct notice_text {
    struct list words; /* struct word */
    struct list alike; /* the same, what looks alike made one */
    struct list spans; /* struct text_span */
    bool all;          /* they say that all lots are meant */
};
enum stipple_error text_read(struct arena *a, const char *text, struct notice_text *ret,
                             struct error *e);
/* Whether they name the lot; *ret_why: a sentence, NULL where they do not. `by_number`: nothing but
 * its number will do. */
enum stipple_error text_names(struct arena *a, const struct notice_text *text,
                              const struct lot *lot, bool by_number, const char **ret_why,
                              struct error *e);

#endif
