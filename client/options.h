/* Long options from a table: what is parsed, what the help shows and which parameter of the wire an
 * option fills, in one place. */
#ifndef STIPPLE_CLIENT_OPTIONS_H
#define STIPPLE_CLIENT_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"

enum option_type {
    OPTION_FLAG, /* no value; true on the wire, and false where it is said to be: --barrier=no */
    OPTION_TEXT,
    OPTION_TEXTS,   /* may be repeated; an array on the wire, an empty one for "none" */
    OPTION_RECORDS, /* likewise, of objects: "NAME,NUMBER,EXPIRY" as its value names the members */
    OPTION_INT,
    OPTION_NUMBER,
    OPTION_VOLUME, /* with its unit; whole microlitres on the wire */
    OPTION_DAYS,   /* "60d", "8w" or "60"; days on the wire */
    OPTION_EXPIRY, /* a day, or as labels print it a month: its last day on the wire */
    OPTION_TIME,   /* 2026-11-20T14:30+01:00; times_settle gives it an offset */
    OPTION_RANGE,  /* "10..30"; an array of two numbers on the wire */
    OPTION_OWN     /* may be repeated; the command writes `param` itself */
};

struct option {
    const char *name; /* NULL ends a table */
    enum option_type type;
    const char *value; /* what the help calls it: "TEXT"; NULL for a flag */
    const char *param; /* parameter it fills, "layout.zone" for a member of an object; NULL: none */
    const char *doc;   /* one line */
};

struct option_value {
    const struct option *option;
    const char *text; /* NULL for a flag without an answer */
};

struct options {
    struct option_value *values; /* in the order given; in the arena */
    size_t n;
    const char **operands; /* what is no option */
    size_t n_operands;
};

/* --name VALUE, --name=VALUE, --flag; "--" ends the options, "-" is an operand. `tables` is ended
 * by NULL. Fails with CLIENT_USAGE; an unknown option is answered with the nearest one. */
enum stipple_error options_parse(int argc, char *const argv[], const struct option *const tables[],
                                 struct arena *a, struct options *ret, struct error *e);
/* The option of that name ("--name" or "--name=…"), NULL when none of the tables has it. */
const struct option *option_find(const struct option *const tables[], const char *argument);
/* The value given last; NULL when the option was not given; "" for a flag. */
const char *option_text(const struct options *o, const char *name);
bool option_given(const struct options *o, const char *name);
/* Appends the members that the options with a `param` fill, commas between them, *comma telling
 * whether one stands before. */
enum stipple_error options_write(const struct options *o, struct buffer *out, bool *comma,
                                 struct error *e);

#endif
