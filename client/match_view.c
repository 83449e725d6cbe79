/* Somebody reads this with gloves on and a client in the chair: the recipe stands first and alone,
 * everything else explains it. Nothing is computed here; what the daemon did not say is not shown.
 */
#include "client/match_view.h"

#include "client/swatch.h"
#include "client/text.h"
#include "client/view.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { INDENT = 3, LABEL = 17 };

static const struct {
    const char *label, *path;
} looks[] = {{"fresh", "predicted.fresh.area.srgb"},
             {"healed", "predicted.healed.area.srgb"},
             {"in 3 years", "predicted.year_3.area.srgb"}};

/* A labelled line under a candidate; the text is clean already, and is freed. */
static void line_view(struct run *r, const char *label, struct buffer *text)
{
    struct buffer lead = {0};
    text_spaces(&lead, INDENT);
    buffer_text(&lead, label);
    const char *head = buffer_string(&lead), *body = buffer_string(text);
    if (head && body && *body)
        text_wrap(r->out, head, LABEL, r->terminal.width, body);
    buffer_free(&lead);
    buffer_free(text);
}

static void target_view(struct run *r, const char *target, const cJSON *json)
{
    double apart = member_number(json, "delta_e00");
    swatch_line(r, INDENT, LABEL, "skin", member_text(json, "skin_srgb"));
    swatch_line(r, INDENT, LABEL, target, member_text(json, "wanted_srgb"));
    if (isnan(apart))
        return;
    struct buffer text = {0};
    buffer_text(&text, "ΔE00 ");
    number_view(&text, apart, 2);
    line_view(r, "apart", &text);
}

/* "1 drop", "19 drops". */
static void steps_view(struct buffer *out, double n, const char *unit)
{
    number_view(out, n, 0);
    buffer_print(out, " %s%s", unit, n == 1 ? "" : "s");
}

/* One mixing of whole steps, the count bold and the volumes beside it. `of` is what is taken from:
 * neat pigment, or the mix before. */
struct mix {
    const char *lead, *of, *of_volume;
    double taken, diluent;
};

static void mix_view(struct run *r, const struct mix *mix, const char *unit, double step_ul)
{
    text_spaces(r->out, INDENT);
    buffer_text(r->out, mix->lead);
    bold_begin(r);
    steps_view(r->out, mix->taken, unit);
    buffer_print(r->out, "%s + ", mix->of);
    steps_view(r->out, mix->diluent, unit);
    bold_end(r);
    if (!isnan(step_ul)) {
        buffer_text(r->out, "    ");
        volume_view(r->out, mix->taken * step_ul);
        buffer_print(r->out, " %s + ", mix->of_volume);
        volume_view(r->out, mix->diluent * step_ul);
        buffer_text(r->out, " diluent");
    }
    buffer_byte(r->out, '\n');
}

static void recipe_view(struct run *r, const cJSON *candidate)
{
    const cJSON *recipe = member_at(candidate, "recipe"), *via = member_at(recipe, "via");
    struct mix last = {"", "", "pigment", member_number(recipe, "pigment_steps"),
                       member_number(recipe, "diluent_steps")};
    double step = member_number(candidate, "step_ul");
    /* Only the product's own drop is one; any other step is whatever it is measured with. */
    const char *unit = member_number(candidate, "drop_ul") == step ? "drop" : "step";
    if (isnan(last.taken) || isnan(last.diluent))
        return;
    if (via) {
        struct mix first = {"1. Mix   ", "", "pigment", member_number(via, "pigment_steps"),
                            member_number(via, "diluent_steps")};
        mix_view(r, &first, unit, step);
        last.lead = "2. Take  ";
        last.of = " of that";
        last.of_volume = "of that";
    }
    mix_view(r, &last, unit, step);
}

/* The bottle to take first. */
static void bottle_view(struct run *r, const char *label, const cJSON *lots)
{
    const cJSON *lot = cJSON_GetArrayItem(lots, 0);
    const char *number = member_text(lot, "lot_no"), *until = member_text(lot, "usable_until");
    struct buffer text = {0};
    if (!lot)
        return;
    text_clean(&text, member_text(lot, "container_code"));
    buffer_text(&text, " of lot ");
    text_clean(&text, number ? number : member_text(lot, "lot_code"));
    buffer_text(&text, member_at(lot, "opened_at") ? ", open, " : ", sealed, ");
    value_view(&text, lot, "left", FORMAT_AMOUNT);
    buffer_text(&text, " left, ");
    buffer_text(&text, until ? "usable until " : "no expiry known");
    text_clean(&text, until);
    int more = cJSON_GetArraySize(lots) - 1;
    if (more > 0)
        buffer_print(&text, " (%d more)", more);
    line_view(r, label, &text);
}

