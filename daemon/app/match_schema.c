#include "app/match_schema.h"

#include "app/schemas.h"

static const struct field layout_fields[] = {
    {FIELD(struct match_layout, zone, TEXT), .min = 1, .max = 40,
     .doc = "Part of the scalp, for whoever keeps the answer."},
    {FIELD(struct match_layout, sessions, INT), .min = 1, .max = 6,
     .doc = "Sessions in all; with `treated`, those to come."},
    {FIELD(struct match_layout, dots_per_cm2, NUMBER), .min = 1, .max = MATCH_DOTS_PER_CM2_MAX,
     .unit = "1/cm²", .doc = "Dots of one session."},
    {FIELD(struct match_layout, dot_mm, NUMBER), .min = 0.1, .max = 2, .unit = "mm",
     .doc = "Diameter of a healed dot, as it acts optically."},
    {FIELD(struct match_layout, depth_mm, NUMBER), .min = 0.01, .max = 1, .unit = "mm",
     .doc = "Depth of the dots' upper side."},
};
const struct schema match_layout_schema = SCHEMA("Layout", struct match_layout, layout_fields);

#define SPOT_FIELD(member, need, text)                                                             \
    {                                                                                              \
        FIELD(struct match_params, member, OBJECT),                                                \
            .list = true, .required = need, .min_items = (need) ? 1 : 0,                           \
            .max_items = SPOT_READINGS_MAX, .object = &reading_schema, .doc = text                 \
    }

static const struct field params_fields[] = {
    SPOT_FIELD(skin, true, "Bare skin beside the area."),
    SPOT_FIELD(stubble, false, "The stubbled area to be matched."),
    SPOT_FIELD(swatch, false, "Or a colour wished for."),
    SPOT_FIELD(hair, false, "Or the client's hair, with `contrast`."),
    SPOT_FIELD(treated, false, "The area itself, where pigment has been laid before."),
    {FIELD(struct match_params, contrast, NUMBER), .min = 0, .max = 1,
     .doc = "With `hair`: the share of its colour over the skin."},
    {FIELD(struct match_params, layout, OBJECT), .object = &match_layout_schema,
     .doc = "What is planned; the studio's own numbers where left out."},
    {FIELD(struct match_params, service, CHOICE), .choices = service_names, .fallback = "\"full\"",
     .doc = "What is being done."},
    {FIELD(struct match_params, tissue, CHOICE), .choices = tissue_names, .fallback = "\"skin\"",
     .doc = "What it is laid in."},
    {FIELD(struct match_params, stage, CHOICE), .choices = stage_names, .fallback = "\"healed\"",
     .doc = "When it is to match."},
    {FIELD(struct match_params, total_ul, INT), .min = 50, .max = 100000, .fallback = "1000",
     .unit = "µL", .doc = "To be mixed at least."},
    {FIELD(struct match_params, step_ul, INT), .min = 1, .max = 10000, .unit = "µL",
     .doc = "The smallest amount that is measured out; the product's drop, else 50."},
    {FIELD(struct match_params, any_stock, BOOL), .fallback = "false",
     .doc = "Also what no bottle may be used of."},
    {FIELD(struct match_params, limit, INT), .min = 1, .max = 100, .fallback = "5",
     .doc = "Candidates at most."},
};
const struct schema match_params_schema = SCHEMA("MatchParams", struct match_params, params_fields);

static const struct field tone_fields[] = {
    {FIELD(struct tone_row, lab, NUMBER), .required = true, .fixed = 3, .decimals = 2,
     .unit = "L*, a*, b*", .doc = "In the connection space, D50/2°."},
    {FIELD(struct tone_row, srgb, TEXT), .required = true, .doc = "#rrggbb, to show it."},
};
static const struct schema tone_schema = SCHEMA("Tone", struct tone_row, tone_fields);

static const struct field stage_fields[] = {
    {FIELD(struct stage_row, dot, OBJECT), .required = true, .object = &tone_schema,
     .doc = "One dot."},
    {FIELD(struct stage_row, area, OBJECT), .required = true, .object = &tone_schema,
     .doc = "The area from a distance."},
};
static const struct schema stage_schema = SCHEMA("Stage", struct stage_row, stage_fields);

#define STAGE_FIELD(wire, index, text)                                                             \
    {                                                                                              \
        FIELD_AS(wire, struct predicted_row, stage[index], OBJECT),                                \
            .required = true, .object = &stage_schema, .doc = text                                 \
    }
