/* Rule packs: what a place wants recorded, how long kept, and how soon shown. They are data
 * (profiles/rules/, each as it was read on a day), compiled in; nothing here decides what the law
 * is. A setting that a pack says nothing about is absent, and so is the sentence it would rest on.
 */
#ifndef STIPPLE_STORE_RULES_H
#define STIPPLE_STORE_RULES_H

#include "base/error.h"
#include "store/products.h"

struct rule_pack {
    const char *id, *place, *title, *citation;
    const char *date_read; /* day; the same id read again on another day is another pack */
    const char *how_sure;  /* in words: what was read, and what was not */
    int64_t keep_min_days, keep_max_days, on_site_days;
    const char *produce_within, *erasure;
    int cups_single_use, diluent_sterile;
    const char *keep_basis, *on_site_basis, *produce_basis, *erasure_basis, *cups_basis,
        *diluent_basis;   /* the sentence each rests on */
    struct list required; /* struct rule */
};

/* Worst first: who had what on their skin cannot be told, or they did not consent; a duty is not
 * done; a paper is not in order. Order of rule_gravities. */
enum { RULE_GRAVE, RULE_SERIOUS, RULE_FORMAL };
extern const char *const rule_gravities[];

/* RULE_PRESENT: one of the fields is there. RULE_HAS: the list has the value. RULE_HOLDS: no date
 * in the field has passed. Order of rule_checks. */
enum { RULE_PRESENT, RULE_HAS, RULE_HOLDS };
extern const char *const rule_checks[];

struct rule {
    const char *record; /* studio, staff, product, lot, client, course, session */
    struct list kinds;  /* const char *: kinds of product, jobs of the staff; none: all */
    struct list fields; /* const char *: paths as on the wire */
    int check;
    const char *value; /* of RULE_HAS */
    int gravity;
    const char *sentence;
};

/* Made of profiles/rules/ when Stipple is built; by id, then by day. */
extern const struct rule_pack rule_packs[];
extern const size_t rule_packs_n;

/* The pack as last read, or as last read by that day. NULL when there is none. */
const struct rule_pack *rule_pack_find(const char *id, const char *day);
/* Whether the rule is about a record of this kind; jobs differ in case. */
bool rule_concerns(const struct rule *rule, const char *record, const char *kind);

/* What mixing asks: a setting of the packs that is yes or no. */
enum rule_setting { RULE_CUPS_SINGLE_USE, RULE_DILUENT_STERILE };
/* The first of the studio's packs that asks for it; NULL when none does. */
const struct rule_pack *rules_require(const struct studio *studio, enum rule_setting setting);
/* Refuses `what` with RULE_CUPS or RULE_DILUENT, by the pack's name, citation and sentence. */
enum stipple_error fail_rule(struct error *e, enum rule_setting setting,
                             const struct rule_pack *pack, const char *field, const char *what);
/* The same as a warning; `what` may be NULL when memory ran out. */
void rule_doubt(struct arena *a, struct list *warnings, enum rule_setting setting,
                const struct rule_pack *pack, const char *field, const char *what);
/* lot.label: claims that the studio's packs want on the label of such a product, and that it is not
 * known to bear; *ret_claims is those (const char *). */
void rules_label_doubt(const struct studio *studio, struct arena *a, const struct product *product,
                       struct list *ret_claims, struct list *warnings);

#endif
