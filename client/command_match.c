/* The two commands that take measured colours: the match, and what a reading says. */
#include "client/command.h"

#include "base/value.h"
#include "client/match_view.h"
#include "client/number.h"
#include "client/readings.h"
#include "client/text.h"
#include "client/view.h"
#include "json/writer.h"

#include <stdio.h>
#include <string.h>

#define READING_OPTIONS                                                                            \
    {"readings", OPTION_TEXT, "FILE", NULL,                                                        \
     "Readings of all spots, CSV or JSON; - is standard input."},                                  \
        {"light", OPTION_TEXT, "LIGHT", NULL,                                                      \
         "What was measured under: D50/2, D50/10, D65/2, D65/10 or A/2."},                         \
        {"aperture-mm", OPTION_NUMBER, "MM", NULL, "The instrument's opening."},                   \
        {"instrument", OPTION_TEXT, "TEXT", NULL, "Which instrument."},                            \
        {"geometry", OPTION_TEXT, "TEXT", NULL, "Its geometry: d:8, 45:0…"},                       \
    {                                                                                              \
        "space", OPTION_TEXT, "SPACE", NULL,                                                       \
            "Of RGB values in a file: sRGB, Display P3 or Adobe RGB."                              \
    }

/* The spots a command line may name, in the order of spot_names. */
static const char *const file_options[] = {"skin-file", "stubble-file", "swatch-file", "hair-file",
                                           "treated-file"};
static const char *const targets[] = {"stubble", "swatch", "hair"};

static enum stipple_error defaults_read(const struct options *o, struct reading_defaults *ret,
                                        struct error *e)
{
    const char *aperture = option_text(o, "aperture-mm");
    *ret = (struct reading_defaults){.light = option_text(o, "light"),
                                     .instrument = option_text(o, "instrument"),
                                     .geometry = option_text(o, "geometry"),
                                     .space = option_text(o, "space"),
                                     .aperture_mm = NUMBER_ABSENT};
    if (aperture && !number_parse(aperture, false, &ret->aperture_mm))
        return fail(e, STIPPLE_CLIENT_USAGE, NULL, "--aperture-mm: \"%.40s\" is not a number.",
                    aperture);
    for (size_t i = 0; i < o->n; i++)
        if (o->values[i].text && !utf8_valid(o->values[i].text, strlen(o->values[i].text)))
            return fail(e, STIPPLE_CLIENT_USAGE, NULL, "--%s is not in UTF-8.",
                        o->values[i].option->name);
    return STIPPLE_OK;
}

/* Everything the options say about spots: values and files, in the order given. */
static enum stipple_error spots_read(const struct options *o, struct spots *s,
                                     struct buffer *ignored, struct error *e)
{
    struct reading_defaults defaults;
    TRY(defaults_read(o, &defaults, e));
    for (size_t i = 0; i < o->n; i++) {
        const char *name = o->values[i].option->name, *text = o->values[i].text;
        int spot = spot_index(name);
        if (spot >= 0)
            TRY(readings_flag(s, spot, text, &defaults, e));
        if (strcmp(name, "readings") == 0)
            TRY(readings_file(s, -1, text, &defaults, ignored, e));
        for (int k = 0; k < SPOT_UNNAMED; k++)
            if (strcmp(name, file_options[k]) == 0)
                TRY(readings_file(s, k, text, &defaults, ignored, e));
    }
    for (size_t i = 0; i < o->n_operands; i++)
        TRY(readings_flag(s, SPOT_UNNAMED, o->operands[i], &defaults, e));
    return STIPPLE_OK;
}

static void tell_ignored(struct run *r, struct buffer *ignored)
{
    struct buffer text = {0};
    const char *columns = buffer_string(ignored);
    if (ignored->length > 0 && columns) {
        buffer_print(&text, "Columns not used: %s.", columns);
        const char *string = buffer_string(&text);
        if (string)
            tell(r, string);
    }
    buffer_free(&text);
    buffer_free(ignored);
}

static bool spot_given(const struct spots *s, int spot)
{
    return s->readings[spot].length > 0;
}

