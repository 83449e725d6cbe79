/* Sessions: what was done, and what is put right of it. */
#include "app/session_schema.h"
#include "app/schemas.h"

#include "base/time.h"
#include "app/course_schema.h"
#include "store/aftercare.h"
#include "store/changes.h"
#include "store/session_key.h"

#include <string.h>
#include <strings.h>

/* Too soon after the last one, and readings of skin that still heals. */
static enum stipple_error before_doubts(struct call *call, const struct record_params *p,
                                        struct session_answer *r)
{
    struct session_before before;
    struct studio_intervals set;
    struct instant now = p->command.head.occurred_at;
    char day[DATE_LENGTH + 1], last[DATE_LENGTH + 1];
    TRY(session_before(call->store, &call->arena, r->made.client, NULL, now.ms, &before,
                       &call->error));
    if (!before.code)
        return STIPPLE_OK;
    TRY(studio_intervals(call->store, &set, &call->error));
    date_of(now, day);
    date_of(before.at, last);
    int64_t days = date_to_days(day) - date_to_days(last);
    if (days < set.gap_days)
        warn(&call->arena, &r->made.warnings, "session.too_soon", "occurred_at",
             "%s was %lld days before; %lld are kept between two.", before.code, (long long)days,
             (long long)set.gap_days);
    if (days < set.healing_days && p->facts.readings.n > 0)
        warn(&call->arena, &r->made.warnings, "reading.healing", "readings",
             "The skin still heals from %s, %lld days before; readings say little until %lld days "
             "have gone.",
             before.code, (long long)days, (long long)set.healing_days);
    return STIPPLE_OK;
}

/* What the course warns of on the session's day: that it was over, spreading alopecia, papers that
 * are missing or do not hold. */
static enum stipple_error course_doubts(struct call *call, const char *id, const char *day,
                                        struct list *warnings)
{
    struct course course;
    struct course_row row;
    char closed[DATE_LENGTH + 1];
    if (!id)
        return STIPPLE_OK;
    TRY(course_show(call->store, &call->arena, id, &course, &call->error));
    TRY(course_row_fill(call, &course, false, day, &row));
    if (course.closed_at.ms != INT_ABSENT) {
        date_of(course.closed_at, closed);
        if (strcmp(closed, day) < 0)
            warn(&call->arena, warnings, "course.closed", "course", "%s was closed on %s.",
                 course.code, closed);
    }
    const struct warning *doubt = row.warnings.items;
    for (size_t i = 0; i < row.warnings.n; i++)
        warn(&call->arena, warnings, doubt[i].name, doubt[i].field, "%s", doubt[i].text);
    return STIPPLE_OK;
}

static enum stipple_error artist_doubts(struct call *call, const struct session_made *made,
                                        const char *day, struct list *warnings)
{
    struct list licences;
    TRY(staff_licences(call->store, &call->arena, made->artist, &licences, &call->error));
    const struct licence *licence = licences.items;
    for (size_t i = 0; i < licences.n; i++)
        if (licence[i].expiry && strcmp(licence[i].expiry, day) < 0)
            warn(&call->arena, warnings, "licence.expired", "artist", "%s: %s expired on %s.",
                 made->artist_code, licence[i].name, licence[i].expiry);
    return STIPPLE_OK;
}

static enum stipple_error day_doubts(struct call *call, struct instant at, const char *course,
                                     struct session_made *made)
{
    char day[DATE_LENGTH + 1];
    date_of(at, day);
    TRY(course_doubts(call, course, day, &made->warnings));
    return artist_doubts(call, made, day, &made->warnings);
}

/* A studio that keeps its texts gives one of them. */
static enum stipple_error aftercare_doubt(struct call *call, const char *version,
                                          struct list *warnings)
{
    struct list texts;
    if (!version || !*version)
        return STIPPLE_OK;
    TRY(aftercare_list(call->store, &call->arena, &texts, &call->error));
    const struct aftercare *text = texts.items;
    for (size_t i = 0; i < texts.n; i++)
        if (strcasecmp(text[i].version, version) == 0)
            return STIPPLE_OK;
    if (texts.n > 0)
        warn(&call->arena, warnings, "aftercare.unknown", "aftercare",
             "No aftercare text %s was written; the newest is %s.", version, text->version);
    return STIPPLE_OK;
}

