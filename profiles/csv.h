/* Tables as comma-separated values (RFC 4180 quoting, comment lines begin with #). */
#ifndef STIPPLE_PROFILES_CSV_H
#define STIPPLE_PROFILES_CSV_H

#include <stdbool.h>
#include <stdio.h>

/* The widest table has 22 columns, the longest line is a pigment's with its sources. */
enum { CSV_COLUMNS = 32, CSV_LINE = 2048 };

struct csv {
    FILE *file;
    const char *path;
    int line_no, n; /* fields in the current row */
    char line[CSV_LINE];
    char *field[CSV_COLUMNS]; /* into `line` */
};

/* Opens and reads the row of column names. This program ends with a message at anything wrong in
 * a table: the build stops there. */
void csv_open(struct csv *c, const char *path);
/* The next row, which has as many fields as `columns`; false at the end, when the file is closed.
 */
bool csv_row(struct csv *c, int columns);
/* A field as a finite number. */
double csv_number(const struct csv *c, int column);
/* Ends the program where the current row is wrong. */
_Noreturn void csv_fail(const struct csv *c, const char *what);

#endif
