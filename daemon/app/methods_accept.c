/* match.accept computes the answer itself, at that moment, from the inputs it is given: what is
 * kept is what the daemon said, never what somebody says that it said. With it is kept what a mix
 * of it takes from which bottle, so that mix.make can take that or say what changed. */
#include "app/book_schema.h"
#include "app/match_schema.h"

#include "store/matches.h"

#include <stdio.h>
#include <string.h>

struct accept_params {
    struct write_head head;
    const struct match_params *find;
    const char *product, *client, *course;
};
struct versions_row {
    const char *stipple, *model, *profiles;
};
struct accept_result {
    struct match_accepted made;
    const char *product, *product_code;
    struct list takes;
    const struct match_result *answer;
    const struct versions_row *versions;
    struct list warnings;
};

static const struct versions_row versions_now = {STIPPLE_VERSION, MATCH_MODEL_VERSION,
                                                 STIPPLE_PROFILES_SHA256};

static const struct field accept_fields[] = {
    {FIELD(struct accept_params, find, OBJECT), .required = true, .object = &match_params_schema,
     .doc = "What match.find was asked."},
    {FIELD(struct accept_params, product, REF), .of = "product",
     .doc = "The candidate accepted; the first one with a product when left out."},
    {FIELD(struct accept_params, client, REF), .of = "client", .doc = "Whom it is for."},
    {FIELD(struct accept_params, course, REF), .of = "course", .doc = "The course it belongs to."},
};
static const struct schema accept_schema =
    SCHEMA_ON(&write_head_schema, "MatchAccept", struct accept_params, accept_fields);

static const struct field take_fields[] = {
    {FIELD(struct mix_take, container, UUID), .required = true, .doc = "A bottle, or a mix."},
    {FIELD(struct mix_take, container_code, TEXT), .required = true, .doc = "Its code."},
    {FIELD(struct mix_take, ul, INT), .required = true, .unit = "µL", .doc = "Of it in the mix."},
    {FIELD(struct mix_take, taken_ul, INT), .required = true, .unit = "µL",
     .doc = "Taken from it; more where a first dilution leaves a rest."},
    {FIELD(struct mix_take, sealed, BOOL),
     .doc = "Of a match: whether it was sealed when that was accepted."},
    {FIELD(struct mix_take, usable_until, DATE), .doc = "Likewise: its last day, where known."},
};
const struct schema mix_take_schema = SCHEMA("MixTake", struct mix_take, take_fields);

static const struct field versions_fields[] = {
    {FIELD(struct versions_row, stipple, TEXT), .required = true, .doc = "The program."},
    {FIELD(struct versions_row, model, TEXT), .required = true, .doc = "The optical model."},
    {FIELD(struct versions_row, profiles, TEXT), .required = true,
     .doc = "SHA-256 over the tables of pigments and skin."},
};
static const struct schema versions_schema =
    SCHEMA("MatchVersions", struct versions_row, versions_fields);

static const struct field accepted_fields[] = {
    {FIELD_AS("match", struct accept_result, made.match, UUID), .required = true,
     .doc = "The match."},
    {FIELD_AS("match_code", struct accept_result, made.match_code, TEXT), .required = true,
     .doc = "M-0001."},
    {FIELD_AS("client", struct accept_result, made.client, UUID), .doc = "Whom it is for."},
    {FIELD_AS("client_code", struct accept_result, made.client_code, TEXT), .doc = "Their code."},
    {FIELD(struct accept_result, product, UUID), .required = true, .doc = "What was accepted."},
    {FIELD(struct accept_result, product_code, TEXT), .required = true, .doc = "Its code."},
    {FIELD(struct accept_result, takes, OBJECT), .list = true, .required = true,
     .object = &mix_take_schema,
     .doc = "What mix.make takes from which bottle; empty: the bottles do not suffice."},
    {FIELD(struct accept_result, answer, OBJECT), .required = true, .object = &match_result_schema,
     .doc = "What match.find answers."},
    {FIELD(struct accept_result, versions, OBJECT), .required = true, .object = &versions_schema,
     .doc = "By what it was computed."},
    WARNINGS_FIELD(struct accept_result),
};
static const struct schema accepted_schema =
    SCHEMA("MatchAccepted", struct accept_result, accepted_fields);

struct show_params {
    const char *match;
};
static const struct field show_fields[] = {
    {FIELD(struct show_params, match, REF), .required = true, .of = "match", .doc = "Which one."},
};
static const struct schema show_schema = SCHEMA("MatchShowParams", struct show_params, show_fields);

