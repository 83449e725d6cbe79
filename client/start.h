/* A session under way that is written down by answers: what is known of it before them. */
#ifndef STIPPLE_CLIENT_START_H
#define STIPPLE_CLIENT_START_H

#include "client/asked.h"
#include "client/command.h"

struct start {
    struct run *r;
    struct asked asked;
    const cJSON *plan;
    const char
        *override;       /* why cups that do not pass were used all the same; NULL: they were not */
    const char *doubted; /* the zone that was asked about */
    bool other_needle;   /* than that of the last session */
};

/* Whether the cup was used: one that passes, or all where a reason was given. */
bool cup_taken(const struct start *s, const cJSON *cup);
/* Those that are taken, or those that are not. */
int cups_count(const struct start *s, bool taken);
/* The cups that do not pass, each with what is against it, a sentence each. NULL when memory ran
 * out. */
const char *doubtful_words(const struct start *s);
/* Without --course, the one that is due first. */
const cJSON *course_of(const struct start *s);
/* Where the cups are for, each once; else where the client's next session is likely to be. */
const char *zone_usual(const struct start *s);
/* What goes with the cup. */
void cartridges_view(const struct start *s);
/* With another needle they are others: tells that they are left out. */
void cartridges_settle(struct start *s, const char *needle);
/* The items of the uses that they are. */
enum stipple_error cartridges_write(const struct start *s, struct json_writer *w, struct error *e);
/* Whether the course names the zone or was there before, or knows of none. */
bool zone_known(const struct start *s, const char *zone);
/* Tells that it does not, and how it is taken all the same. */
void zone_doubt(struct start *s, const char *zone);
void plan_view(const struct start *s);

#endif
