/* Cells are made first and measured as they will show, so that a table stays aligned with names in
 * any script; nothing is cut short: an id or a lot number that lost its end is worse than a long
 * line. */
#include "client/view.h"

#include "client/again.h"
#include "client/plain.h"
#include "client/text.h"

#include <string.h>

enum { COLUMN_GAP = 2, LABEL_WIDTH = 18, COLUMNS_MAX = 16 };

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

void card_line(struct run *r, const char *label, struct buffer *value)
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
    struct buffer all = {0};
    members_view(&all, object);
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
    /* Whoever names a socket does so with every command, and no suggestion repeats it. */
    static const char *const but[] = {"cursor", "socket", NULL};
    struct buffer words = {0};
    if (!cursor)
        return;
    again_command(&words, r, but);
    again_option(&words, "cursor", cursor);
    if (buffer_string(&words))
        next_command(r, "there is more", "%s", words.data);
    buffer_free(&words);
}
