/* A table as a spreadsheet or an instrument might write it: fields lie within the text, and the
 * readings that are made of them are JSON. */
#include "fuzz.h"

#include "client/csv.h"
#include "client/readings.h"
#include "json/strict.h"
#include "stipple/protocol.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void rows_try(char *text, size_t length)
{
    static struct csv_row row;
    struct csv table;
    int read;
    csv_open(&table, text, length);
    while ((read = csv_next(&table, &row)) > 0) {
        expect(row.n >= 1 && row.n <= CSV_FIELDS_MAX);
        for (size_t i = 0; i < row.n; i++)
            expect(row.field[i] >= text && row.field[i] + strlen(row.field[i]) <= text + length);
    }
    expect(read == 0 || (table.fault && table.line >= 1));
}

static void spots_hold(const struct spots *spots)
{
    for (int spot = 0; spot < SPOT_NAMES; spot++) {
        struct json_fault fault;
        struct buffer list = {0};
        spot_write(spots, spot, &list);
        expect(!list.failed && json_check(list.data, list.length, STIPPLE_DEPTH_MAX, &fault) == 0);
        buffer_free(&list);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct reading_defaults defaults = {.light = "D65/10", .aperture_mm = (double)NAN};
    struct spots spots = {0};
    struct buffer ignored = {0};
    struct error e = {0};
    char *text = malloc(size + 1);
    if (!text)
        abort();
    memcpy(text, data, size);
    text[size] = '\0';
    if (readings_text(&spots, -1, text, size, "table", &defaults, &ignored, &e) == STIPPLE_OK)
        spots_hold(&spots);
    else
        expect(*e.message != '\0');
    rows_try(text, size);
    spots_free(&spots);
    buffer_free(&ignored);
    free(text);
    return 0;
}
