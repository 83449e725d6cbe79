/* What is said when a course is opened, as C structs and as field tables. */
#ifndef STIPPLE_APP_COURSE_SCHEMA_H
#define STIPPLE_APP_COURSE_SCHEMA_H

#include "app/identity.h"
#include "app/match_schema.h"
#include "store/courses.h"

enum { COURSE_ZONES_MAX = 32, COURSE_SCARS_MAX = 16 };

/* A signed paper: where it is and how long it holds. */
struct course_paper {
    const char *reference, *signed_on, *expires; /* the dates may be NULL */
};
struct course_facts {  /* in clear: nobody is known by them */
    struct list zones; /* const char * */
    const char *norwood, *ludwig, *skin, *alopecia;
    int hair_system;
    const struct match_layout *layout;
    const struct course_paper *consent, *questionnaire;
};
struct course_words {  /* health text: sealed */
    struct list scars; /* const char * */
    const char *notes;
};

struct course_open {
    struct write_head head;
    const char *client, *service;
    struct course_facts facts;
    struct course_words words;
};
struct course_amend_params {
    struct course_amend command;
    const char *service;
    struct course_facts facts;
    struct list add_zones, clear, add_scars; /* const char * */
    struct course_words words;
};
struct course_row {
    const char *id, *code, *client, *client_code, *service;
    struct course_facts facts;
    struct course_words words; /* where they were opened */
    struct instant opened_at, recorded_at, closed_at, closed_recorded_at;
    const char *closed_reason;
    int64_t purged_by;
    struct list amendments; /* struct amendment */
    struct list warnings;
};

extern const struct schema course_open_schema, course_amend_schema, course_row_schema;

/* A course of the store as a row, with its cautions as of `day` (NULL: today): course.spreading,
 * and consent and questionnaire .missing, .expired and .later; none once it is closed. `words`:
 * open what is sealed (the caller notes the look). */
enum stipple_error course_row_fill(struct call *call, const struct course *course, bool words,
                                   const char *day, struct course_row *ret);
/* What is sealed of it; nothing where nothing is. */
enum stipple_error course_words_open(struct call *call, const struct course *course,
                                     struct course_words *ret);
/* The same for a list of struct course; *ret becomes rows of struct course_row. */
enum stipple_error course_rows(struct call *call, const struct list *courses, bool words,
                               struct list *ret);

#endif
