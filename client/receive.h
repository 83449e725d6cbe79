/* The ways in which lots are taken in. */
#ifndef STIPPLE_CLIENT_RECEIVE_H
#define STIPPLE_CLIENT_RECEIVE_H

#include "base/value.h"
#include "client/command.h"

/* What is printed on a lot, for taking it in and for amending it. */
#define PRINTED_OPTIONS                                                                            \
    {"lot", OPTION_TEXT, "NUMBER", "lot_no", "The lot number as printed."},                        \
        {"batch", OPTION_TEXT, "NUMBER", "batch_no",                                               \
         "The batch number, where one is printed besides."},                                       \
        {"expiry", OPTION_EXPIRY, "DATE", "expiry",                                                \
         "YYYY-MM-DD, or YYYY-MM as printed; leave it out where none is."},                        \
        {"supplier", OPTION_TEXT, "TEXT", "supplier", "Who sold it."},                             \
    {                                                                                              \
        "document", OPTION_TEXT, "TEXT", "document", "Invoice or delivery note."                   \
    }

/* --csv FILE [--dry-run]: the whole list, or nothing. Appends the codes of the bottles (const char
 * *).
 */
enum stipple_exit receive_csv(struct run *r, const char *path, struct list *codes);
/* --loop: labels from standard input, one after the other; the same else. */
enum stipple_exit receive_loop(struct run *r, struct list *codes);

/* The codes that a lot and its bottles got. */
void codes_view(struct run *r, const cJSON *received);
/* … and what is doubtful about it. */
void received_view(struct run *r, const cJSON *received);
/* Appends the codes of the bottles. */
void codes_add(struct run *r, const cJSON *received, struct list *codes);
/* Appends each_ul or each_pieces: "15ml", or "20" for pieces. CLIENT_USAGE. */
enum stipple_error amount_write(struct json_writer *w, const char *text, struct error *e);

#endif
