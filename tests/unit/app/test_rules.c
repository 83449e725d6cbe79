#include "unit.h"

#include "app/inspect.h"
#include "app/table.h"
#include "base/time.h"

#include "rpc/layout.h"

#include <stdlib.h>
#include <string.h>

#define EACH_RULE(pack, rule)                                                                      \
    for (const struct rule_pack *pack = rule_packs; pack < rule_packs + rule_packs_n; pack++)      \
        for (const struct rule *rule = pack->required.items;                                       \
             rule && rule < (const struct rule *)pack->required.items + pack->required.n; rule++)

static const struct record_kind *kind_of(const struct rule *rule)
{
    for (const struct record_kind *kind = record_kinds; kind->name; kind++)
        if (strcmp(kind->name, rule->record) == 0)
            return kind;
    return NULL;
}

static void every_kind_of_record_has_fields_and_a_method_that_records_it(void **state)
{
    (void)state;
    for (const struct record_kind *kind = record_kinds; kind->name; kind++) {
        assert_non_null(record_schema(kind));
        const struct method *mends = method_find(kind->mends);
        assert_non_null(mends);
        assert_int_equal(mends->kind, METHOD_WRITE);
    }
}

static void a_path_leads_through_objects_and_lists(void **state)
{
    (void)state;
    const struct schema *staff = record_schema(&record_kinds[1]);
    const struct field *expiry = field_at(staff, "licences.expiry");
    assert_non_null(expiry);
    assert_int_equal(expiry->type, FIELD_DATE);
    static const char *const wrong[] = {"",
                                        "licence",
                                        "licences.expir",
                                        "licences.expiry.day",
                                        "name.first",
                                        "licences.",
                                        "licences[",
                                        "licences[name",
                                        "licences[name=",
                                        "licences[name=x]y",
                                        "licences[name=x]", /* a text, and not one of few words */
                                        "jobs[name=x]"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_null(field_at(staff, wrong[i]));
}

static void a_path_picks_items_by_one_of_their_words(void **state)
{
    (void)state;
    const struct schema *session = record_schema(&record_kinds[RECORD_SESSION]);
    const struct field *zone = field_at(session, "uses[kinds=cartridge].zone");
    assert_non_null(zone);
    assert_ptr_equal(zone, field_at(session, "uses.zone"));
    assert_ptr_equal(field_at(session, "uses[kinds=pigment]"), field_at(session, "uses"));
    assert_non_null(field_at(session, "signatures[who=artist].meaning"));
    assert_null(field_at(session, "uses[kinds=parrot]"));
    assert_null(field_at(session, "uses[zone=crown]"));
    assert_null(field_at(session, "artist[kinds=pigment]"));
}

/* The parameter that records it. What the items of a list are is told by recording them. */
static const struct field *param_at(const struct record_kind *kind, const char *path)
{
    char list[96];
    snprintf(list, sizeof list, "%.*s", (int)strcspn(path, "["), path);
    return field_at(method_find(kind->mends)->params, list);
}

static void no_pack_asks_for_what_is_not_shown_or_cannot_be_recorded(void **state)
{
    (void)state;
    size_t n = 0;
    EACH_RULE(pack, rule)
    {
        const struct record_kind *kind = kind_of(rule);
        if (!kind) {
            fail_msg("%s: no records are called %s", pack->id, rule->record);
            return;
        }
        const char *const *fields = rule->fields.items;
        for (size_t i = 0; i < rule->fields.n; i++, n++) {
            if (!field_at(record_schema(kind), fields[i]))
                fail_msg("%s: %s does not show %s", pack->id, kind->shows, fields[i]);
            if (!param_at(kind, fields[i]))
                fail_msg("%s: %s does not take %s", pack->id, kind->mends, fields[i]);
        }
    }
    assert_true(n > 0);
}

/* A record of which nothing is known. */
static void *empty_record(const struct schema *schema)
{
    char *row = calloc(1, schema->size);
    assert_non_null(row);
    for (const struct schema *s = schema; s; s = s->base)
        for (size_t i = 0; i < s->n_fields; i++)
            field_set_absent(&s->fields[i], row + s->fields[i].offset);
    return row;
}

static void every_field_of_every_pack_is_found_missing_where_nothing_is(void **state)
{
    (void)state;
    size_t n = 0;
    EACH_RULE(pack, rule)
    {
        const struct schema *schema = record_schema(kind_of(rule));
        void *row = empty_record(schema);
        bool met = rule_met(rule, "2026-01-01", schema, row);
        free(row);
        n++;
        if (met != (rule->check == RULE_HOLDS)) /* no date has passed where there is none */
            fail_msg("%s: %s", pack->id, rule->sentence);
    }
    assert_true(n > 0);
}

static bool is_choice(const struct field *field, const char *value)
{
    for (const char *const *choice = field->choices; choice && *choice; choice++)
        if (strcmp(*choice, value) == 0)
            return true;
    return false;
}

static void a_check_fits_its_field(void **state)
{
    (void)state;
    EACH_RULE(pack, rule)
    {
        const char *const *fields = rule->fields.items;
        assert_true(rule->fields.n > 0);
        const struct field *field = field_at(record_schema(kind_of(rule)), fields[0]);
        bool fits =
            rule->check == RULE_PRESENT ||
            (rule->check == RULE_HOLDS && field->type == FIELD_DATE) ||
            (rule->check == RULE_HAS && field->type == FIELD_WORD && is_choice(field, rule->value));
        if (!fits)
            fail_msg("%s: %s cannot be checked so", pack->id, fields[0]);
    }
}

static void kinds_are_kinds_of_products(void **state)
{
    (void)state;
    EACH_RULE(pack, rule)
    {
        const char *const *kinds = rule->kinds.items;
        for (size_t i = 0; i < rule->kinds.n && strcmp(rule->record, "staff") != 0; i++) {
            bool known = false;
            for (const char *const *kind = product_kinds; *kind; kind++)
                known |= strcmp(*kind, kinds[i]) == 0;
            if (!known)
                fail_msg("%s: no product is a %s", pack->id, kinds[i]);
        }
    }
}

static void packs_say_when_they_were_read_and_what_each_setting_rests_on(void **state)
{
    (void)state;
    for (const struct rule_pack *pack = rule_packs; pack < rule_packs + rule_packs_n; pack++) {
        assert_true(date_valid(pack->date_read));
        assert_true((pack->keep_min_days != INT_ABSENT || pack->keep_max_days != INT_ABSENT) ==
                    (pack->keep_basis != NULL));
        assert_true((pack->on_site_days != INT_ABSENT) == (pack->on_site_basis != NULL));
        assert_true((pack->produce_within != NULL) == (pack->produce_basis != NULL));
        assert_true((pack->erasure != NULL) == (pack->erasure_basis != NULL));
        assert_true((pack->cups_single_use != BOOL_ABSENT) == (pack->cups_basis != NULL));
        assert_true((pack->diluent_sterile != BOOL_ABSENT) == (pack->diluent_basis != NULL));
        if (pack->keep_max_days != INT_ABSENT && pack->keep_min_days != INT_ABSENT)
            assert_true(pack->keep_max_days >= pack->keep_min_days);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_record_has_fields_and_a_method_that_records_it),
        cmocka_unit_test(a_path_leads_through_objects_and_lists),
        cmocka_unit_test(a_path_picks_items_by_one_of_their_words),
        cmocka_unit_test(no_pack_asks_for_what_is_not_shown_or_cannot_be_recorded),
        cmocka_unit_test(every_field_of_every_pack_is_found_missing_where_nothing_is),
        cmocka_unit_test(a_check_fits_its_field),
        cmocka_unit_test(kinds_are_kinds_of_products),
        cmocka_unit_test(packs_say_when_they_were_read_and_what_each_setting_rests_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
