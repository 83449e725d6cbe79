#include "unit.h"

#include "store/rules.h"

#include <string.h>

static const char *const eu[] = {"ca-bc", "eu-reach-75", NULL};
static const char *const neha[] = {"us-nj", "us-neha", NULL};

static struct studio following(const char *const *ids)
{
    size_t n = 0;
    while (ids[n])
        n++;
    return (struct studio){.rule_packs = {(void *)(uintptr_t)ids, n}};
}

static void a_pack_is_found_as_it_was_read_by_a_day(void **state)
{
    (void)state;
    const struct rule_pack *pack = rule_pack_find("us-nj", NULL);
    assert_non_null(pack);
    assert_string_equal(pack->place, "New Jersey");
    assert_ptr_equal(rule_pack_find("us-nj", pack->date_read), pack);
    assert_null(rule_pack_find("us-nj", "2000-01-01"));
    assert_null(rule_pack_find("us-n", NULL));
}

static void a_rule_concerns_its_kinds_whatever_their_case(void **state)
{
    (void)state;
    const char *jobs[] = {"artist"};
    struct rule of_artists = {.record = "staff", .kinds = {jobs, 1}}, of_all = {.record = "staff"};
    assert_true(rule_concerns(&of_artists, "staff", "Artist"));
    assert_false(rule_concerns(&of_artists, "staff", "manager"));
    assert_false(rule_concerns(&of_artists, "lot", "artist"));
    assert_true(rule_concerns(&of_all, "staff", "manager"));
}

static void a_setting_is_asked_for_by_the_first_pack_that_has_it(void **state)
{
    (void)state;
    struct studio studio = following(neha), other = following(eu);
    assert_string_equal(rules_require(&studio, RULE_CUPS_SINGLE_USE)->id, "us-nj");
    assert_string_equal(rules_require(&studio, RULE_DILUENT_STERILE)->id, "us-neha");
    assert_null(rules_require(&other, RULE_DILUENT_STERILE));
    assert_null(rules_require(&other, RULE_CUPS_SINGLE_USE));
    assert_null(rules_require(&(struct studio){0}, RULE_CUPS_SINGLE_USE));
}

static void claims_that_a_label_lacks_are_asked_for_at_once(void **state)
{
    (void)state;
    struct arena a = {0};
    const char *claims[] = {"batch", "sterile"};
    struct studio studio = following(eu), none = {0};
    struct product ink = {
        .facts = {.maker = "M", .name = "N", .kind = PRODUCT_PIGMENT, .claims = {claims, 2}}};
    struct list warnings = {0}, missing = {0};
    rules_label_doubt(&none, &a, &ink, &missing, &warnings);
    assert_int_equal(warnings.n + missing.n, 0);
    rules_label_doubt(&studio, &a, &ink, &missing, &warnings);
    assert_int_equal(warnings.n, 1);
    const struct warning *warning = warnings.items;
    assert_string_equal(warning[0].name, "lot.label");
    assert_non_null(strstr(warning[0].text, "on its label: tattoo_purpose, ingredients."));
    assert_int_equal(missing.n, 2);
    ink.facts.kind = PRODUCT_CARTRIDGE;
    rules_label_doubt(&studio, &a, &ink, &missing, &warnings);
    assert_int_equal(warnings.n, 1);
    assert_int_equal(missing.n, 0);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pack_is_found_as_it_was_read_by_a_day),
        cmocka_unit_test(a_rule_concerns_its_kinds_whatever_their_case),
        cmocka_unit_test(a_setting_is_asked_for_by_the_first_pack_that_has_it),
        cmocka_unit_test(claims_that_a_label_lacks_are_asked_for_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