static enum stipple_error match_check(const struct spots *s, const char **ret_target,
                                      struct error *e)
{
    int n = 0;
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        if (spot_given(s, spot_index(targets[i]))) {
            *ret_target = targets[i];
            n++;
        }
    if (!spot_given(s, spot_index("skin"))) {
        fail(e, STIPPLE_CLIENT_USAGE, NULL, "The bare skin's reading is missing.");
        return fail_hint(
            e, "stipple match --skin 61.2,9.8,15.1 --stubble 57.0,8.3,12.2 --light D65/10");
    }
    if (n == 1)
        return STIPPLE_OK;
    fail(e, STIPPLE_CLIENT_USAGE, NULL,
         n ? "There is more than one colour to match." : "The colour to match is missing.");
    return fail_hint(e, "Give one of --stubble, --swatch, and --hair with --contrast.");
}

static enum stipple_error match_params(const struct run *r, const struct spots *s,
                                       struct buffer *out, struct error *e)
{
    bool comma = false;
    buffer_byte(out, '{');
    for (int i = 0; i < SPOT_UNNAMED; i++)
        if (spot_given(s, i)) {
            buffer_print(out, "%s\"%s\":", comma ? "," : "", spot_names[i]);
            spot_write(s, i, out);
            comma = true;
        }
    TRY(options_write(&r->options, out, &comma, e));
    buffer_byte(out, '}');
    return buffer_string(out) ? STIPPLE_OK : fail_memory(e);
}

static void accept_member(const struct run *r, struct json_writer *w, const char *option,
                          const char *name)
{
    const char *text = option_text(&r->options, option);
    if (!text)
        return;
    json_key(w, name);
    json_text(w, text);
}

/* match.accept takes what match.find takes, as one member. */
static enum stipple_error accept_params(const struct run *r, struct buffer *params, struct error *e)
{
    struct buffer find = *params;
    struct json_writer w = {.out = params};
    char made[STIPPLE_OP_ID_SIZE];
    const char *op_id = option_text(&r->options, "op-id");
    *params = (struct buffer){0};
    if (!op_id)
        stipple_op_id_make(made);
    json_object(&w);
    json_key(&w, "op_id");
    json_text(&w, op_id ? op_id : made);
    accept_member(r, &w, "by", "by");
    accept_member(r, &w, "client", "client");
    accept_member(r, &w, "course", "course");
    accept_member(r, &w, "product", "product");
    json_key(&w, "find");
    json_raw(&w, find.data, find.length);
    json_object_end(&w);
    buffer_free(&find);
    return buffer_string(params) ? STIPPLE_OK : fail_memory(e);
}

static void accept_show(struct run *r, const cJSON *result)
{
    const char *code = member_text(result, "match_code");
    buffer_text(r->out, "\nKept as ");
    text_clean(r->out, code);
    buffer_text(r->out, ": ");
    text_clean(r->out, member_text(result, "product_code"));
    buffer_text(r->out, "\n");
    warnings_view(r, member_at(result, "warnings"), "! ");
    if (code && cJSON_GetArraySize(member_at(result, "takes")) > 0)
        next_command(r, NULL, "mix --from-match %s", code);
}

static enum stipple_exit match_show(struct run *r, const char *target, const char *result)
{
    const char *stage = option_text(&r->options, "stage");
    char when[32];
    if (option_given(&r->options, "json")) {
        run_print(r, result);
        return STIPPLE_EXIT_DONE;
    }
    const cJSON *json = run_parse(r, result);
    if (!json)
        return STIPPLE_EXIT_FAILED;
    snprintf(when, sizeof when, "%.20s", stage ? stage : "healed");
    for (char *mark = strchr(when, '_'); mark; mark = strchr(mark, '_'))
        *mark = ' ';
    const cJSON *kept = member_at(json, "answer");
    match_view(r, strcmp(target, "hair") == 0 ? "wanted tone" : target, when, kept ? kept : json);
    if (kept)
        accept_show(r, json);
    return STIPPLE_EXIT_DONE;
}

