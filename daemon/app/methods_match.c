/* match.find: the readings are evaluated, the shelf is read, the colour room matches, and the
 * answer is laid out with the bottles behind each candidate. */
#include "app/match_schema.h"
#include "app/schemas.h"

#include "store/studio.h"

struct match_spots {
    struct spot skin, stubble, swatch, hair, treated;
};

static enum stipple_error targets_check(struct call *call, const struct match_params *p)
{
    int targets = (p->stubble.n > 0) + (p->swatch.n > 0) + (p->hair.n > 0);
    if (targets != 1)
        return fail(&call->error, STIPPLE_PARAM_COMBINATION, NULL,
                    "Say exactly one of `stubble`, `swatch`, and `hair` with `contrast`.");
    if ((p->hair.n > 0) != !isnan(p->contrast))
        return fail(&call->error, STIPPLE_PARAM_COMBINATION, "contrast",
                    "`hair` and `contrast` go together: the share of the hair's colour over the "
                    "skin, 0 to 1.");
    return STIPPLE_OK;
}

/* Evaluates a spot where it was given; *ret_spot is what the match gets, NULL otherwise. */
static enum stipple_error spot_read(struct call *call, const struct list *readings,
                                    enum spot_role role, const char *path, struct list *warnings,
                                    struct spot *spot, const struct spot **ret_spot)
{
    if (readings->n == 0)
        return STIPPLE_OK;
    *ret_spot = spot;
    return spot_evaluate(readings->items, readings->n, role, path, &call->arena, warnings, spot,
                         &call->error);
}

static enum stipple_error spots_read(struct call *call, const struct match_params *p,
                                     struct list *warnings, struct match_spots *spots,
                                     struct match_input *in)
{
    TRY(spot_read(call, &p->skin, SPOT_SKIN, "skin", warnings, &spots->skin, &in->skin));
    TRY(spot_read(call, &p->stubble, SPOT_STUBBLE, "stubble", warnings, &spots->stubble,
                  &in->stubble));
    TRY(spot_read(call, &p->swatch, SPOT_SWATCH, "swatch", warnings, &spots->swatch, &in->swatch));
    TRY(spot_read(call, &p->hair, SPOT_HAIR, "hair", warnings, &spots->hair, &in->hair));
    TRY(spot_read(call, &p->treated, SPOT_TREATED, "treated", warnings, &spots->treated,
                  &in->treated));
    if (p->stubble.n > 0)
        spot_compare(p->skin.items, p->skin.n, "skin", p->stubble.items, p->stubble.n, "stubble",
                     &call->arena, warnings);
    if (p->treated.n > 0)
        spot_compare(p->skin.items, p->skin.n, "skin", p->treated.items, p->treated.n, "treated",
                     &call->arena, warnings);
    return STIPPLE_OK;
}

static double given_or(double given, double otherwise)
{
    return isnan(given) ? otherwise : given;
}

/* The studio's numbers with the layout's own over them. */
static enum stipple_error model_read(struct call *call, const struct match_layout *layout,
                                     struct match_model *ret)
{
    struct studio studio;
    TRY(studio_complete(call, &studio));
    const struct studio_model *m = studio.model;
    *ret = (struct match_model){m->depth_mm, m->dots_per_cm2,    m->dot_mm,       m->gain,
                                m->healed,   m->half_life_years, (int)m->sessions};
    if (!layout)
        return STIPPLE_OK;
    ret->depth_mm = given_or(layout->depth_mm, ret->depth_mm);
    ret->dots_per_cm2 = given_or(layout->dots_per_cm2, ret->dots_per_cm2);
    ret->dot_mm = given_or(layout->dot_mm, ret->dot_mm);
    if (layout->sessions != INT_ABSENT)
        ret->sessions = (int)layout->sessions;
    return STIPPLE_OK;
}

static void recipe_lay_out(const struct recipe *recipe, struct candidate_row *row)
{
    row->recipe_at = (struct recipe_row){.pigment_ul = llround(recipe->pigment_ul),
                                         .diluent_ul = llround(recipe->diluent_ul),
                                         .pigment_steps = recipe->pigment_steps,
                                         .diluent_steps = recipe->diluent_steps};
    if (recipe->has_via) {
        row->via_at = (struct via_row){recipe->via_pigment_steps, recipe->via_diluent_steps};
        row->recipe_at.via = &row->via_at;
    }
    row->recipe = &row->recipe_at;
}

static void predicted_lay_out(const struct candidate *candidate, struct candidate_row *row)
{
    for (size_t i = 0; i < STAGES; i++) {
        const struct predicted *p = &candidate->predicted[i];
        row->tone_at[i][0] = (struct tone_row){p->dot, p->dot_srgb};
        row->tone_at[i][1] = (struct tone_row){p->area, p->area_srgb};
        row->stage_at[i] = (struct stage_row){&row->tone_at[i][0], &row->tone_at[i][1]};
        row->predicted_at.stage[i] = &row->stage_at[i];
    }
    row->predicted = &row->predicted_at;
}

