/* Mixes: cups and stock dilutions. */
#include "app/book_schema.h"

#include "base/time.h"
#include "store/mixes.h"

static const struct field input_fields[] = {
    {FIELD(struct mix_input, container, REF), .required = true, .of = "container",
     .doc = "A bottle, or a stock dilution."},
    {FIELD(struct mix_input, ul, INT), .required = true, .min = 1, .max = 10000000, .unit = "µL",
     .doc = "Taken from it."},
};
static const struct schema input_schema = SCHEMA("MixInput", struct mix_input, input_fields);

static const struct field make_fields[] = {
    {FIELD(struct mix_make, kind, CHOICE), .choices = mix_kinds, .fallback = "\"cup\"",
     .doc = "A cup for one client, or a sealed stock dilution."},
    {FIELD(struct mix_make, inputs, OBJECT), .list = true, .max_items = MIX_INPUTS_MAX,
     .object = &input_schema, .doc = "What goes in; or say a `match`."},
    {FIELD(struct mix_make, match, REF), .of = "match",
     .doc = "Takes what this match offered, or says what changed since."},
    {FIELD(struct mix_make, client, REF), .of = "client",
     .doc = "Whose cup it is; that of the match when left out."},
    {FIELD(struct mix_make, discard_by, DATE),
     .doc = "Last day; needed of a stock dilution, else the day of mixing."},
};
static const struct schema make_schema =
    SCHEMA_ON(&write_head_schema, "MixMake", struct mix_make, make_fields);

static const struct field booking_fields[] = {
    {FIELD(struct booking, container, UUID), .required = true, .doc = "A container."},
    {FIELD(struct booking, container_code, TEXT), .required = true, .doc = "Its code."},
    {FIELD(struct booking, delta, INT), .required = true,
     .doc = "What its books changed by, in µL or pieces."},
};
const struct schema booking_schema = SCHEMA("Booking", struct booking, booking_fields);

static const struct field first_fields[] = {
    {FIELD(struct mix_first, pigment_ul, INT), .required = true, .unit = "µL",
     .doc = "Pigment in it."},
    {FIELD(struct mix_first, diluent_ul, INT), .required = true, .unit = "µL",
     .doc = "Diluent in it."},
    {FIELD(struct mix_first, ul, INT), .required = true, .unit = "µL",
     .doc = "Of it in the mix; the rest is thrown away."},
    {FIELD(struct mix_first, more_ul, INT), .required = true, .unit = "µL",
     .doc = "Diluent that it meets there."},
};
static const struct schema first_schema = SCHEMA("MixFirst", struct mix_first, first_fields);

static const struct field made_fields[] = {
    {FIELD(struct mix_made, mix, UUID), .required = true, .doc = "The mix, a container."},
    {FIELD(struct mix_made, mix_code, TEXT), .required = true, .doc = "X-0001."},
    {FIELD(struct mix_made, client, UUID), .doc = "Whose cup it is."},
    {FIELD(struct mix_made, client_code, TEXT), .doc = "Their code."},
    {FIELD(struct mix_made, filled_ul, INT), .required = true, .unit = "µL", .doc = "In it."},
    {FIELD(struct mix_made, discard_by, DATE), .required = true, .doc = "As its label says."},
    {FIELD(struct mix_made, usable_until, DATE), .required = true,
     .doc = "Last day: that, or the first on which something in it ends."},
    {FIELD(struct mix_made, inputs, OBJECT), .list = true, .required = true,
     .object = &mix_take_schema, .doc = "What went in."},
    {FIELD(struct mix_made, booked, OBJECT), .list = true, .required = true,
     .object = &booking_schema, .doc = "What was booked."},
    {FIELD(struct mix_made, first, OBJECT), .object = &first_schema,
     .doc = "The first dilution, where the match has two."},
    WARNINGS_FIELD(struct mix_made),
};
static const struct schema made_schema = SCHEMA("MixMade", struct mix_made, made_fields);

