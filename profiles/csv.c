/* The tables are edited by hand, so the build says file and line of whatever is not as it should
 * be, instead of compiling half a table. */
#include "csv.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

void csv_fail(const struct csv *c, const char *what)
{
    fprintf(stderr, "%s:%d: %s\n", c->path, c->line_no, what);
    exit(EXIT_FAILURE);
}

/* Takes the quotes off a field that begins at `text`, in place; gives what follows the field. */
static char *field_end(const struct csv *c, char *text)
{
    if (*text != '"')
        return text + strcspn(text, ",");
    char *to = text;
    for (char *from = text + 1; *from; *to++ = *from++) {
        if (*from != '"')
            continue;
        if (from[1] != '"') {
            *to = '\0';
            return from + 1;
        }
        from++;
    }
    csv_fail(c, "a quoted field does not end");
}

static void row_split(struct csv *c)
{
    char *at = c->line;
    for (c->n = 0; c->n < CSV_COLUMNS;) {
        c->field[c->n++] = at;
        char *end = field_end(c, at);
        if (*end && *end != ',')
            csv_fail(c, "text behind a quoted field");
        bool last = !*end;
        *end = '\0';
        if (last)
            return;
        at = end + 1;
    }
    csv_fail(c, "too many columns");
}

/* The next line that is no comment; false at the end of the file. */
static bool line_read(struct csv *c)
{
    do {
        if (!fgets(c->line, sizeof c->line, c->file))
            return false;
        c->line_no++;
        if (!strchr(c->line, '\n'))
            csv_fail(c, "the line is too long or has no end");
        c->line[strcspn(c->line, "\r\n")] = '\0';
    } while (c->line[0] == '#' || c->line[0] == '\0');
    return true;
}

void csv_open(struct csv *c, const char *path)
{
    *c = (struct csv){.file = fopen(path, "r"), .path = path};
    if (!c->file)
        csv_fail(c, strerror(errno));
    if (!line_read(c))
        csv_fail(c, "the table is empty");
    row_split(c);
}

bool csv_row(struct csv *c, int columns)
{
    if (!line_read(c)) {
        fclose(c->file);
        return false;
    }
    row_split(c);
    if (c->n != columns)
        csv_fail(c, "wrong number of columns");
    return true;
}

double csv_number(const struct csv *c, int column)
{
    char *end;
    double number = strtod(c->field[column], &end);
    if (end == c->field[column] || *end || !isfinite(number))
        csv_fail(c, "a number is expected");
    return number;
}
