#include "client/amounts.h"

#include "client/number.h"

#include <string.h>

#define DIGITS "0123456789"

static enum stipple_error fail_amount(const char *option, const char *text, bool zones,
                                      struct error *e)
{
    fail(e, STIPPLE_CLIENT_USAGE, NULL, "--%s: \"%.60s\" is not a container with an amount.",
         option, text);
    return fail_hint(
        e, zones ? "--%s X-0001@crown, --%s B-0002=0.5ml, --%s B-0009=2" : "--%s B-0002=0.5ml",
        option, option, option);
}

static enum stipple_error amount_write(const char *option, const char *text, bool zones,
                                       struct json_writer *w, struct error *e)
{
    int64_t pieces, ul;
    if (integer_parse(text, &pieces)) {
        json_key(w, "pieces");
        json_int(w, pieces);
        return zones ? STIPPLE_OK : fail_amount(option, text, zones, e);
    }
    TRY(volume_parse(text, option, &ul, e));
    json_key(w, "ul");
    json_int(w, ul);
    return STIPPLE_OK;
}

static enum stipple_error item_write(struct run *r, const char *option, const char *text,
                                     bool zones, struct json_writer *w, struct error *e)
{
    char *copy = arena_copy(&r->arena, text, strlen(text));
    if (!copy)
        return fail_memory(e);
    char *zone = zones ? strchr(copy, '@') : NULL;
    if (zone)
        *zone++ = '\0';
    char *amount = strchr(copy, '=');
    if (amount)
        *amount++ = '\0';
    if (!*copy || (zone && !*zone) || (!amount && !zones))
        return fail_amount(option, text, zones, e);
    json_object(w);
    json_key(w, "container");
    json_text(w, copy);
    if (amount)
        TRY(amount_write(option, amount, zones, w, e));
    if (zone) {
        json_key(w, "zone");
        json_text(w, zone);
    }
    json_object_end(w);
    return STIPPLE_OK;
}

/* What begins with a number, or has none, is what a comma within an amount or a zone left over. */
enum stipple_error amounts_list_write(struct run *r, const char *option, const char *text,
                                      struct json_writer *w, struct error *e)
{
    char *rest = NULL, *copy = arena_copy(&r->arena, text, strlen(text));
    if (!copy)
        return fail_memory(e);
    if (!strtok_r(copy, ",", &rest))
        return fail_amount(option, text, true, e);
    for (char *item = copy; item; item = strtok_r(NULL, ",", &rest)) {
        item += strspn(item, " ");
        if (!strpbrk(item, DIGITS) || strchr(DIGITS, *item))
            return fail_amount(option, text, true, e);
        TRY(item_write(r, option, item, true, w, e));
    }
    return STIPPLE_OK;
}

enum stipple_error amounts_write(struct run *r, const char *option, const char *name, bool zones,
                                 struct json_writer *w, struct error *e)
{
    if (!option_given(&r->options, option))
        return STIPPLE_OK;
    json_key(w, name);
    json_array(w);
    for (size_t i = 0; i < r->options.n; i++)
        if (strcmp(r->options.values[i].option->name, option) == 0 &&
            strcmp(r->options.values[i].text, "none") != 0)
            TRY(zones ? amounts_list_write(r, option, r->options.values[i].text, w, e)
                      : item_write(r, option, r->options.values[i].text, false, w, e));
    json_array_end(w);
    return STIPPLE_OK;
}

static enum stipple_error params_write(struct run *r, const char *option, const char *name,
                                       bool zones, struct buffer *out, struct error *e)
{
    struct json_writer w = {.out = out};
    json_object(&w);
    TRY(run_members(r, &w, e));
    TRY(amounts_write(r, option, name, zones, &w, e));
    json_object_end(&w);
    return buffer_string(out) ? STIPPLE_OK : fail_memory(e);
}

enum stipple_exit run_amounts(struct run *r, const char *option, const char *name, bool zones)
{
    struct buffer params = {0};
    struct error e = {0};
    enum stipple_exit status = params_write(r, option, name, zones, &params, &e) == STIPPLE_OK
                                   ? run_params(r, r->command->method, params.data)
                                   : tell_error(r, &e);
    buffer_free(&params);
    return status;
}
