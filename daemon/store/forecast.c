/* A walk through the days: each session to come takes from the shelves what it will, and after each
 * day the shelves are looked at. Appointments are not known here; the day a session is due is the
 * earliest that it can be. */
#include "store/forecast.h"

#include "base/time.h"
#include "store/forecast_shelf.h"
#include "store/mixes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What one session of a course takes of one thing. */
struct want {
    const char *by;        /* code of the match or session that it is known by */
    const char *container; /* NULL: not known */
    const char *product;   /* NULL: the container is a mix */
    int64_t amount;
    int64_t mixed; /* 1: a cup is made of it */
};
static const struct column want_columns[] = {
    COLUMN(struct want, TEXT, by),      COLUMN(struct want, TEXT, container),
    COLUMN(struct want, TEXT, product), COLUMN(struct want, INT, amount),
    COLUMN(struct want, INT, mixed),
};
static const struct shape want_shape = SHAPE(struct want, want_columns);

/* A session to come, with what it takes. */
struct visit {
    struct forecast_visit is;
    const struct list *wants; /* struct want */
    bool first;               /* of its course */
};
struct days {
    struct shelves shelves;
    const struct forecast_filter *filter;
    struct studio_intervals intervals;
    struct list visits; /* struct visit */
    struct forecast *told;
};

static enum stipple_error wants_read(struct days *d, enum sql sql, const char *key, const char *id,
                                     struct list *ret, struct error *e)
{
    const char *end;
    QUERY(q, d->shelves.s, sql);
    query_text(&q, key, id);
    return query_page(&q, d->shelves.a, &want_shape, 0, ret, &end, e);
}

static enum stipple_error used_read(struct days *d, const char *course, struct list *ret,
                                    struct error *e)
{
    bool row;
    QUERY(q, d->shelves.s, SQL_FORECAST_SESSION);
    query_text(&q, ":course", course);
    TRY(query_step(&q, &row, e));
    if (!row)
        return STIPPLE_OK;
    const char *session = query_column_text(&q, d->shelves.a, 0);
    return session ? wants_read(d, SQL_FORECAST_USED, ":session", session, ret, e) : fail_memory(e);
}

/* So that every shelf is looked at from the first day on. */
static enum stipple_error wants_shelve(struct days *d, const struct list *wants, struct error *e)
{
    const struct want *want = wants->items;
    struct shelf *shelf;
    for (size_t i = 0; i < wants->n; i++) {
        bool mix = !want[i].product;
        TRY(shelf_find(&d->shelves, mix ? want[i].container : want[i].product, mix, &shelf, e));
    }
    return STIPPLE_OK;
}

/* The kept matches say what is mixed, the last session what else is used; without a match, that
 * too. */
static enum stipple_error wants_of(struct days *d, const char *course, struct list *ret,
                                   struct error *e)
{
    struct list used = {0};
    TRY(wants_read(d, SQL_FORECAST_MATCHED, ":course", course, ret, e));
    TRY(used_read(d, course, &used, e));
    bool matched = ret->n > 0;
    const struct want *want = used.items;
    for (size_t i = 0; i < used.n; i++) {
        if (matched && want[i].mixed)
            continue;
        struct want *added = list_add(d->shelves.a, ret, sizeof *added);
        if (!added)
            return fail_memory(e);
        *added = want[i];
    }
    d->told->by_match += matched;
    d->told->by_session += !matched && ret->n > 0;
    return wants_shelve(d, ret, e);
}

static enum stipple_error visit_add(struct days *d, const struct plan_due *due,
                                    const struct list *wants, const char *day, bool first,
                                    struct error *e)
{
    struct visit *visit = list_add(d->shelves.a, &d->visits, sizeof *visit);
    if (!visit)
        return fail_memory(e);
    *visit = (struct visit){
        {due->course, due->course_code, due->client, due->client_code, due->what, day},
        wants,
        first};
    d->told->sessions++;
    return STIPPLE_OK;
}

