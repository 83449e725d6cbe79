/* getopt_long keeps its state in globals, takes abbreviations (which break the day a longer option
 * is added) and prints its own messages; a table walk is as short and says what it does not know.
 */
#include "client/options.h"

#include "client/number.h"
#include "client/text.h"
#include "json/writer.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

/* So many edits away, a name is still taken for a slip of the one meant. */
enum { SLIP_MAX = 2 };

static const struct option *each_option(const struct option *const tables[], size_t index)
{
    for (; *tables; tables++)
        for (const struct option *o = *tables; o->name; o++)
            if (index-- == 0)
                return o;
    return NULL;
}

const struct option *option_find(const struct option *const tables[], const char *argument)
{
    const struct option *o;
    const char *name = argument + 2;
    size_t length = strcspn(name, "=");
    for (size_t i = 0; (o = each_option(tables, i)); i++)
        if (strlen(o->name) == length && memcmp(o->name, name, length) == 0)
            return o;
    return NULL;
}

static enum stipple_error option_unknown(const struct option *const tables[], const char *argument,
                                         struct error *e)
{
    const struct option *o, *nearest = NULL;
    size_t least = SLIP_MAX + 1;
    for (size_t i = 0; (o = each_option(tables, i)); i++) {
        size_t distance = text_distance(o->name, argument + 2);
        if (distance < least) {
            least = distance;
            nearest = o;
        }
    }
    fail(e, STIPPLE_CLIENT_USAGE, NULL, "There is no option %.60s here.", argument);
    return nearest ? fail_hint(e, "Did you mean --%s?", nearest->name)
                   : fail_hint(e, "--help lists the options of a command.");
}

static enum stipple_error option_take(const struct option *option, const char *text,
                                      struct options *o, struct error *e)
{
    bool repeated = option->type == OPTION_TEXTS || option->type == OPTION_RECORDS ||
                    option->type == OPTION_OWN || option->type == OPTION_FLAG;
    if (!repeated && option_given(o, option->name))
        return fail(e, STIPPLE_CLIENT_USAGE, NULL, "--%s is given twice.", option->name);
    o->values[o->n++] = (struct option_value){option, text};
    return STIPPLE_OK;
}

/* What is said on the wire may also be denied there: --barrier=no. */
static bool flag_answers(const struct option *option, const char *text)
{
    return option->param && (strcmp(text, "yes") == 0 || strcmp(text, "no") == 0);
}

static enum stipple_error argument_take(int argc, char *const argv[], int *at,
                                        const struct option *const tables[], struct options *o,
                                        struct error *e)
{
    const char *argument = argv[*at];
    const struct option *option = option_find(tables, argument);
    const char *equals = strchr(argument, '=');
    if (!option)
        return option_unknown(tables, argument, e);
    if (option->type == OPTION_FLAG && equals && !flag_answers(option, equals + 1))
        return fail(e, STIPPLE_CLIENT_USAGE, NULL, "--%s takes no value%s.", option->name,
                    option->param ? " but yes or no" : "");
    if (option->type == OPTION_FLAG && !equals)
        return option_take(option, NULL, o, e);
    if (equals)
        return option_take(option, equals + 1, o, e);
    if (*at + 1 >= argc)
        return fail(e, STIPPLE_CLIENT_USAGE, NULL, "--%s wants a value: --%s %s.", option->name,
                    option->name, option->value);
    return option_take(option, argv[++*at], o, e);
}

enum stipple_error options_parse(int argc, char *const argv[], const struct option *const tables[],
                                 struct arena *a, struct options *ret, struct error *e)
{
    size_t room = (size_t)argc + 1;
    bool ended = false;
    *ret = (struct options){.values = arena_array(a, room, sizeof *ret->values),
                            .operands = arena_array(a, room, sizeof *ret->operands)};
    if (!ret->values || !ret->operands)
        return fail_memory(e);
    for (int i = 0; i < argc; i++) {
        if (ended || strncmp(argv[i], "-", 1) != 0 || strcmp(argv[i], "-") == 0)
            ret->operands[ret->n_operands++] = argv[i];
        else if (strcmp(argv[i], "--") == 0)
            ended = true;
        else if (strncmp(argv[i], "--", 2) == 0)
            TRY(argument_take(argc, argv, &i, tables, ret, e));
        else if (strcmp(argv[i], "-h") == 0)
            TRY(option_take(option_find(tables, "--help"), NULL, ret, e));
        else
            return fail(e, STIPPLE_CLIENT_USAGE, NULL,
                        "Options are written with two dashes: -%.60s.", argv[i]);
    }
    return STIPPLE_OK;
}

