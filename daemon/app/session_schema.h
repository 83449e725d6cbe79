/* What is said of a session, as C structs and as field tables. */
#ifndef STIPPLE_APP_SESSION_SCHEMA_H
#define STIPPLE_APP_SESSION_SCHEMA_H

#include "app/book_schema.h"
#include "app/identity.h"
#include "store/incidents.h"

struct session_signature {
    const char *who, *meaning;
};
struct session_reading {
    const char *name, *content; /* base64, byte for byte as it was sent */
    int64_t bytes;              /* results only, like the hash */
    const char *sha256;
};
struct session_facts { /* in clear */
    const char *place, *needle, *numbing, *aftercare, *sterilizer;
    double depth_mm;
    int copy_offered, barrier, disinfected;
    struct list signatures; /* struct session_signature */
    struct list readings;   /* struct session_reading */
};
struct session_words { /* health text: sealed */
    const char *complications, *notes;
};
struct record_params {
    struct session_record command;
    struct session_facts facts;
    struct session_words words;
};
/* Who signs one session, and the files of readings of it. */
enum { SIGNATURES_MAX = 8, READINGS_MAX = 8 };

struct amend_params {
    struct session_amend command;
    struct session_facts facts;
    struct list add_signatures; /* struct session_signature */
    struct list add_readings;   /* struct session_reading */
    struct session_words words;
};
struct session_answer { /* struct session_made, and what was kept of the readings */
    struct session_made made;
    struct list readings;
};
struct session_view {
    struct session_row row;
    struct session_facts facts;
    struct session_words words; /* where they were opened */
    struct list incidents;      /* struct incident */
};

extern const struct schema session_record_schema, session_amend_schema, session_answer_schema,
    session_view_schema, session_words_schema, incident_schema;

/* Readings of the parameter `field`: checked, behind those in *ret, with size and hash. */
enum stipple_error session_readings(struct call *call, const char *field,
                                    const struct list *readings, struct list *ret);
/* What the studio's rule packs ask of a session and this one does not tell, the gravest first, each
 * once: rule.missing. */
enum stipple_error session_rules_doubt(struct call *call, const struct record_params *p,
                                       struct session_made *made);
/* Lines at a part of the scalp that the course, if any, does not name and was not at before:
 * zone.unknown, each part once. `lines`: the parameter that said them. */
enum stipple_error session_zones_doubt(struct call *call, const char *course, const char *lines,
                                       struct session_made *made);
/* What was seen, into each struct incident. What an older version sealed for the client that a
 * session was entered for by mistake stays closed. */
enum stipple_error incidents_open(struct call *call, const struct list *incidents);
/* What was put right of each. */
enum stipple_error incidents_amended(struct call *call, const struct list *incidents);
/* The whole of a session, with the content of the readings and what came of it. */
enum stipple_error session_whole(struct call *call, const char *id, bool words,
                                 struct session_view *ret);
/* A session of the store as a view. `whole`: with the content of the readings; `words`: open what
 * is sealed (the caller notes the look). */
enum stipple_error session_view_fill(struct call *call, const struct session_row *row, bool whole,
                                     bool words, struct session_view *ret);

#endif