static const struct field discard_fields[] = {
    {FIELD(struct mix_discard, mix, REF), .required = true, .of = "mix", .doc = "Which mix."},
    {FIELD(struct mix_discard, reason, TEXT), .required = true, .min = 1, .max = WORDS_MAX_CHARS,
     .doc = "Why."},
    {FIELD(struct mix_discard, route, CHOICE), .required = true, .choices = discard_routes,
     .doc = "Where it went."},
    {FIELD(struct mix_discard, manifest, TEXT), .min = 1, .max = NAME_MAX_CHARS,
     .doc = "Number of the waste papers."},
};
static const struct schema discard_schema =
    SCHEMA_ON(&write_head_schema, "MixDiscard", struct mix_discard, discard_fields);

static const struct field discarded_fields[] = {
    {FIELD_AS("mix", struct stock_changed, container, UUID), .required = true, .doc = "The mix."},
    {FIELD_AS("mix_code", struct stock_changed, container_code, TEXT), .required = true,
     .doc = "Its code."},
    {FIELD(struct stock_changed, left_ul, INT), .required = true, .unit = "µL",
     .doc = "Left in it."},
    {FIELD(struct stock_changed, delta_ul, INT), .required = true, .unit = "µL",
     .doc = "As booked."},
};
static const struct schema discarded_schema =
    SCHEMA("MixDiscarded", struct stock_changed, discarded_fields);

struct mix_show_params {
    const char *mix, *day;
};
static const struct field show_fields[] = {
    {FIELD(struct mix_show_params, mix, REF), .required = true, .of = "mix", .doc = "Which mix."},
    {FIELD(struct mix_show_params, day, DATE),
     .doc = "The day that is asked about; today when left out."},
};
static const struct schema show_schema =
    SCHEMA("MixShowParams", struct mix_show_params, show_fields);

static const struct field part_fields[] = {
    {FIELD(struct mix_part, container, UUID), .required = true, .doc = "A bottle, or a mix."},
    {FIELD(struct mix_part, container_code, TEXT), .required = true, .doc = "Its code."},
    {FIELD(struct mix_part, lot, UUID), .doc = "Its lot; a mix has none."},
    {FIELD(struct mix_part, lot_code, TEXT), .doc = "The lot's code."},
    {FIELD(struct mix_part, lot_no, TEXT), .doc = "The maker's number."},
    {FIELD(struct mix_part, product_code, TEXT), .doc = "The product's code."},
    {FIELD(struct mix_part, product_name, TEXT), .doc = "The product's name."},
    {FIELD(struct mix_part, ul, INT), .required = true, .unit = "µL", .doc = "Of it in the mix."},
    {FIELD(struct mix_part, taken_ul, INT), .unit = "µL", .doc = "Taken from it."},
};
static const struct schema part_schema = SCHEMA("MixPart", struct mix_part, part_fields);

static const struct field mix_fields[] = {
    {FIELD(struct mix, id, UUID), .required = true, .doc = "The mix, a container."},
    {FIELD(struct mix, code, TEXT), .required = true, .doc = "X-0001."},
    {FIELD(struct mix, kind, CHOICE), .required = true, .choices = mix_kinds, .doc = "What it is."},
    {FIELD(struct mix, client, UUID), .doc = "Whose cup it is."},
    {FIELD(struct mix, client_code, TEXT), .doc = "Their code."},
    {FIELD(struct mix, match, UUID), .doc = "The match it was made from."},
    {FIELD(struct mix, match_code, TEXT), .doc = "The match's code."},
    {FIELD(struct mix, zone, TEXT), .doc = "Part of the scalp that the match was asked for."},
    {FIELD(struct mix, filled_ul, INT), .required = true, .unit = "µL", .doc = "Mixed."},
    {FIELD(struct mix, left_ul, INT), .required = true, .unit = "µL", .doc = "Left in it."},
    {FIELD(struct mix, made_at, TIME), .required = true, .doc = "When."},
    {FIELD(struct mix, discard_by, DATE), .required = true, .doc = "As its label says."},
    {FIELD(struct mix, usable_until, DATE), .required = true,
     .doc = "Last day: that, or the first on which something in it ends."},
    {FIELD(struct mix, refusal, TEXT),
     .doc = "Why it may not be used that day, as an error's name; absent: it may."},
    {FIELD(struct mix, discarded_at, TIME), .doc = "Thrown away."},
    {FIELD(struct mix, inputs, OBJECT), .list = true, .object = &part_schema,
     .doc = "What went in; mix.show only."},
    {FIELD(struct mix, bottles, OBJECT), .list = true, .object = &part_schema,
     .doc = "The bottles in it, through any depth of mixes; mix.show only."},
};
const struct schema mix_schema = SCHEMA("Mix", struct mix, mix_fields);

