/* What a scanner might read off a label: whatever is taken for one says only what a label can. */
#include "fuzz.h"

#include "base/gs1.h"
#include "base/time.h"

#include <stdlib.h>
#include <string.h>

enum { YEAR = 2026, GTIN_DIGITS = 14 };

static void label_hold(const struct gs1 *label)
{
    static const enum gs1_ai days[] = {GS1_PRODUCED, GS1_BEST_BEFORE, GS1_EXPIRY};
    bool said = false;
    for (size_t i = 0; i < GS1_AIS; i++) {
        said |= *label->value[i] != '\0';
        expect(memchr(label->value[i], '\0', sizeof label->value[i]) != NULL);
    }
    expect(said);
    for (size_t i = 0; i < sizeof days / sizeof *days; i++)
        expect(!*label->value[days[i]] || date_valid(label->value[days[i]]));
    const char *gtin = label->value[GS1_GTIN];
    expect(!*gtin || (strlen(gtin) == GTIN_DIGITS && strspn(gtin, "0123456789") == GTIN_DIGITS &&
                      gs1_check_digit(gtin, GTIN_DIGITS)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    struct gs1 label;
    struct error e = {0};
    if (!text)
        abort();
    memcpy(text, data, size);
    text[size] = '\0';
    if (gs1_parse(text, "gs1", YEAR, &label, &e) == STIPPLE_OK)
        label_hold(&label);
    else
        expect(e.code == STIPPLE_GS1_INVALID && *e.message && strcmp(e.field, "gs1") == 0);
    free(text);
    return 0;
}