/* The sessions of one course, each by its interval after the one before. */
static enum stipple_error course_plan(struct days *d, const struct plan_due *course,
                                      struct error *e)
{
    struct plan_due next = *course;
    struct list *wants = arena_take(d->shelves.a, sizeof *wants);
    if (!wants)
        return fail_memory(e);
    TRY(wants_of(d, course->course, wants, e));
    if (wants->n == 0) {
        struct plan_due *unknown = list_add(d->shelves.a, &d->told->unknown, sizeof *unknown);
        if (!unknown)
            return fail_memory(e);
        *unknown = *course;
    }
    while (strcmp(next.due, d->told->until) <= 0) {
        bool late = strcmp(next.due, d->filter->day) < 0;
        const char *day = late ? d->filter->day : next.due;
        TRY(visit_add(d, &next, wants, day, next.done == course->done, e));
        d->told->overdue += late;
        TRY(plan_step(d->shelves.a, &d->intervals, day, &next, e));
    }
    return STIPPLE_OK;
}

static int visit_compare(const void *one, const void *other)
{
    const struct forecast_visit *a = &((const struct visit *)one)->is;
    const struct forecast_visit *b = &((const struct visit *)other)->is;
    int order = strcmp(a->day, b->day);
    return order ? order : strcmp(a->course_code, b->course_code);
}

static enum stipple_error visits_plan(struct days *d, struct error *e)
{
    struct list due;
    TRY(studio_intervals(d->shelves.s, &d->intervals, e));
    TRY(plan_due(d->shelves.s, d->shelves.a, NULL, d->told->until, d->filter->sessions, &due, e));
    const struct plan_due *course = due.items;
    for (size_t i = 0; i < due.n; i++)
        TRY(course_plan(d, &course[i], e));
    d->told->courses = (int64_t)due.n;
    if (d->visits.n > 0)
        qsort(d->visits.items, d->visits.n, sizeof(struct visit), visit_compare);
    return STIPPLE_OK;
}

static enum stipple_error product_draw(struct days *d, const char *product, int64_t amount,
                                       const struct forecast_visit *visit, struct error *e)
{
    struct shelf *shelf;
    int64_t rest;
    TRY(shelf_find(&d->shelves, product, false, &shelf, e));
    TRY(shelf_draw(&d->shelves, shelf, amount, visit, &rest, e));
    shelf->needed += amount;
    shelf->missing += rest;
    if (rest > 0 && !shelf->visit)
        shelf->visit = visit;
    return STIPPLE_OK;
}

/* A stock dilution goes on as long as it lasts, then the bottles that it was made of. */
static enum stipple_error mix_draw(struct days *d, const struct want *want,
                                   const struct forecast_visit *visit, struct error *e)
{
    struct shelf *shelf;
    int64_t rest;
    TRY(shelf_find(&d->shelves, want->container, true, &shelf, e));
    TRY(shelf_draw(&d->shelves, shelf, want->amount, visit, &rest, e));
    const struct shelf_part *part = shelf->parts.items;
    for (size_t i = 0; rest > 0 && i < shelf->parts.n; i++)
        TRY(product_draw(d, part[i].product, llround(part[i].share * (double)rest), visit, e));
    return STIPPLE_OK;
}

/* Whether the client's cup stands there already, to be used on that day. */
static enum stipple_error cup_stands(struct days *d, const struct visit *visit, bool *ret,
                                     struct error *e)
{
    struct mix_filter filter = {.client = visit->is.client, .day = visit->is.day};
    struct list mixes = {0};
    const char *end;
    *ret = false;
    if (visit->first)
        TRY(mix_list(d->shelves.s, d->shelves.a, &filter, &mixes, &end, e));
    const struct mix *mix = mixes.items;
    for (size_t i = 0; i < mixes.n; i++)
        *ret |= mix[i].kind == MIX_CUP && !mix[i].refusal;
    return STIPPLE_OK;
}

static enum stipple_error visit_hold(struct days *d, const struct visit *visit, struct error *e)
{
    bool mixed;
    TRY(cup_stands(d, visit, &mixed, e));
    const struct want *want = visit->wants->items;
    for (size_t i = 0; i < visit->wants->n; i++) {
        if (mixed && want[i].mixed)
            continue;
        if (want[i].product)
            TRY(product_draw(d, want[i].product, want[i].amount, &visit->is, e));
        else
            TRY(mix_draw(d, &want[i], &visit->is, e));
    }
    return STIPPLE_OK;
}

static int64_t reorder_point(const struct product *product)
{
    const struct product_facts *facts = &product->facts;
    return facts->reorder_ul != INT_ABSENT ? facts->reorder_ul : facts->reorder_pieces;
}