struct mix_list_params {
    struct page_params page;
    const char *client, *day;
    int64_t expiring_days;
    int discarded;
};
static const struct field list_fields[] = {
    {FIELD(struct mix_list_params, client, REF), .of = "client", .doc = "Only cups of this one."},
    {FIELD(struct mix_list_params, discarded, BOOL), .fallback = "false",
     .doc = "With those discarded."},
    EXPIRING_FIELD(struct mix_list_params),
    {FIELD(struct mix_list_params, day, DATE),
     .doc = "The day that is asked about; today when left out."},
    PAGE_FIELDS(struct mix_list_params),
};
static const struct schema list_schema =
    SCHEMA("MixListParams", struct mix_list_params, list_fields);
static const struct field list_result_fields[] = {
    {FIELD_AS("mixes", struct page_result, rows, OBJECT), .list = true, .required = true,
     .object = &mix_schema, .doc = "Newest first."},
    NEXT_FIELD,
};
static const struct schema list_result_schema =
    SCHEMA("MixList", struct page_result, list_result_fields);

enum stipple_error day_or_today(struct call *call, const char *day, const char **ret)
{
    char today[DATE_LENGTH + 1];
    struct instant now;
    *ret = day;
    if (day)
        return STIPPLE_OK;
    TRY(studio_local(call->store, call->now_ms, &now, &call->error));
    date_of(now, today);
    *ret = arena_copy(&call->arena, today, DATE_LENGTH);
    return *ret ? STIPPLE_OK : fail_memory(&call->error);
}

static enum stipple_error handle_make(struct call *call, void *params, void *result)
{
    return mix_make(call->store, &call->arena, params, result, &call->error);
}

static enum stipple_error handle_discard(struct call *call, void *params, void *result)
{
    return mix_discard(call->store, &call->arena, params, result, &call->error);
}

static enum stipple_error handle_show(struct call *call, void *params, void *result)
{
    const struct mix_show_params *p = params;
    const char *day;
    TRY(day_or_today(call, p->day, &day));
    return mix_show(call->store, &call->arena, p->mix, day, result, &call->error);
}

enum stipple_error day_on(struct call *call, const char *day, int64_t days, const char **ret)
{
    char then[DATE_LENGTH + 1];
    *ret = NULL;
    if (days == INT_ABSENT)
        return STIPPLE_OK;
    date_from_days(date_to_days(day) + days, then);
    *ret = arena_copy(&call->arena, then, DATE_LENGTH);
    return *ret ? STIPPLE_OK : fail_memory(&call->error);
}

static enum stipple_error handle_list(struct call *call, void *params, void *result)
{
    const struct mix_list_params *p = params;
    struct page_result *r = result;
    struct mix_filter filter = {.client = p->client,
                                .discarded_too = p->discarded == 1,
                                .limit = p->page.limit,
                                .cursor = p->page.cursor};
    TRY(day_or_today(call, p->day, &filter.day));
    TRY(day_on(call, filter.day, p->expiring_days, &filter.expiring_until));
    return mix_list(call->store, &call->arena, &filter, &r->rows, &r->cursor, &call->error);
}

