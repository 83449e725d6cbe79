/* A mix takes only what may be used today, and is made as the studio's rule packs have it. */
#include "store/changes.h"
#include "store/containers.h"
#include "store/mix_match.h"
#include "store/mixes.h"
#include "store/rules.h"

#include "base/time.h"
#include "store/products.h"

#include <stdio.h>
#include <string.h>

struct making {
    struct store *s;
    struct arena *a;
    const struct mix_make *command;
    char day[DATE_LENGTH + 1];
    struct mix_made made;
    struct match_kept match;                /* that it is mixed from */
    struct mix_match offered;               /* what that offered */
    const struct rule_pack *cups, *diluent; /* that ask for single use, for sterile; or NULL */
    const char *ends; /* the first day on which something in it ends; NULL: none does */
    bool pigment;     /* there is some in it */
};

/* Whether so much may be taken from it today. */
static enum stipple_error passes(struct making *m, const struct container *row,
                                 const struct mix_take *take, const char *field, struct error *e)
{
    if (m->command->match)
        return mix_match_take(&m->offered, take, row, e);
    if (row->refusal) {
        enum stipple_error why = stipple_error_find(row->refusal);
        return fail(e, why, field, "%s cannot be mixed from: %s", row->code,
                    stipple_error_info(why)->text);
    }
    if (row->left_ul >= take->taken_ul)
        return STIPPLE_OK;
    return fail(e, STIPPLE_STOCK_SHORT, field, "%s: %lld µL are left, and %lld µL are wanted.",
                row->code, (long long)row->left_ul, (long long)take->taken_ul);
}

static enum stipple_error kind_check(const struct container_found *found, const char *field,
                                     struct error *e)
{
    const struct container *row = &found->row;
    if (found->mix_kind && strcmp(found->mix_kind, mix_kinds[MIX_CUP]) == 0)
        return fail(e, STIPPLE_MIX_INPUT, field, "%s is a cup: it is used, and not mixed on.",
                    row->code);
    if (!found->mix_kind && row->product_kind != PRODUCT_PIGMENT &&
        row->product_kind != PRODUCT_DILUENT)
        return fail(e, STIPPLE_MIX_INPUT, field,
                    "%s is of kind %s: only pigment, diluent and "
                    "stock dilutions are mixed.",
                    row->code,
                    row->product_kind == CHOICE_ABSENT ? "unknown"
                                                       : product_kinds[row->product_kind]);
    return STIPPLE_OK;
}

/* What the rule packs refuse, and what is doubtful without them. */
static enum stipple_error input_rules(struct making *m, const struct container_found *found,
                                      const char *field, struct error *e)
{
    const struct container *row = &found->row;
    char what[160];
    snprintf(what, sizeof what, "%s is a stock dilution", row->code);
    if (m->cups && found->mix_kind)
        return fail_rule(e, RULE_CUPS_SINGLE_USE, m->cups, field, what);
    if (!found->unsterile)
        return STIPPLE_OK;
    snprintf(what, sizeof what, "%s: %.100s does not claim to be sterile", row->code,
             found->unsterile);
    if (m->diluent)
        return fail_rule(e, RULE_DILUENT_STERILE, m->diluent, field, what);
    warn(m->a, &m->made.warnings, "lot.not_sterile", field, "%s; distilled is not sterile.", what);
    return STIPPLE_OK;
}

static enum stipple_error twice_check(const struct making *m, const struct container *row,
                                      const char *field, struct error *e)
{
    const struct mix_take *taken = m->made.inputs.items;
    for (size_t i = 0; i < m->made.inputs.n; i++)
        if (strcmp(taken[i].container, row->id) == 0)
            return fail(e, STIPPLE_PARAM_COMBINATION, field,
                        "%s stands twice; add the two amounts.", row->code);
    return STIPPLE_OK;
}

static enum stipple_error input_add(struct making *m, size_t index, const struct mix_take *take,
                                    struct error *e)
{
    struct container_found found = {0};
    struct instant at = m->command->head.occurred_at;
    char field[48] = "match";
    if (!m->command->match)
        snprintf(field, sizeof field, "inputs[%zu].container", index);
    TRY(container_find(m->s, m->a, take->container, m->day, at.ms + at.offset_min * (int64_t)60000,
                       &found, e));
    TRY(twice_check(m, &found.row, field, e));
    TRY(kind_check(&found, field, e));
    TRY(passes(m, &found.row, take, field, e));
    TRY(input_rules(m, &found, field, e));
    TRY(order_check(&m->command->head, found.received_ms, found.mix_kind ? "mixed" : "received",
                    e));
    if (found.row.opened_at.ms == INT_ABSENT)
        warn(m->a, &m->made.warnings, "container.opened_now", field,
             "%s was sealed in the books; it counts as opened from this moment.", found.row.code);
    struct mix_take *input = list_add(m->a, &m->made.inputs, sizeof *input);
    struct booking *booked = list_add(m->a, &m->made.booked, sizeof *booked);
    if (!input || !booked)
        return fail_memory(e);
    *input = (struct mix_take){.container = found.row.id,
                               .container_code = found.row.code,
                               .ul = take->ul,
                               .taken_ul = take->taken_ul,
                               .sealed = BOOL_ABSENT};
    *booked = (struct booking){found.row.id, found.row.code, -take->taken_ul};
    m->made.filled_ul += take->ul;
    m->pigment |= found.mix_kind || found.row.product_kind == PRODUCT_PIGMENT;
    const char *until = found.row.usable_until;
    if (until && (!m->ends || strcmp(until, m->ends) < 0))
        m->ends = until;
    return STIPPLE_OK;
}