const char *option_text(const struct options *o, const char *name)
{
    for (size_t i = o->n; i-- > 0;)
        if (strcmp(o->values[i].option->name, name) == 0)
            return o->values[i].text ? o->values[i].text : "";
    return NULL;
}

bool option_given(const struct options *o, const char *name)
{
    return option_text(o, name) != NULL;
}

static enum stipple_error number_wrong(const char *name, const char *text, struct error *e)
{
    fail(e, STIPPLE_CLIENT_USAGE, name, "--%s: \"%.60s\" is not a number.", name, text);
    return strchr(text, ',') ? fail_hint(e, "Write the decimals behind a point.") : e->code;
}

static enum stipple_error range_write(struct json_writer *w, const char *name, const char *text,
                                      struct error *e)
{
    char low[32];
    double from, to;
    const char *dots = strstr(text, "..");
    size_t length = dots ? (size_t)(dots - text) : 0;
    if (!dots || length >= sizeof low) {
        fail(e, STIPPLE_CLIENT_USAGE, name, "--%s: \"%.60s\" is not a range.", name, text);
        return fail_hint(e, "Parts of diluent to one of pigment, low and high: 10..30");
    }
    memcpy(low, text, length);
    low[length] = '\0';
    if (!number_parse(low, false, &from) || !number_parse(dots + 2, false, &to))
        return number_wrong(name, text, e);
    json_array(w);
    json_double(w, from);
    json_double(w, to);
    json_array_end(w);
    return STIPPLE_OK;
}

/* "none" stands for no item, so that what was entered wrongly can be taken away. */
static void texts_write(struct json_writer *w, const struct options *o, const struct option *option)
{
    json_array(w);
    for (size_t i = 0; i < o->n; i++)
        if (o->values[i].option == option && strcmp(o->values[i].text, "none") != 0)
            json_text(w, o->values[i].text);
    json_array_end(w);
}

/* One object: its members in the order of `names`, those left empty left out. What stands behind
 * the last comma that counts belongs to the last member. */
static void record_write(struct json_writer *w, const char *names, const char *text)
{
    json_object(w);
    while (*names) {
        char key[32];
        size_t n = 0, length = strcspn(names, ",");
        for (; n < length && n + 1 < sizeof key; n++)
            key[n] = (char)tolower((unsigned char)names[n]);
        key[n] = '\0';
        names += length + (names[length] == ',');
        size_t part = *names ? strcspn(text, ",") : strlen(text);
        if (part > 0) {
            json_key(w, key);
            json_text_n(w, text, part);
        }
        text += part + (text[part] == ',');
    }
    json_object_end(w);
}

static void records_write(struct json_writer *w, const struct options *o,
                          const struct option *option)
{
    json_array(w);
    for (size_t i = 0; i < o->n; i++)
        if (o->values[i].option == option)
            record_write(w, option->value, o->values[i].text);
    json_array_end(w);
}

static enum stipple_error expiry_write(struct json_writer *w, const char *name, const char *text,
                                       struct error *e)
{
    char day[DATE_LENGTH + 1];
    if (!expiry_parse(text, day)) {
        fail(e, STIPPLE_CLIENT_USAGE, name, "--%s: \"%.60s\" is no day.", name, text);
        return fail_hint(e, "Write 2027-06-30, or 2027-06 where only the month is printed.");
    }
    json_text(w, day);
    return STIPPLE_OK;
}