static const struct field predicted_fields[] = {
    STAGE_FIELD("fresh", STAGE_FRESH, "Just after the last session."),
    STAGE_FIELD("healed", STAGE_HEALED, "28 days later."),
    STAGE_FIELD("year_1", STAGE_YEAR_1, "A year later."),
    STAGE_FIELD("year_3", STAGE_YEAR_3, "Three years later."),
    STAGE_FIELD("year_5", STAGE_YEAR_5, "Five years later."),
};
static const struct schema predicted_schema =
    SCHEMA("Predicted", struct predicted_row, predicted_fields);

static const struct field via_fields[] = {
    {FIELD(struct via_row, pigment_steps, INT), .required = true, .doc = "Steps of neat pigment."},
    {FIELD(struct via_row, diluent_steps, INT), .required = true, .doc = "Steps of diluent."},
};
static const struct schema via_schema = SCHEMA("Via", struct via_row, via_fields);

static const struct field recipe_fields[] = {
    {FIELD(struct recipe_row, pigment_ul, INT), .required = true, .unit = "µL",
     .doc = "Neat pigment in it."},
    {FIELD(struct recipe_row, diluent_ul, INT), .required = true, .unit = "µL",
     .doc = "Diluent in it."},
    {FIELD(struct recipe_row, pigment_steps, INT), .required = true,
     .doc = "Steps of pigment, or of the first dilution where there is `via`."},
    {FIELD(struct recipe_row, diluent_steps, INT), .required = true, .doc = "Steps of diluent."},
    {FIELD(struct recipe_row, via, OBJECT), .object = &via_schema,
     .doc = "Mixed first; its steps are then counted as pigment's."},
};
static const struct schema recipe_schema = SCHEMA("Recipe", struct recipe_row, recipe_fields);

static const struct field lot_fields[] = {
    {FIELD(struct offered_lot, lot, UUID), .required = true, .doc = "The lot."},
    {FIELD(struct offered_lot, lot_code, TEXT), .required = true, .doc = "Its code."},
    {FIELD(struct offered_lot, lot_no, TEXT), .doc = "The maker's number."},
    {FIELD(struct offered_lot, container, UUID), .required = true, .doc = "The bottle."},
    {FIELD(struct offered_lot, container_code, TEXT), .required = true, .doc = "Its code."},
    {FIELD(struct offered_lot, usable_until, DATE), .doc = "Last day."},
    {FIELD(struct offered_lot, left_ul, INT), .required = true, .unit = "µL", .doc = "Left in it."},
    {FIELD(struct offered_lot, opened_at, TIME), .doc = "Absent: sealed."},
};
static const struct schema lot_schema = SCHEMA("OfferedLot", struct offered_lot, lot_fields);

static const struct field candidate_fields[] = {
    {FIELD(struct candidate_row, pigment, TEXT), .required = true, .doc = "Of pigment.list."},
    {FIELD(struct candidate_row, product, UUID), .doc = "Absent: the studio buys none."},
    {FIELD(struct candidate_row, product_code, TEXT), .doc = "Its code."},
    {FIELD(struct candidate_row, product_name, TEXT), .doc = "Its name."},
    {FIELD(struct candidate_row, maker, TEXT), .doc = "Its maker."},
    {FIELD(struct candidate_row, origin, TEXT), .required = true, .doc = "modelled or measured."},
    {FIELD(struct candidate_row, healed_readings, INT), .required = true,
     .doc = "Healed readings it stands on."},
    {FIELD(struct candidate_row, fraction, NUMBER), .required = true, .decimals = 6,
     .doc = "The best dilution: pigment/(pigment + diluent) by volume."},
    {FIELD(struct candidate_row, ratio, NUMBER), .required = true, .decimals = 2,
     .doc = "The same: parts of diluent to one."},
    {FIELD(struct candidate_row, ratio_range, NUMBER), .required = true, .fixed = 2, .decimals = 2,
     .doc = "The ratio that a strength of ÷ and × 1.5 gives."},
    {FIELD(struct candidate_row, step_ul, INT), .required = true, .unit = "µL",
     .doc = "One step of the recipe."},
    {FIELD(struct candidate_row, drop_ul, INT), .unit = "µL",
     .doc = "The product's drop; absent: not known."},
    {FIELD(struct candidate_row, recipe, OBJECT), .required = true, .object = &recipe_schema,
     .doc = "What to mix."},
    {FIELD(struct candidate_row, delta_e00_exact, NUMBER), .required = true, .decimals = 3,
     .unit = "ΔE00", .doc = "From the wanted colour, at the best dilution."},
    {FIELD(struct candidate_row, delta_e00, NUMBER), .required = true, .decimals = 3,
     .unit = "ΔE00", .doc = "From the wanted colour, with the recipe."},
    {FIELD(struct candidate_row, predicted, OBJECT), .required = true, .object = &predicted_schema,
     .doc = "What the recipe looks like."},
    {FIELD(struct candidate_row, lots, OBJECT), .required = true, .list = true,
     .object = &lot_schema, .doc = "Bottles that may be used, in the order of use."},
    {FIELD(struct candidate_row, cautions, OBJECT), .required = true, .list = true,
     .object = &warning_schema, .doc = "What to mind."},
};
static const struct schema candidate_schema =
    SCHEMA("Candidate", struct candidate_row, candidate_fields);

