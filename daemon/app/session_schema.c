/* As with courses, the facts of a session are kept as the JSON they came in and read by the field
 * tables that checked them. */
#include "app/session_schema.h"

#include "app/schemas.h"

#include "colour/match.h"
#include "store/products.h"
#include "store/session_key.h"

#include <stdio.h>

/* A file of readings: the line that brings it is at most 256 KiB. */
enum { CONTENT_MAX = 240000 };

static const char *const signers[] = {"client", "guardian", "artist", "manager", "witness", NULL};
static const char *const review_states[] = {"open", "done", NULL};

static const struct field signature_fields[] = {
    {FIELD(struct session_signature, who, WORD), .required = true, .choices = signers,
     .doc = "Who signed."},
    {FIELD(struct session_signature, meaning, TEXT), .required = true, .min = 1,
     .max = NAME_MAX_CHARS,
     .doc = "What by that is said: consent, done as recorded, aftercare "
            "received."},
};
static const struct schema signature_schema =
    SCHEMA("Signature", struct session_signature, signature_fields);

#define READING_FILE_FIELDS                                                                        \
    {FIELD(struct session_reading, name, TEXT), .required = true, .min = 1, .max = NAME_MAX_CHARS, \
     .doc = "Name of the file."},                                                                  \
    {                                                                                              \
        FIELD(struct session_reading, content, TEXT), .required = true, .min = 4,                  \
                                                      .max = CONTENT_MAX,                          \
                                                      .doc = "What the instrument gave, byte for " \
                                                             "byte, in base64."                    \
    }
static const struct field reading_fields[] = {READING_FILE_FIELDS};
static const struct schema reading_file_schema =
    SCHEMA("ReadingFile", struct session_reading, reading_fields);
static const struct field reading_kept_fields[] = {
    {FIELD(struct session_reading, name, TEXT), .required = true, .doc = "Name of the file."},
    {FIELD(struct session_reading, bytes, INT), .required = true, .unit = "bytes",
     .doc = "Its size."},
    {FIELD(struct session_reading, sha256, TEXT), .required = true, .doc = "SHA-256 of it, hex."},
    {FIELD(struct session_reading, content, TEXT), .doc = "In base64; session.show only."},
};
static const struct schema reading_kept_schema =
    SCHEMA("ReadingKept", struct session_reading, reading_kept_fields);

/* `low`: the least length of a text; 0 where an empty one takes away what stands. */
#define FACTS_FIELDS(Struct, at, files, low)                                                       \
    {FIELD_AS("place", Struct, at place, TEXT), .min = low, .max = NAME_MAX_CHARS,                 \
     .doc = "Room and chair, or another address."},                                                \
        {FIELD_AS("needle", Struct, at needle, TEXT), .min = low, .max = NAME_MAX_CHARS,           \
         .doc = "Configuration: 3RL 0.25. The cartridges themselves stand among the uses."},       \
        {FIELD_AS("depth_mm", Struct, at depth_mm, NUMBER), .min = 0.01, .max = 3, .unit = "mm",   \
         .doc = "How deep it was set."},                                                           \
        {FIELD_AS("numbing", Struct, at numbing, TEXT), .min = low, .max = NAME_MAX_CHARS,         \
         .doc = "Numbing product used; one of the studio's own stands among the uses too."},       \
        {FIELD_AS("aftercare", Struct, at aftercare, TEXT), .min = low, .max = NAME_MAX_CHARS,     \
         .doc = "Which version of the aftercare text was given."},                                 \
        {FIELD_AS("sterilizer", Struct, at sterilizer, TEXT), .min = low, .max = NAME_MAX_CHARS,   \
         .doc = "Load of the sterilizer that the instruments came from."},                         \
        {FIELD_AS("copy_offered", Struct, at copy_offered, BOOL),                                  \
         .doc = "The client was offered a copy of their papers."},                                 \
        {FIELD_AS("barrier", Struct, at barrier, BOOL), .doc = "Barriers were on."},               \
        {FIELD_AS("disinfected", Struct, at disinfected, BOOL),                                    \
         .doc = "Machine and place were disinfected."},                                            \
        {FIELD_AS("signatures", Struct, at signatures, OBJECT), .list = true,                      \
         .max_items = SIGNATURES_MAX, .object = &signature_schema,                                 \
         .doc = "Who signed, and what that means."},                                               \
    {                                                                                              \
        FIELD_AS("readings", Struct, at readings, OBJECT),                                         \
            .list = true, .max_items = READINGS_MAX, .object = &(files),                           \
            .doc = "Readings before, as they came."                                                \
    }
