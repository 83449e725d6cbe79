/* Cells are made first and measured as they will show, so that a table stays aligned with names in
 * any script; nothing is cut short: an id or a lot number that lost its end is worse than a long
 * line. */
#include "client/view.h"

#include "client/plain.h"
#include "client/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { COLUMN_GAP = 2, LABEL_WIDTH = 18, COLUMNS_MAX = 16 };

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

static void time_view(struct buffer *out, const char *text)
{
    if (strlen(text) < 17 || text[10] != 'T') {
        text_clean(out, text);
        return;
    }
    char minute[32];
    snprintf(minute, sizeof minute, "%.10s %.5sZ", text, text + 11);
    text_clean(out, minute);
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

/* A name of the wire, its parts apart: lot.receive, skin_basis. */
static void spaced_view(struct buffer *out, const char *name)
{
    size_t from = out->length;
    text_clean(out, name);
    for (size_t i = from; i < out->length; i++)
        if (out->data[i] == '_' || out->data[i] == '.')
            out->data[i] = ' ';
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
    else if (format == FORMAT_ERROR && cJSON_IsString(value))
        error_view(out, value->valuestring);
    else if (format == FORMAT_PURGE && cJSON_IsNumber(value))
        buffer_print(out, "by event %.0f: codes, days, lots and amounts are all that is left",
                     value->valuedouble);
    else if (format == FORMAT_NAME && cJSON_IsString(value))
        spaced_view(out, value->valuestring);
    else if (format == FORMAT_TIME && cJSON_IsString(value))
        time_view(out, value->valuestring);
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

static size_t cell_width(const cJSON *row, const struct view *column)
{
    struct buffer cell = {0};
    value_view(&cell, row, column->path, column->format);
    size_t width = text_width(cell.data ? cell.data : "", cell.length);
    buffer_free(&cell);
    return width;
}

static bool aligned_right(enum format format)
{
    return format == FORMAT_AMOUNT || format == FORMAT_VOLUME || format == FORMAT_DELTA;
}

static void cell_add(struct buffer *out, const char *text, size_t length, size_t width, bool right)
{
    size_t fill = width - text_width(text, length);
    if (right)
        text_spaces(out, fill);
    buffer_add(out, text, length);
    text_spaces(out, (right ? 0 : fill) + COLUMN_GAP);
}

static void line_end(struct buffer *out)
{
    while (out->length > 0 && out->data[out->length - 1] == ' ')
        buffer_cut(out, out->length - 1);
    buffer_byte(out, '\n');
}

void table_view(struct run *r, const cJSON *rows, const struct view *columns)
{
    size_t widths[COLUMNS_MAX] = {0};
    const cJSON *row;
    for (size_t i = 0; i < COLUMNS_MAX && columns[i].label; i++) {
        cJSON_ArrayForEach(row, rows)
        {
            size_t width = cell_width(row, &columns[i]);
            widths[i] = width > widths[i] ? width : widths[i];
        }
        size_t heading = text_width(columns[i].label, strlen(columns[i].label));
        if (widths[i] > 0 && widths[i] < heading)
            widths[i] = heading;
    }
    for (size_t i = 0; i < COLUMNS_MAX && columns[i].label; i++)
        if (widths[i] > 0)
            cell_add(r->out, columns[i].label, strlen(columns[i].label), widths[i],
                     aligned_right(columns[i].format));
    line_end(r->out);
    cJSON_ArrayForEach(row, rows)
    {
        for (size_t i = 0; i < COLUMNS_MAX && columns[i].label; i++) {
            struct buffer cell = {0};
            value_view(&cell, row, columns[i].path, columns[i].format);
            if (widths[i] > 0)
                cell_add(r->out, cell.data ? cell.data : "", cell.length, widths[i],
                         aligned_right(columns[i].format));
            buffer_free(&cell);
        }
        line_end(r->out);
    }
}

static void card_line(struct run *r, const char *label, struct buffer *value)
{
    const char *text = buffer_string(value);
    if (text && *text)
        text_wrap(r->out, label, LABEL_WIDTH, r->terminal.width, text);
    buffer_free(value);
}

void card_view(struct run *r, const cJSON *json, const struct view *lines)
{
    for (; lines->label; lines++) {
        struct buffer value = {0};
        value_view(&value, json, lines->path, lines->format);
        card_line(r, lines->label, &value);
    }
}

void object_view(struct run *r, const char *label, const cJSON *object)
{
    const cJSON *member;
    struct buffer all = {0};
    cJSON_ArrayForEach(member, object)
    {
        buffer_print(&all, "%s", all.length ? ", " : "");
        spaced_view(&all, member->string);
        buffer_byte(&all, ' ');
        scalar_view(&all, member);
    }
    card_line(r, label, &all);
}

void warnings_view(struct run *r, const cJSON *warnings, const char *lead)
{
    const cJSON *warning;
    size_t indent = text_width(lead, strlen(lead));
    cJSON_ArrayForEach(warning, warnings)
    {
        const char *text =
            cJSON_IsString(warning) ? warning->valuestring : member_text(warning, "text");
        struct buffer plain = {0};
        plain_text(&plain, r->command, text);
        if (plain.length > 0 && buffer_string(&plain))
            text_wrap(r->out, lead, indent, r->terminal.width, plain.data);
        buffer_free(&plain);
    }
}

void cursor_view(struct run *r, const cJSON *result)
{
    const char *cursor = member_text(result, "cursor");
    if (!cursor)
        return;
    struct buffer clean = {0};
    text_clean(&clean, cursor);
    const char *text = buffer_string(&clean);
    if (text)
        next_command(r, "there is more", "%s ... --cursor %s", r->command->name, text);
    buffer_free(&clean);
}
