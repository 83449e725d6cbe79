/* A session is kept as it is told: what the rules of the place ask for besides is said while
 * whoever was there still knows it. */
#include "app/inspect.h"
#include "app/session_schema.h"
#include "store/changes.h"

#include <string.h>

/* The session as it will be shown. */
static enum stipple_error view_make(struct call *call, const struct record_params *p,
                                    const struct session_made *made, struct session_view *ret)
{
    struct session_line *lines = arena_array(&call->arena, made->uses.n, sizeof *lines);
    if (!lines)
        return fail_memory(&call->error);
    for (size_t i = 0; i < made->uses.n; i++) {
        lines[i] = ((const struct session_line *)made->uses.items)[i];
        lines[i].opened_at = p->command.head.occurred_at; /* it is open, then at the latest */
    }
    *ret = (struct session_view){.facts = p->facts, .words = p->words};
    ret->row.artist = made->artist;
    ret->row.course = p->command.course;
    ret->row.occurred_at = p->command.head.occurred_at;
    if (made->uses.n > 0)
        ret->row.uses = (struct list){lines, made->uses.n};
    return session_kinds(call->store, &call->arena, &ret->row.uses, &call->error);
}

static bool same_wish(const struct rule *one, const struct rule *other)
{
    return one->check == other->check && same_text(one->value, other->value) &&
           !texts_change(&one->fields, &other->fields);
}

/* `asked`: struct rule *, so that what two packs ask for is said once. */
static bool asked_before(const struct list *asked, const struct rule *rule)
{
    const struct rule *const *before = asked->items;
    for (size_t i = 0; i < asked->n; i++)
        if (same_wish(before[i], rule))
            return true;
    return false;
}

static enum stipple_error missing_warn(struct call *call, const struct rule_pack *pack,
                                       const struct rule *rule, struct list *warnings)
{
    const char *const *fields = rule->fields.items;
    const char *what = rule_words(&call->arena, &rule->fields, rule->value);
    const char *field = arena_copy(&call->arena, fields[0], strcspn(fields[0], "["));
    if (!what || !field)
        return fail_memory(&call->error);
    warn(&call->arena, warnings, "rule.missing", field, "Not told: %s. `%s`: %s", what, pack->id,
         rule->sentence);
    return STIPPLE_OK;
}

static enum stipple_error pack_doubt(struct call *call, const struct rule_pack *pack, int gravity,
                                     const struct session_view *view, struct list *asked,
                                     struct list *warnings)
{
    const struct schema *schema = record_schema(&record_kinds[RECORD_SESSION]);
    const struct rule *rule = pack->required.items;
    for (size_t i = 0; i < pack->required.n; i++) {
        if (rule[i].gravity != gravity ||
            !rule_concerns(&rule[i], record_kinds[RECORD_SESSION].name, "") ||
            rule_met(&rule[i], "", schema, view) || asked_before(asked, &rule[i]))
            continue;
        const void **slot = list_add(&call->arena, asked, sizeof *slot);
        if (!slot)
            return fail_memory(&call->error);
        *slot = &rule[i];
        TRY(missing_warn(call, pack, &rule[i], warnings));
    }
    return STIPPLE_OK;
}

enum stipple_error session_rules_doubt(struct call *call, const struct record_params *p,
                                       struct session_made *made)
{
    struct studio studio;
    struct session_view view;
    struct list asked = {0};
    TRY(studio_show(call->store, &call->arena, &studio, &call->error));
    TRY(view_make(call, p, made, &view));
    const char *const *ids = studio.rule_packs.items;
    for (int gravity = RULE_GRAVE; gravity <= RULE_FORMAL; gravity++)
        for (size_t i = 0; i < studio.rule_packs.n; i++) {
            const struct rule_pack *pack = rule_pack_find(ids[i], NULL);
            if (pack)
                TRY(pack_doubt(call, pack, gravity, &view, &asked, &made->warnings));
        }
    return STIPPLE_OK;
}
