/* The card for the chair is read standing, with gloves on: who it is, what to mind, what was last
 * used where and how that looked, what comes next; the papers behind it. */
#include "client/card.h"

#include "client/swatch.h"
#include "client/text.h"
#include "client/view.h"

/* Columns of the labels, as card_view has them. */
enum { CARD_LABEL = 18 };

static const struct view card_lines[] = {{"Client", "code", FORMAT_TEXT},
                                         {"Name", "identity.name", FORMAT_TEXT},
                                         {"Born", "identity.born", FORMAT_TEXT},
                                         {"Phone", "identity.phone", FORMAT_TEXT},
                                         {"E-mail", "identity.email", FORMAT_TEXT},
                                         {"Address", "identity.address", FORMAT_TEXT},
                                         {"Notes", "identity.notes", FORMAT_TEXT},
                                         {"Since", "added_at", FORMAT_TIME},
                                         {"Written down", "recorded_at", FORMAT_LATE},
                                         {"Purged", "purged_by", FORMAT_PURGE},
                                         {0}};
/* Of a course, under its client's. */
static const struct view course_lines[] = {
    {"Service", "service", FORMAT_TEXT},
    {"Zones", "zones", FORMAT_LIST},
    {"Norwood", "norwood", FORMAT_TEXT},
    {"Ludwig", "ludwig", FORMAT_TEXT},
    {"Skin", "skin", FORMAT_TEXT},
    {"Alopecia", "alopecia", FORMAT_TEXT},
    {"Hair system", "hair_system", FORMAT_TEXT},
    {"Scars", "scars", FORMAT_LIST},
    {"Sessions", "layout.sessions", FORMAT_TEXT},
    {"Dots per cm²", "layout.dots_per_cm2", FORMAT_TEXT},
    {"Healed dot, mm", "layout.dot_mm", FORMAT_TEXT},
    {"Depth, mm", "layout.depth_mm", FORMAT_TEXT},
    {"Consent", "consent.reference", FORMAT_TEXT},
    {"  signed", "consent.signed", FORMAT_TEXT},
    {"  until", "consent.expires", FORMAT_TEXT},
    {"Questionnaire", "questionnaire.reference", FORMAT_TEXT},
    {"  signed", "questionnaire.signed", FORMAT_TEXT},
    {"  until", "questionnaire.expires", FORMAT_TEXT},
    {"Notes", "notes", FORMAT_TEXT},
    {"Opened", "opened_at", FORMAT_TIME},
    {"Written down", "recorded_at", FORMAT_LATE},
    {"Closed", "closed_at", FORMAT_TIME},
    {"Written down", "closed_recorded_at", FORMAT_LATE},
    {"Because", "closed_reason", FORMAT_TEXT},
    {"Purged", "purged_by", FORMAT_PURGE},
    {0}};
static const struct view closed_lines[] = {{"Service", "service", FORMAT_TEXT},
                                           {"Closed", "closed_at", FORMAT_TIME},
                                           {"Because", "closed_reason", FORMAT_TEXT},
                                           {"Purged", "purged_by", FORMAT_PURGE},
                                           {0}};
static const struct view course_head[] = {
    {"Course", "code", FORMAT_TEXT}, {"Client", "client_code", FORMAT_TEXT}, {0}};

static const struct view amendment_columns[] = {{"Amended", "recorded_at", FORMAT_TIME},
                                                {"By", "by", FORMAT_TEXT},
                                                {"Why", "reason", FORMAT_TEXT},
                                                {"Before", "was", FORMAT_MEMBERS},
                                                {0}};

void course_view(struct run *r, const cJSON *course)
{
    const cJSON *amendments = member_at(course, "amendments");
    card_view(r, course, course_head);
    card_view(r, course, course_lines);
    warnings_view(r, member_at(course, "warnings"), "! ");
    if (cJSON_GetArraySize(amendments) == 0)
        return;
    buffer_byte(r->out, '\n');
    table_view(r, amendments, amendment_columns);
}

/* What to mind: of the courses under way, of the last session, and what came of earlier ones. */
static void cautions_view(struct run *r, const cJSON *result)
{
    const cJSON *course, *incident;
    cJSON_ArrayForEach(course, member_at(result, "courses"))
    {
        warnings_view(r, member_at(course, "warnings"), "! ");
    }
    warnings_view(r, member_at(result, "warnings"), "! ");
    cJSON_ArrayForEach(incident, member_at(result, "incidents"))
    {
        struct buffer text = {0};
        value_view(&text, incident, "code", FORMAT_TEXT);
        buffer_text(&text, " of ");
        value_view(&text, incident, "session_code", FORMAT_TEXT);
        buffer_text(&text, ", ");
        value_view(&text, incident, "occurred_at", FORMAT_TIME);
        if (member_text(incident, "words"))
            buffer_text(&text, ": ");
        value_view(&text, incident, "words", FORMAT_TEXT);
        const char *body = buffer_string(&text);
        text_wrap(r->out, "! ", 2, r->terminal.width, body ? body : "");
        buffer_free(&text);
    }
}

