/* Whether a command's optional members say anything new, and the small things all commands share.
 */
#ifndef STIPPLE_STORE_CHANGES_H
#define STIPPLE_STORE_CHANGES_H

#include "store/query.h"
#include "store/studio.h"

/* Both absent, or both the same. */
bool same_text(const char *one, const char *other);
/* Whether the text is in a list of const char *. */
bool text_listed(const struct list *texts, const char *text);
/* Given, and different from what stands. */
bool text_changes(const char *given, const char *stands);
bool int_changes(int64_t given, int64_t stands);
bool number_changes(double given, double stands);
/* Lists of const char *, of double; one given empty empties what stands. */
bool texts_change(const struct list *given, const struct list *stands);
bool numbers_change(const struct list *given, const struct list *stands);

/* Rows of struct amendment, of a statement whose :id says of what. */
enum stipple_error amendments_read(struct store *s, struct arena *a, enum sql sql, const char *id,
                                   struct list *ret, struct error *e);
/* A new UUID in the arena. */
enum stipple_error mint_id(struct store *s, struct arena *a, const char **ret, struct error *e);
/* The number of the next row, by a …_next statement; codes are made of it. */
enum stipple_error mint_number(struct store *s, enum sql next, int64_t *ret, struct error *e);
/* TIME_ORDER when the command is said to have happened before `moment`, which was what `before`
 * says. An absent moment is no obstacle. */
enum stipple_error order_check(const struct write_head *head, int64_t moment, const char *before,
                               struct error *e);

#endif