static void bottles_view(struct run *r, const cJSON *candidate)
{
    const cJSON *lots = member_at(candidate, "lots");
    struct buffer text = {0};
    if (cJSON_GetArraySize(lots) > 0) {
        bottle_view(r, "bottle", lots);
        return;
    }
    buffer_text(&text, member_at(candidate, "product")
                           ? "none that may be used: this answers what would match"
                           : "none: the studio buys no product of this pigment");
    line_view(r, "bottle", &text);
}

/* A modelled pigment's ΔE00 says that the model agrees with itself, and no more. */
static bool modelled(const cJSON *candidate)
{
    const char *origin = member_text(candidate, "origin");
    return origin && strcmp(origin, "modelled") == 0;
}

static void difference_view(struct run *r, const char *stage, const cJSON *candidate)
{
    struct buffer text = {0};
    buffer_text(&text, "ΔE00 ");
    number_view(&text, member_number(candidate, "delta_e00"), 2);
    buffer_print(&text, ", %s", stage);
    if (!isnan(member_number(candidate, "delta_e00_exact"))) {
        buffer_text(&text, " (");
        number_view(&text, member_number(candidate, "delta_e00_exact"), 2);
        buffer_text(&text, " at exactly ");
        buffer_text(&text, "1 + ");
        number_view(&text, member_number(candidate, "ratio"), 1);
        buffer_byte(&text, ')');
    }
    line_view(r, modelled(candidate) ? "in the model" : "difference", &text);
}

static void range_view(struct run *r, const cJSON *candidate)
{
    struct buffer text = {0};
    value_view(&text, candidate, "ratio_range", FORMAT_RANGE);
    if (text.length > 0)
        buffer_text(&text, ", parts of pigment + diluent");
    line_view(r, "test between", &text);
}

/* "Alba Noir 15 (P-0001)", or the pigment where there is no product. */
static void candidate_name(struct buffer *out, const cJSON *candidate)
{
    const char *name = member_text(candidate, "product_name");
    const char *maker = member_text(candidate, "maker");
    if (!name) {
        text_clean(out, member_text(candidate, "pigment"));
        return;
    }
    text_clean(out, maker);
    buffer_text(out, maker ? " " : "");
    text_clean(out, name);
}

static void title_view(struct run *r, int rank, const cJSON *candidate)
{
    char lead[16];
    struct buffer title = {0};
    const char *code = member_text(candidate, "product_code");
    snprintf(lead, sizeof lead, "%d. ", rank);
    candidate_name(&title, candidate);
    if (code) {
        buffer_text(&title, " (");
        text_clean(&title, code);
        buffer_text(&title, "), ");
        text_clean(&title, member_text(candidate, "pigment"));
    }
    buffer_text(&title, ", ");
    text_clean(&title, member_text(candidate, "origin"));
    const char *text = buffer_string(&title);
    buffer_byte(r->out, '\n');
    text_wrap(r->out, lead, INDENT, r->terminal.width, text ? text : "");
    buffer_free(&title);
}

static void candidate_view(struct run *r, const char *stage, int rank, const cJSON *candidate)
{
    title_view(r, rank, candidate);
    buffer_byte(r->out, '\n');
    recipe_view(r, candidate);
    buffer_byte(r->out, '\n');
    range_view(r, candidate);
    bottles_view(r, candidate);
    difference_view(r, stage, candidate);
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
        swatch_line(r, INDENT, LABEL, looks[i].label, member_text(candidate, looks[i].path));
    warnings_view(r, member_at(candidate, "cautions"), "   ! ");
}

static void why_line(struct run *r, struct buffer *text)
{
    const char *body = buffer_string(text);
    text_wrap(r->out, "   - ", 5, r->terminal.width, body ? body : "");
    buffer_free(text);
}

