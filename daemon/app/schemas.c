#include "app/schemas.h"

#include "base/time.h"
#include "colour/reading.h"
#include "rpc/layout.h"

#include <string.h>

const struct schema empty_schema = {.name = "Nothing", .size = 1};

static const struct field write_head_fields[] = {
    {FIELD(struct write_head, op_id, UUID), .required = true,
     .doc = "Made by the client; sent again it returns the first answer and does nothing."},
    {FIELD(struct write_head, by, REF), .of = "staff",
     .doc = "Who did it; may be left out where the system user says who it is."},
    {FIELD(struct write_head, occurred_at, TIME),
     .doc = "When it happened, when that is not now; never in the future."},
};
const struct schema write_head_schema = SCHEMA("WriteHead", struct write_head, write_head_fields);

static const struct field warning_fields[] = {
    {FIELD(struct warning, name, TEXT), .required = true, .doc = "Stable dotted name."},
    {FIELD(struct warning, field, TEXT), .doc = "Path of the parameter it is about."},
    {FIELD(struct warning, text, TEXT), .required = true, .doc = "A sentence a person can act on."},
};
const struct schema warning_schema = SCHEMA("Warning", struct warning, warning_fields);

/* Values: a spectrum by 1 nm from 360 to 830 nm has 471. */
enum { READING_VALUES_MAX = 471 };

static const struct field reading_fields[] = {
    {FIELD(struct reading, kind, CHOICE), .required = true, .choices = reading_kinds,
     .doc = "What was measured."},
    {FIELD(struct reading, value, NUMBER), .required = true, .list = true, .min_items = 3,
     .max_items = READING_VALUES_MAX,
     .doc = "L*, a*, b*; X, Y, Z with white Y = 100; R, G, B 0–1; or reflectance factors 0–1."},
    {FIELD(struct reading, illuminant, CHOICE), .choices = reading_illuminants,
     .doc = "The light of a lab or xyz value."},
    {FIELD(struct reading, observer, CHOICE), .choices = reading_observers, .unit = "°",
     .doc = "The observer of a lab or xyz value."},
    {FIELD(struct reading, start_nm, NUMBER), .min = 200, .max = 2500, .unit = "nm",
     .doc = "Wavelength of a spectrum's first value."},
    {FIELD(struct reading, step_nm, NUMBER), .min = 1, .max = 10, .unit = "nm",
     .doc = "From one value of a spectrum to the next."},
    {FIELD(struct reading, space, CHOICE), .choices = reading_spaces,
     .doc = "The colour space of an rgb value."},
    {FIELD(struct reading, aperture_mm, NUMBER), .min = 0.1, .max = 100, .unit = "mm",
     .doc = "Diameter of the instrument's opening."},
    {FIELD(struct reading, geometry, CHOICE), .choices = reading_geometries,
     .doc = "Measuring geometry (CIE 15)."},
    {FIELD(struct reading, instrument, TEXT), .min = 1, .max = NAME_MAX_CHARS,
     .doc = "Name or model of the instrument."},
    {FIELD(struct reading, taken_at, TIME), .doc = "When it was taken."},
};
const struct schema reading_schema = SCHEMA("Reading", struct reading, reading_fields);

static const struct field amendment_fields[] = {
    {FIELD(struct amendment, type, TEXT), .required = true,
     .doc = "The method: session.amend, session.review, session.strike."},
    {FIELD(struct amendment, recorded_at, TIME), .required = true, .doc = "When."},
    {FIELD(struct amendment, by, TEXT), .required = true, .doc = "By whom."},
    {FIELD(struct amendment, reason, TEXT), .required = true, .doc = "Why."},
    {FIELD(struct amendment, was, JSON), .required = true, .doc = "What it changed, as it was."},
};
const struct schema amendment_schema = SCHEMA("Amendment", struct amendment, amendment_fields);

enum stipple_error amendment_check(struct call *call, const void *params, const char *record)
{
    const struct schema *schema = call->method->params;
    for (size_t i = 0; i < schema->n_fields; i++) {
        const struct field *field = &schema->fields[i];
        if (strcmp(field->name, record) != 0 && strcmp(field->name, "reason") != 0 &&
            !field_is_absent(field, (const char *)params + field->offset))
            return STIPPLE_OK;
    }
    return fail(&call->error, STIPPLE_NOTHING_TO_DO, NULL, "Say what is put right.");
}

enum stipple_error texts_join(struct call *call, const char *field, size_t most,
                              const struct list *stands, struct list *list, struct list *added)
{
    const char *const *more = added->items;
    const char *const *before = list->items ? list->items : stands->items;
    size_t n = list->items ? list->n : stands->n;
    struct list all = {0};
    for (size_t i = 0; i < n + added->n; i++) {
        const char *text = i < n ? before[i] : more[i - n];
        bool there = false;
        for (size_t j = 0; j < all.n; j++)
            there |= strcmp(((const char *const *)all.items)[j], text) == 0;
        const char **slot = there ? NULL : list_add(&call->arena, &all, sizeof *slot);
        if (slot)
            *slot = text;
        else if (!there)
            return fail_memory(&call->error);
    }
    if (all.n > most)
        return fail(&call->error, STIPPLE_PARAM_RANGE, field, "Together these are more than %zu.",
                    most);
    *list = all;
    *added = (struct list){0};
    return STIPPLE_OK;
}

enum stipple_error studio_today(struct call *call, char *ret)
{
    struct instant now;
    TRY(studio_local(call->store, call->now_ms, &now, &call->error));
    date_of(now, ret);
    return STIPPLE_OK;
}

/* The offset of a guess may be of the other side of a change of clocks, that of the second is not.
 */
enum stipple_error studio_day_begin(struct call *call, const char *day, int64_t after, int64_t *ret)
{
    int64_t utc = (date_to_days(day) + after) * 86400000;
    struct instant at = {utc, 0};
    for (int round = 0; round < 2; round++)
        TRY(studio_local(call->store, utc - (int64_t)at.offset_min * 60000, &at, &call->error));
    *ret = utc - (int64_t)at.offset_min * 60000;
    return STIPPLE_OK;
}