#define WORDS_FIELDS(Struct, at, seal, low)                                                        \
    {FIELD_AS("complications", Struct, at complications, TEXT), .sealed = seal, .min = low,        \
     .max = HEALTH_MAX_CHARS, .doc = "What went otherwise than it should."},                       \
    {                                                                                              \
        FIELD_AS("notes", Struct, at notes, TEXT), .sealed = seal, .min = low,                     \
                                                   .max = HEALTH_MAX_CHARS, .doc = "Notes."        \
    }

static const struct field facts_fields[] = {
    FACTS_FIELDS(struct session_facts, , reading_file_schema, 0)};
static const struct schema facts_schema =
    SCHEMA("SessionFacts", struct session_facts, facts_fields);
static const struct field words_fields[] = {WORDS_FIELDS(struct session_words, , false, 0)};
const struct schema session_words_schema =
    SCHEMA("SessionWords", struct session_words, words_fields);

static const struct field use_fields[] = {
    {FIELD(struct session_use, container, TEXT), .required = true, .min = 1, .max = NAME_MAX_CHARS,
     .scanned = true,
     .doc =
         "A cup, a bottle, a box of cartridges, by its code or id. What the books do not know is "
         "kept as it was typed."},
    {FIELD(struct session_use, ul, INT), .min = 1, .max = 10000000, .unit = "µL",
     .doc = "How much; of a cup all of it, when left out."},
    {FIELD(struct session_use, pieces, INT), .min = 1, .max = 100000, .unit = "pieces",
     .doc = "How many, of what is counted."},
    {FIELD(struct session_use, zone, TEXT), .min = 1, .max = 40, .doc = "Part of the scalp."},
};
static const struct schema use_schema = SCHEMA("SessionUse", struct session_use, use_fields);

#define COMMAND_FIELDS(Struct, need)                                                               \
    {FIELD_AS("course", Struct, command.course, REF), .of = "course",                              \
     .doc = "The course it belongs to; says the client too."},                                     \
        {FIELD_AS("artist", Struct, command.artist, REF), .of = "staff",                           \
         .doc = "Who did it; who acts, when left out."},                                           \
        {FIELD_AS("uses", Struct, command.uses, OBJECT), .list = true,                             \
         .max_items = SESSION_USES_MAX, .object = &use_schema, .doc = need},                       \
    {                                                                                              \
        FIELD_AS("override_reason", Struct, command.override_reason, TEXT),                        \
            .min = 1, .max = WORDS_MAX_CHARS,                                                      \
            .doc = "Why something "                                                                \
                   "was used that "                                                                \
                   "was not to be "                                                                \
                   "used."                                                                         \
    }

static const struct field record_fields[] = {
    {FIELD_AS("client", struct record_params, command.client, REF), .of = "client",
     .doc = "Whose session; may be left out with a course."},
    COMMAND_FIELDS(struct record_params, "What was used, line by line."),
    FACTS_FIELDS(struct record_params, facts., reading_file_schema, 1),
    WORDS_FIELDS(struct record_params, words., true, 1),
};
const struct schema session_record_schema =
    SCHEMA_ON(&write_head_schema, "SessionRecord", struct record_params, record_fields);