static enum stipple_error handle_record(struct call *call, void *params, void *result)
{
    const struct record_params *p = params;
    struct session_answer *r = result;
    TRY(session_record(call->store, &call->arena, &p->command, &r->made, &call->error));
    TRY(session_readings(call, "readings", &p->facts.readings, &r->readings));
    TRY(before_doubts(call, p, r));
    TRY(day_doubts(call, p->command.head.occurred_at, p->command.course, &r->made));
    TRY(session_zones_doubt(call, p->command.course, "uses", &r->made));
    TRY(aftercare_doubt(call, p->facts.aftercare, &r->made.warnings));
    return session_rules_doubt(call, p, &r->made);
}

/* The words that stand, where an amendment says some of them anew or hands the session over: sealed
 * words are one text, and what is not said again goes into the new one as it was. */
static enum stipple_error words_stood(struct call *call, const struct amend_params *p,
                                      const struct session_row *row, struct session_words *ret)
{
    const char *opened;
    bool said = p->words.complications || p->words.notes || p->command.client || p->command.course;
    if (!said || !row->sealed)
        return STIPPLE_OK;
    enum stipple_error code = session_open(call->store, &call->arena, row->id, row->client,
                                           row->sealed, &opened, &call->error);
    if (code == STIPPLE_CLIENT_ERASED)
        return STIPPLE_OK; /* there are none any more */
    TRY(code);
    return sealed_read(call, &session_words_schema, opened, ret);
}

/* The course that the session belongs to then: another client does not take it along. */
static const char *course_then(const struct session_amend *command, const struct session_row *row,
                               const struct session_made *made)
{
    if (command->course)
        return command->course;
    return strcmp(row->client, made->client) == 0 ? row->course : NULL;
}

/* Where it is another day, course or client, what speaks against that. */
static enum stipple_error amend_doubts(struct call *call, const struct session_amend *command,
                                       const struct session_row *row, struct session_made *made)
{
    bool moved = command->held_at.ms != INT_ABSENT;
    if (!moved && !command->course && !command->client && !command->artist)
        return STIPPLE_OK;
    return day_doubts(call, moved ? command->held_at : row->occurred_at,
                      course_then(command, row, made), made);
}

/* Nothing can be sealed any more for somebody who was erased: their words end. */
static enum stipple_error words_carry(struct call *call, const char *client,
                                      const struct session_words *stood, struct session_words *to)
{
    struct client found = {0};
    TRY(client_show(call->store, &call->arena, client, &found, &call->error));
    if (found.sealed && !to->complications)
        to->complications = stood->complications;
    if (found.sealed && !to->notes)
        to->notes = stood->notes;
    return STIPPLE_OK;
}

static bool signed_so(const struct list *signatures, const struct session_signature *one)
{
    const struct session_signature *other = signatures->items;
    for (size_t i = 0; i < signatures->n; i++)
        if (same_text(other[i].who, one->who) && same_text(other[i].meaning, one->meaning))
            return true;
    return false;
}

/* What is added is among the signatures then, and so in the event; it is not said twice there. */
static enum stipple_error signatures_join(struct call *call, const struct session_row *row,
                                          struct amend_params *p)
{
    struct session_view view;
    struct list all = {0};
    if (p->add_signatures.n == 0)
        return STIPPLE_OK;
    TRY(session_view_fill(call, row, false, false, &view));
    const struct list *before =
        p->facts.signatures.items ? &p->facts.signatures : &view.facts.signatures;
    const struct session_signature *stands = before->items, *more = p->add_signatures.items;
    for (size_t i = 0; i < before->n + p->add_signatures.n; i++) {
        const struct session_signature *one = i < before->n ? &stands[i] : &more[i - before->n];
        struct session_signature *slot =
            signed_so(&all, one) ? NULL : list_add(&call->arena, &all, sizeof *slot);
        if (slot)
            *slot = *one;
        else if (!signed_so(&all, one))
            return fail_memory(&call->error);
    }
    p->facts.signatures = all;
    p->add_signatures = (struct list){0};
    return all.n <= SIGNATURES_MAX ? STIPPLE_OK
                                   : fail(&call->error, STIPPLE_PARAM_RANGE, "add_signatures",
                                          "Together these are more than %d.", SIGNATURES_MAX);
}