static const struct field target_fields[] = {
    {FIELD(struct target_row, skin, NUMBER), .required = true, .fixed = 3, .decimals = 2,
     .unit = "L*, a*, b*", .doc = "The skin, D50/2°."},
    {FIELD(struct target_row, skin_srgb, TEXT), .required = true, .doc = "#rrggbb, to show it."},
    {FIELD(struct target_row, wanted, NUMBER), .required = true, .fixed = 3, .decimals = 2,
     .unit = "L*, a*, b*", .doc = "The colour wanted, D50/2°."},
    {FIELD(struct target_row, wanted_srgb, TEXT), .required = true, .doc = "#rrggbb, to show it."},
    {FIELD(struct target_row, delta_e00, NUMBER), .required = true, .decimals = 3, .unit = "ΔE00",
     .doc = "Between the two."},
};
static const struct schema target_schema = SCHEMA("Target", struct target_row, target_fields);

static const struct field result_fields[] = {
    {FIELD(struct match_result, target, OBJECT), .required = true, .object = &target_schema,
     .doc = "What was asked for."},
    {FIELD(struct match_result, heading, TEXT),
     .doc = "How to take the answer; absent: as it is measured."},
    {FIELD(struct match_result, candidates, OBJECT), .required = true, .list = true,
     .object = &candidate_schema, .doc = "Closest first, one a product; may be none."},
    {FIELD(struct match_result, diluent, OBJECT), .required = true, .list = true,
     .object = &lot_schema, .doc = "Diluent that may be used, in the order of use."},
    WARNINGS_FIELD(struct match_result),
};
const struct schema match_result_schema = SCHEMA("Match", struct match_result, result_fields);

#define SKIN                                                                                       \
    "\"skin\":[{\"kind\":\"lab\",\"value\":[61.2,9.8,15.1],\"illuminant\":\"D65\",\"observer\":"   \
    "10}]"
#define STUBBLE                                                                                    \
    "\"stubble\":[{\"kind\":\"lab\",\"value\":[57.0,8.3,12.2],\"illuminant\":\"D65\","             \
    "\"observer\":10}]"

const struct example match_examples[] = {
    {.name = "an ordinary stubble on intermediate skin",
     .params = "{" SKIN "," STUBBLE "}",
     .result = "{\"heading\":\"starting point: test first\",\"candidates\":[{"
               "\"pigment\":\"neutral-carbon\",\"product_code\":\"P-0001\","
               "\"origin\":\"modelled\",\"step_ul\":50,\"recipe\":{\"pigment_steps\":1,"
               "\"diluent_steps\":21,\"pigment_ul\":50,\"diluent_ul\":1050},"
               "\"lots\":[{\"container_code\":\"B-0002\",\"left_ul\":13000}]}],"
               "\"diluent\":[{\"container_code\":\"B-0003\"}]}"},
    {.name = "no skin", .params = "{" STUBBLE "}", .error = STIPPLE_PARAM_MISSING, .field = "skin"},
    {.name = "two targets at once",
     .params = "{" SKIN "," STUBBLE ",\"swatch\":[{\"kind\":\"rgb\",\"space\":\"sRGB\","
               "\"value\":[0.4,0.35,0.3]}]}",
     .error = STIPPLE_PARAM_COMBINATION},
    {.name = "a colour no skin has",
     .params = "{\"skin\":[{\"kind\":\"lab\",\"value\":[55,-40,20],\"illuminant\":\"D65\","
               "\"observer\":10}]," STUBBLE "}",
     .error = STIPPLE_READING_NOT_SKIN,
     .field = "skin[0]"},
    {.name = "more dots than there is room for",
     .params = "{" SKIN "," STUBBLE ",\"layout\":{\"sessions\":6,\"dots_per_cm2\":400}}",
     .error = STIPPLE_LAYOUT_COVERAGE,
     .field = "layout"},
    {0}};