static enum stipple_exit match_run(struct run *r)
{
    struct spots spots = {0};
    struct buffer params = {0}, ignored = {0};
    struct error e;
    const char *target = "", *result = NULL;
    enum stipple_error code = spots_read(&r->options, &spots, &ignored, &e);
    if (code == STIPPLE_OK)
        code = match_check(&spots, &target, &e);
    if (code == STIPPLE_OK)
        code = match_params(r, &spots, &params, &e);
    bool accept = option_given(&r->options, "accept");
    if (code == STIPPLE_OK && accept)
        code = accept_params(r, &params, &e);
    tell_ignored(r, &ignored);
    enum stipple_exit status =
        code == STIPPLE_OK
            ? run_call(r, accept ? "match.accept" : r->command->method, params.data, &result)
            : tell_error(r, &e);
    if (status == STIPPLE_EXIT_DONE)
        status = match_show(r, target, result);
    spots_free(&spots);
    buffer_free(&params);
    return status;
}

static enum stipple_exit spot_describe(struct run *r, const struct spots *s, int spot)
{
    struct buffer params = {0};
    const char *result = NULL;
    buffer_text(&params, "{\"spot\":");
    spot_write(s, spot, &params);
    buffer_byte(&params, '}');
    const char *text = buffer_string(&params);
    enum stipple_exit status = STIPPLE_EXIT_FAILED;
    if (text)
        status = run_call(r, r->command->method, text, &result);
    buffer_free(&params);
    if (status != STIPPLE_EXIT_DONE)
        return status;
    if (option_given(&r->options, "json")) {
        run_print(r, result);
        return STIPPLE_EXIT_DONE;
    }
    const cJSON *json = run_parse(r, result);
    if (!json)
        return STIPPLE_EXIT_FAILED;
    if (r->out->length > 0)
        buffer_byte(r->out, '\n');
    reading_view(r, spot_names[spot], json);
    return STIPPLE_EXIT_DONE;
}

static enum stipple_exit reading_run(struct run *r)
{
    struct spots spots = {0};
    struct buffer ignored = {0};
    struct error e;
    int described = 0;
    enum stipple_exit status = STIPPLE_EXIT_DONE;
    if (spots_read(&r->options, &spots, &ignored, &e) != STIPPLE_OK)
        status = tell_error(r, &e);
    tell_ignored(r, &ignored);
    for (int i = 0; i < SPOT_NAMES && status == STIPPLE_EXIT_DONE; i++)
        if (spot_given(&spots, i)) {
            status = spot_describe(r, &spots, i);
            described++;
        }
    if (status == STIPPLE_EXIT_DONE && described == 0) {
        fail(&e, STIPPLE_CLIENT_USAGE, NULL, "There is no reading to describe.");
        fail_hint(&e, "stipple reading 61.2,9.8,15.1 --light D65/10");
        status = tell_error(r, &e);
    } else if (status == STIPPLE_EXIT_DONE) {
        next_command(r, NULL, "match --skin L,a,b --stubble L,a,b --light D65/10");
    }
    spots_free(&spots);
    return status;
}

static const struct view pigment_columns[] = {{"Name", "name", FORMAT_TEXT},
                                              {"For stubble", "hair", FORMAT_TEXT},
                                              {"Dilutions", "ratio_range", FORMAT_RANGE},
                                              {"Origin", "origin", FORMAT_TEXT},
                                              {0}};

static void pigment_list(struct run *r, const cJSON *result)
{
    table_view(r, member_at(result, "pigments"), pigment_columns);
    next_command(r, "a product of one",
                 "product add --maker MAKER --name NAME --kind pigment --pigment NAME");
}