/* The event has those that are added; behind those that stand they are put where it is applied. */
static enum stipple_error readings_kept(struct call *call, const struct session_row *row,
                                        const struct amend_params *p, struct list *ret)
{
    struct session_view view;
    TRY(session_readings(call, "readings", &p->facts.readings, ret));
    TRY(session_readings(call, "add_readings", &p->add_readings, ret));
    if (p->add_readings.n == 0)
        return STIPPLE_OK;
    TRY(session_view_fill(call, row, false, false, &view));
    const struct list *before = p->facts.readings.items ? &p->facts.readings : &view.facts.readings;
    return before->n + p->add_readings.n <= READINGS_MAX
               ? STIPPLE_OK
               : fail(&call->error, STIPPLE_PARAM_RANGE, "add_readings",
                      "Together these are more than %d.", READINGS_MAX);
}

static enum stipple_error handle_amend(struct call *call, void *params, void *result)
{
    struct amend_params *p = params;
    struct session_answer *r = result;
    struct session_words stood = {0};
    struct session_row row;
    TRY(amendment_check(call, p, "session"));
    TRY(session_show(call->store, &call->arena, p->command.session, &row, &call->error));
    TRY(words_stood(call, p, &row, &stood));
    TRY(signatures_join(call, &row, p));
    TRY(session_amend(call->store, &call->arena, &p->command, &r->made, &call->error));
    TRY(words_carry(call, r->made.client, &stood, &p->words));
    TRY(amend_doubts(call, &p->command, &row, &r->made));
    TRY(session_zones_doubt(call, course_then(&p->command, &row, &r->made),
                            p->command.add_uses.n > 0 ? "add_uses" : "uses", &r->made));
    TRY(aftercare_doubt(call, p->facts.aftercare, &r->made.warnings));
    return readings_kept(call, &row, p, &r->readings);
}

#define USES(text) "\"uses\":[" text "]"

