/* The words are the studio's, and the daemon gives the list; what a letter says of a person is
 * filled in here. */
#include "client/letter.h"

#include "client/text.h"
#include "client/view.h"

#include <string.h>

/* Lines that fit on a page of letter_pages.c, and on a printer of 80 columns. */
const char letter_plain[] =
    "{studio}\n{studio_address}\n\n{name}\n{address}\n\n{date}\n\n"
    "Dear {name},\n\n"
    "a product that we used when you were with us on {days}\n"
    "has been recalled:\n\n"
    "{products}\n"
    "We do not use it any more. If you notice, or have noticed, anything\n"
    "unusual where you were treated, such as redness, swelling, pus, a rash or\n"
    "fever, please see a doctor, show this letter there, and tell us.\n\n"
    "Please let us know that this letter has reached you, even if all is well.\n\n"
    "Yours sincerely,\n\n\n"
    "{studio}\nOur reference: {recall}, {client}\n";

static void texts_write(struct buffer *out, const cJSON *texts)
{
    const cJSON *text;
    cJSON_ArrayForEach(text, texts)
    {
        if (text->prev && text != texts->child)
            buffer_text(out, ", ");
        text_clean(out, cJSON_GetStringValue(text));
    }
}

void text_lines(struct arena *a, struct buffer *out, const char *text)
{
    char *line = text ? arena_copy(a, text, strlen(text)) : NULL;
    while (line) {
        char *end = strchr(line, '\n');
        if (end)
            *end = '\0';
        text_clean(out, line);
        if (end)
            buffer_byte(out, '\n');
        line = end ? end + 1 : NULL;
    }
}

static bool client_got(const cJSON *client, const char *lot)
{
    const cJSON *text, *lots = member_at(client, "lots");
    cJSON_ArrayForEach(text, lots)
    {
        const char *code = cJSON_GetStringValue(text);
        if (code && lot && strcmp(code, lot) == 0)
            return true;
    }
    return false;
}

static void number_write(struct buffer *out, const char *label, const char *number)
{
    if (!number)
        return;
    buffer_text(out, label);
    text_clean(out, number);
}

/* A line for each lot of the recall that the client got. */
static void products_write(struct buffer *out, const cJSON *recall, const cJSON *client)
{
    const cJSON *lot, *lots = member_at(recall, "lots");
    cJSON_ArrayForEach(lot, lots)
    {
        if (!client_got(client, member_text(lot, "lot_code")))
            continue;
        buffer_text(out, "  ");
        text_clean(out, member_text(lot, "maker"));
        buffer_byte(out, ' ');
        text_clean(out, member_text(lot, "product_name"));
        number_write(out, ", lot ", member_text(lot, "lot_no"));
        number_write(out, ", batch ", member_text(lot, "batch_no"));
        buffer_byte(out, '\n');
    }
}

/* A letter as far as it is filled in. */
struct filling {
    struct arena *a;
    const struct letter_source *source;
    const cJSON *client;
    struct buffer out;
    size_t address; /* SIZE_MAX: not met yet */
};

/* Where the paragraph under way begins. */
static size_t paragraph_start(const struct buffer *out)
{
    size_t at = out->length;
    while (at > 0 && !(at > 1 && out->data[at - 1] == '\n' && out->data[at - 2] == '\n'))
        at--;
    return at;
}

static bool is_name(const char *name, const char *at, size_t length)
{
    return strlen(name) == length && memcmp(name, at, length) == 0;
}

static void value_write(struct filling *f, const cJSON *value)
{
    if (cJSON_IsArray(value))
        texts_write(&f->out, value);
    else
        text_lines(f->a, &f->out, cJSON_GetStringValue(value));
}

/* False: there is no such place. */
static bool place_write(struct filling *f, const char *name, size_t length)
{
    const cJSON *recall = f->source->recall, *studio = f->source->studio;
    const struct {
        const char *name;
        const cJSON *value;
    } places[] = {{"name", member_at(f->client, "identity.name")},
                  {"address", member_at(f->client, "identity.address")},
                  {"client", member_at(f->client, "client_code")},
                  {"days", member_at(f->client, "days")},
                  {"recall", member_at(recall, "code")},
                  {"studio", member_at(studio, "name")},
                  {"studio_address", member_at(studio, "address")}};
    bool products = is_name("products", name, length), date = is_name("date", name, length);
    if (f->address == SIZE_MAX && is_name("address", name, length))
        f->address = paragraph_start(&f->out);
    if (products)
        products_write(&f->out, recall, f->client);
    else if (date)
        buffer_text(&f->out, f->source->date);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (!is_name(places[i].name, name, length))
            continue;
        value_write(f, places[i].value);
        return true;
    }
    return products || date;
}

static enum stipple_error text_fill(struct filling *f, struct error *e)
{
    const char *text = f->source->text;
    while (*text) {
        size_t plain = strcspn(text, "{");
        buffer_add(&f->out, text, plain);
        text += plain;
        if (!*text)
            break;
        size_t length = strcspn(text + 1, "}\n");
        if (text[length + 1] != '}' || !place_write(f, text + 1, length)) {
            fail(e, STIPPLE_CLIENT_USAGE, NULL, "There is no {%.*s} to fill in.",
                 (int)(length < 40 ? length : 40), text + 1);
            return fail_hint(e, "stipple help recall letter says what there is.");
        }
        text += length + 2;
    }
    return STIPPLE_OK;
}

enum stipple_error letter_fill(struct arena *a, const struct letter_source *source,
                               const cJSON *client, struct letter *ret, struct error *e)
{
    struct filling f = {a, source, client, {0}, SIZE_MAX};
    enum stipple_error code = text_fill(&f, e);
    if (code == STIPPLE_OK) {
        const char *text = buffer_string(&f.out) ? arena_copy(a, f.out.data, f.out.length) : NULL;
        *ret = (struct letter){client, text, f.address == SIZE_MAX ? f.out.length : f.address};
        code = text ? STIPPLE_OK : fail_memory(e);
    }
    buffer_free(&f.out);
    return code;
}
