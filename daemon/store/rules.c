/* Packs are few and small: a look through all of them is shorter than any index. */
#include "store/rules.h"

#include "store/changes.h"

#include <string.h>
#include <strings.h>

const char *const rule_gravities[] = {"grave", "serious", "formal", NULL};
const char *const rule_checks[] = {"present", "has", "holds", NULL};

const struct rule_pack *rule_pack_find(const char *id, const char *day)
{
    const struct rule_pack *found = NULL;
    for (size_t i = 0; i < rule_packs_n; i++) {
        const struct rule_pack *pack = &rule_packs[i];
        if (strcmp(pack->id, id) != 0 || (day && strcmp(pack->date_read, day) > 0))
            continue;
        if (!found || strcmp(pack->date_read, found->date_read) > 0)
            found = pack;
    }
    return found;
}

bool rule_concerns(const struct rule *rule, const char *record, const char *kind)
{
    if (strcmp(rule->record, record) != 0)
        return false;
    const char *const *kinds = rule->kinds.items;
    for (size_t i = 0; i < rule->kinds.n; i++)
        if (strcasecmp(kinds[i], kind) == 0)
            return true;
    return rule->kinds.n == 0;
}

/* How each setting of a pack is told where it is asked for. */
static const struct {
    enum stipple_error error;
    size_t value, basis; /* offsets */
    const char *hint;
} settings[] = {
    [RULE_CUPS_SINGLE_USE] = {STIPPLE_RULE_CUPS, offsetof(struct rule_pack, cups_single_use),
                              offsetof(struct rule_pack, cups_basis),
                              "Mix a cup for the client, from bottles."},
    [RULE_DILUENT_STERILE] = {STIPPLE_RULE_DILUENT, offsetof(struct rule_pack, diluent_sterile),
                              offsetof(struct rule_pack, diluent_basis),
                              "Take a sterile one; if the label says that it is sterile, amend the "
                              "product's claims."},
};

static const void *pack_member(const struct rule_pack *pack, size_t offset)
{
    return (const char *)pack + offset;
}

const struct rule_pack *rules_require(const struct studio *studio, enum rule_setting setting)
{
    const char *const *ids = studio->rule_packs.items;
    for (size_t i = 0; i < studio->rule_packs.n; i++) {
        const struct rule_pack *pack = rule_pack_find(ids[i], NULL);
        if (pack && *(const int *)pack_member(pack, settings[setting].value) == 1)
            return pack;
    }
    return NULL;
}

static const char *basis_of(enum rule_setting setting, const struct rule_pack *pack)
{
    return *(const char *const *)pack_member(pack, settings[setting].basis);
}

void rule_doubt(struct arena *a, struct list *warnings, enum rule_setting setting,
                const struct rule_pack *pack, const char *field, const char *what)
{
    if (what)
        warn(a, warnings, stipple_error_info(settings[setting].error)->name, field,
             "%s. `%s` (%s): %s", what, pack->id, pack->citation, basis_of(setting, pack));
}

enum stipple_error fail_rule(struct error *e, enum rule_setting setting,
                             const struct rule_pack *pack, const char *field, const char *what)
{
    fail(e, settings[setting].error, field, "%s. `%s` (%s): %s", what, pack->id, pack->citation,
         basis_of(setting, pack));
    return fail_hint(e, "%s", settings[setting].hint);
}

/* What the pack wants on the label and nobody has seen there; false when it lacks nothing. */
static bool claims_missing(struct arena *a, const struct rule_pack *pack,
                           const struct product *product, struct list *claims)
{
    const struct rule *rule = pack ? pack->required.items : NULL;
    bool some = false;
    for (size_t i = 0; rule && i < pack->required.n; i++) {
        if (rule[i].check != RULE_HAS || product_bears(product, rule[i].value) ||
            !rule_concerns(&rule[i], "product", product_kinds[product->facts.kind]))
            continue;
        const char **claim =
            text_listed(claims, rule[i].value) ? NULL : list_add(a, claims, sizeof *claim);
        if (claim)
            *claim = rule[i].value;
        some = true;
    }
    return some;
}

static const char *words_join(struct arena *a, const struct list *words)
{
    const char *const *word = words->items;
    const char *all = "";
    for (size_t i = 0; i < words->n && all; i++)
        all = arena_print(a, "%s%s%s", all, i ? ", " : "", word[i]);
    return all ? all : "";
}

void rules_label_doubt(const struct studio *studio, struct arena *a, const struct product *product,
                       struct list *ret_claims, struct list *warnings)
{
    const char *const *ids = studio->rule_packs.items;
    struct list asking = {0};
    *ret_claims = (struct list){0};
    for (size_t i = 0; i < studio->rule_packs.n; i++) {
        const struct rule_pack *pack = rule_pack_find(ids[i], NULL);
        const char **citation = claims_missing(a, pack, product, ret_claims)
                                    ? list_add(a, &asking, sizeof *citation)
                                    : NULL;
        if (citation)
            *citation = pack->citation;
    }
    if (ret_claims->n > 0)
        warn(a, warnings, "lot.label", NULL,
             "%s %s is not known to claim on its label: %s. Look at the bottle; this is asked for "
             "by %s.",
             product->facts.maker, product->facts.name, words_join(a, ret_claims),
             words_join(a, &asking));
}