static const struct example record_examples[] = {
    {.name = "the whole cup, two cartridges, and what is written down of it",
     .params = "{" EXAMPLE_OP("0901") ",\"by\":\"S-01\",\"course\":\"K-0001\"," USES(
         "{\"container\":\"X-0001\",\"zone\":\"crown\"}") ",\"place\":\"chair 1\","
                                                          "\"needle\":\"3RL "
                                                          "0.25\",\"depth_mm\":0.5,\"aftercare\":"
                                                          "\"2026-01\",\"barrier\":true,"
                                                          "\"disinfected\":true,\"signatures\":[{"
                                                          "\"who\":\"client\",\"meaning\":"
                                                          "\"consent\"}],"
                                                          "\"readings\":[{\"name\":\"before.csv\","
                                                          "\"content\":\"YWJj\"}],"
                                                          "\"notes\":\"slept badly\"}",
     .result = "{\"session_code\":\"V-0001\",\"client_code\":\"C-0001\",\"artist_code\":\"S-01\","
               "\"uses\":[{\"container_code\":\"X-0001\",\"ul\":1100,\"missing\":0}],"
               "\"readings\":[{\"bytes\":3,\"sha256\":\"ba7816bf8f01cfea414140de5dae2223"
               "b00361a396177a9cb410ff61f20015ad\"}],\"warnings\":[{\"name\":"
               "\"questionnaire.missing\"}]}"},
    {.name = "entered on the next day; more than the bottle had in the books",
     .params = "{" EXAMPLE_OP(
         "0902") ",\"by\":\"S-01\",\"client\":\"C-0002\","
                 "\"occurred_at\":\"2026-03-01T15:00:00+01:00\"," USES(
                     "{\"container\":\"X-0002\",\"ul\":5000}") ","
                                                               "\"override_reason\":\"the label "
                                                               "had the wrong day\"}",
     .result = "{\"session_code\":\"V-0002\",\"review\":\"open\",\"uses\":[{\"container_code\":"
               "\"X-0002\",\"ul\":5000,\"missing\":500,\"refusal\":\"time.order\"}]}"},
    {.name = "a cup that was thrown away after a session before",
     .params = "{" EXAMPLE_OP("0903") ",\"by\":\"S-01\",\"client\":\"C-0001\"," USES(
         "{\"container\":\"X-0001\",\"ul\":100}") "}",
     .error = STIPPLE_SESSION_OVERRIDE,
     .field = "override_reason"},
    {.name = "a mistyped cup and a box said in microlitres: kept as they were typed",
     .params = "{" EXAMPLE_OP("0907") ",\"by\":\"S-01\",\"client\":\"C-0002\"," USES(
         "{\"container\":\"X-0099\","
         "\"zone\":\"crown\"},"
         "{\"container\":\"B-0003\","
         "\"pieces\":2}") "}",
     .result = "{\"session_code\":\"V-0003\",\"review\":\"open\",\"booked\":[{\"container_code\":"
               "\"B-0003\",\"delta\":0}],\"uses\":[{\"said\":\"X-0099\",\"zone\":\"crown\","
               "\"refusal\":\"container.not_found\"},{\"container_code\":\"B-0003\",\"said\":"
               "\"B-0003\",\"pieces\":2,\"refusal\":\"stock.unit\"}],\"warnings\":[{\"name\":"
               "\"container.not_found\",\"field\":\"uses[0]\"},{\"name\":\"stock.unit\"}]}"},
    {.name = "nothing was used, as far as was said",
     .params = "{" EXAMPLE_OP("0908") ",\"by\":\"S-01\",\"client\":\"C-0002\"}",
     .result = "{\"session_code\":\"V-0004\",\"uses\":[]}"},
    {.name = "how much of the bottle?",
     .params = "{" EXAMPLE_OP("0904") ",\"by\":\"S-01\",\"client\":\"C-0001\"," USES(
         "{\"container\":\"B-0003\"}") "}",
     .error = STIPPLE_PARAM_MISSING,
     .field = "uses[0].ul"},
    {.name = "another client's course",
     .params = "{" EXAMPLE_OP("0905") ",\"by\":\"S-01\",\"client\":\"C-0002\","
                                      "\"course\":\"K-0001\"}",
     .error = STIPPLE_COURSE_CLIENT,
     .field = "course"},
    {.name = "a file that is not base64",
     .params = "{" EXAMPLE_OP("0906") ",\"by\":\"S-01\",\"client\":\"C-0001\",\"readings\":[{"
                                      "\"name\":\"before.csv\",\"content\":\"L,a,b\"}]}",
     .error = STIPPLE_PARAM_FORMAT,
     .field = "readings[0].content"},
    {0}};