static enum stipple_error moment_write(struct json_writer *w, const char *name, const char *text,
                                       struct error *e)
{
    char moment[MOMENT_LENGTH + 1];
    if (!moment_parse(text, NULL, moment)) {
        fail(e, STIPPLE_CLIENT_USAGE, name, "--%s: \"%.60s\" is no moment.", name, text);
        return fail_hint(e, "Write 2026-11-20T14:30, with an offset (+01:00) for another place.");
    }
    json_text(w, moment);
    return STIPPLE_OK;
}

static enum stipple_error value_write(struct json_writer *w, const struct options *o,
                                      const struct option_value *value, struct error *e)
{
    const char *name = value->option->name;
    double number;
    int64_t integer;
    switch (value->option->type) {
    case OPTION_FLAG:
        json_bool(w, !value->text || strcmp(value->text, "no") != 0);
        return STIPPLE_OK;
    case OPTION_TEXTS:
        texts_write(w, o, value->option);
        return STIPPLE_OK;
    case OPTION_RECORDS:
        records_write(w, o, value->option);
        return STIPPLE_OK;
    case OPTION_RANGE:
        return range_write(w, name, value->text, e);
    case OPTION_EXPIRY:
        return expiry_write(w, name, value->text, e);
    case OPTION_TIME:
        return moment_write(w, name, value->text, e);
    case OPTION_INT:
        if (!integer_parse(value->text, &integer))
            return fail(e, STIPPLE_CLIENT_USAGE, name, "--%s: \"%.60s\" is not a whole number.",
                        name, value->text);
        json_int(w, integer);
        return STIPPLE_OK;
    case OPTION_VOLUME:
        TRY(volume_parse(value->text, name, &integer, e));
        json_int(w, integer);
        return STIPPLE_OK;
    case OPTION_DAYS:
        TRY(days_parse(value->text, name, &integer, e));
        json_int(w, integer);
        return STIPPLE_OK;
    case OPTION_NUMBER:
        if (!number_parse(value->text, false, &number))
            return number_wrong(name, value->text, e);
        json_double(w, number);
        return STIPPLE_OK;
    case OPTION_TEXT:
    case OPTION_OWN:
        break;
    }
    if (!utf8_valid(value->text, strlen(value->text)))
        return fail(e, STIPPLE_CLIENT_USAGE, name, "--%s is not in UTF-8.", name);
    json_text(w, value->text);
    return STIPPLE_OK;
}

/* Whether an earlier value has written this parameter, or the object it is a member of. */
static bool written_before(const struct options *o, size_t index, const char *param, size_t length)
{
    for (size_t i = 0; i < index; i++) {
        const char *other = o->values[i].option->param;
        if (other && strncmp(other, param, length) == 0 &&
            (other[length] == '.' || other[length] == '\0'))
            return true;
    }
    return false;
}

static enum stipple_error members_write(struct json_writer *w, const struct options *o,
                                        const char *object, size_t length, struct error *e)
{
    json_object(w);
    for (size_t i = 0; i < o->n; i++) {
        const char *param = o->values[i].option->param;
        if (!param || strncmp(param, object, length) != 0 || param[length] != '.')
            continue;
        json_key(w, param + length + 1);
        TRY(value_write(w, o, &o->values[i], e));
    }
    json_object_end(w);
    return STIPPLE_OK;
}

enum stipple_error options_write(const struct options *o, struct buffer *out, bool *comma,
                                 struct error *e)
{
    struct json_writer w = {.out = out, .comma = *comma};
    for (size_t i = 0; i < o->n; i++) {
        const char *param = o->values[i].option->param;
        size_t length = param ? strcspn(param, ".") : 0;
        char key[32];
        bool own = o->values[i].option->type == OPTION_OWN;
        if (!param || own || length >= sizeof key || written_before(o, i, param, length))
            continue;
        memcpy(key, param, length);
        key[length] = '\0';
        json_key(&w, key);
        if (param[length])
            TRY(members_write(&w, o, param, length, e));
        else
            TRY(value_write(&w, o, &o->values[i], e));
    }
    *comma = w.comma;
    return STIPPLE_OK;
}