/* At the end of a day. INT_ABSENT is below all that can be left. */
static void shelves_look(struct days *d, const char *day)
{
    for (struct shelf *shelf = d->shelves.first; shelf; shelf = shelf->next)
        if (!shelf->low_on && shelf->product.id &&
            shelf_left(shelf, day) <= reorder_point(&shelf->product))
            shelf->low_on = day;
}

static enum stipple_error days_walk(struct days *d, struct error *e)
{
    const struct visit *visits = d->visits.items;
    size_t next = 0;
    int64_t first = date_to_days(d->filter->day);
    for (int64_t i = 0; i <= d->filter->days; i++) {
        char *day = arena_take(d->shelves.a, DATE_LENGTH + 1);
        if (!day)
            return fail_memory(e);
        date_from_days(first + i, day);
        for (; next < d->visits.n && strcmp(visits[next].is.day, day) == 0; next++)
            TRY(visit_hold(d, &visits[next], e));
        shelves_look(d, day);
    }
    return STIPPLE_OK;
}

static int end_compare(const void *one, const void *other)
{
    const struct forecast_end *a = one, *b = other;
    int order = strcmp(a->day, b->day);
    return order ? order : strcmp(a->container_code, b->container_code);
}

/* What is told of a product that is needed. */
static struct forecast_product product_told(const struct shelf *shelf)
{
    const struct product *product = &shelf->product;
    bool liquid = product_liquid(product->facts.kind);
    int64_t missing = shelf->missing > 0 ? shelf->missing : INT_ABSENT;
    return (struct forecast_product){.product = product->id,
                                     .code = product->code,
                                     .maker = product->facts.maker,
                                     .name = product->facts.name,
                                     .left_ul = liquid ? shelf->stood : INT_ABSENT,
                                     .left_pieces = liquid ? INT_ABSENT : shelf->stood,
                                     .needed_ul = liquid ? shelf->needed : INT_ABSENT,
                                     .needed_pieces = liquid ? INT_ABSENT : shelf->needed,
                                     .reorder_ul = product->facts.reorder_ul,
                                     .reorder_pieces = product->facts.reorder_pieces,
                                     .low_on = shelf->low_on,
                                     .short_ul = liquid ? missing : INT_ABSENT,
                                     .short_pieces = liquid ? INT_ABSENT : missing,
                                     .visit = shelf->visit};
}

static int product_compare(const void *one, const void *other)
{
    return strcmp(((const struct forecast_product *)one)->code,
                  ((const struct forecast_product *)other)->code);
}

/* At the end: what is left over, and the shelves that something was taken from. */
static enum stipple_error shelves_tell(struct days *d, struct error *e)
{
    struct forecast *told = d->told;
    char after[DATE_LENGTH + 1];
    date_from_days(date_to_days(told->until) + 1, after);
    for (struct shelf *shelf = d->shelves.first; shelf; shelf = shelf->next) {
        TRY(shelf_tell(&d->shelves, shelf, after, NULL, e));
        if (shelf->needed == 0)
            continue;
        struct forecast_product *row = list_add(d->shelves.a, &told->products, sizeof *row);
        if (!row)
            return fail_memory(e);
        *row = product_told(shelf);
    }
    told->ends = d->shelves.ends;
    if (told->ends.n > 0)
        qsort(told->ends.items, told->ends.n, sizeof(struct forecast_end), end_compare);
    if (told->products.n > 0)
        qsort(told->products.items, told->products.n, sizeof(struct forecast_product),
              product_compare);
    return STIPPLE_OK;
}

enum stipple_error stock_forecast(struct store *s, struct arena *a,
                                  const struct forecast_filter *filter, struct forecast *ret,
                                  struct error *e)
{
    char until[DATE_LENGTH + 1];
    struct forecast told = {0};
    struct days d = {.shelves = {s, a, filter->day, NULL, {0}}, .filter = filter, .told = &told};
    date_from_days(date_to_days(filter->day) + filter->days, until);
    told.until = arena_copy(a, until, DATE_LENGTH);
    if (!told.until)
        return fail_memory(e);
    TRY(visits_plan(&d, e));
    TRY(days_walk(&d, e));
    TRY(shelves_tell(&d, e));
    *ret = told;
    return STIPPLE_OK;
}
