/* The books are kept within what was measured: of an amount that a container does not have in the
 * books, what it has is booked, and the rest written down as missing. What the books do not know at
 * all, or count otherwise, is written down as it was typed. The line itself says what was used, and
 * the trace goes by the line. */
#include "store/session_lines.h"

#include "base/time.h"
#include "store/changes.h"
#include "store/recall_watch.h"
#include "store/refs.h"
#include "store/rules.h"

#include <stdio.h>
#include <string.h>

/* One line under way. */
struct adding {
    const struct session_use *use;
    const struct container_found *found; /* NULL: the books do not know it */
    const char *field;                   /* uses[2] */
    struct session_line *line;
};

static int64_t left_of(const struct container *row)
{
    return row->left_ul != INT_ABSENT ? row->left_ul : row->left_pieces;
}

static int64_t amount_of(const struct session_line *line)
{
    return line->ul != INT_ABSENT ? line->ul : line->pieces;
}

/* The line by which an amended session had used it already: nothing new is to be said of it. */
static const struct session_line *line_before(const struct lines *l, const char *container)
{
    const struct session_line *line = l->amended ? l->amended->uses.items : NULL;
    for (size_t i = 0; l->amended && i < l->amended->uses.n; i++)
        if (!line[i].ended && line[i].container && strcmp(line[i].container, container) == 0)
            return &line[i];
    return NULL;
}

/* A line before this one, of the same container. */
static bool used_above(const struct lines *l, const char *container)
{
    const struct session_line *line = l->made->uses.items;
    for (size_t i = 0; i < l->made->uses.n; i++)
        if (line[i].container && strcmp(line[i].container, container) == 0)
            return true;
    return l->adds && line_before(l, container);
}

/* Of a cup nobody says how much: all that the lines before left; and what was in it, where the
 * books have nothing left. */
static enum stipple_error amount_default(const struct lines *l, const struct adding *adding,
                                         int64_t there, struct error *e)
{
    const struct container *row = &adding->found->row;
    char at[64];
    if (is_cup(adding->found->mix_kind) && (there > 0 || !used_above(l, row->id))) {
        adding->line->ul = there > 0 ? there : row->full_ul;
        return STIPPLE_OK;
    }
    snprintf(at, sizeof at, "%s.%s", adding->field, row->left_ul != INT_ABSENT ? "ul" : "pieces");
    return fail(e, STIPPLE_PARAM_MISSING, at, "Say how much of %s was used.", row->code);
}

/* Whether the amount is in the container's unit. */
static bool unit_fits(const struct session_use *use, const struct container *row)
{
    return (row->left_ul != INT_ABSENT ? use->pieces : use->ul) == INT_ABSENT;
}

static enum stipple_error amount_find(const struct lines *l, const struct adding *adding,
                                      int64_t there, struct error *e)
{
    const struct session_use *use = adding->use;
    adding->line->ul = use->ul;
    adding->line->pieces = use->pieces;
    if (adding->line->said || use->ul != INT_ABSENT || use->pieces != INT_ABSENT)
        return STIPPLE_OK;
    return amount_default(l, adding, there, e);
}

static bool is_named(const char *name, enum stipple_error error)
{
    return name && stipple_error_find(name) == error;
}

static bool of_the_day(const char *refusal)
{
    return is_named(refusal, STIPPLE_LOT_EXPIRED) || is_named(refusal, STIPPLE_CONTAINER_PAO) ||
           is_named(refusal, STIPPLE_MIX_DISCARD_BY) || is_named(refusal, STIPPLE_TIME_ORDER);
}

/* What the predicate's dates say on the day that the session was moved to. */
static enum stipple_error stale_find(struct lines *l, const struct container_found *found,
                                     const char **ret, struct error *e)
{
    struct instant opened;
    char day[DATE_LENGTH + 1];
    date_of(l->at, day);
    TRY(opening_find(l, found->row.id, &opened, e));
    QUERY(q, l->s, SQL_CONTAINER_STALE);
    query_text(&q, ":container", found->row.id);
    query_text(&q, ":day", day);
    query_int(&q, ":opened",
              opened.ms == INT_ABSENT ? INT_ABSENT
                                      : opened.ms + opened.offset_min * (int64_t)60000);
    bool row;
    TRY(query_step(&q, &row, e));
    *ret = row ? query_column_text(&q, l->a, 0) : NULL;
    if (!*ret && found->received_ms > l->at.ms)
        *ret = stipple_error_info(STIPPLE_TIME_ORDER)->name;
    return STIPPLE_OK;
}