static const struct field amend_fields[] = {
    {FIELD_AS("session", struct amend_params, command.session, REF), .required = true,
     .of = "session", .doc = "Which one."},
    {FIELD_AS("reason", struct amend_params, command.reason, TEXT), .required = true, .min = 1,
     .max = WORDS_MAX_CHARS, .doc = "Why it is changed; kept in clear, so name nobody here."},
    {FIELD_AS("client", struct amend_params, command.client, REF), .of = "client",
     .doc = "Whose session it was."},
    {FIELD_AS("held_at", struct amend_params, command.held_at, TIME),
     .doc = "When the session was, if that was wrong."},
    COMMAND_FIELDS(struct amend_params,
                   "All lines anew, none when nothing was used; left out, they stay."),
    {FIELD_AS("add_uses", struct amend_params, command.add_uses, OBJECT), .list = true,
     .max_items = SESSION_USES_MAX, .object = &use_schema,
     .doc = "Lines besides those that stand."},
    {FIELD_AS("zone", struct amend_params, command.zone, TEXT), .min = 1, .max = 40,
     .doc = "Part of the scalp, of the lines that name none."},
    FACTS_FIELDS(struct amend_params, facts., reading_file_schema, 0),
    {FIELD(struct amend_params, add_signatures, OBJECT), .list = true, .max_items = SIGNATURES_MAX,
     .object = &signature_schema, .doc = "Signatures besides those that stand."},
    {FIELD(struct amend_params, add_readings, OBJECT), .list = true, .max_items = READINGS_MAX,
     .object = &reading_file_schema, .doc = "Readings besides those that stand, as they came."},
    WORDS_FIELDS(struct amend_params, words., true, 0),
};
const struct schema session_amend_schema =
    SCHEMA_ON(&write_head_schema, "SessionAmend", struct amend_params, amend_fields);

static const struct field line_fields[] = {
    {FIELD(struct session_line, line, INT), .required = true, .doc = "Its number."},
    {FIELD(struct session_line, container, UUID),
     .doc = "What was used; absent where the books do not know it."},
    {FIELD(struct session_line, container_code, TEXT), .doc = "Its code."},
    {FIELD(struct session_line, lot, UUID), .doc = "Its lot; a mix has none."},
    {FIELD(struct session_line, lot_code, TEXT), .doc = "The lot's code."},
    {FIELD(struct session_line, lot_no, TEXT), .doc = "The maker's number."},
    {FIELD(struct session_line, what, TEXT), .doc = "The product, or the kind of mix."},
    {FIELD(struct session_line, match, UUID), .doc = "The match that a mix was made from."},
    {FIELD(struct session_line, match_code, TEXT), .doc = "Its code."},
    {FIELD(struct session_line, ul, INT), .unit = "µL", .doc = "How much."},
    {FIELD(struct session_line, pieces, INT), .unit = "pieces", .doc = "How many."},
    {FIELD(struct session_line, missing, INT), .required = true,
     .doc = "So much of that was not in the books."},
    {FIELD(struct session_line, zone, TEXT), .doc = "Part of the scalp."},
    {FIELD(struct session_line, said, TEXT),
     .doc = "The container as it was typed, where nothing could be booked of it."},
    {FIELD(struct session_line, refusal, TEXT),
     .doc = "Why it was not to be used, as an error's name."},
    {FIELD(struct session_line, ended, BOOL), .required = true,
     .doc = "An amendment took it back."},
    {FIELD(struct session_line, kinds, WORD), .list = true, .choices = product_kinds,
     .doc = "The kinds of what is in it, through any depth of mixes; session.show only."},
    {FIELD(struct session_line, opened_at, TIME),
     .doc = "When the bottle was opened, or the mix made; session.show only."},
};
static const struct schema line_schema = SCHEMA("SessionLine", struct session_line, line_fields);

static const struct field opening_fields[] = {
    {FIELD(struct opening, container, UUID), .required = true, .doc = "The bottle."},
    {FIELD(struct opening, container_code, TEXT), .required = true, .doc = "Its code."},
    {FIELD(struct opening, opened_at, TIME), .doc = "Since when; absent: it is sealed."},
};
static const struct schema opening_schema = SCHEMA("Opening", struct opening, opening_fields);