/* "Neutral Black 0.05 ml + Dilution Fluid 1.05 ml, 1 + 21" */
static void parts_view(struct buffer *out, const cJSON *recipe)
{
    const cJSON *part, *parts = member_at(recipe, "parts");
    double ratio = member_number(recipe, "ratio");
    cJSON_ArrayForEach(part, parts)
    {
        buffer_text(out, part == parts->child ? "" : " + ");
        value_view(out, part, "product_name", FORMAT_TEXT);
        buffer_text(out, member_at(part, "ul") ? " " : "");
        value_view(out, part, "ul", FORMAT_VOLUME);
    }
    if (ratio > 0) {
        buffer_text(out, ", ");
        ratio_view(out, ratio);
    }
}

static void recipe_view(struct run *r, const cJSON *recipe)
{
    static const struct {
        const char *label, *member;
    } colours[] = {{"skin", "skin_srgb"},
                   {"wanted", "wanted_srgb"},
                   {"fresh", "fresh_srgb"},
                   {"healed", "healed_srgb"}};
    const char *zone = member_text(recipe, "zone");
    struct buffer parts = {0}, from = {0}, label = {0};
    parts_view(&parts, recipe);
    text_clean(&label, zone ? zone : "Recipe");
    buffer_byte(&label, ' ');
    const char *lead = buffer_string(&label);
    card_line(r, lead ? lead : "", &parts);
    value_view(&from, recipe, "container_code", FORMAT_TEXT);
    if (member_text(recipe, "match_code")) {
        buffer_text(&from, " by ");
        value_view(&from, recipe, "match_code", FORMAT_TEXT);
    }
    buffer_text(&from, ", in ");
    value_view(&from, recipe, "session_code", FORMAT_TEXT);
    buffer_text(&from, " on ");
    value_view(&from, recipe, "occurred_at", FORMAT_TIME);
    card_line(r, "  last", &from);
    for (size_t i = 0; i < sizeof colours / sizeof *colours; i++)
        swatch_line(r, 2, CARD_LABEL, colours[i].label, member_text(recipe, colours[i].member));
    buffer_free(&label);
}

static void due_view(struct run *r, const cJSON *due)
{
    struct buffer text = {0};
    value_view(&text, due, "what", FORMAT_NAME);
    buffer_text(&text, " from ");
    value_view(&text, due, "due", FORMAT_TEXT);
    buffer_text(&text, " (");
    value_view(&text, due, "course_code", FORMAT_TEXT);
    buffer_text(&text, ": ");
    value_view(&text, due, "done", FORMAT_TEXT);
    buffer_text(&text, " of ");
    value_view(&text, due, "planned", FORMAT_TEXT);
    buffer_text(&text, " held)");
    card_line(r, "Next", &text);
}

static void work_view(struct run *r, const cJSON *result)
{
    const cJSON *recipe, *due, *recipes = member_at(result, "recipes");
    if (cJSON_GetArraySize(recipes) > 0)
        buffer_byte(r->out, '\n');
    cJSON_ArrayForEach(recipe, recipes)
    {
        recipe_view(r, recipe);
    }
    if (cJSON_GetArraySize(member_at(result, "due")) > 0)
        buffer_byte(r->out, '\n');
    cJSON_ArrayForEach(due, member_at(result, "due"))
    {
        due_view(r, due);
    }
}

/* What is under way stands open on the card; what is over is a line. */
static void courses_view(struct run *r, const cJSON *courses)
{
    const cJSON *course;
    cJSON_ArrayForEach(course, courses)
    {
        buffer_byte(r->out, '\n');
        card_view(r, course, course_head);
        card_view(r, course, member_at(course, "closed_at") ? closed_lines : course_lines);
    }
}

static void person_view(struct run *r, const cJSON *client)
{
    const char *code = member_text(client, "code");
    card_view(r, client, card_lines);
    if (cJSON_IsTrue(member_at(client, "erased")))
        buffer_text(r->out, "This client's record was erased.\n");
    else if (!member_at(client, "identity"))
        next_command(r, "who this is", "client %s --reason WHY", code ? code : "");
    cautions_view(r, client);
    work_view(r, client);
}

void client_card_view(struct run *r, const cJSON *client)
{
    const char *code = member_text(client, "code");
    const cJSON *courses = member_at(client, "courses");
    person_view(r, client);
    courses_view(r, courses);
    bool over = cJSON_IsTrue(member_at(client, "erased")) || member_at(client, "purged_by");
    if (code && !over && cJSON_GetArraySize(courses) == 0)
        next_command(r, "at the consultation", "course open %s --service full", code);
}

void client_record_view(struct run *r, const cJSON *client)
{
    const cJSON *course;
    person_view(r, client);
    cJSON_ArrayForEach(course, member_at(client, "courses"))
    {
        buffer_byte(r->out, '\n');
        course_view(r, course);
    }
}
