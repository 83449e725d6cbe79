#include "app/client_card.h"

#include "app/course_schema.h"
#include "app/plan_schema.h"
#include "app/schemas.h"
#include "base/time.h"
#include "store/recipes.h"

static const struct field show_fields[] = {
    {FIELD(struct client_show_params, client, REF), .required = true, .of = "client",
     .doc = "Whom."},
};
const struct schema client_show_schema =
    SCHEMA_ON(&look_head_schema, "ClientShowParams", struct client_show_params, show_fields);

static const struct field part_fields[] = {
    {FIELD(struct recipe_part, product_code, TEXT), .required = true, .doc = "The product's code."},
    {FIELD(struct recipe_part, product_name, TEXT), .required = true, .doc = "Its name."},
    {FIELD(struct recipe_part, kind, TEXT), .required = true, .doc = "pigment, diluent."},
    {FIELD(struct recipe_part, ul, NUMBER), .decimals = 1, .unit = "µL",
     .doc = "Of it in the mix; absent of a bottle that was used as it is."},
};
static const struct schema part_schema = SCHEMA("RecipePart", struct recipe_part, part_fields);

#define COLOUR(member, text)                                                                       \
    {                                                                                              \
        FIELD(struct recipe_used, member, TEXT), .doc = text                                       \
    }
static const struct field recipe_fields[] = {
    {FIELD(struct recipe_used, zone, TEXT), .doc = "Part of the scalp; absent where nobody said."},
    {FIELD(struct recipe_used, session, UUID), .required = true, .doc = "The last session there."},
    {FIELD(struct recipe_used, session_code, TEXT), .required = true, .doc = "Its code."},
    {FIELD(struct recipe_used, occurred_at, TIME), .required = true, .doc = "When it was."},
    {FIELD(struct recipe_used, container, UUID), .required = true, .doc = "What was used."},
    {FIELD(struct recipe_used, container_code, TEXT), .required = true, .doc = "Its code."},
    {FIELD(struct recipe_used, kind, TEXT), .required = true, .doc = "cup, stock or bottle."},
    {FIELD(struct recipe_used, match, UUID), .doc = "The match that it was mixed by."},
    {FIELD(struct recipe_used, match_code, TEXT), .doc = "Its code."},
    {FIELD(struct recipe_used, parts, OBJECT), .list = true, .required = true,
     .object = &part_schema, .doc = "What is in it, pigments first."},
    {FIELD(struct recipe_used, ratio, NUMBER), .decimals = 2,
     .doc = "Parts of diluent to one of pigment."},
    COLOUR(skin_srgb, "The skin that the match went by, #rrggbb."),
    COLOUR(wanted_srgb, "What was to be matched."),
    COLOUR(fresh_srgb, "What the match foretold, fresh."),
    COLOUR(healed_srgb, "And healed."),
};
static const struct schema recipe_schema = SCHEMA("RecipeUsed", struct recipe_used, recipe_fields);

static const struct field card_fields[] = {
    {FIELD(struct client_card, id, UUID), .required = true, .doc = "The client."},
    {FIELD(struct client_card, code, TEXT), .required = true, .doc = "C-0001."},
    {FIELD(struct client_card, erased, BOOL), .required = true,
     .doc = "Their record was erased; nobody can be told any more who this was."},
    {FIELD(struct client_card, purged_by, INT),
     .doc = "The event that purged it; what was done stays under the code, without words."},
    {FIELD(struct client_card, added_at, TIME), .required = true, .doc = "Since when."},
    {FIELD(struct client_card, recorded_at, TIME), .doc = "When that was written down."},
    {FIELD(struct client_card, identity, OBJECT), .object = &identity_schema,
     .doc = "Who they are, where the caller may see it."},
    {FIELD(struct client_card, courses, OBJECT), .list = true, .required = true,
     .object = &course_row_schema,
     .doc = "Newest first; what is sealed of them where the caller may see it."},
    {FIELD(struct client_card, recipes, OBJECT), .list = true, .required = true,
     .object = &recipe_schema, .doc = "What was last used in each zone, newest first."},
    {FIELD(struct client_card, due, OBJECT), .list = true, .required = true, .object = &due_schema,
     .doc = "What comes next, of each course under way."},
    {FIELD(struct client_card, incidents, OBJECT), .list = true, .required = true,
     .object = &incident_schema, .doc = "What came of sessions, newest first."},
    WARNINGS_FIELD(struct client_card),
};
const struct schema client_card_schema = SCHEMA("Client", struct client_card, card_fields);

static enum stipple_error courses_fill(struct call *call, struct client_card *card)
{
    struct course_filter filter = {.client = card->id, .limit = PAGE_MAX};
    struct list courses;
    const char *more;
    TRY(course_list(call->store, &call->arena, &filter, &courses, &more, &call->error));
    return course_rows(call, &courses, card->identity != NULL, &card->courses);
}

/* What was done, what came of it, and what comes next. */
static enum stipple_error sessions_fill(struct call *call, struct client_card *card)
{
    char today[DATE_LENGTH + 1];
    const struct session_view *last;
    TRY(studio_today(call, today));
    TRY(client_recipes(call->store, &call->arena, card->id, &card->recipes, &call->error));
    TRY(client_incidents(call->store, &call->arena, card->id, &card->incidents, &call->error));
    if (card->identity)
        TRY(incidents_open(call, &card->incidents));
    TRY(due_read(call, card->id, NULL, &card->due));
    return last_read(call, card->id, today, &last, &card->warnings);
}

enum stipple_error client_card_fill(struct call *call, const struct client_show_params *params,
                                    struct client_card *ret)
{
    struct client client;
    TRY(client_show(call->store, &call->arena, params->client, &client, &call->error));
    ret->id = client.id;
    ret->code = client.code;
    ret->erased = client.sealed == NULL;
    ret->purged_by = client.purged;
    ret->added_at = client.added_at;
    ret->recorded_at = client.recorded_at;
    if (client.sealed && look_allowed(call, &params->look)) {
        TRY(identity_open(call, &client, &ret->identity_at));
        TRY(look_note(call, &params->look, client.id));
        ret->identity = &ret->identity_at;
    }
    TRY(courses_fill(call, ret));
    return sessions_fill(call, ret);
}