static const struct field answer_fields[] = {
    {FIELD_AS("session", struct session_answer, made.session, UUID), .required = true,
     .doc = "The session."},
    {FIELD_AS("session_code", struct session_answer, made.session_code, TEXT), .required = true,
     .doc = "V-0001."},
    {FIELD_AS("client", struct session_answer, made.client, UUID), .required = true,
     .doc = "Whose."},
    {FIELD_AS("client_code", struct session_answer, made.client_code, TEXT), .required = true,
     .doc = "Their code."},
    {FIELD_AS("artist", struct session_answer, made.artist, UUID), .required = true,
     .doc = "Who did it."},
    {FIELD_AS("artist_code", struct session_answer, made.artist_code, TEXT), .required = true,
     .doc = "Their code."},
    {FIELD_AS("uses", struct session_answer, made.uses, OBJECT), .list = true, .required = true,
     .object = &line_schema, .doc = "The lines this made."},
    {FIELD_AS("ended", struct session_answer, made.ended, INT), .list = true, .required = true,
     .doc = "The lines this took back."},
    {FIELD_AS("returned", struct session_answer, made.returned, OBJECT), .list = true,
     .required = true, .object = &booking_schema,
     .doc = "Cups that the session had thrown away, and that are back."},
    {FIELD_AS("booked", struct session_answer, made.booked, OBJECT), .list = true, .required = true,
     .object = &booking_schema, .doc = "What was booked."},
    {FIELD_AS("opened", struct session_answer, made.opened, OBJECT), .list = true, .required = true,
     .object = &opening_schema, .doc = "Bottles that were opened by others, or not at all."},
    {FIELD_AS("review", struct session_answer, made.review, WORD), .choices = review_states,
     .doc = "open: it waits for a manager."},
    {FIELD(struct session_answer, readings, OBJECT), .list = true, .object = &reading_kept_schema,
     .doc = "The readings kept, with their hashes."},
    {FIELD_AS("warnings", struct session_answer, made.warnings, OBJECT), .list = true,
     .required = true, .object = &warning_schema, .doc = "What is doubtful about this."},
};
const struct schema session_answer_schema =
    SCHEMA("SessionMade", struct session_answer, answer_fields);

static const struct field incident_fields[] = {
    {FIELD(struct incident, id, UUID), .required = true, .doc = "The incident."},
    {FIELD(struct incident, code, TEXT), .required = true, .doc = "I-0001."},
    {FIELD(struct incident, session, UUID), .required = true, .doc = "The session it came of."},
    {FIELD(struct incident, session_code, TEXT), .required = true, .doc = "Its code."},
    {FIELD(struct incident, client, UUID), .required = true, .doc = "Whom it befell."},
    {FIELD(struct incident, client_code, TEXT), .required = true, .doc = "Their code."},
    {FIELD(struct incident, occurred_at, TIME), .required = true, .doc = "When it showed."},
    {FIELD(struct incident, recorded_at, TIME), .required = true, .doc = "Written down when."},
    {FIELD(struct incident, words, TEXT), .doc = "What was seen, where it may be opened."},
    {FIELD(struct incident, amendments, OBJECT), .list = true, .object = &amendment_schema,
     .doc = "What was put right, oldest first; session.show and client.export only."},
};
const struct schema incident_schema = SCHEMA("Incident", struct incident, incident_fields);