static const struct example make_examples[] = {
    {.name = "a cup as the match has it",
     .params = "{" EXAMPLE_OP("0801") ",\"by\":\"S-01\",\"match\":\"M-0001\"}",
     .result = "{\"mix_code\":\"X-0001\",\"client_code\":\"C-0001\",\"filled_ul\":1100,"
               "\"discard_by\":\"2026-03-02\",\"inputs\":[{\"container_code\":\"B-0002\","
               "\"ul\":50},{\"container_code\":\"B-0003\",\"ul\":1050}]}"},
    {.name = "a stock dilution",
     .params = "{" EXAMPLE_OP("0802") ",\"by\":\"S-01\",\"kind\":\"stock\","
                                      "\"discard_by\":\"2026-04-01\",\"inputs\":[{\"container\":"
                                      "\"B-0002\",\"ul\":1000},{\"container\":\"B-0003\","
                                      "\"ul\":4000}]}",
     .result = "{\"mix_code\":\"X-0002\",\"filled_ul\":5000,\"usable_until\":\"2026-04-01\"}"},
    {.name = "a cup of the stock dilution",
     .params = "{" EXAMPLE_OP("0803") ",\"by\":\"S-01\",\"client\":\"C-0001\",\"inputs\":[{"
                                      "\"container\":\"X-0002\",\"ul\":500}]}",
     .result = "{\"mix_code\":\"X-0003\",\"booked\":[{\"container_code\":\"X-0002\","
               "\"delta\":-500}]}"},
    {.name = "whose cup?",
     .params = "{" EXAMPLE_OP("0804") ",\"by\":\"S-01\",\"inputs\":[{\"container\":\"B-0002\","
                                      "\"ul\":500}]}",
     .error = STIPPLE_PARAM_MISSING,
     .field = "client"},
    {.name = "from a bottle thrown away",
     .params = "{" EXAMPLE_OP("0805") ",\"by\":\"S-01\",\"client\":\"C-0001\",\"inputs\":[{"
                                      "\"container\":\"B-0001\",\"ul\":500}]}",
     .error = STIPPLE_CONTAINER_DISCARDED,
     .field = "inputs[0].container"},
    {.name = "more than there is",
     .params = "{" EXAMPLE_OP("0806") ",\"by\":\"S-01\",\"client\":\"C-0001\",\"inputs\":[{"
                                      "\"container\":\"X-0002\",\"ul\":500000}]}",
     .error = STIPPLE_STOCK_SHORT,
     .field = "inputs[0].container"},
    {.name = "from somebody's cup",
     .params = "{" EXAMPLE_OP("0807") ",\"by\":\"S-01\",\"client\":\"C-0001\",\"inputs\":[{"
                                      "\"container\":\"X-0001\",\"ul\":50}]}",
     .error = STIPPLE_MIX_INPUT,
     .field = "inputs[0].container"},
    {.name = "a stock dilution without a last day",
     .params = "{" EXAMPLE_OP("0808") ",\"by\":\"S-01\",\"kind\":\"stock\",\"inputs\":[{"
                                      "\"container\":\"B-0002\",\"ul\":50}]}",
     .error = STIPPLE_PARAM_MISSING,
     .field = "discard_by"},
    {0}};

static const struct example discard_examples[] = {
    {.name = "not used after all",
     .params = "{" EXAMPLE_OP("0811") ",\"by\":\"S-01\",\"mix\":\"X-0003\","
                                      "\"reason\":\"client did not come\",\"route\":\"ordinary\"}",
     .result = "{\"mix_code\":\"X-0003\",\"left_ul\":0,\"delta_ul\":-500}"},
    {.name = "gone already",
     .params = "{" EXAMPLE_OP("0812") ",\"by\":\"S-01\",\"mix\":\"X-0003\","
                                      "\"reason\":\"client did not come\",\"route\":\"ordinary\"}",
     .error = STIPPLE_CONTAINER_DISCARDED,
     .field = "mix"},
    {0}};

