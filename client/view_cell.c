/* One value for a person, as its format says: the only place that knows how amounts, moments and
 * names of the wire look on a terminal. */
#include "client/view.h"

#include "base/time.h"
#include "client/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What was written down within a minute was written down at once. */
enum { LATE_MS = 60000 };

const cJSON *member_at(const cJSON *json, const char *path)
{
    char name[48];
    while (json && *path) {
        size_t length = strcspn(path, ".");
        if (length >= sizeof name)
            return NULL;
        memcpy(name, path, length);
        name[length] = '\0';
        json = cJSON_GetObjectItemCaseSensitive(json, name);
        path += length + (path[length] == '.');
    }
    return json;
}

const char *member_text(const cJSON *json, const char *path)
{
    const cJSON *value = member_at(json, path);
    return cJSON_IsString(value) ? value->valuestring : NULL;
}

double member_number(const cJSON *json, const char *path)
{
    const cJSON *value = member_at(json, path);
    return cJSON_IsNumber(value) ? value->valuedouble : (double)NAN;
}

void number_view(struct buffer *out, double value, int decimals)
{
    char text[352];
    int n = snprintf(text, sizeof text, "%.*f", decimals, value);
    if (decimals > 0)
        while (n > 1 && (text[n - 1] == '0' || text[n - 1] == '.'))
            if (text[--n] == '.')
                break;
    text[n] = '\0';
    buffer_text(out, strcmp(text, "-0") == 0 ? "0" : text);
}

void volume_view(struct buffer *out, double ul)
{
    number_view(out, ul / 1000, 3);
    buffer_text(out, " ml");
}

void ratio_view(struct buffer *out, double ratio)
{
    buffer_text(out, "1 + ");
    number_view(out, ratio, ratio < 9.95 ? 1 : 0);
}

static void amount_view(struct buffer *out, const cJSON *json, const char *stem, bool sign)
{
    char name[32];
    snprintf(name, sizeof name, "%s_ul", stem);
    double ul = member_number(json, name);
    snprintf(name, sizeof name, "%s_pieces", stem);
    double pieces = member_number(json, name);
    if (sign && (ul > 0 || pieces > 0))
        buffer_byte(out, '+');
    if (!isnan(ul)) {
        volume_view(out, ul);
    } else if (!isnan(pieces)) {
        number_view(out, pieces, 0);
        buffer_text(out, fabs(pieces) == 1 ? " piece" : " pieces");
    }
}

static void scalar_view(struct buffer *out, const cJSON *value)
{
    if (cJSON_IsString(value))
        text_clean(out, value->valuestring);
    else if (cJSON_IsNumber(value))
        number_view(out, value->valuedouble, 3);
    else if (cJSON_IsBool(value))
        buffer_text(out, cJSON_IsTrue(value) ? "yes" : "no");
}

/* To the minute, on the clock of the offset that stands beside the moment. */
static void minute_view(struct buffer *out, const char *text, double offset)
{
    struct instant at;
    char minute[TIME_LENGTH + 1];
    if (!time_parse(text, &at)) {
        text_clean(out, text);
        return;
    }
    int minutes = offset > -1440 && offset < 1440 ? (int)offset : 0;
    time_format(at.ms + minutes * (int64_t)60000, minute);
    buffer_print(out, "%.10s %.5s", minute, minute + 11);
    if (minutes == 0)
        buffer_byte(out, 'Z');
    else
        buffer_print(out, " %c%02d:%02d", minutes < 0 ? '-' : '+', abs(minutes) / 60,
                     abs(minutes) % 60);
}

static double offset_of(const cJSON *json, const char *path)
{
    char name[64];
    snprintf(name, sizeof name, "%s_offset_min", path);
    return member_number(json, name);
}

/* When it was written down, where that was not at once; on the clock of the moment itself. */
static void late_view(struct buffer *out, const cJSON *json, const char *path, const char *recorded)
{
    static const char *const moments[] = {"occurred_at", "opened_at", "added_at", "accepted_at",
                                          "closed_at"};
    struct instant at, written;
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        const char *moment = member_text(json, moments[i]);
        if (!moment || (strncmp(path, "closed_", 7) == 0) != (strcmp(moments[i], "closed_at") == 0))
            continue;
        if (time_parse(moment, &at) && time_parse(recorded, &written) &&
            written.ms - at.ms >= LATE_MS)
            minute_view(out, recorded, offset_of(json, moments[i]));
        return;
    }
}

/* So much of the row's amount, in its unit; nothing of nothing. */
static void lack_view(struct buffer *out, const cJSON *row, double amount)
{
    if (!(amount > 0))
        return;
    if (member_at(row, "ul"))
        volume_view(out, amount);
    else
        number_view(out, amount, 0);
}

/* Of an object, its members with a space between. */
static void item_view(struct buffer *out, const cJSON *item)
{
    const cJSON *member;
    scalar_view(out, item);
    cJSON_ArrayForEach(member, item)
    {
        if (member != item->child)
            buffer_byte(out, ' ');
        scalar_view(out, member);
    }
}

