/* Packs are few and small: a look through all of them is shorter than any index. */
#include "store/rules.h"

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

const struct rule_pack *rules_require(const struct studio *studio, enum rule_setting setting)
{
    const char *const *ids = studio->rule_packs.items;
    for (size_t i = 0; i < studio->rule_packs.n; i++) {
        const struct rule_pack *pack = rule_pack_find(ids[i], NULL);
        if (pack &&
            1 == (setting == RULE_CUPS_SINGLE_USE ? pack->cups_single_use : pack->diluent_sterile))
            return pack;
    }
    return NULL;
}

static bool claimed(const struct product *product, const char *claim)
{
    const char *const *claims = product->facts.claims.items;
    for (size_t i = 0; i < product->facts.claims.n; i++)
        if (strcmp(claims[i], claim) == 0)
            return true;
    return false;
}

void rules_label_doubt(const struct studio *studio, struct arena *a, const struct product *product,
                       struct list *warnings)
{
    const char *const *ids = studio->rule_packs.items;
    for (size_t i = 0; i < studio->rule_packs.n; i++) {
        const struct rule_pack *pack = rule_pack_find(ids[i], NULL);
        const struct rule *rule = pack ? pack->required.items : NULL;
        for (size_t r = 0; rule && r < pack->required.n; r++)
            if (rule[r].check == RULE_HAS &&
                rule_concerns(&rule[r], "product", product_kinds[product->facts.kind]) &&
                !claimed(product, rule[r].value))
                warn(a, warnings, "lot.label", NULL,
                     "%s %s is not known to claim `%s` on its label. Look at the bottle: %s (%s)",
                     product->facts.maker, product->facts.name, rule[r].value, rule[r].sentence,
                     pack->citation);
    }
}