/* What the command says goes in, or what its match offered. */
static enum stipple_error takes_read(const struct making *m, struct list *ret, struct error *e)
{
    const struct mix_make *c = m->command;
    const struct mix_input *input = c->inputs.items;
    if ((c->inputs.n > 0) == (c->match != NULL))
        return fail(e, STIPPLE_PARAM_COMBINATION, "inputs",
                    "Say what goes in, by `inputs` or by a `match`.");
    if (c->match)
        return match_takes(m->s, m->a, c->match, ret, e);
    for (size_t i = 0; i < c->inputs.n; i++) {
        struct mix_take *take = list_add(m->a, ret, sizeof *take);
        if (!take)
            return fail_memory(e);
        *take = (struct mix_take){
            .container = input[i].container, .ul = input[i].ul, .taken_ul = input[i].ul};
    }
    return STIPPLE_OK;
}

static enum stipple_error inputs_add(struct making *m, struct error *e)
{
    struct list takes = {0};
    TRY(takes_read(m, &takes, e));
    if (takes.n == 0)
        return fail(e, STIPPLE_STOCK_SHORT, "match",
                    "There was not enough on the shelf when this match was accepted.");
    for (size_t i = 0; i < takes.n; i++)
        TRY(input_add(m, i, (const struct mix_take *)takes.items + i, e));
    if (m->command->match) {
        TRY(mix_match_end(&m->offered, m->command->match, e));
        TRY(mix_match_first(&m->offered, m->command->match, &m->made.first, e));
    }
    if (!m->pigment)
        return fail(e, STIPPLE_MIX_INPUT, "inputs", "There is no pigment in this.");
    return STIPPLE_OK;
}

/* A cup is somebody's, a stock dilution nobody's. */
static enum stipple_error client_find(struct making *m, struct error *e)
{
    const struct mix_make *c = m->command;
    const struct match_kept *match = &m->match;
    if (c->kind == MIX_STOCK)
        return !c->client ? STIPPLE_OK
                          : fail(e, STIPPLE_PARAM_COMBINATION, "client",
                                 "A stock dilution is bound to nobody; a cup is.");
    const char *client = c->client ? c->client : match->client;
    if (!client)
        return fail(e, STIPPLE_PARAM_MISSING, "client", "Say whose cup it is.");
    if (match->client && strcmp(match->client, client) != 0)
        return fail(e, STIPPLE_PARAM_COMBINATION, "client", "The match was made for %s.",
                    match->client_code);
    return course_bind(m->s, m->a, NULL, client, &m->made.client, &m->made.client_code, e);
}

static enum stipple_error days_set(struct making *m, struct error *e)
{
    const char *by = m->command->discard_by;
    if (!by && m->command->kind == MIX_STOCK)
        return fail(e, STIPPLE_PARAM_MISSING, "discard_by",
                    "Say the last day of the stock dilution; it stands on its label.");
    if (by && strcmp(by, m->day) < 0)
        return fail(e, STIPPLE_PARAM_RANGE, "discard_by", "That is before it is mixed.");
    m->made.discard_by = arena_copy(m->a, by ? by : m->day, DATE_LENGTH);
    m->made.usable_until = m->made.discard_by;
    if (!m->made.discard_by)
        return fail_memory(e);
    if (!m->ends || strcmp(m->ends, m->made.discard_by) >= 0)
        return STIPPLE_OK;
    m->made.usable_until = m->ends;
    warn(m->a, &m->made.warnings, "mix.ends", "discard_by",
         "Something in it ends before that, on %s, and the mix with it.", m->ends);
    return STIPPLE_OK;
}

static enum stipple_error rules_read(struct making *m, struct error *e)
{
    struct studio studio;
    TRY(studio_show(m->s, m->a, &studio, e));
    m->cups = rules_require(&studio, RULE_CUPS_SINGLE_USE);
    m->diluent = rules_require(&studio, RULE_DILUENT_STERILE);
    if (m->cups && m->command->kind == MIX_STOCK)
        return fail_rule(e, RULE_CUPS_SINGLE_USE, m->cups, "kind",
                         "A stock dilution is there for more than one client");
    return STIPPLE_OK;
}

static enum stipple_error match_read(struct making *m, struct error *e)
{
    if (!m->command->match)
        return STIPPLE_OK;
    m->offered =
        (struct mix_match){.s = m->s, .a = m->a, .day = m->day, .warnings = &m->made.warnings};
    TRY(match_show(m->s, m->a, m->command->match, &m->match, e));
    return order_check(&m->command->head, m->match.accepted_at.ms, "accepted", e);
}

enum stipple_error mix_make(struct store *s, struct arena *a, const struct mix_make *command,
                            struct mix_made *ret, struct error *e)
{
    struct making m = {.s = s, .a = a, .command = command};
    int64_t number;
    date_of(command->head.occurred_at, m.day);
    TRY(rules_read(&m, e));
    TRY(match_read(&m, e));
    TRY(client_find(&m, e));
    TRY(inputs_add(&m, e));
    TRY(days_set(&m, e));
    TRY(mint_number(s, SQL_MIX_NEXT, &number, e));
    TRY(mint_id(s, a, &m.made.mix, e));
    m.made.mix_code = arena_print(a, "X-%04lld", (long long)number);
    if (!m.made.mix_code)
        return fail_memory(e);
    *ret = m.made;
    return STIPPLE_OK;
}