static void list_view(struct buffer *out, const cJSON *list)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, list)
    {
        if (item != list->child)
            buffer_text(out, ", ");
        item_view(out, item);
    }
}

static void range_view(struct buffer *out, const cJSON *range)
{
    const cJSON *low = cJSON_GetArrayItem(range, 0), *high = cJSON_GetArrayItem(range, 1);
    if (!cJSON_IsNumber(low) || !cJSON_IsNumber(high))
        return;
    ratio_view(out, low->valuedouble);
    buffer_text(out, " … ");
    ratio_view(out, high->valuedouble);
}

/* A name of the wire, its parts apart: lot.receive, skin_basis. */
static void spaced_view(struct buffer *out, const char *name)
{
    size_t from = out->length;
    text_clean(out, name);
    for (size_t i = from; i < out->length; i++)
        if (out->data[i] == '_' || out->data[i] == '.')
            out->data[i] = ' ';
}

/* "place chair 1, needle nothing": for objects whose members nobody here needs to know. */
void members_view(struct buffer *out, const cJSON *object)
{
    const cJSON *member;
    size_t from = out->length;
    cJSON_ArrayForEach(member, object)
    {
        buffer_text(out, out->length > from ? ", " : "");
        spaced_view(out, member->string);
        buffer_byte(out, ' ');
        if (cJSON_IsNull(member))
            buffer_text(out, "nothing");
        else if (cJSON_IsArray(member))
            list_view(out, member);
        else if (cJSON_IsObject(member))
            item_view(out, member);
        else
            scalar_view(out, member);
    }
}

static void person_view(struct buffer *out, const cJSON *json)
{
    const char *name = member_text(json, "by_name"), *code = member_text(json, "by_code");
    const char *by = member_text(json, "by");
    if (!name && by && strncmp(by, "uid:", 4) == 0) {
        buffer_text(out, "system user ");
        by += 4;
    }
    text_clean(out, name ? name : by);
    if (name && code) {
        buffer_text(out, " (");
        text_clean(out, code);
        buffer_byte(out, ')');
    }
}

static void error_view(struct buffer *out, const char *name)
{
    enum stipple_error error = stipple_error_find(name);
    text_clean(out, error != STIPPLE_OK ? stipple_error_info(error)->text : name);
}

static void bytes_view(struct buffer *out, double bytes)
{
    static const char *const units[] = {"B", "KiB", "MiB", "GiB"};
    size_t unit = 0;
    for (; unit < 3 && bytes >= 1024; unit++)
        bytes /= 1024;
    number_view(out, bytes, unit ? 1 : 0);
    buffer_print(out, " %s", units[unit]);
}

static void seconds_view(struct buffer *out, double seconds)
{
    if (!(seconds >= 0 && seconds < 1e12))
        return;
    long long s = (long long)seconds;
    if (s >= 86400)
        buffer_print(out, "%lld d ", s / 86400);
    if (s >= 3600)
        buffer_print(out, "%lld h ", s / 3600 % 24);
    if (s >= 60)
        buffer_print(out, "%lld min", s / 60 % 60);
    else
        buffer_print(out, "%lld s", s);
}

void value_view(struct buffer *out, const cJSON *json, const char *path, enum format format)
{
    const cJSON *value = member_at(json, path);
    bool number = cJSON_IsNumber(value);
    if (format == FORMAT_AMOUNT || format == FORMAT_DELTA)
        amount_view(out, json, path, format == FORMAT_DELTA);
    else if (format == FORMAT_PERSON)
        person_view(out, json);
    else if (format == FORMAT_IF && !cJSON_IsTrue(value))
        return;
    else if (format == FORMAT_DECIDED && cJSON_IsString(value))
        text_clean(out, strcmp(value->valuestring, "possible") == 0 ? "by decision"
                                                                    : value->valuestring);
    else if (format == FORMAT_ERROR && cJSON_IsString(value))
        error_view(out, value->valuestring);
    else if (format == FORMAT_PURGE && number)
        buffer_print(out, "by event %.0f: codes, days, lots and amounts are all that is left",
                     value->valuedouble);
    else if (format == FORMAT_NAME && cJSON_IsString(value))
        spaced_view(out, value->valuestring);
    else if (format == FORMAT_TIME && cJSON_IsString(value))
        minute_view(out, value->valuestring, offset_of(json, path));
    else if (format == FORMAT_LATE && cJSON_IsString(value))
        late_view(out, json, path, value->valuestring);
    else if (format == FORMAT_LACK && number)
        lack_view(out, json, value->valuedouble);
    else if (format == FORMAT_MEMBERS && cJSON_IsObject(value))
        members_view(out, value);
    else if (format == FORMAT_LIST && cJSON_IsArray(value))
        list_view(out, value);
    else if (format == FORMAT_RANGE && cJSON_IsArray(value))
        range_view(out, value);
    else if (format == FORMAT_VOLUME && number)
        volume_view(out, value->valuedouble);
    else if (format == FORMAT_BYTES && number)
        bytes_view(out, value->valuedouble);
    else if (format == FORMAT_SECONDS && number)
        seconds_view(out, value->valuedouble);
    else
        scalar_view(out, value);
}