static const struct field kept_fields[] = {
    {FIELD(struct match_kept, id, UUID), .required = true, .doc = "The match."},
    {FIELD(struct match_kept, code, TEXT), .required = true, .doc = "M-0001."},
    {FIELD(struct match_kept, client, UUID), .doc = "Whom it is for."},
    {FIELD(struct match_kept, client_code, TEXT), .doc = "Their code."},
    {FIELD(struct match_kept, course, UUID), .doc = "Its course."},
    {FIELD(struct match_kept, course_code, TEXT), .doc = "The course's code."},
    {FIELD(struct match_kept, product, UUID), .required = true, .doc = "What was accepted."},
    {FIELD(struct match_kept, product_code, TEXT), .required = true, .doc = "Its code."},
    {FIELD(struct match_kept, product_name, TEXT), .required = true, .doc = "Its name."},
    {FIELD(struct match_kept, maker, TEXT), .required = true, .doc = "Its maker."},
    {FIELD(struct match_kept, accepted_at, TIME), .required = true, .doc = "When."},
    {FIELD(struct match_kept, recorded_at, TIME), .required = true, .doc = "Written down when."},
    {FIELD(struct match_kept, by, TEXT), .required = true, .doc = "By whom."},
    {FIELD(struct match_kept, takes, OBJECT), .list = true, .required = true,
     .object = &mix_take_schema, .doc = "What mix.make takes from which bottle."},
    {FIELD(struct match_kept, find, JSON), .doc = "What was asked; absent once purged."},
    {FIELD(struct match_kept, answer, JSON), .doc = "What was answered."},
    {FIELD(struct match_kept, versions, JSON), .doc = "By what it was computed."},
    {FIELD_AS("purged_by", struct match_kept, purged, INT),
     .doc = "The event that purged those three."},
};
static const struct schema kept_schema = SCHEMA("MatchKept", struct match_kept, kept_fields);

/* The candidate of that product, the first one of any when it is NULL; NULL when there is none. */
static const struct candidate_row *candidate_find(const struct match_result *answer,
                                                  const char *product)
{
    const struct candidate_row *row = answer->candidates.items;
    for (size_t i = 0; i < answer->candidates.n; i++, row++)
        if (row->product && (!product || strcmp(row->product, product) == 0))
            return row;
    return NULL;
}

static enum stipple_error fail_candidate(struct call *call, const struct match_result *answer,
                                         const char *product)
{
    if (product)
        return fail(&call->error, STIPPLE_MATCH_CANDIDATE, "product",
                    "This product is not among the candidates.");
    return fail(&call->error, STIPPLE_MATCH_CANDIDATE, "product",
                "There is no candidate to accept: %s",
                answer->heading ? answer->heading : "the answer is empty.");
}

/* Spreads an ingredient over the bottles offered, in their order; what they do not have is *rest.
 * `ul` of it is in the mix when all of `taken` is there. */
static enum stipple_error ingredient_take(struct call *call, const struct list *lots, int64_t ul,
                                          int64_t taken, struct list *takes, int64_t *rest)
{
    const struct offered_lot *lot = lots->items;
    int64_t open = taken, open_ul = ul;
    for (size_t i = 0; i < lots->n && open > 0; i++, lot++) {
        int64_t here = lot->left_ul < open ? lot->left_ul : open;
        int64_t here_ul = here == open ? open_ul : here * open_ul / open;
        struct mix_take *take = list_add(&call->arena, takes, sizeof *take);
        if (!take)
            return fail_memory(&call->error);
        *take = (struct mix_take){.container = lot->container,
                                  .container_code = lot->container_code,
                                  .ul = here_ul,
                                  .taken_ul = here,
                                  .sealed = lot->opened_at.ms == INT_ABSENT,
                                  .usable_until = lot->usable_until};
        open -= here;
        open_ul -= here_ul;
    }
    *rest = open;
    return STIPPLE_OK;
}

static enum stipple_error takes_make(struct call *call, const struct candidate_row *row,
                                     const struct list *diluent, struct accept_result *r)
{
    const struct recipe_row *recipe = row->recipe;
    const struct via_row *via = recipe->via;
    int64_t pigment_taken = via ? via->pigment_steps * row->step_ul : recipe->pigment_ul;
    int64_t diluent_taken =
        via ? (via->diluent_steps + recipe->diluent_steps) * row->step_ul : recipe->diluent_ul;
    int64_t no_pigment = 0, no_diluent = 0;
    TRY(ingredient_take(call, &row->lots, recipe->pigment_ul, pigment_taken, &r->takes,
                        &no_pigment));
    TRY(ingredient_take(call, diluent, recipe->diluent_ul, diluent_taken, &r->takes, &no_diluent));
    if (no_pigment == 0 && no_diluent == 0)
        return STIPPLE_OK;
    r->takes = (struct list){0};
    warn(&call->arena, &r->warnings, "stock.short", NULL,
         "The bottles do not suffice for this recipe: %lld µL of pigment and %lld µL of diluent "
         "are missing, so it cannot be mixed from this match.",
         (long long)no_pigment, (long long)no_diluent);
    return STIPPLE_OK;
}

/* What match.find refuses stands under `find` here. */
static void field_nest(struct error *e)
{
    char inner[sizeof e->field];
    if (e->field[0] == '\0')
        return;
    memcpy(inner, e->field, sizeof inner);
    snprintf(e->field, sizeof e->field, "find.%.*s", (int)(sizeof inner - sizeof "find."), inner);
}