static const struct example show_examples[] = {
    {.name = "a cup of a stock dilution, and the bottles in it",
     .params = "{\"mix\":\"X-0003\"}",
     .result = "{\"code\":\"X-0003\",\"kind\":\"cup\",\"refusal\":\"container.discarded\","
               "\"inputs\":[{\"container_code\":\"X-0002\",\"ul\":500}],\"bottles\":[{"
               "\"container_code\":\"B-0002\",\"ul\":100},{\"container_code\":\"B-0003\","
               "\"ul\":400}]}"},
    {.name = "the stock dilution on the day after its last",
     .params = "{\"mix\":\"X-0002\",\"day\":\"2026-04-02\"}",
     .result = "{\"left_ul\":4500,\"refusal\":\"mix.discard_by\"}"},
    {.name = "a bottle is no mix",
     .params = "{\"mix\":\"B-0002\"}",
     .error = STIPPLE_MIX_NOT_FOUND,
     .field = "mix"},
    {0}};

static const struct example list_examples[] = {
    {.name = "what stands there",
     .params = "{}",
     .result = "{\"mixes\":[{\"code\":\"X-0002\"},{\"code\":\"X-0001\"}]}"},
    {.name = "what is to be used within a week",
     .params = "{\"expiring_days\":7}",
     .result = "{\"mixes\":[{\"code\":\"X-0001\"}]}"},
    {.name = "on a day that does not exist",
     .params = "{\"day\":\"2026-02-30\"}",
     .error = STIPPLE_PARAM_FORMAT,
     .field = "day"},
    {0}};

static const enum stipple_error make_errors[] = {
    STIPPLE_CONTAINER_NOT_FOUND, STIPPLE_MATCH_NOT_FOUND,   STIPPLE_CLIENT_NOT_FOUND,
    STIPPLE_CLIENT_PURGED,       STIPPLE_MATCH_CHANGED,     STIPPLE_MIX_INPUT,
    STIPPLE_STOCK_SHORT,         STIPPLE_LOT_HELD,          STIPPLE_LOT_EXPIRED,
    STIPPLE_CONTAINER_PAO,       STIPPLE_CONTAINER_EMPTY,   STIPPLE_CONTAINER_DISCARDED,
    STIPPLE_MIX_DISCARD_BY,      STIPPLE_RULE_CUPS,         STIPPLE_RULE_DILUENT,
    STIPPLE_TIME_ORDER,          STIPPLE_PARAM_COMBINATION, STIPPLE_OK};
static const enum stipple_error discard_errors[] = {
    STIPPLE_MIX_NOT_FOUND, STIPPLE_CONTAINER_DISCARDED, STIPPLE_TIME_ORDER, STIPPLE_OK};
static const enum stipple_error show_errors[] = {STIPPLE_MIX_NOT_FOUND, STIPPLE_OK};
static const enum stipple_error list_errors[] = {STIPPLE_CLIENT_NOT_FOUND, STIPPLE_CURSOR_INVALID,
                                                 STIPPLE_OK};

const struct method mix_methods[] = {
    {"mix.make", "Mixes a cup, or a stock dilution, and books what it takes.",
     ROLE_MANAGER | ROLE_ARTIST, METHOD_WRITE, &make_schema, &made_schema, make_errors,
     make_examples, handle_make},
    {"mix.discard", "A mix is thrown away.", ROLE_MANAGER | ROLE_ARTIST, METHOD_WRITE,
     &discard_schema, &discarded_schema, discard_errors, discard_examples, handle_discard},
    {"mix.show", "A mix, what went in, and the bottles behind it.", ROLE_ANY, METHOD_READ,
     &show_schema, &mix_schema, show_errors, show_examples, handle_show},
    {"mix.list", "Cups and stock dilutions.", ROLE_ANY, METHOD_READ, &list_schema,
     &list_result_schema, list_errors, list_examples, handle_list},
    {0}};
