/* Cartridges go with the cup: those of the last session, out of a box that stands open, unless
 * something else is said of them or of the needle. */
#include "client/amounts.h"
#include "client/start.h"
#include "client/view.h"

#include <string.h>

static const cJSON *cartridges_carried(const struct start *s)
{
    bool apart = option_given(&s->r->options, "use") || option_given(&s->r->options, "cartridge");
    return apart || s->other_needle ? NULL : member_at(s->plan, "cartridges");
}

static void cartridge_text(struct buffer *out, const cJSON *cartridge)
{
    value_view(out, cartridge, "container_code", FORMAT_TEXT);
    buffer_byte(out, '=');
    value_view(out, cartridge, "pieces", FORMAT_TEXT);
    buffer_text(out, ", ");
    value_view(out, cartridge, "product_name", FORMAT_TEXT);
    if (member_text(cartridge, "lot_no"))
        buffer_text(out, ", lot ");
    value_view(out, cartridge, "lot_no", FORMAT_TEXT);
}

void cartridges_view(const struct start *s)
{
    const cJSON *cartridge;
    cJSON_ArrayForEach(cartridge, cartridges_carried(s))
    {
        struct buffer text = {0};
        cartridge_text(&text, cartridge);
        card_line(s->r, "Cartridge", &text);
    }
}

void cartridges_settle(struct start *s, const char *needle)
{
    const char *last = member_text(s->plan, "last.needle");
    const cJSON *cartridge, *cartridges = cartridges_carried(s);
    struct buffer text = {0};
    if (!needle || !last || strcmp(needle, last) == 0 || cJSON_GetArraySize(cartridges) == 0)
        return;
    buffer_text(&text, "Left out, as the needle is another: ");
    cJSON_ArrayForEach(cartridge, cartridges)
    {
        cartridge_text(&text, cartridge);
        buffer_text(&text, cartridge->next ? "; " : ".");
    }
    buffer_text(&text, " --cartridge, or session amend --add-use, says which it was.");
    s->other_needle = true;
    if (buffer_string(&text))
        tell(s->r, text.data);
    buffer_free(&text);
}

enum stipple_error cartridges_write(const struct start *s, struct json_writer *w, struct error *e)
{
    const char *said = option_text(&s->r->options, "cartridge");
    const cJSON *cartridge;
    if (said && strcmp(said, "none") != 0)
        return amounts_list_write(s->r, "cartridge", said, w, e);
    if (cups_count(s, true) == 0)
        return STIPPLE_OK;
    cJSON_ArrayForEach(cartridge, cartridges_carried(s))
    {
        json_object(w);
        json_key(w, "container");
        json_text(w, member_text(cartridge, "container_code"));
        json_key(w, "pieces");
        json_double(w, member_number(cartridge, "pieces"));
        json_object_end(w);
    }
    return STIPPLE_OK;
}
