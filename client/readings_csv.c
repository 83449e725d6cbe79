/* One row, one reading. What the columns are called decides what they hold; an instrument that
 * exports both Lab and the spectrum is taken at its spectrum, which needs no light and loses
 * nothing. A comma inside a number is accepted only where it cannot separate fields. */
#include "client/readings.h"

#include "base/value.h"
#include "client/csv.h"
#include "client/number.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum told {
    TOLD_SPOT,
    TOLD_LIGHT,
    TOLD_APERTURE,
    TOLD_INSTRUMENT,
    TOLD_GEOMETRY,
    TOLD_SPACE,
    TOLD_TAKEN,
    TOLD
};
static const char *const told_names[TOLD] = {"spot",     "light", "aperture_mm", "instrument",
                                             "geometry", "space", "taken_at"};
static const char *const value_names[][3] = {
    [VALUES_LAB] = {"L", "a", "b"}, [VALUES_XYZ] = {"X", "Y", "Z"}, [VALUES_RGB] = {"R", "G", "B"}};
/* What wins where a heading has several. */
static const enum reading_values kinds_by_worth[] = {VALUES_LAB, VALUES_XYZ, VALUES_RGB};
enum { NOWHERE = -1 };

struct table {
    const char *name; /* of the file */
    struct csv csv;
    struct csv_row row;
    size_t width; /* columns of the heading */
    int told[TOLD];
    enum reading_values kind;
    int values[CSV_FIELDS_MAX]; /* columns of the values */
    size_t n;
    double start_nm, step_nm;
};

/* "L*" is called L, "R400 nm" R400. */
static bool column_is(const char *field, const char *name)
{
    size_t length = strlen(name);
    return strncasecmp(field, name, length) == 0 &&
           (strcmp(field + length, "") == 0 || strcmp(field + length, "*") == 0);
}

static int column_find(const struct csv_row *heading, const char *name)
{
    for (size_t i = 0; i < heading->n; i++)
        if (column_is(heading->field[i], name))
            return (int)i;
    return NOWHERE;
}

/* The wavelength that "R400", "400" or "400 nm" stands for; 0 when it is none. */
static long column_nm(const char *field)
{
    const char *digits = field + (*field == 'R' || *field == 'r');
    char *end;
    if (strspn(digits, "0123456789") != 3)
        return 0;
    long nm = strtol(digits, &end, 10);
    end += *end == ' ';
    return *end == '\0' || strcasecmp(end, "nm") == 0 ? nm : 0;
}

static enum stipple_error spectrum_find(struct table *t, struct error *e)
{
    long last = 0;
    for (size_t i = 0; i < t->row.n; i++) {
        long nm = column_nm(t->row.field[i]);
        if (nm == 0)
            continue;
        if (t->n == 0)
            t->start_nm = (double)nm;
        if (t->n == 1)
            t->step_nm = (double)(nm - last);
        if (t->n > 0 && (double)(nm - last) != t->step_nm)
            return fail(e, STIPPLE_CLIENT_INPUT, NULL,
                        "%s: the wavelengths %ld and %ld nm are not one step apart.", t->name, last,
                        nm);
        last = nm;
        t->values[t->n++] = (int)i;
    }
    return STIPPLE_OK;
}

static bool values_find(struct table *t, enum reading_values kind)
{
    for (int i = 0; i < 3; i++) {
        t->values[i] = column_find(&t->row, value_names[kind][i]);
        if (t->values[i] == NOWHERE)
            return false;
    }
    t->kind = kind;
    t->n = 3;
    return true;
}

static enum stipple_error kind_find(struct table *t, struct error *e)
{
    TRY(spectrum_find(t, e));
    t->kind = VALUES_SPECTRUM;
    if (t->n > 1)
        return STIPPLE_OK;
    for (size_t i = 0; i < sizeof kinds_by_worth / sizeof *kinds_by_worth; i++)
        if (values_find(t, kinds_by_worth[i]))
            return STIPPLE_OK;
    fail(e, STIPPLE_CLIENT_INPUT, NULL, "%s: its first line names no columns of colour values.",
         t->name);
    return fail_hint(e,
                     "Begin with a heading such as spot,L,a,b,light (or X,Y,Z; R,G,B; R400…R700).");
}

static bool column_used(const struct table *t, size_t column)
{
    for (int i = 0; i < TOLD; i++)
        if (t->told[i] == (int)column)
            return true;
    for (size_t i = 0; i < t->n; i++)
        if (t->values[i] == (int)column)
            return true;
    return false;
}

static enum stipple_error heading_read(struct table *t, bool spot_known, struct buffer *ignored,
                                       struct error *e)
{
    for (int i = 0; i < TOLD; i++)
        t->told[i] = column_find(&t->row, told_names[i]);
    t->width = t->row.n;
    TRY(kind_find(t, e));
    if (t->told[TOLD_SPOT] == NOWHERE && !spot_known) {
        fail(e, STIPPLE_CLIENT_INPUT, NULL, "%s has no column \"spot\".", t->name);
        return fail_hint(e, "Add one that says skin, stubble, swatch, hair or treated, or give the "
                            "file to --skin-file, --stubble-file…");
    }
    for (size_t i = 0; i < t->width; i++)
        if (!column_used(t, i) && *t->row.field[i])
            buffer_print(ignored, "%s%s", ignored->length ? ", " : "", t->row.field[i]);
    return STIPPLE_OK;
}

