/* A bottle carries its maker's numbers again, with the studio's own code as the serial number: so
 * one scan tells both which lot it is and which bottle of it. */
#include "client/label.h"

#include "client/number.h"
#include "client/text.h"
#include "client/view.h"

#include <math.h>
#include <string.h>

enum { GTIN_DIGITS = 14, GS1_TEXT_CHARS = 20, DATE_CHARS = 10 };

/* GS1 General Specifications, figure 7.11-1: character set 82, of AI 10 and 21. */
static const char gs1_set[] = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_"
                              "abcdefghijklmnopqrstuvwxyz";

static bool gs1_carries(const char *text)
{
    size_t n = text ? strlen(text) : 0;
    return n >= 1 && n <= GS1_TEXT_CHARS && strspn(text, gs1_set) == n;
}

/* What a GS1 symbol cannot hold whole is not shortened: then the code stands alone. */
static void data_add(struct buffer *out, const cJSON *bottle, const char *gtin, bool *ret_gs1)
{
    const char *code = member_text(bottle, "code"), *lot = member_text(bottle, "lot_no");
    const char *expiry = member_text(bottle, "expiry");
    *ret_gs1 = gtin && strlen(gtin) <= GTIN_DIGITS && gs1_carries(code) &&
               (!lot || gs1_carries(lot)) && (!expiry || strlen(expiry) == DATE_CHARS);
    if (!*ret_gs1) {
        buffer_text(out, code);
        return;
    }
    buffer_print(out, "[01]%.*s%s", GTIN_DIGITS - (int)strlen(gtin), "00000000000000", gtin);
    if (expiry)
        buffer_print(out, "[17]%.2s%.2s%.2s", expiry + 2, expiry + 5, expiry + 8);
    if (lot)
        buffer_print(out, "[10]%s", lot);
    buffer_print(out, "[21]%s", code);
}

static void line_add(struct buffer *out, const char *lead, const char *text)
{
    if (!text)
        return;
    buffer_text(out, out->length ? "\n" : "");
    buffer_text(out, lead);
    text_clean(out, text);
}

/* A lot without a number of its maker's goes by the studio's code. */
static void lot_add(struct buffer *out, const cJSON *bottle)
{
    const char *lot = member_text(bottle, "lot_no");
    line_add(out, lot ? "Lot " : "No lot number: ", lot ? lot : member_text(bottle, "lot_code"));
}

/* How long it lasts once it is open, as long as it is sealed: then the day is known. */
static void opening_add(struct buffer *out, const cJSON *bottle, const cJSON *product)
{
    struct buffer days = {0};
    double pao = member_number(product, "pao_days");
    if (isnan(pao) || member_at(bottle, "opened_at"))
        return;
    number_view(&days, pao, 0);
    buffer_text(&days, " days");
    line_add(out, "After opening ", buffer_string(&days));
    buffer_free(&days);
}

static enum stipple_error text_take(struct arena *a, struct buffer *text, const char **ret,
                                    struct error *e)
{
    const char *whole = buffer_string(text);
    *ret = whole ? arena_copy(a, whole, text->length) : NULL;
    buffer_free(text);
    return *ret ? STIPPLE_OK : fail_memory(e);
}

static enum stipple_error code_take(const cJSON *json, struct label *ret, struct error *e)
{
    ret->code = member_text(json, "code");
    return ret->code ? STIPPLE_OK
                     : fail(e, STIPPLE_CLIENT_OUTPUT, NULL, "The answer names no container.");
}

enum stipple_error label_bottle(struct arena *a, const cJSON *bottle, const cJSON *product,
                                const cJSON *studio, struct label *ret, struct error *e)
{
    struct buffer text = {0}, data = {0};
    const char *expiry = member_text(bottle, "expiry"),
               *until = member_text(bottle, "usable_until");
    TRY(code_take(bottle, ret, e));
    line_add(&text, "", member_text(bottle, "product_name"));
    line_add(&text, "", member_text(bottle, "maker"));
    lot_add(&text, bottle);
    line_add(&text, "Expiry ", expiry);
    if (until && (!expiry || strcmp(until, expiry) != 0))
        line_add(&text, "Usable until ", until);
    opening_add(&text, bottle, product);
    line_add(&text, "", member_text(studio, "name"));
    TRY(text_take(a, &text, &ret->text, e));
    data_add(&data, bottle, member_text(product, "gtin"), &ret->gs1);
    return text_take(a, &data, &ret->data, e);
}

/* "0.05 ml Neutral Black, lot NB-1"; a mix in it is named by its code. */
static void part_add(struct buffer *out, const cJSON *part)
{
    const char *product = member_text(part, "product_name"), *lot = member_text(part, "lot_no");
    buffer_text(out, out->length ? "\n" : "");
    value_view(out, part, "ul", FORMAT_VOLUME);
    buffer_byte(out, ' ');
    text_clean(out, product ? product : member_text(part, "container_code"));
    if (lot) {
        buffer_text(out, ", lot ");
        text_clean(out, lot);
    }
}

enum stipple_error label_mix(struct arena *a, const cJSON *mix, const cJSON *studio,
                             struct label *ret, struct error *e)
{
    struct buffer text = {0};
    const char *by = member_text(mix, "discard_by"), *until = member_text(mix, "usable_until");
    const cJSON *part, *parts = member_at(mix, "inputs");
    TRY(code_take(mix, ret, e));
    ret->data = ret->code;
    ret->gs1 = false;
    line_add(&text, "For ", member_text(mix, "client_code"));
    cJSON_ArrayForEach(part, parts)
    {
        part_add(&text, part);
    }
    line_add(&text, "Discard by ", by);
    if (by && until && strcmp(until, by) != 0)
        line_add(&text, "Usable until ", until);
    line_add(&text, "", member_text(studio, "name"));
    return text_take(a, &text, &ret->text, e);
}

enum stipple_error label_size_parse(const char *text, struct label_size *ret, struct error *e)
{
    static const double least = 10, most = 300;
    char width[16] = "";
    struct label_size size = {0};
    size_t n = strcspn(text, "x");
    if (n < sizeof width && text[n])
        memcpy(width, text, n);
    if (!number_parse(width, false, &size.width) ||
        !number_parse(text + n + 1, false, &size.height) || size.width < least ||
        size.height < least || size.width > most || size.height > most)
        return fail(e, STIPPLE_CLIENT_USAGE, NULL,
                    "--size takes width and height in mm, 10 to 300 each: 62x29.");
    *ret = size;
    return STIPPLE_OK;
}