static const struct option match_options[] = {
    {"skin", OPTION_TEXTS, "L,a,b", NULL,
     "Bare skin beside the area; repeated readings repeated, or with ; between."},
    {"stubble", OPTION_TEXTS, "L,a,b", NULL, "The stubbled area to be matched."},
    {"swatch", OPTION_TEXTS, "L,a,b", NULL, "Or a colour wished for."},
    {"hair", OPTION_TEXTS, "L,a,b", NULL, "Or the client's hair, with --contrast."},
    {"contrast", OPTION_NUMBER, "0-1", "contrast",
     "With --hair: the share of its colour over the skin."},
    {"treated", OPTION_TEXTS, "L,a,b", NULL, "The area itself, where pigment was laid before."},
    {"skin-file", OPTION_TEXT, "FILE", NULL, "Readings of the skin, CSV or JSON; likewise:"},
    {"stubble-file", OPTION_TEXT, "FILE", NULL, "of the stubble,"},
    {"swatch-file", OPTION_TEXT, "FILE", NULL, "of the swatch,"},
    {"hair-file", OPTION_TEXT, "FILE", NULL, "of the hair,"},
    {"treated-file", OPTION_TEXT, "FILE", NULL, "of the treated area."},
    READING_OPTIONS,
    {"zone", OPTION_TEXT, "TEXT", "layout.zone", "Part of the scalp."},
    {"sessions", OPTION_INT, "N", "layout.sessions",
     "Sessions planned; with --treated, those to come."},
    {"density", OPTION_NUMBER, "N", "layout.dots_per_cm2", "Dots per cm² and session."},
    {"dot-mm", OPTION_NUMBER, "MM", "layout.dot_mm", "Diameter of a healed dot."},
    {"depth-mm", OPTION_NUMBER, "MM", "layout.depth_mm", "Depth of the dots."},
    {"service", OPTION_TEXT, "NAME", "service",
     "full, density, hairline, fut_scar, fue_scar, alopecia, touch_up or refresh."},
    {"tissue", OPTION_TEXT, "NAME", "tissue", "skin or scar."},
    {"stage", OPTION_TEXT, "NAME", "stage",
     "When it is to match: fresh, healed, year_1, year_3, year_5."},
    {"total", OPTION_VOLUME, "VOLUME", "total_ul", "How much to mix: 2ml, 1000ul."},
    {"step", OPTION_VOLUME, "VOLUME", "step_ul",
     "The smallest amount you measure out, if not a drop."},
    {"any-stock", OPTION_FLAG, NULL, "any_stock", "Pigments without a usable bottle too."},
    {"limit", OPTION_INT, "N", "limit", "Candidates at most."},
    {"accept", OPTION_FLAG, NULL, NULL, "Keeps the answer, so that a cup can be mixed from it;"},
    {"product", OPTION_TEXT, "PRODUCT", NULL, "with this candidate, if not with the first,"},
    {"client", OPTION_TEXT, "CLIENT", NULL, "for this client,"},
    {"course", OPTION_TEXT, "COURSE", NULL, "in this course,"},
    {"by", OPTION_TEXT, "STAFF", NULL, "accepted by this person,"},
    {"op-id", OPTION_TEXT, "UUID", NULL, "or sent again when its outcome is unknown."},
    {0}};
static const struct option reading_options[] = {READING_OPTIONS, {0}};

const struct command match_commands[] = {
    {.name = "match",
     .usage =
         "match --skin L,a,b (--stubble L,a,b | --swatch L,a,b | --hair L,a,b --contrast SHARE) "
         "--light LIGHT [OPTIONS]",
     .summary = "Finds the pigment and the dilution that heal to the tone wanted.",
     .help =
         "\nFor example:\n"
         "  stipple match --skin 61.2,9.8,15.1 --stubble 57.0,8.3,12.2 --light D65/10\n"
         "  stipple match --readings today.csv --total 2ml\n"
         "  stipple match --readings today.csv --accept --client C-0042\n"
         "\nA CSV file has a heading and a reading a line: spot,L,a,b,light (or X,Y,Z; "
         "R,G,B,space; "
         "R400…R700), and aperture_mm, instrument, geometry, taken_at if you like. A JSON file is "
         "{\"skin\":[Reading…],\"stubble\":[Reading…]}.\n",
     .options = match_options,
     .method = "match.find",
     .run = match_run},
    {.name = "reading",
     .usage = "reading L,a,b… --light LIGHT | reading --readings FILE",
     .summary = "Says what repeated readings of one spot tell.",
     .help = "\nFor example:\n  stipple reading 61.2,9.8,15.1 61.6,9.5,15.3 --light D65/10\n",
     .options = reading_options,
     .operands_max = 64,
     .method = "reading.describe",
     .run = reading_run},
    {.name = "pigment list",
     .usage = "pigment list",
     .summary = "Lists the pigments the model knows, for a product's --pigment.",
     .method = "pigment.list",
     .run = run_method,
     .render = pigment_list},
    {0}};
