/* What may be used on the first day is what the one predicate lets pass; from then on nothing is
 * asked of time but the last day that the store gives for each bottle, again when it is opened. */
#include "store/forecast_shelf.h"

#include "base/time.h"

#include <string.h>

enum { DAY_MS = 86400000 };

static const struct column part_columns[] = {
    COLUMN(struct shelf_part, TEXT, product),
    COLUMN(struct shelf_part, REAL, share),
};
static const struct shape part_shape = SHAPE(struct shelf_part, part_columns);

static struct bottle bottle_of(const struct container *row)
{
    return (struct bottle){.row = *row,
                           .left = row->left_ul != INT_ABSENT ? row->left_ul : row->left_pieces,
                           .opened = row->opened_at.ms != INT_ABSENT,
                           .until = row->usable_until};
}

static bool out_of_date(const struct bottle *bottle, const char *day)
{
    return bottle->until && strcmp(bottle->until, day) < 0;
}

int64_t shelf_left(const struct shelf *shelf, const char *day)
{
    int64_t left = 0;
    for (size_t i = 0; i < shelf->n; i++)
        if (!out_of_date(&shelf->bottles[i], day))
            left += shelf->bottles[i].left;
    return left;
}

static enum stipple_error bottles_take(struct shelves *all, struct shelf *shelf,
                                       const struct container *rows, size_t n, struct error *e)
{
    shelf->bottles = arena_array(all->a, n, sizeof *shelf->bottles);
    if (n > 0 && !shelf->bottles)
        return fail_memory(e);
    for (size_t i = 0; i < n; i++)
        shelf->bottles[i] = bottle_of(&rows[i]);
    shelf->n = n;
    shelf->stood = shelf_left(shelf, all->day);
    return STIPPLE_OK;
}

static enum stipple_error product_read(struct shelves *all, struct shelf *shelf, struct error *e)
{
    struct stock_filter filter = {
        .product = shelf->of, .kind = CHOICE_ABSENT, .usable_only = true, .day = all->day};
    struct list rows;
    const char *end;
    TRY(product_show(all->s, all->a, shelf->of, &shelf->product, e));
    TRY(stock_list(all->s, all->a, &filter, &rows, &end, e));
    return bottles_take(all, shelf, rows.items, rows.n, e);
}

static enum stipple_error mix_read(struct shelves *all, struct shelf *shelf, struct error *e)
{
    struct container_found found = {0};
    TRY(container_find(all->s, all->a, shelf->of, all->day, INT_ABSENT, &found, e));
    TRY(bottles_take(all, shelf, &found.row, found.row.refusal ? 0 : 1, e));
    const char *end;
    QUERY(q, all->s, SQL_FORECAST_PARTS);
    query_text(&q, ":mix", shelf->of);
    return query_page(&q, all->a, &part_shape, 0, &shelf->parts, &end, e);
}

static struct shelf *shelf_known(const struct shelves *all, const char *of)
{
    struct shelf *shelf = all->first;
    while (shelf && strcmp(shelf->of, of) != 0)
        shelf = shelf->next;
    return shelf;
}

enum stipple_error shelf_find(struct shelves *all, const char *of, bool mix, struct shelf **ret,
                              struct error *e)
{
    struct shelf *shelf = shelf_known(all, of), *other;
    *ret = shelf;
    if (shelf)
        return STIPPLE_OK;
    *ret = shelf = arena_take(all->a, sizeof *shelf);
    if (!shelf)
        return fail_memory(e);
    shelf->of = of;
    TRY(mix ? mix_read(all, shelf, e) : product_read(all, shelf, e));
    shelf->next = all->first;
    all->first = shelf;
    const struct shelf_part *part = shelf->parts.items;
    for (size_t i = 0; i < shelf->parts.n; i++)
        TRY(shelf_find(all, part[i].product, false, &other, e));
    return STIPPLE_OK;
}

/* Whether it is used first: opened, then the one that ends first. */
static bool goes_before(const struct bottle *one, const struct bottle *other)
{
    if (one->opened != other->opened)
        return one->opened;
    return one->until && (!other->until || strcmp(one->until, other->until) < 0);
}

static struct bottle *bottle_next(const struct shelf *shelf, const char *day)
{
    struct bottle *next = NULL;
    for (size_t i = 0; i < shelf->n; i++) {
        struct bottle *bottle = &shelf->bottles[i];
        if (bottle->left > 0 && !out_of_date(bottle, day) && (!next || goes_before(bottle, next)))
            next = bottle;
    }
    return next;
}

static enum stipple_error end_tell(struct shelves *all, struct bottle *bottle, const char *day,
                                   const struct forecast_visit *visit, struct error *e)
{
    const struct container *row = &bottle->row;
    struct forecast_end *end = list_add(all->a, &all->ends, sizeof *end);
    if (!end)
        return fail_memory(e);
    bool empty = bottle->left == 0;
    *end = (struct forecast_end){
        .container = row->id,
        .container_code = row->code,
        .lot_no = row->lot_no,
        .product = row->product,
        .product_code = row->product_code,
        .product_name = row->product_name,
        .how = empty ? "empty" : "date",
        .day = day,
        .left_ul = empty || row->left_ul == INT_ABSENT ? INT_ABSENT : bottle->left,
        .left_pieces = empty || row->left_pieces == INT_ABSENT ? INT_ABSENT : bottle->left,
        .visit = visit};
    bottle->told = true;
    return STIPPLE_OK;
}

enum stipple_error shelf_tell(struct shelves *all, struct shelf *shelf, const char *day,
                              const struct forecast_visit *visit, struct error *e)
{
    for (size_t i = 0; i < shelf->n; i++) {
        struct bottle *bottle = &shelf->bottles[i];
        if (!bottle->told && bottle->left > 0 && out_of_date(bottle, day))
            TRY(end_tell(all, bottle, bottle->until, visit, e));
    }
    return STIPPLE_OK;
}

/* A sealed one is opened: its period after opening begins on that day. */
static enum stipple_error bottle_open(struct shelves *all, struct bottle *bottle, const char *day,
                                      struct error *e)
{
    struct container_found found = {0};
    if (bottle->opened)
        return STIPPLE_OK;
    TRY(container_find(all->s, all->a, bottle->row.id, day, date_to_days(day) * DAY_MS, &found, e));
    bottle->opened = true;
    bottle->until = found.row.usable_until;
    return STIPPLE_OK;
}

enum stipple_error shelf_draw(struct shelves *all, struct shelf *shelf, int64_t amount,
                              const struct forecast_visit *visit, int64_t *ret_rest,
                              struct error *e)
{
    struct bottle *bottle;
    TRY(shelf_tell(all, shelf, visit->day, visit, e));
    while (amount > 0 && (bottle = bottle_next(shelf, visit->day))) {
        int64_t here = bottle->left < amount ? bottle->left : amount;
        TRY(bottle_open(all, bottle, visit->day, e));
        bottle->left -= here;
        amount -= here;
        if (bottle->left == 0)
            TRY(end_tell(all, bottle, visit->day, visit, e));
    }
    *ret_rest = amount;
    return STIPPLE_OK;
}
