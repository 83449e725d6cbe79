/* A maker's serial number is one bottle's: scanned again, it is the same bottle, whoever scans it
 * and whenever. */
#include "store/changes.h"
#include "store/lot_receipt.h"

#include <string.h>

enum stipple_error serials_fill(struct arena *a, const char *serial, struct lot_receipt *receipt,
                                struct error *e)
{
    struct list *stands = &receipt->serials;
    if (!*serial || text_listed(stands, serial))
        return STIPPLE_OK;
    const char **all = arena_array(a, stands->n + 1, sizeof *all);
    const char *own = arena_copy(a, serial, strlen(serial));
    if (!all || !own)
        return fail_memory(e);
    all[0] = own;
    if (stands->n > 0)
        memcpy(all + 1, stands->items, stands->n * sizeof *all);
    *stands = (struct list){all, stands->n + 1};
    return STIPPLE_OK;
}

static enum stipple_error fail_again(const char *serial, const char *where, struct error *e)
{
    fail(e, STIPPLE_CONTAINER_EXISTS, "serials",
         "The bottle with the serial number %s is there already, %s.", serial, where);
    return fail_hint(e, "If this is another bottle after all, type what its label prints and leave "
                        "the serial number out.");
}

static enum stipple_error books_check(struct store *s, struct arena *a, const char *product,
                                      const char *serial, struct error *e)
{
    QUERY(q, s, SQL_CONTAINER_OF_SERIAL);
    query_text(&q, ":product", product);
    query_text(&q, ":serial", serial);
    bool row;
    TRY(query_step(&q, &row, e));
    if (!row)
        return STIPPLE_OK;
    const char *where = arena_print(a, "as %s", (const char *)sqlite3_column_text(q.statement, 0));
    return where ? fail_again(serial, where, e) : fail_memory(e);
}

enum stipple_error serials_check(struct store *s, struct arena *a,
                                 const struct lot_receipt *receipt, struct error *e)
{
    const char *const *serials = receipt->serials.items;
    if ((int64_t)receipt->serials.n > receipt->containers)
        return fail(e, STIPPLE_PARAM_RANGE, "serials",
                    "There are more serial numbers than bottles or boxes.");
    for (size_t i = 0; i < receipt->serials.n; i++) {
        struct list before = {receipt->serials.items, i};
        if (text_listed(&before, serials[i]))
            return fail_again(serials[i], "in this list", e);
        TRY(books_check(s, a, receipt->product, serials[i], e));
    }
    return STIPPLE_OK;
}

enum stipple_error serials_apart(const struct lot_receipt *lots, size_t at, struct error *e)
{
    const char *const *serials = lots[at].serials.items;
    for (size_t i = 0; i < lots[at].serials.n; i++)
        for (size_t j = 0; j < at; j++)
            if (same_text(lots[j].product, lots[at].product) &&
                text_listed(&lots[j].serials, serials[i]))
                return fail_again(serials[i], "further up in the list", e);
    return STIPPLE_OK;
}