static const char *told(const struct table *t, enum told what, const char *fallback)
{
    int column = t->told[what];
    return column == NOWHERE || !*t->row.field[column] ? fallback : t->row.field[column];
}

static enum stipple_error number_read(const struct table *t, int column, double *ret,
                                      struct error *e)
{
    const char *text = t->row.field[column];
    bool comma = t->csv.separator != ',' || t->row.quoted[column];
    if (number_parse(text, comma, ret))
        return STIPPLE_OK;
    if (*text == '\0')
        return fail(e, STIPPLE_CLIENT_INPUT, NULL, "%s, line %zu: a value is missing.", t->name,
                    t->csv.line);
    return fail(e, STIPPLE_CLIENT_INPUT, NULL, "%s, line %zu: \"%.40s\" is not a number.", t->name,
                t->csv.line, text);
}

static enum stipple_error width_check(const struct table *t, struct error *e)
{
    if (t->row.n == t->width)
        return STIPPLE_OK;
    fail(e, STIPPLE_CLIENT_INPUT, NULL, "%s, line %zu: %zu fields where the heading has %zu.",
         t->name, t->csv.line, t->row.n, t->width);
    if (t->row.n > t->width && t->csv.separator == ',')
        fail_hint(
            e, "Decimal commas? Write 61.2, or put ; between the fields: then 61,2 is understood.");
    return e->code;
}

static enum stipple_error spot_read(const struct table *t, int spot, int *ret, struct error *e)
{
    const char *name = told(t, TOLD_SPOT, NULL);
    *ret = spot >= 0 ? spot : name ? spot_index(name) : -1;
    if (*ret >= 0)
        return STIPPLE_OK;
    fail(e, STIPPLE_CLIENT_INPUT, NULL, "%s, line %zu: \"%.40s\" is no spot.", t->name, t->csv.line,
         name ? name : "");
    return fail_hint(e, "A spot is skin, stubble, swatch, hair or treated.");
}

static enum stipple_error row_read(const struct table *t, struct spots *s, int spot,
                                   const struct reading_defaults *defaults, struct error *e)
{
    double values[CSV_FIELDS_MAX];
    char where[64];
    int to;
    struct reading_row row = {.kind = t->kind,
                              .values = values,
                              .n = t->n,
                              .start_nm = t->start_nm,
                              .step_nm = t->step_nm,
                              .taken_at = told(t, TOLD_TAKEN, NULL),
                              .said = *defaults};
    TRY(width_check(t, e));
    TRY(spot_read(t, spot, &to, e));
    for (size_t i = 0; i < t->n; i++)
        TRY(number_read(t, t->values[i], &values[i], e));
    row.said.light = told(t, TOLD_LIGHT, defaults->light);
    row.said.instrument = told(t, TOLD_INSTRUMENT, defaults->instrument);
    row.said.geometry = told(t, TOLD_GEOMETRY, defaults->geometry);
    row.said.space = told(t, TOLD_SPACE, defaults->space);
    if (told(t, TOLD_APERTURE, NULL))
        TRY(number_read(t, t->told[TOLD_APERTURE], &row.said.aperture_mm, e));
    snprintf(where, sizeof where, "%s, line %zu", spot_names[to], t->csv.line);
    return spot_add_row(s, to, &row, where, e);
}

static enum stipple_error table_read(struct table *t, struct spots *s, int spot,
                                     const struct reading_defaults *defaults,
                                     struct buffer *ignored, struct error *e)
{
    size_t rows = 0;
    int more = csv_next(&t->csv, &t->row);
    if (more == 1)
        TRY(heading_read(t, spot >= 0, ignored, e));
    while (more == 1 && (more = csv_next(&t->csv, &t->row)) == 1) {
        TRY(row_read(t, s, spot, defaults, e));
        rows++;
    }
    if (more < 0)
        return fail(e, STIPPLE_CLIENT_INPUT, NULL, "%s, line %zu, column %zu: %s.", t->name,
                    t->csv.line, t->row.n, t->csv.fault);
    if (rows == 0)
        return fail(e, STIPPLE_CLIENT_INPUT, NULL, "%s has a heading and no readings.", t->name);
    return STIPPLE_OK;
}

enum stipple_error readings_csv(struct spots *s, int spot, const char *text, size_t length,
                                const char *name, const struct reading_defaults *defaults,
                                struct buffer *ignored, struct error *e)
{
    struct table *t = calloc(1, sizeof *t);
    char *copy = malloc(length + 1);
    enum stipple_error code;
    if (t && copy) {
        memcpy(copy, text, length);
        copy[length] = '\0';
        t->name = name;
        csv_open(&t->csv, copy, length);
        code = table_read(t, s, spot, defaults, ignored, e);
    } else {
        code = fail_memory(e);
    }
    free(copy);
    free(t);
    return code;
}
