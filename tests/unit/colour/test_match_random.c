#include "unit.h"

#include "match_plain.h"
#include "match_random.h"

enum { MATCHES = 120, PIGMENTS = 30 };

struct shelf {
    uint64_t seed;
    struct pigment pigments[PIGMENTS];
    struct match_choice choices[PIGMENTS];
    struct random_match match;
    struct arena arena;
};

/* Half of the shelves hold blacks that can hardly be told apart. */
static void shelf_make(struct shelf *s, int i)
{
    *s = (struct shelf){.seed = (uint64_t)i};
    for (size_t j = 0; j < PIGMENTS; j++) {
        s->pigments[j] = i % 2 ? random_black(&s->seed) : random_pigment(&s->seed);
        s->choices[j] = random_choice(&s->pigments[j]);
    }
    random_match_make(&s->seed, &s->match);
}

static struct match shelf_find(struct shelf *s, size_t limit)
{
    struct match match;
    struct error e;
    s->match.in.limit = limit;
    assert_int_equal(match_find(&s->match.in, s->choices, PIGMENTS, &s->arena, &match, &e),
                     STIPPLE_OK);
    return match;
}

static const struct candidate *candidates_of(const struct match *match)
{
    return match->candidates.items;
}

static void nothing_is_closer_than_what_is_answered(void **state)
{
    (void)state;
    int answered = 0;
    for (int i = 0; i < MATCHES; i++) {
        struct shelf s;
        struct scene scene;
        shelf_make(&s, i);
        struct match match = shelf_find(&s, 0);
        if (match.candidates.n > 0) {
            answered++;
            double closest = INFINITY;
            for (size_t j = 0; j < match.candidates.n; j++)
                closest = fmin(closest, candidates_of(&match)[j].delta_e00_exact);
            assert_int_equal(plain_scene(&s.match.in, &scene), STIPPLE_OK);
            assert_true(closest <= plain_find(&scene, s.choices, PIGMENTS).delta + 0.001);
            assert_near(closest, plain_find_closely(&scene, s.choices, PIGMENTS).delta, 0.001);
        }
        arena_free(&s.arena);
    }
    assert_true(answered > MATCHES / 2);
}

/* The search may come to the same valley from two sides: its numbers are those of its tolerance,
 * the recipe is one. */
static void candidate_same(const struct candidate *x, const struct candidate *y)
{
    assert_near(log(x->fraction / y->fraction), 0, 1e-4);
    assert_near(x->delta_e00_exact, y->delta_e00_exact, 1e-6);
    assert_true(x->recipe.fraction == y->recipe.fraction);
    assert_int_equal(x->recipe.pigment_steps, y->recipe.pigment_steps);
    assert_true(x->delta_e00 == y->delta_e00);
    assert_memory_equal(x->predicted, y->predicted, sizeof x->predicted);
    assert_int_equal(x->cautions.n, y->cautions.n);
}

static void a_limit_answers_the_head_of_the_whole_list(void **state)
{
    (void)state;
    static const size_t limits[] = {1, 2, 5, 12, PIGMENTS, PIGMENTS + 1};
    for (int i = 0; i < MATCHES; i++) {
        struct shelf s;
        shelf_make(&s, i);
        struct match all = shelf_find(&s, 0);
        for (size_t l = 0; l < sizeof limits / sizeof *limits; l++) {
            struct match some = shelf_find(&s, limits[l]);
            size_t most = limits[l] < all.candidates.n ? limits[l] : all.candidates.n;
            assert_int_equal(some.candidates.n, most);
            for (size_t j = 0; j < most; j++) {
                assert_int_equal(candidates_of(&some)[j].choice, candidates_of(&all)[j].choice);
                candidate_same(&candidates_of(&some)[j], &candidates_of(&all)[j]);
            }
            assert_int_equal(some.warnings.n, all.warnings.n);
        }
        arena_free(&s.arena);
    }
}

/* Save the order of what is equally close. */
static void the_order_of_the_pigments_changes_nothing(void **state)
{
    (void)state;
    for (int i = 0; i < MATCHES; i++) {
        struct shelf s, turned;
        shelf_make(&s, i);
        shelf_make(&turned, i);
        for (size_t j = 0; j < PIGMENTS; j++)
            turned.choices[j] = random_choice(&turned.pigments[PIGMENTS - 1 - j]);
        struct match match = shelf_find(&s, 5), again = shelf_find(&turned, 5);
        assert_int_equal(match.candidates.n, again.candidates.n);
        for (size_t j = 0; j < match.candidates.n; j++) {
            const struct candidate *x = &candidates_of(&match)[j], *y = &candidates_of(&again)[j];
            assert_true(x->delta_e00 == y->delta_e00);
            if (x->choice == PIGMENTS - 1 - y->choice)
                candidate_same(x, y);
        }
        arena_free(&s.arena);
        arena_free(&turned.arena);
    }
}

static void a_range_without_a_recipe_is_told_whatever_the_limit(void **state)
{
    (void)state;
    struct shelf s;
    shelf_make(&s, 0);
    s.match.in.treated = NULL;
    s.choices[PIGMENTS - 1].ratio_low = s.choices[PIGMENTS - 1].ratio_high = 19.513;
    for (size_t limit = 0; limit < 3; limit++) {
        struct match match = shelf_find(&s, limit);
        const struct warning *w = match.warnings.items;
        assert_true(match.warnings.n > 0);
        assert_string_equal(w[0].name, "recipe.impossible");
    }
    arena_free(&s.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_closer_than_what_is_answered),
        cmocka_unit_test(a_limit_answers_the_head_of_the_whole_list),
        cmocka_unit_test(the_order_of_the_pigments_changes_nothing),
        cmocka_unit_test(a_range_without_a_recipe_is_told_whatever_the_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