static const struct field view_fields[] = {
    {FIELD_AS("id", struct session_view, row.id, UUID), .required = true, .doc = "The session."},
    {FIELD_AS("code", struct session_view, row.code, TEXT), .required = true, .doc = "V-0001."},
    {FIELD_AS("client", struct session_view, row.client, UUID), .required = true, .doc = "Whose."},
    {FIELD_AS("client_code", struct session_view, row.client_code, TEXT), .required = true,
     .doc = "Their code."},
    {FIELD_AS("course", struct session_view, row.course, UUID), .doc = "Its course."},
    {FIELD_AS("course_code", struct session_view, row.course_code, TEXT),
     .doc = "The course's code."},
    {FIELD_AS("artist", struct session_view, row.artist, UUID), .required = true,
     .doc = "Who did it."},
    {FIELD_AS("artist_code", struct session_view, row.artist_code, TEXT), .required = true,
     .doc = "Their code."},
    {FIELD_AS("artist_name", struct session_view, row.artist_name, TEXT), .required = true,
     .doc = "Their name."},
    {FIELD_AS("occurred_at", struct session_view, row.occurred_at, TIME), .required = true,
     .doc = "When it was."},
    {FIELD_AS("recorded_at", struct session_view, row.recorded_at, TIME), .required = true,
     .doc = "When it was written down."},
    FACTS_FIELDS(struct session_view, facts., reading_kept_schema, 0),
    WORDS_FIELDS(struct session_view, words., false, 0),
    {FIELD_AS("override_reason", struct session_view, row.override_reason, TEXT),
     .doc = "Why something was used that was not to be used."},
    {FIELD_AS("review", struct session_view, row.review, WORD), .choices = review_states,
     .doc = "Whether a manager has looked at that."},
    {FIELD_AS("struck", struct session_view, row.struck, BOOL),
     .doc = "It was written down, and did not take place; else absent."},
    {FIELD_AS("purged_by", struct session_view, row.purged, INT),
     .doc = "The event that purged what was said; who, when and what was used stay."},
    {FIELD_AS("uses", struct session_view, row.uses, OBJECT), .list = true, .object = &line_schema,
     .doc = "What was used, with what was taken back; session.show only."},
    {FIELD_AS("amendments", struct session_view, row.amendments, OBJECT), .list = true,
     .object = &amendment_schema, .doc = "Oldest first; session.show only."},
    {FIELD(struct session_view, incidents, OBJECT), .list = true, .object = &incident_schema,
     .doc = "What came of it later; session.show only."},
};
const struct schema session_view_schema = SCHEMA("Session", struct session_view, view_fields);

enum stipple_error session_readings(struct call *call, const char *field,
                                    const struct list *readings, struct list *ret)
{
    const struct session_reading *reading = readings->items;
    for (size_t i = 0; i < readings->n; i++) {
        struct kept_file file;
        char content[48];
        snprintf(content, sizeof content, "%s[%zu].content", field, i);
        TRY(kept_file_check(&call->arena, reading[i].content, content, &file, &call->error));
        struct session_reading *kept = list_add(&call->arena, ret, sizeof *kept);
        if (!kept)
            return fail_memory(&call->error);
        *kept = (struct session_reading){reading[i].name, NULL, file.bytes, file.sha256};
    }
    return STIPPLE_OK;
}

/* An amendment took it away. */
static const char *said(const char *text)
{
    return text && *text ? text : NULL;
}

enum stipple_error session_view_fill(struct call *call, const struct session_row *row, bool whole,
                                     bool words, struct session_view *ret)
{
    struct session_view view = {.row = *row};
    struct list kept = {0};
    TRY(sealed_read(call, &facts_schema, row->facts, &view.facts));
    TRY(session_readings(call, "readings", &view.facts.readings, &kept));
    struct session_reading *to = kept.items;
    const struct session_reading *from = view.facts.readings.items;
    for (size_t i = 0; whole && i < kept.n; i++)
        to[i].content = from[i].content;
    view.facts.readings = kept;
    if (words && row->sealed) {
        const char *opened;
        TRY(session_open(call->store, &call->arena, row->id, row->client, row->sealed, &opened,
                         &call->error));
        TRY(sealed_read(call, &session_words_schema, opened, &view.words));
        view.words = (struct session_words){said(view.words.complications), said(view.words.notes)};
    }
    *ret = view;
    return STIPPLE_OK;
}
