/* Results as aligned tables and as cards, from lists of what to show. */
#ifndef STIPPLE_CLIENT_VIEW_H
#define STIPPLE_CLIENT_VIEW_H

#include <cjson/cJSON.h>
#include "client/command.h"

enum format {
    FORMAT_TEXT,    /* text, number, or yes and no */
    FORMAT_IF,      /* yes where it is so; else nothing */
    FORMAT_VOLUME,  /* a member in µl, shown in ml */
    FORMAT_AMOUNT,  /* "left": left_ul in ml, or left_pieces */
    FORMAT_DELTA,   /* the same with its sign */
    FORMAT_TIME,    /* a moment, to the minute, on the clock of its offset */
    FORMAT_LATE,    /* "recorded_at": where that was not at once */
    FORMAT_LACK,    /* an amount in the unit of the row; nothing of nothing */
    FORMAT_MEMBERS, /* an object whose members nobody here needs to know */
    FORMAT_LIST,    /* an array of texts, numbers or small objects */
    FORMAT_RANGE,   /* ratio_range: "1 + 10 … 1 + 30" */
    FORMAT_PERSON,  /* "by": by_name and by_code, or what stands for a person */
    FORMAT_NAME,    /* a name of the wire, its parts apart: "lot receive" */
    FORMAT_ERROR,   /* an error's name, shown as what it means */
    FORMAT_DECIDED, /* a verdict of what is held: possible is what a person decided on */
    FORMAT_PURGE,   /* "purged_by": what took the words away, and what is left */
    FORMAT_BYTES,
    FORMAT_SECONDS /* a duration */
};

struct view {
    const char *label; /* NULL ends a list */
    const char *path;  /* member, or member.member */
    enum format format;
};

/* A member by its path; NULL when it is not there. */
const cJSON *member_at(const cJSON *json, const char *path);
/* The member's text; NULL when it is no text. */
const char *member_text(const cJSON *json, const char *path);
/* The member's number; NaN when it is none. */
double member_number(const cJSON *json, const char *path);

/* Appends the member as its format says, clean; nothing when it is not there. */
void value_view(struct buffer *out, const cJSON *json, const char *path, enum format format);
/* "place chair 1, needle nothing": an object whose members nobody here needs to know. */
void members_view(struct buffer *out, const cJSON *object);
/* A number without needless decimals, at most `decimals`. */
void number_view(struct buffer *out, double value, int decimals);
/* Millilitres: "0.05 ml". */
void volume_view(struct buffer *out, double ul);
/* "1 + 19": two significant digits behind the one. */
void ratio_view(struct buffer *out, double ratio);

/* A heading and a line for each of the rows; columns without any value are left out. */
void table_view(struct run *r, const cJSON *rows, const struct view *columns);
/* A line under a label, as cards have them; none for an empty text, which is freed. */
void card_line(struct run *r, const char *label, struct buffer *text);
/* A line for each member that is there. */
void card_view(struct run *r, const cJSON *json, const struct view *lines);
/* The members of an object whose names nobody here needs to know, a line each. */
void object_view(struct run *r, const char *label, const cJSON *object);
/* The result's warnings, each on lines of its own. */
void warnings_view(struct run *r, const cJSON *warnings, const char *lead);
/* Says how to get the next page when the result has a `cursor`. */
void cursor_view(struct run *r, const cJSON *result);

#endif
