/* A recall notice as somebody might paste it, held against a lot as somebody might have typed it.
 * Lines, the lot's first: maker, product, lot number, batch number; then the notice's: maker,
 * product, lots, batches, and all the rest is its own words. A lot named in the very words of its
 * label is meant. */
#include "fuzz.h"

#include "store/notice.h"

#include <stdlib.h>
#include <string.h>

/* The next line, NULL when it is empty. */
static const char *line_take(char **text)
{
    char *line = *text, *end = strchr(line, '\n');
    *text = end ? end + 1 : line + strlen(line);
    if (end)
        *end = '\0';
    return *line ? line : NULL;
}

static struct list list_of(const char **item)
{
    return *item ? (struct list){item, 1} : (struct list){0};
}

static void sort_try(struct arena *a, const struct notice *notice, const struct lot *lot)
{
    const struct notice_read *read;
    struct error e = {0};
    enum verdict verdict;
    const char *why = NULL;
    if (notice_read(a, notice, &read, &e) != STIPPLE_OK) {
        expect(*e.message != '\0' && stipple_error_info(e.code)->code == -32602);
        return;
    }
    expect(notice_sort(a, read, lot, &verdict, &why, &e) == STIPPLE_OK);
    expect(verdict <= VERDICT_NO && (verdict == VERDICT_NO) == !why);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    char *text = arena_copy(&a, (const char *)data, size);
    if (!text)
        abort();
    struct lot lot = {.maker = line_take(&text), .product_name = line_take(&text)};
    lot.lot_no = line_take(&text);
    lot.batch_no = line_take(&text);
    const char *maker = line_take(&text), *product = line_take(&text);
    const char *number = line_take(&text), *batch = line_take(&text);
    struct notice notice = {.maker = maker,
                            .products = list_of(&product),
                            .lots = list_of(&number),
                            .batches = list_of(&batch),
                            .text = *text ? text : NULL};
    if (lot.maker && lot.product_name) {
        sort_try(&a, &notice, &lot);
        notice.all_lots = 1;
        sort_try(&a, &notice, &lot);
    }
    arena_free(&a);
    return 0;
}
