/* What match.find takes and gives, as C structs and as field tables. */
#ifndef STIPPLE_APP_MATCH_SCHEMA_H
#define STIPPLE_APP_MATCH_SCHEMA_H

#include "app/match_offer.h"

struct match_layout {
    const char *zone;
    int64_t sessions;
    double dots_per_cm2, dot_mm, depth_mm;
};
struct match_params {
    struct list skin, stubble, swatch, hair, treated; /* struct reading */
    double contrast;
    const struct match_layout *layout;
    int service, tissue, stage, any_stock;
    int64_t total_ul, step_ul, limit;
};

struct tone_row {
    struct lab lab;
    const char *srgb;
};
struct stage_row {
    const struct tone_row *dot, *area;
};
struct predicted_row {
    const struct stage_row *stage[STAGES];
};
struct via_row {
    int64_t pigment_steps, diluent_steps;
};
struct recipe_row {
    int64_t pigment_ul, diluent_ul, pigment_steps, diluent_steps;
    const struct via_row *via;
};
struct candidate_row {
    const char *pigment, *product, *product_code, *product_name, *maker, *origin;
    int64_t healed_readings, step_ul, drop_ul;
    double fraction, ratio, ratio_range[2], delta_e00, delta_e00_exact;
    const struct recipe_row *recipe;
    const struct predicted_row *predicted;
    struct list lots, cautions;
    /* What the pointers above point to. */
    struct recipe_row recipe_at;
    struct via_row via_at;
    struct predicted_row predicted_at;
    struct stage_row stage_at[STAGES];
    struct tone_row tone_at[STAGES][2];
};
struct target_row {
    struct lab skin, wanted;
    const char *skin_srgb, *wanted_srgb;
    double delta_e00;
};
struct match_result {
    const struct target_row *target;
    const char *heading;
    struct list candidates, diluent, warnings;
    struct target_row target_at;
    char srgb_at[2][8];
};

extern const struct schema match_layout_schema; /* struct match_layout */
/* The same shelf, day and model as match.find's; what is refused has its field's path. */
enum stipple_error match_answer(struct call *call, const struct match_params *params,
                                struct match_result *ret);

extern const struct schema match_params_schema, match_result_schema;
extern const struct example match_examples[];

#endif
