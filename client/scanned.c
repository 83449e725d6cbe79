/* Many makers print two codes: an EAN with the product, and one with expiry and lot. They are put
 * together with brackets, as a person would type them, so that the daemon reads one label. */
#include "client/scanned.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static const struct {
    const char *digits;
    enum gs1_ai ai;
    bool date;
} parts[] = {{"01", GS1_GTIN, false},       {"17", GS1_EXPIRY, true},
             {"15", GS1_BEST_BEFORE, true}, {"11", GS1_PRODUCED, true},
             {"10", GS1_LOT, false},        {"21", GS1_SERIAL, false},
             {"30", GS1_COUNT, false},      {"240", GS1_PRODUCT_ID, false}};
enum { PARTS = sizeof parts / sizeof *parts };

bool scan_lacks_product(const struct gs1 *code)
{
    return !*code->value[GS1_GTIN];
}

static int year_now(void)
{
    struct tm now = {0};
    time_t at = time(NULL);
    return gmtime_r(&at, &now) ? now.tm_year + 1900 : 1970;
}

enum stipple_error scan_read(const char *text, struct gs1 *ret, struct error *e)
{
    return gs1_parse(text, "gs1", year_now(), ret, e);
}

bool scan_names_product(const struct gs1 *code)
{
    return *code->value[GS1_GTIN] && !*code->value[GS1_LOT] && !*code->value[GS1_EXPIRY] &&
           !*code->value[GS1_BEST_BEFORE];
}

void scan_join(const struct gs1 *product, const struct gs1 *lot, char *ret)
{
    size_t size = GS1_TEXT_MAX + 1, n = 0;
    *ret = '\0';
    for (size_t i = 0; i < PARTS && n < size; i++) {
        enum gs1_ai ai = parts[i].ai;
        const char *value = *product->value[ai] ? product->value[ai] : lot->value[ai];
        if (*value && parts[i].date)
            n += (size_t)snprintf(ret + n, size - n, "(%s)%.2s%.2s%.2s", parts[i].digits, value + 2,
                                  value + 5, value + 8);
        else if (*value)
            n += (size_t)snprintf(ret + n, size - n, "(%s)%s", parts[i].digits, value);
    }
}

void scan_serial_keep(struct arena *a, struct list *serials, const struct gs1 *code)
{
    struct scan_serial *serial = list_add(a, serials, sizeof *serial);
    if (!serial)
        return;
    memcpy(serial->gtin, code->value[GS1_GTIN], sizeof serial->gtin);
    memcpy(serial->number, code->value[GS1_SERIAL], sizeof serial->number);
}

bool scan_serial_known(const struct list *serials, const struct gs1 *code)
{
    const struct scan_serial *serial = serials->items;
    for (size_t i = 0; *code->value[GS1_SERIAL] && i < serials->n; i++)
        if (strcmp(serial[i].number, code->value[GS1_SERIAL]) == 0 &&
            strcmp(serial[i].gtin, code->value[GS1_GTIN]) == 0)
            return true;
    return false;
}