static const struct example amend_examples[] = {
    {.name = "less was used than was written down; both show",
     .params =
         "{" EXAMPLE_OP("0911") ",\"by\":\"S-01\",\"session\":\"V-0002\",\"reason\":"
                                "\"misread\"," USES("{\"container\":\"X-0002\",\"ul\":500}") "}",
     .result = "{\"session_code\":\"V-0002\",\"booked\":[{\"container_code\":\"X-0002\","
               "\"delta\":4000}]}"},
    {.name = "nothing was used in it, and it was another day",
     .params = "{" EXAMPLE_OP(
         "0913") ",\"by\":\"S-01\",\"session\":\"V-0003\",\"reason\":"
                 "\"it was put off\",\"held_at\":\"2026-03-01T18:00:00+01:00\"," USES("") "}",
     .result = "{\"session_code\":\"V-0003\",\"ended\":[1,2],\"uses\":[],\"booked\":[],"
               "\"opened\":[]}"},
    {.name = "who signed later, beside those who had",
     .params = "{" EXAMPLE_OP(
         "0915") ",\"by\":\"S-01\",\"session\":\"V-0002\",\"reason\":\"forgotten\","
                 "\"add_signatures\":[{\"who\":\"artist\",\"meaning\":\"done as recorded\"}]}",
     .result = "{\"session_code\":\"V-0002\",\"ended\":[],\"uses\":[]}"},
    {.name = "readings that were found later, beside those there were",
     .params = "{" EXAMPLE_OP(
         "0918") ",\"by\":\"S-01\",\"session\":\"V-0002\",\"reason\":\"forgotten\","
                 "\"add_readings\":[{\"name\":\"before.csv\",\"content\":\"YWJj\"}]}",
     .result = "{\"session_code\":\"V-0002\",\"readings\":[{\"bytes\":3,\"sha256\":"
               "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"}]}"},
    {.name = "a file more that is not base64",
     .params = "{" EXAMPLE_OP(
         "0919") ",\"by\":\"S-01\",\"session\":\"V-0002\",\"reason\":\"forgotten\","
                 "\"add_readings\":[{\"name\":\"before.csv\",\"content\":\"L,a,b\"}]}",
     .error = STIPPLE_PARAM_FORMAT,
     .field = "add_readings[0].content"},
    {.name = "something that was used besides: how much of it?",
     .params =
         "{" EXAMPLE_OP("0916") ",\"by\":\"S-01\",\"session\":\"V-0002\",\"reason\":\"forgotten\","
                                "\"add_uses\":[{\"container\":\"B-0003\"}]}",
     .error = STIPPLE_PARAM_MISSING,
     .field = "add_uses[0].ul"},
    {.name = "the zone of lines that are not there",
     .params = "{" EXAMPLE_OP("0917") ",\"by\":\"S-01\",\"session\":\"V-0003\",\"reason\":"
                                      "\"forgotten\",\"zone\":\"crown\"}",
     .error = STIPPLE_NOTHING_TO_DO,
     .field = "zone"},
    {.name = "nothing said",
     .params = "{" EXAMPLE_OP("0914") ",\"by\":\"S-01\",\"session\":\"V-0003\",\"reason\":"
                                      "\"looked at it\"}",
     .error = STIPPLE_NOTHING_TO_DO},
    {.name = "no such session",
     .params = "{" EXAMPLE_OP("0912") ",\"by\":\"S-01\",\"session\":\"V-0099\",\"reason\":"
                                      "\"misread\"}",
     .error = STIPPLE_SESSION_NOT_FOUND,
     .field = "session"},
    {0}};

static const enum stipple_error record_errors[] = {STIPPLE_CLIENT_NOT_FOUND,
                                                   STIPPLE_COURSE_NOT_FOUND,
                                                   STIPPLE_COURSE_CLIENT,
                                                   STIPPLE_SESSION_OVERRIDE,
                                                   STIPPLE_CLIENT_ERASED,
                                                   STIPPLE_CLIENT_PURGED,
                                                   STIPPLE_OK};
static const enum stipple_error amend_errors[] = {STIPPLE_SESSION_NOT_FOUND,
                                                  STIPPLE_CLIENT_NOT_FOUND,
                                                  STIPPLE_COURSE_NOT_FOUND,
                                                  STIPPLE_COURSE_CLIENT,
                                                  STIPPLE_SESSION_OVERRIDE,
                                                  STIPPLE_SESSION_STRUCK,
                                                  STIPPLE_TIME_ORDER,
                                                  STIPPLE_CLIENT_ERASED,
                                                  STIPPLE_CLIENT_PURGED,
                                                  STIPPLE_NOTHING_TO_DO,
                                                  STIPPLE_OK};
const struct method session_methods[] = {
    {"session.record", "What was done, by whom, with what. It is recorded whatever the stock says.",
     ROLE_MANAGER | ROLE_ARTIST, METHOD_WRITE, &session_record_schema, &session_answer_schema,
     record_errors, record_examples, handle_record},
    {"session.amend", "Corrects a session; the mistake stays visible, stock is booked back.",
     ROLE_MANAGER | ROLE_ARTIST, METHOD_WRITE, &session_amend_schema, &session_answer_schema,
     amend_errors, amend_examples, handle_amend},
    {0}};