static void candidate_lay_out(struct call *call, const struct candidate *candidate,
                              const struct match_choice *choice, const struct offer *offer,
                              struct candidate_row *row)
{
    const struct pigment *pigment = choice->pigment;
    *row = (struct candidate_row){.pigment = pigment->name,
                                  .origin = pigment->origin,
                                  .healed_readings = pigment->healed_readings,
                                  .step_ul = llround(candidate->step_ul),
                                  .drop_ul = INT_ABSENT,
                                  .fraction = candidate->fraction,
                                  .ratio = candidate->ratio,
                                  .ratio_range = {candidate->ratio_low, candidate->ratio_high},
                                  .delta_e00 = candidate->delta_e00,
                                  .delta_e00_exact = candidate->delta_e00_exact,
                                  .lots = offer->lots,
                                  .cautions = candidate->cautions};
    recipe_lay_out(&candidate->recipe, row);
    predicted_lay_out(candidate, row);
    if (!offer->product)
        return;
    row->product = offer->product->id;
    row->product_code = offer->product->code;
    row->product_name = offer->product->facts.name;
    row->maker = offer->product->facts.maker;
    row->drop_ul = offer->product->facts.drop_ul;
    if (offer->lots.n > 0 && offer->left_ul < row->recipe_at.pigment_ul)
        warn(&call->arena, &row->cautions, "stock.short", NULL,
             "The recipe takes %.3g ml of it, and %.3g ml are left in all bottles.",
             (double)row->recipe_at.pigment_ul / 1000, (double)offer->left_ul / 1000);
}

static enum stipple_error answer_lay_out(struct call *call, const struct match *match,
                                         const struct shelf *shelf, struct match_result *r)
{
    lab_srgb(match->skin, r->srgb_at[0]);
    lab_srgb(match->wanted, r->srgb_at[1]);
    r->target_at = (struct target_row){match->skin, match->wanted, r->srgb_at[0], r->srgb_at[1],
                                       match->delta_e00};
    r->target = &r->target_at;
    r->heading = match->heading;
    r->diluent = shelf->diluent;
    size_t n = match->candidates.n;
    struct candidate_row *rows = arena_array(&call->arena, n, sizeof *rows);
    if (!rows)
        return fail_memory(&call->error);
    const struct candidate *candidates = match->candidates.items;
    for (size_t i = 0; i < n; i++) {
        size_t choice = candidates[i].choice;
        candidate_lay_out(call, &candidates[i], &shelf->choices[choice], &shelf->offers[choice],
                          &rows[i]);
    }
    r->candidates = (struct list){rows, n};
    return STIPPLE_OK;
}

/* What the shelf lacks for whatever is matched. */
static void shelf_warn(struct call *call, const struct shelf *shelf, struct list *warnings)
{
    if (shelf->n == 0)
        warn(&call->arena, warnings, "stock.no_pigment", NULL,
             "No pigment with an optical profile may be used today: take one in (lot.receive), or "
             "ask with `any_stock` what would match.");
    if (shelf->diluent.n == 0)
        warn(&call->arena, warnings, "stock.no_diluent", NULL,
             "There is no diluent in stock that may be used today.");
}

enum stipple_error match_answer(struct call *call, const struct match_params *p,
                                struct match_result *r)
{
    struct match_spots spots;
    struct shelf shelf = {0};
    struct match match = {0};
    struct match_input in = {
        .contrast = p->contrast,
        .service = p->service,
        .tissue = p->tissue,
        .stage = p->stage,
        .total_ul = (double)p->total_ul,
        .step_ul = p->step_ul == INT_ABSENT ? NUMBER_ABSENT : (double)p->step_ul,
        .limit = (size_t)p->limit,
    };
    TRY(targets_check(call, p));
    TRY(spots_read(call, p, &r->warnings, &spots, &in));
    TRY(model_read(call, p->layout, &in.model));
    TRY(shelf_read(call, p->any_stock == 1, &r->warnings, &shelf));
    shelf_warn(call, &shelf, &r->warnings);
    TRY(match_find(&in, shelf.choices, shelf.n, &call->arena, &match, &call->error));
    const struct warning *found = match.warnings.items;
    for (size_t i = 0; i < match.warnings.n; i++)
        warn(&call->arena, &r->warnings, found[i].name, found[i].field, "%s", found[i].text);
    return answer_lay_out(call, &match, &shelf, r);
}

static enum stipple_error handle_find(struct call *call, void *params, void *result)
{
    return match_answer(call, params, result);
}

static const enum stipple_error find_errors[] = {
    STIPPLE_READING_LIGHT,    STIPPLE_READING_IMPOSSIBLE, STIPPLE_READING_SHAPE,
    STIPPLE_READING_NOT_SKIN, STIPPLE_READING_APERTURE,   STIPPLE_LAYOUT_COVERAGE,
    STIPPLE_MATCH_RECIPE,     STIPPLE_PARAM_COMBINATION,  STIPPLE_OK};

const struct method match_methods[] = {
    {"match.find", "Which pigment, in which dilution, heals to the tone wanted.", ROLE_ANY,
     METHOD_READ, &match_params_schema, &match_result_schema, find_errors, match_examples,
     handle_find},
    {0}};
