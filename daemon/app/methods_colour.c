/* Single readings, and the pigments that are known. */
#include "app/schemas.h"

#include "colour/pigment.h"
#include "colour/reading.h"

struct describe_params {
    struct list spot;
};
static const struct field describe_fields[] = {
    {FIELD(struct describe_params, spot, OBJECT), .list = true, .required = true, .min_items = 1,
     .max_items = SPOT_READINGS_MAX, .object = &reading_schema,
     .doc = "Repeated readings of one spot."},
};
static const struct schema describe_schema =
    SCHEMA("DescribeParams", struct describe_params, describe_fields);

struct describe_ita {
    double degrees;
    const char *class;
};
struct describe_result {
    struct spot spot;
    const char *srgb;
    int64_t n;
    const struct describe_ita *ita;
    struct list warnings;
};

static const struct field ita_fields[] = {
    {FIELD(struct describe_ita, degrees, NUMBER), .required = true, .decimals = 1, .unit = "°",
     .doc = "Individual typology angle under D65/10°."},
    {FIELD(struct describe_ita, class, TEXT), .required = true,
     .doc = "very light, light, intermediate, tan, brown or dark."},
};
static const struct schema ita_schema = SCHEMA("Ita", struct describe_ita, ita_fields);

static const struct field describe_result_fields[] = {
    {FIELD_AS("pcs", struct describe_result, spot.pcs, NUMBER), .required = true, .fixed = 3,
     .decimals = 3, .unit = "L*, a*, b*",
     .doc = "The spot's colour in the connection space, D50/2°."},
    {FIELD(struct describe_result, srgb, TEXT), .required = true, .doc = "#rrggbb, to show it."},
    {FIELD(struct describe_result, n, INT), .required = true, .doc = "Readings."},
    {FIELD_AS("mcdm", struct describe_result, spot.mcdm, NUMBER), .nullable = true, .decimals = 3,
     .unit = "ΔE00", .doc = "Mean colour difference from the mean; null for one reading."},
    {FIELD_AS("standard_error", struct describe_result, spot.standard_error, NUMBER), .fixed = 3,
     .nullable = true, .decimals = 3, .unit = "L*, a*, b*",
     .doc = "Standard error of the mean; null for one reading."},
    {FIELD(struct describe_result, ita, OBJECT), .object = &ita_schema,
     .doc = "Where b* is above zero."},
    {FIELD_AS("melanin_index", struct describe_result, spot.melanin_index, NUMBER), .decimals = 1,
     .doc = "100 log10(1/R655), where there is a spectrum."},
    {FIELD_AS("erythema_index", struct describe_result, spot.erythema_index, NUMBER), .decimals = 1,
     .doc = "100 (log10(1/R568) − log10(1/R655))."},
    {FIELD_AS("converted_by", struct describe_result, spot.converted_by, CHOICE), .required = true,
     .choices = conversion_names, .doc = "How it came to the connection space."},
    WARNINGS_FIELD(struct describe_result),
};
static const struct schema describe_result_schema =
    SCHEMA("Description", struct describe_result, describe_result_fields);

static enum stipple_error handle_describe(struct call *call, void *params, void *result)
{
    const struct describe_params *p = params;
    struct describe_result *r = result;
    struct spot *spot = &r->spot;
    TRY(spot_evaluate(p->spot.items, p->spot.n, SPOT_ANY, "spot", &call->arena, &r->warnings, spot,
                      &call->error));
    r->srgb = spot->srgb;
    r->n = (int64_t)spot->n;
    if (!spot->ita_class)
        return STIPPLE_OK;
    struct describe_ita *ita = arena_take(&call->arena, sizeof *ita);
    if (!ita)
        return fail_memory(&call->error);
    *ita = (struct describe_ita){spot->ita, spot->ita_class};
    r->ita = ita;
    return STIPPLE_OK;
}

