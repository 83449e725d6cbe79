/* What the commands of recalls share. */
#ifndef STIPPLE_CLIENT_RECALL_H
#define STIPPLE_CLIENT_RECALL_H

#include "client/view.h"

extern const struct view recall_lot_columns[], recall_stock_columns[], recall_client_columns[];

/* A table under a line of its own and a title, which may be NULL; nothing when there are no rows.
 */
void recall_part(struct run *r, const cJSON *rows, const char *title, const struct view *columns);

#define NOTICE_OPTIONS                                                                             \
    {"maker", OPTION_TEXT, "TEXT", "maker", "The maker or the brand, as the notice has it."},      \
        {"product", OPTION_TEXTS, "TEXT", "products", "A product; may be repeated."},              \
        {"lot", OPTION_TEXTS, "NUMBER", "lots", "A lot number as printed; may be repeated."},      \
        {"batch", OPTION_TEXTS, "NUMBER", "batches", "A batch number; may be repeated."},          \
        {"all-lots", OPTION_FLAG, NULL, "all_lots", "Every lot of them is meant."},                \
        {"text", OPTION_TEXT, "TEXT", "text", "The notice in its own words; it is kept."},         \
    {                                                                                              \
        "notice", OPTION_TEXT, "FILE", NULL, "The same from a file; - is what you paste."          \
    }
#define LOOK_OPTIONS                                                                               \
    {"reason", OPTION_TEXT, "TEXT", "reason", "Why names are looked at; kept with the look."},     \
    {                                                                                              \
        "by", OPTION_TEXT, "STAFF", "by", "Who looks. Not needed where your login says it."        \
    }

/* The command's method with the notice that the options make. */
enum stipple_exit notice_run(struct run *r);
/* Suggests recall open with the words of this check; also for `possible` lots, and with one option
 * more; both may be NULL. */
void notice_open_next(struct run *r, const cJSON *possible, const char *option, const char *why);
/* Writes a letter to each client on the list of a recall, filled in from a text. */
enum stipple_exit letter_run(struct run *r);

#endif