/* Of what stood before, only whose cup it is may have changed, and the day. */
static enum stipple_error refusal_again(struct lines *l, const struct container_found *found,
                                        const char *before, bool theirs, const char **ret,
                                        struct error *e)
{
    const char *not_theirs = stipple_error_info(STIPPLE_MIX_CLIENT)->name;
    if (is_named(before, STIPPLE_MIX_CLIENT) || is_named(before, STIPPLE_STOCK_UNIT) ||
        (l->moved && of_the_day(before)))
        before = NULL;
    *ret = before;
    if (!*ret && l->moved)
        TRY(stale_find(l, found, ret, e));
    if (!*ret && !theirs)
        *ret = not_theirs;
    return STIPPLE_OK;
}

/* Why it was not to be used; an empty bottle is a discrepancy and no reason. */
static enum stipple_error refusal_find(struct lines *l, const struct container_found *found,
                                       const char **ret, struct error *e)
{
    const struct container *row = &found->row;
    const struct session_line *before = line_before(l, row->id);
    bool theirs = !found->client || strcmp(found->client, l->client) == 0;
    *ret = NULL;
    if (before)
        return refusal_again(l, found, before->refusal, theirs, ret, e);
    if (row->refusal && !is_named(row->refusal, STIPPLE_CONTAINER_EMPTY))
        *ret = row->refusal;
    else if (!theirs)
        *ret = stipple_error_info(STIPPLE_MIX_CLIENT)->name;
    else if (found->received_ms > l->at.ms)
        *ret = stipple_error_info(STIPPLE_TIME_ORDER)->name;
    return STIPPLE_OK;
}

static enum stipple_error line_doubt(struct lines *l, const struct adding *adding, struct error *e)
{
    const char *refusal = adding->line->refusal, *code = adding->line->container_code;
    enum stipple_error error = stipple_error_find(refusal);
    const char *why = error == STIPPLE_TIME_ORDER ? "It came, or was mixed, only after that."
                                                  : stipple_error_info(error)->text;
    warn(l->a, &l->made->warnings, refusal, adding->field, "%s: %s", code, why);
    if (!l->first)
        l->first = arena_print(l->a, "%s: %s", code, why);
    return l->first ? STIPPLE_OK : fail_memory(e);
}

/* What could not be booked as it was said waits for a manager, and asks for no reason. */
static void said_doubt(struct lines *l, const struct adding *adding, enum stipple_error why)
{
    const char *name = stipple_error_info(why)->name;
    if (!adding->line->refusal)
        adding->line->refusal = name;
    l->made->review = "open";
    if (why == STIPPLE_CONTAINER_NOT_FOUND)
        warn(l->a, &l->made->warnings, name, adding->field,
             "Nothing in the books answers to \"%s\". It is kept as it was typed; amend the "
             "session when it is known what was used.",
             adding->line->said);
    else
        warn(l->a, &l->made->warnings, name, adding->field,
             "%s is counted in %s: the amount is kept as it was typed, and nothing is booked; "
             "amend the session with what was used.",
             adding->line->container_code,
             adding->found->row.left_ul != INT_ABSENT ? "microlitres (ul)" : "pieces");
}

static void line_book(struct lines *l, const struct adding *adding, struct booking *booking,
                      int64_t there)
{
    struct session_line *line = adding->line;
    int64_t amount = amount_of(line);
    line->missing = amount > there ? amount - there : 0;
    booking->delta -= amount - line->missing;
    if (line->missing > 0)
        warn(l->a, &l->made->warnings, "stock.discrepancy", adding->field,
             "%s had %lld %s in the books, and %lld were used; the difference is written down.",
             line->container_code, (long long)there, line->pieces == INT_ABSENT ? "µL" : "pieces",
             (long long)amount);
}

/* What the rule packs would have had otherwise; it happened all the same. */
static void line_rules(struct lines *l, const struct container_found *found, const char *field)
{
    const struct container *row = &found->row;
    bool shared =
        !is_cup(found->mix_kind) && (found->mix_kind || row->product_kind == PRODUCT_PIGMENT);
    if (line_before(l, row->id))
        return;
    if (l->cups && shared)
        rule_doubt(l->a, &l->made->warnings, RULE_CUPS_SINGLE_USE, l->cups, field,
                   arena_print(l->a, "%s was used from, and no cup of it", row->code));
    if (l->diluent && found->unsterile)
        rule_doubt(
            l->a, &l->made->warnings, RULE_DILUENT_STERILE, l->diluent, field,
            arena_print(l->a, "%s: %s does not claim to be sterile", row->code, found->unsterile));
}