struct pigment_row {
    const char *name, *label, *hair, *origin, *source;
    double strength, p, q, ratio_range[2];
    int64_t healed_readings;
};
static const struct field pigment_fields[] = {
    {FIELD(struct pigment_row, name, TEXT), .required = true, .doc = "What products name."},
    {FIELD(struct pigment_row, label, TEXT), .required = true, .doc = "What people read."},
    {FIELD(struct pigment_row, hair, TEXT), .required = true,
     .doc = "The stubble it is meant for."},
    {FIELD(struct pigment_row, origin, TEXT), .required = true, .doc = "modelled or measured."},
    {FIELD(struct pigment_row, source, TEXT), .required = true,
     .doc = "Where the numbers come from."},
    {FIELD(struct pigment_row, strength, NUMBER), .required = true,
     .doc = "Optical density of it neat, at 550 nm."},
    {FIELD(struct pigment_row, p, NUMBER), .required = true,
     .doc = "Shape exp(p u + q u²), u = ln(550 nm/λ)."},
    {FIELD(struct pigment_row, q, NUMBER), .required = true, .doc = "Likewise."},
    {FIELD(struct pigment_row, ratio_range, NUMBER), .required = true, .fixed = 2,
     .doc = "Parts of diluent to one, where the product names no range."},
    {FIELD(struct pigment_row, healed_readings, INT), .required = true,
     .doc = "Healed readings it stands on."},
};
static const struct schema pigment_schema = SCHEMA("Pigment", struct pigment_row, pigment_fields);

struct pigment_list_result {
    struct list pigments;
};
static const struct field pigment_list_fields[] = {
    {FIELD(struct pigment_list_result, pigments, OBJECT), .list = true, .required = true,
     .object = &pigment_schema, .doc = "Darkest first."},
};
static const struct schema pigment_list_schema =
    SCHEMA("PigmentList", struct pigment_list_result, pigment_list_fields);

static enum stipple_error handle_pigments(struct call *call, void *params, void *result)
{
    (void)params;
    struct pigment_list_result *r = result;
    size_t n;
    const struct pigment *all = pigment_all(&n);
    for (size_t i = 0; i < n; i++) {
        struct pigment_row *row = list_add(&call->arena, &r->pigments, sizeof *row);
        if (!row)
            return fail_memory(&call->error);
        const struct pigment *from = &all[i];
        *row = (struct pigment_row){from->name,
                                    from->label,
                                    from->hair,
                                    from->origin,
                                    from->source,
                                    from->strength,
                                    from->p,
                                    from->q,
                                    {from->ratio_low, from->ratio_high},
                                    from->healed_readings};
    }
    return STIPPLE_OK;
}

static const struct example describe_examples[] = {
    {.name = "forehead, D65/10° colorimeter, two repeats",
     .params = "{\"spot\":[{\"kind\":\"lab\",\"value\":[61.2,9.8,15.1],\"illuminant\":\"D65\","
               "\"observer\":10},{\"kind\":\"lab\",\"value\":[61.6,9.5,15.3],"
               "\"illuminant\":\"D65\",\"observer\":10}]}",
     .result = "{\"n\":2,\"converted_by\":\"skin_basis\",\"ita\":{\"class\":\"intermediate\"}}"},
    {.name = "a colour without its light",
     .params = "{\"spot\":[{\"kind\":\"lab\",\"value\":[61.2,9.8,15.1]}]}",
     .error = STIPPLE_READING_LIGHT,
     .field = "spot[0].illuminant"},
    {.name = "two numbers are not a colour",
     .params = "{\"spot\":[{\"kind\":\"lab\",\"value\":[61.2,9.8],\"illuminant\":\"D65\","
               "\"observer\":10}]}",
     .error = STIPPLE_PARAM_RANGE,
     .field = "spot[0].value"},
    {.name = "nothing measured",
     .params = "{\"spot\":[]}",
     .error = STIPPLE_PARAM_RANGE,
     .field = "spot"},
    {0}};

static const struct example pigment_examples[] = {
    {.name = "what is shipped",
     .params = "{}",
     .result = "{\"pigments\":[{\"name\":\"neutral-carbon\",\"origin\":\"modelled\","
               "\"strength\":21.3,\"p\":1.03}]}"},
    {.name = "by a name",
     .params = "{\"name\":\"auburn\"}",
     .error = STIPPLE_PARAM_UNKNOWN,
     .field = "name"},
    {0}};

static const enum stipple_error describe_errors[] = {
    STIPPLE_READING_LIGHT, STIPPLE_READING_IMPOSSIBLE, STIPPLE_READING_SHAPE, STIPPLE_OK};

const struct method colour_methods[] = {
    {"reading.describe", "What repeated readings of one spot say.", ROLE_ANY, METHOD_INLINE,
     &describe_schema, &describe_result_schema, describe_errors, describe_examples,
     handle_describe},
    {"pigment.list", "The pigments that are known, and where their numbers come from.", ROLE_ANY,
     METHOD_INLINE, &empty_schema, &pigment_list_schema, NULL, pigment_examples, handle_pigments},
    {0}};
