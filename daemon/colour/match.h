/* The match: which pigment, in which dilution, heals to the tone wanted (colour.md section 2).
 * Pure: knows nothing of products and bottles but what it is told. */
#ifndef STIPPLE_COLOUR_MATCH_H
#define STIPPLE_COLOUR_MATCH_H

#include "colour/pigment.h"
#include "colour/reading.h"

enum stage { STAGE_FRESH, STAGE_HEALED, STAGE_YEAR_1, STAGE_YEAR_3, STAGE_YEAR_5, STAGES };
extern const char *const stage_names[];

/* Order of service_names and tissue_names (protocol.md, Values). */
extern const char *const service_names[];
extern const char *const tissue_names[];
enum service {
    SERVICE_FULL,
    SERVICE_DENSITY,
    SERVICE_HAIRLINE,
    SERVICE_FUT_SCAR,
    SERVICE_FUE_SCAR,
    SERVICE_ALOPECIA,
    SERVICE_TOUCH_UP,
    SERVICE_REFRESH
};
enum tissue { TISSUE_SKIN, TISSUE_SCAR };

/* The model's numbers; match_model_default gives colour.md's starting values. */
struct match_model {
    double depth_mm, dots_per_cm2, dot_mm, gain, healed, half_life_years;
    int sessions;
};
extern const struct match_model match_model_default;
/* The densest layout that is taken: dots of 0.5 mm touch at 400 a cm². */
enum { MATCH_DOTS_PER_CM2_MAX = 400 };

/* Goes up whenever the same input may get another answer for another reason than its tables. */
#define MATCH_MODEL_VERSION "2"

struct match_input {
    const struct spot *skin;
    const struct spot *stubble, *swatch, *hair; /* exactly one */
    double contrast;                            /* with hair: share of its colour over the skin */
    const struct spot *treated;                 /* NULL: untouched */
    struct match_model model; /* the studio's, with the layout's own values over it */
    int service, tissue, stage;
    double total_ul; /* at least so much is mixed */
    double step_ul;  /* NaN: the product's drop, else 50 */
    size_t limit;    /* candidates at most; 0: all */
};

/* One pigment that may be used, as the caller knows it. */
struct match_choice {
    const struct pigment *pigment;
    double ratio_low, ratio_high; /* allowed dilution, NaN: the default range */
    double drop_ul;               /* NaN: unknown */
};

struct recipe {
    int64_t pigment_steps, diluent_steps;
    double pigment_ul, diluent_ul; /* pigment_ul is neat pigment */
    bool has_via;
    /* Mixed first; pigment_steps then counts steps of this mix. */
    int64_t via_pigment_steps, via_diluent_steps;
    double fraction;
};

struct predicted {
    struct lab dot, area; /* PCS */
    char dot_srgb[8], area_srgb[8];
};

struct candidate {
    size_t choice;                /* index into the choices given */
    double fraction, ratio;       /* the optimum */
    double ratio_low, ratio_high; /* for a strength of ×/÷ 1.5 (scar: 2), in the allowed range */
    double step_ul;               /* one step of the recipe */
    struct recipe recipe;
    double delta_e00_exact, delta_e00; /* optimum; recipe */
    struct predicted predicted[STAGES];
    struct list cautions; /* struct warning */
};

struct match {
    struct lab skin, wanted; /* PCS */
    double delta_e00;        /* between the two */
    /* "starting point: test first" until the leading pigment was measured, then NULL; or why
     * nothing is offered. */
    const char *heading;
    struct list candidates; /* struct candidate, best first; empty is an honest answer */
    struct list warnings;
};

/* The closest of all choices, or all of them, the same whatever the limit; refusals of
 * the input as a whole (LAYOUT_COVERAGE, MATCH_RECIPE) are errors, a target no pigment can reach is
 * an answer with warnings that say what is left. */
enum stipple_error match_find(const struct match_input *in, const struct match_choice *choices,
                              size_t n, struct arena *a, struct match *ret, struct error *e);

#endif