static enum stipple_error known_add(struct lines *l, const struct adding *adding, struct error *e)
{
    const struct container *row = &adding->found->row;
    struct session_line *line = adding->line;
    struct booking *booking = booking_of(l, row->id, row->code);
    if (!booking)
        return fail_memory(e);
    int64_t there = left_of(row) + booking->delta + returned_of(l, row->id);
    line->container = row->id;
    line->container_code = row->code;
    line->lot = row->lot;
    line->lot_code = row->lot_code;
    line->lot_no = row->lot_no;
    line->what = row->lot ? row->product_name : adding->found->mix_kind;
    line->said = unit_fits(adding->use, row) ? NULL : adding->use->container;
    TRY(refusal_find(l, adding->found, &line->refusal, e));
    TRY(amount_find(l, adding, there, e));
    if (line->refusal)
        TRY(line_doubt(l, adding, e));
    if (line->said)
        said_doubt(l, adding, STIPPLE_STOCK_UNIT);
    else
        line_book(l, adding, booking, there);
    line_rules(l, adding->found, adding->field);
    return STIPPLE_OK;
}

static void unknown_add(struct lines *l, const struct adding *adding)
{
    adding->line->said = adding->use->container;
    adding->line->ul = adding->use->ul;
    adding->line->pieces = adding->use->pieces;
    said_doubt(l, adding, STIPPLE_CONTAINER_NOT_FOUND);
}

/* What the text stands for; *ret_known is false when nothing does. */
static enum stipple_error use_resolve(struct lines *l, const char *text,
                                      struct container_found *ret, bool *ret_known, struct error *e)
{
    const char *id;
    char day[DATE_LENGTH + 1];
    enum stipple_error code = ref_resolve(l->s, l->a, "container", NULL, text, &id, e);
    *ret_known = code == STIPPLE_OK;
    if (code == STIPPLE_CONTAINER_NOT_FOUND)
        return STIPPLE_OK;
    TRY(code);
    date_of(l->at, day);
    return container_find(l->s, l->a, id, day, INT_ABSENT, ret, e);
}

static enum stipple_error packs_read(struct lines *l, struct error *e)
{
    struct studio studio;
    TRY(studio_show(l->s, l->a, &studio, e));
    l->cups = rules_require(&studio, RULE_CUPS_SINGLE_USE);
    l->diluent = rules_require(&studio, RULE_DILUENT_STERILE);
    return STIPPLE_OK;
}

static enum stipple_error line_add(struct lines *l, const struct session_use *use, size_t index,
                                   struct error *e)
{
    struct container_found found = {0};
    bool known;
    char field[32];
    snprintf(field, sizeof field, "%s[%zu]", l->adds ? "add_uses" : "uses", index);
    if (use->ul != INT_ABSENT && use->pieces != INT_ABSENT)
        return fail(e, STIPPLE_PARAM_COMBINATION, field, "Microlitres or pieces, not both.");
    TRY(use_resolve(l, use->container, &found, &known, e));
    size_t before = l->amended ? l->amended->uses.n : 0;
    struct session_line line = {
        .line = (int64_t)(before + index + 1), .zone = use->zone, .opened_at = {INT_ABSENT, 0}};
    struct adding adding = {use, known ? &found : NULL, field, &line};
    if (!known)
        unknown_add(l, &adding);
    TRY(known ? known_add(l, &adding, e) : STIPPLE_OK);
    struct session_line *slot = list_add(l->a, &l->made->uses, sizeof *slot);
    if (!slot)
        return fail_memory(e);
    *slot = line;
    return STIPPLE_OK;
}

enum stipple_error lines_add(struct lines *l, const struct list *uses, struct error *e)
{
    const struct session_use *use = uses->items;
    TRY(packs_read(l, e));
    if (!l->adds)
        TRY(stood_return(l, e));
    for (size_t i = 0; i < uses->n; i++)
        TRY(line_add(l, &use[i], i, e));
    TRY(openings_mend(l, e));
    return recall_session_doubt(l->s, l->a, l->made, e);
}