static enum stipple_error handle_accept(struct call *call, void *params, void *result)
{
    const struct accept_params *p = params;
    struct accept_result *r = result;
    struct match_result *answer = arena_take(&call->arena, sizeof *answer);
    if (!answer)
        return fail_memory(&call->error);
    enum stipple_error code = match_answer(call, p->find, answer);
    if (code != STIPPLE_OK) {
        field_nest(&call->error);
        return code;
    }
    const struct candidate_row *row = candidate_find(answer, p->product);
    if (!row)
        return fail_candidate(call, answer, p->product);
    struct match_accept command = {p->head, p->client, p->course};
    TRY(match_accept(call->store, &call->arena, &command, &r->made, &call->error));
    TRY(takes_make(call, row, &answer->diluent, r));
    r->product = row->product;
    r->product_code = row->product_code;
    r->answer = answer;
    r->versions = &versions_now;
    return STIPPLE_OK;
}

static enum stipple_error handle_show(struct call *call, void *params, void *result)
{
    const struct show_params *p = params;
    return match_show(call->store, &call->arena, p->match, result, &call->error);
}

#define FIND                                                                                       \
    "\"find\":{\"skin\":[{\"kind\":\"lab\",\"value\":[61.2,9.8,15.1],\"illuminant\":\"D65\","      \
    "\"observer\":10}],\"stubble\":[{\"kind\":\"lab\",\"value\":[57.0,8.3,12.2],"                  \
    "\"illuminant\":\"D65\",\"observer\":10}]}"

static const struct example accept_examples[] = {
    {.name = "the first candidate, for a client",
     .params = "{" EXAMPLE_OP("0701") ",\"by\":\"S-01\",\"client\":\"C-0001\"," FIND "}",
     .result = "{\"match_code\":\"M-0001\",\"client_code\":\"C-0001\","
               "\"product_code\":\"P-0001\",\"takes\":[{\"container_code\":\"B-0002\",\"ul\":50,"
               "\"taken_ul\":50},{\"container_code\":\"B-0003\",\"ul\":1050,\"taken_ul\":1050}],"
               "\"versions\":{\"model\":\"2\"}}"},
    {.name = "a product that is no candidate",
     .params = "{" EXAMPLE_OP("0702") ",\"by\":\"S-01\",\"product\":\"P-0003\"," FIND "}",
     .error = STIPPLE_MATCH_CANDIDATE,
     .field = "product"},
    {.name = "a colour no skin has",
     .params = "{" EXAMPLE_OP(
         "0703") ",\"by\":\"S-01\",\"find\":{\"skin\":[{\"kind\":\"lab\",\"value\":[55,-40,20],"
                 "\"illuminant\":\"D65\",\"observer\":10}],\"stubble\":[{\"kind\":\"lab\","
                 "\"value\":[57,8.3,12.2],\"illuminant\":\"D65\",\"observer\":10}]}}",
     .error = STIPPLE_READING_NOT_SKIN,
     .field = "find.skin[0]"},
    {.name = "nothing to match",
     .params = "{" EXAMPLE_OP("0704") ",\"by\":\"S-01\"}",
     .error = STIPPLE_PARAM_MISSING,
     .field = "find"},
    {0}};

static const struct example show_examples[] = {
    {.name = "with what was asked and what was answered",
     .params = "{\"match\":\"M-0001\"}",
     .result = "{\"code\":\"M-0001\",\"client_code\":\"C-0001\",\"product_code\":\"P-0001\","
               "\"find\":{\"total_ul\":1000},\"answer\":{\"candidates\":[{\"recipe\":{"
               "\"pigment_ul\":50,\"diluent_ul\":1050}}]}}"},
    {.name = "never kept",
     .params = "{\"match\":\"M-0999\"}",
     .error = STIPPLE_MATCH_NOT_FOUND,
     .field = "match"},
    {0}};

static const enum stipple_error accept_errors[] = {
    STIPPLE_READING_LIGHT,    STIPPLE_READING_IMPOSSIBLE, STIPPLE_READING_SHAPE,
    STIPPLE_READING_NOT_SKIN, STIPPLE_READING_APERTURE,   STIPPLE_LAYOUT_COVERAGE,
    STIPPLE_MATCH_RECIPE,     STIPPLE_PARAM_COMBINATION,  STIPPLE_MATCH_CANDIDATE,
    STIPPLE_COURSE_CLIENT,    STIPPLE_PRODUCT_NOT_FOUND,  STIPPLE_CLIENT_NOT_FOUND,
    STIPPLE_CLIENT_PURGED,    STIPPLE_COURSE_NOT_FOUND,   STIPPLE_OK};
static const enum stipple_error show_errors[] = {STIPPLE_MATCH_NOT_FOUND, STIPPLE_OK};

const struct method accept_methods[] = {
    {"match.accept", "Keeps the answer to a match, with its inputs and the versions behind it.",
     ROLE_MANAGER | ROLE_ARTIST, METHOD_WRITE, &accept_schema, &accepted_schema, accept_errors,
     accept_examples, handle_accept},
    {"match.show", "A match that was kept.", ROLE_ANY, METHOD_READ, &show_schema, &kept_schema,
     show_errors, show_examples, handle_show},
    {0}};
