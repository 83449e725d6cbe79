/* A match to be changed and asked, and looking into its answer. */
#ifndef STIPPLE_TESTS_MATCH_FIXTURE_H
#define STIPPLE_TESTS_MATCH_FIXTURE_H

#include "colour/match.h"
#include "colour_fixtures.h"

#include <string.h>

enum { CHOICES_MAX = 32 };

/* An ordinary stubble and all shipped pigments. */
struct fixture {
    struct arena arena;
    struct spot skin, stubble;
    struct match_input in;
    struct match_choice choices[CHOICES_MAX];
    size_t n;
    struct match match;
    struct error e;
};

static inline void fixture_open(struct fixture *f)
{
    *f = (struct fixture){.skin = fixture_skin(61.2, 9.8, 15.1),
                          .stubble = fixture_skin(57.0, 8.3, 12.2)};
    f->in = (struct match_input){.skin = &f->skin,
                                 .stubble = &f->stubble,
                                 .contrast = NUMBER_ABSENT,
                                 .model = match_model_default,
                                 .stage = STAGE_HEALED,
                                 .total_ul = 1000,
                                 .step_ul = NUMBER_ABSENT};
    const struct pigment *all = pigment_all(&f->n);
    assert_true(f->n <= CHOICES_MAX);
    for (size_t i = 0; i < f->n; i++)
        f->choices[i] = (struct match_choice){&all[i], NUMBER_ABSENT, NUMBER_ABSENT, NUMBER_ABSENT};
}

static inline enum stipple_error find(struct fixture *f)
{
    return match_find(&f->in, f->choices, f->n, &f->arena, &f->match, &f->e);
}

static inline const struct candidate *found(const struct fixture *f, size_t i)
{
    assert_true(i < f->match.candidates.n);
    return (const struct candidate *)f->match.candidates.items + i;
}

static inline const struct candidate *found_name(const struct fixture *f, const char *name)
{
    for (size_t i = 0; i < f->match.candidates.n; i++)
        if (strcmp(f->choices[found(f, i)->choice].pigment->name, name) == 0)
            return found(f, i);
    fail_msg("no candidate %s", name);
    return NULL;
}

static inline const char *told(const struct list *warnings, const char *name)
{
    const struct warning *w = warnings->items;
    for (size_t i = 0; i < warnings->n; i++)
        if (strcmp(w[i].name, name) == 0)
            return w[i].text;
    return NULL;
}

#endif