static void why_target(struct run *r, const char *target, const char *stage, const cJSON *result,
                       const cJSON *best)
{
    struct buffer text = {0};
    buffer_print(&text, "The %s is ΔE00 ", target);
    number_view(&text, member_number(result, "target.delta_e00"), 2);
    buffer_text(&text, " from the bare skin");
    if (modelled(best)) {
        buffer_text(&text, ". The first pigment is modelled, not measured on skin: its ΔE00 says "
                           "where to start, not how close it will heal.");
    } else {
        buffer_text(&text, "; the first recipe comes within ");
        number_view(&text, member_number(best, "delta_e00"), 2);
        buffer_print(&text, " of it, %s.", stage);
    }
    why_line(r, &text);
}

static void why_rank(struct run *r, const cJSON *best, const cJSON *second)
{
    struct buffer text = {0};
    const char *limit = option_text(&r->options, "limit");
    if (second) {
        buffer_text(&text, modelled(best) ? "Ranked by ΔE00 in the model; next is "
                                          : "It is the closest that was found; next is ");
        candidate_name(&text, second);
        buffer_text(&text, " with ");
        number_view(&text, member_number(second, "delta_e00"), 2);
    } else {
        buffer_text(&text, limit && strcmp(limit, "1") == 0
                               ? "Only the best was asked for"
                               : "There was no other pigment to choose from");
    }
    buffer_text(&text, cJSON_GetArraySize(member_at(best, "lots")) > 0
                           ? ". Bottles are taken opened first, then first expired."
                           : ".");
    why_line(r, &text);
}

static void why_view(struct run *r, const char *target, const char *stage, const cJSON *result,
                     const cJSON *best, const cJSON *second)
{
    struct buffer text = {0};
    buffer_text(r->out, "\nWhy\n");
    why_target(r, target, stage, result, best);
    buffer_text(&text, "Too dark cannot be undone: of the dilutions nobody could tell apart, the "
                       "weakest was taken.");
    why_line(r, &text);
    why_rank(r, best, second);
}

static bool shelf_is_empty(const cJSON *warnings)
{
    const cJSON *warning;
    cJSON_ArrayForEach(warning, warnings)
    {
        const char *name = member_text(warning, "name");
        if (name && strcmp(name, "stock.no_pigment") == 0)
            return true;
    }
    return false;
}

static void next_view(struct run *r, const cJSON *best)
{
    const cJSON *lot = cJSON_GetArrayItem(member_at(best, "lots"), 0);
    const char *bottle = member_text(lot, "container_code");
    const char *product = member_text(best, "product_code");
    if (bottle && !member_at(lot, "opened_at"))
        next_command(r, "when the bottle is opened", "stock open %s", bottle);
    else if (product && bottle)
        next_command(r, "all its bottles", "stock --product %s", product);
    else if (product)
        next_command(r, "take a bottle in",
                     "lot receive %s --lot NUMBER --expiry YYYY-MM-DD --each 15ml", product);
    else if (best)
        next_command(r, NULL, "product add --maker MAKER --name NAME --kind pigment --pigment %s",
                     member_text(best, "pigment") ? member_text(best, "pigment") : "NAME");
}

void match_view(struct run *r, const char *target, const char *stage, const cJSON *result)
{
    const cJSON *candidates = member_at(result, "candidates"), *candidate;
    const cJSON *best = cJSON_GetArrayItem(candidates, 0);
    const char *heading = member_text(result, "heading");
    int rank = 0;
    if (heading) {
        bold_begin(r);
        text_wrap(r->out, "", 0, r->terminal.width, heading);
        bold_end(r);
        buffer_byte(r->out, '\n');
    }
    target_view(r, target, member_at(result, "target"));
    cJSON_ArrayForEach(candidate, candidates)
    {
        candidate_view(r, stage, ++rank, candidate);
    }
    if (!best)
        buffer_text(r->out, "\nNo pigment is offered.\n");
    else
        buffer_byte(r->out, '\n');
    bottle_view(r, "diluent", best ? member_at(result, "diluent") : NULL);
    warnings_view(r, member_at(result, "warnings"), "   ! ");
    if (best)
        why_view(r, target, stage, result, best, cJSON_GetArrayItem(candidates, 1));
    if (!best && shelf_is_empty(member_at(result, "warnings")))
        next_command(r, "what would match, whatever is in stock", "match ... --any-stock");
    if (!option_given(&r->options, "accept"))
        next_view(r, best); /* a mix of what was kept comes next, and maybe of another candidate */
}
