/* Fields are cut in place: a quoted field only ever gets shorter. The separator is decided once,
 * from the heading, since a heading holds no numbers and so no decimal commas. */
#include "client/csv.h"

#include <string.h>

/* Spreadsheets export rows that were cleared as separators alone. */
static bool row_is_empty(const char *at, const char *end)
{
    while (at < end && *at && strchr(" \t\r,;", *at))
        at++;
    return at == end || *at == '\n' || *at == '#';
}

static char *line_skip(char *at, char *end)
{
    char *newline = memchr(at, '\n', (size_t)(end - at));
    return newline ? newline + 1 : end;
}

static void rows_skip_empty(struct csv *c)
{
    while (c->at < c->end && row_is_empty(c->at, c->end)) {
        c->at = line_skip(c->at, c->end);
        c->lines++;
    }
}

void csv_open(struct csv *c, char *text, size_t length)
{
    *c = (struct csv){.at = text, .end = text + length};
    rows_skip_empty(c);
    size_t heading = (size_t)(line_skip(c->at, c->end) - c->at);
    c->separator = memchr(c->at, '\t', heading) ? '\t' : memchr(c->at, ';', heading) ? ';' : ',';
}

/* Cuts the quoted field that starts behind c->at's quote; false, with c->fault, when it never ends
 * or goes on behind its end. */
static bool field_quoted(struct csv *c, char **ret)
{
    char *from = c->at + 1, *to = from;
    *ret = from;
    for (; from < c->end; from++) {
        if (*from == '"' && from + 1 < c->end && from[1] == '"')
            from++;
        else if (*from == '"')
            break;
        c->lines += *from == '\n';
        *to++ = *from;
    }
    c->fault = from == c->end ? "a quote is never closed" : NULL;
    if (c->fault)
        return false;
    c->at = from + 1;
    while (c->at < c->end && *c->at != c->separator && (*c->at == ' ' || *c->at == '\r'))
        c->at++;
    if (c->at < c->end && *c->at != c->separator && *c->at != '\n')
        c->fault = "something stands behind the quote that ends a field";
    *to = '\0';
    return !c->fault;
}

static void field_plain(struct csv *c, char **ret)
{
    char *end = c->at;
    *ret = c->at;
    while (c->at < c->end && *c->at != c->separator && *c->at != '\n')
        end = ++c->at;
    while (end > *ret && (end[-1] == ' ' || end[-1] == '\r' || end[-1] == '\t'))
        end--;
    c->field_end = end;
}

int csv_next(struct csv *c, struct csv_row *ret)
{
    rows_skip_empty(c);
    ret->n = 0;
    if (c->at == c->end)
        return 0;
    c->line = ++c->lines;
    for (;;) {
        if (ret->n == CSV_FIELDS_MAX) {
            c->fault = "there are more fields than any list has";
            return -1;
        }
        while (c->at < c->end && *c->at == ' ')
            c->at++;
        bool quoted = c->at < c->end && *c->at == '"';
        char **field = &ret->field[ret->n];
        ret->quoted[ret->n++] = quoted;
        if (!quoted)
            field_plain(c, field);
        else if (!field_quoted(c, field))
            return -1;
        bool more = c->at < c->end && *c->at == c->separator;
        if (c->at < c->end)
            c->at++;
        if (!quoted)
            *c->field_end = '\0';
        if (!more)
            return 1;
    }
}
