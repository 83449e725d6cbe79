/* What one spot's readings say. */
#include "client/match_view.h"

#include "client/swatch.h"
#include "client/view.h"

static const struct view lines[] = {{"D50/2° L*, a*, b*", "pcs", FORMAT_LIST},
                                    {"Readings", "n", FORMAT_TEXT},
                                    {"MCDM, ΔE00", "mcdm", FORMAT_TEXT},
                                    {"Standard error", "standard_error", FORMAT_LIST},
                                    {"ITA, degrees", "ita.degrees", FORMAT_TEXT},
                                    {"Skin tone", "ita.class", FORMAT_TEXT},
                                    {"Melanin index", "melanin_index", FORMAT_TEXT},
                                    {"Erythema index", "erythema_index", FORMAT_TEXT},
                                    {"Converted by", "converted_by", FORMAT_NAME},
                                    {0}};

void reading_view(struct run *r, const char *spot, const cJSON *result)
{
    buffer_print(r->out, "%-18s", spot);
    swatch_view(r, member_text(result, "srgb"));
    buffer_byte(r->out, '\n');
    card_view(r, result, lines);
    warnings_view(r, member_at(result, "warnings"), "! ");
}
