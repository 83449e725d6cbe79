/* Cups and stock dilutions. */
#include "client/amounts.h"
#include "client/command.h"
#include "client/view.h"

static const struct view made_lines[] = {{"Mix", "mix_code", FORMAT_TEXT},
                                         {"Client", "client_code", FORMAT_TEXT},
                                         {"In it", "filled_ul", FORMAT_VOLUME},
                                         {"Discard by", "discard_by", FORMAT_TEXT},
                                         {"Usable until", "usable_until", FORMAT_TEXT},
                                         {0}};
static const struct view input_columns[] = {{"From", "container_code", FORMAT_TEXT},
                                            {"Amount", "ul", FORMAT_VOLUME},
                                            {"Taken", "taken_ul", FORMAT_VOLUME},
                                            {0}};
static const struct view mix_lines[] = {{"Mix", "code", FORMAT_TEXT},
                                        {"Kind", "kind", FORMAT_TEXT},
                                        {"Client", "client_code", FORMAT_TEXT},
                                        {"Match", "match_code", FORMAT_TEXT},
                                        {"Mixed", "made_at", FORMAT_TIME},
                                        {"In it", "filled_ul", FORMAT_VOLUME},
                                        {"Left", "left_ul", FORMAT_VOLUME},
                                        {"Discard by", "discard_by", FORMAT_TEXT},
                                        {"Usable until", "usable_until", FORMAT_TEXT},
                                        {"Not usable", "refusal", FORMAT_ERROR},
                                        {"Discarded", "discarded_at", FORMAT_TIME},
                                        {0}};
static const struct view part_columns[] = {
    {"Code", "container_code", FORMAT_TEXT}, {"Product", "product_name", FORMAT_TEXT},
    {"Lot", "lot_no", FORMAT_TEXT},          {"Lot's code", "lot_code", FORMAT_TEXT},
    {"Amount", "ul", FORMAT_VOLUME},         {0}};
static const struct view list_columns[] = {{"Code", "code", FORMAT_TEXT},
                                           {"Kind", "kind", FORMAT_TEXT},
                                           {"Client", "client_code", FORMAT_TEXT},
                                           {"Left", "left_ul", FORMAT_VOLUME},
                                           {"Usable until", "usable_until", FORMAT_TEXT},
                                           {"Not usable", "refusal", FORMAT_ERROR},
                                           {0}};
static const struct view discarded_lines[] = {
    {"Mix", "mix_code", FORMAT_TEXT}, {"Booked", "delta", FORMAT_DELTA}, {0}};

static enum stipple_exit mix_run(struct run *r)
{
    return run_amounts(r, "input", "inputs", false);
}

/* What is done at the table, where one dilution does not do. */
static void first_view(struct run *r, const cJSON *first)
{
    double pigment = member_number(first, "pigment_ul"),
           diluent = member_number(first, "diluent_ul");
    double ul = member_number(first, "ul");
    const struct {
        const char *before;
        double ul;
    } words[] = {{"\n1. Mix   ", pigment},
                 {" pigment + ", diluent},
                 {" diluent\n2. Take  ", ul},
                 {" of that + ", member_number(first, "more_ul")},
                 {" diluent\nThe rest of the first, ", pigment + diluent - ul}};
    if (!first)
        return;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        buffer_text(r->out, words[i].before);
        volume_view(r->out, words[i].ul);
    }
    buffer_text(r->out, ", is thrown away.\n\n");
}

static void mix_made(struct run *r, const cJSON *result)
{
    const char *client = member_text(result, "client_code");
    card_view(r, result, made_lines);
    first_view(r, member_at(result, "first"));
    table_view(r, member_at(result, "inputs"), input_columns);
    warnings_view(r, member_at(result, "warnings"), "! ");
    if (client)
        next_command(r, "five questions, behind the session", "session start %s", client);
}

static void mix_shown(struct run *r, const cJSON *result)
{
    card_view(r, result, mix_lines);
    buffer_text(r->out, "\nMixed from\n");
    table_view(r, member_at(result, "inputs"), part_columns);
    buffer_text(r->out, "\nBottles in it\n");
    table_view(r, member_at(result, "bottles"), part_columns);
}

void mixes_view(struct run *r, const cJSON *result)
{
    table_view(r, member_at(result, "mixes"), list_columns);
    cursor_view(r, result);
}

static void mix_listed(struct run *r, const cJSON *result)
{
    if (cJSON_GetArraySize(member_at(result, "mixes")) == 0)
        buffer_text(r->out, "No mixes.\n");
    else
        mixes_view(r, result);
}

static void mix_discarded(struct run *r, const cJSON *result)
{
    card_view(r, result, discarded_lines);
}

static const struct option make_options[] = {
    {"from-match", OPTION_TEXT, "MATCH", "match", "Takes what this match offered: M-0001."},
    {"input", OPTION_OWN, "BOTTLE=VOLUME", "inputs", "Or what goes in, one by one: B-0002=0.5ml."},
    {"client", OPTION_TEXT, "CLIENT", "client", "Whose cup; that of the match if not said."},
    {"kind", OPTION_TEXT, "KIND", "kind", "cup, or stock for a stock dilution."},
    {"discard-by", OPTION_TEXT, "DATE", "discard_by", "Last day; needed of a stock dilution."},
    {0}};
static const struct option list_options[] = {
    {"client", OPTION_TEXT, "CLIENT", "client", "Only cups of this one."},
    {"discarded", OPTION_FLAG, NULL, "discarded", "Discarded ones too."},
    {"expiring", OPTION_DAYS, "DAYS", "expiring_days",
     "What may be used no longer than that: 60d, 8w."},
    {"day", OPTION_TEXT, "DATE", "day", "As of this day: what is usable then."},
    {"limit", OPTION_INT, "N", "limit", "Rows at most."},
    {"cursor", OPTION_TEXT, "CURSOR", "cursor", "The next page."},
    {0}};
static const struct option day_options[] = {
    {"day", OPTION_TEXT, "DATE", "day", "As of this day: whether it is usable then."}, {0}};
static const struct option discard_options[] = {
    {"reason", OPTION_TEXT, "TEXT", "reason", "Why."},
    {"route", OPTION_TEXT, "ROUTE", "route", "sharps, biohazard or ordinary."},
    {"manifest", OPTION_TEXT, "TEXT", "manifest", "Number of the waste paper."},
    {0}};

const struct command mix_commands[] = {
    {.name = "mix make",
     .usage = "mix [make] (--from-match MATCH | --input BOTTLE=VOLUME ...) [OPTIONS]",
     .summary = "Mixes a cup for a client, or a stock dilution.",
     .help = "\nFor example:\n"
             "  stipple mix --from-match M-0001\n"
             "  stipple mix --client C-0042 --input B-0002=0.1ml --input B-0003=0.9ml\n"
             "  stipple mix --kind stock --discard-by 2026-12-31 --input B-0002=2ml --input "
             "B-0003=8ml\n",
     .options = make_options,
     .method = "mix.make",
     .writes = true,
     .run = mix_run,
     .render = mix_made},
    {.name = "mix list",
     .usage = "mix list [OPTIONS]",
     .summary = "Lists cups and stock dilutions.",
     .options = list_options,
     .method = "mix.list",
     .run = run_method,
     .render = mix_listed},
    {.name = "mix show",
     .usage = "mix show MIX [--day DATE]",
     .summary = "Shows what went into a mix, down to the bottles.",
     .options = day_options,
     .operands_min = 1,
     .operands_max = 1,
     .operand = "mix",
     .method = "mix.show",
     .run = run_method,
     .render = mix_shown},
    {.name = "mix discard",
     .usage = "mix discard MIX --reason TEXT --route ROUTE [OPTIONS]",
     .summary = "Throws a mix away, in the books.",
     .options = discard_options,
     .operands_min = 1,
     .operands_max = 1,
     .operand = "mix",
     .method = "mix.discard",
     .writes = true,
     .run = run_method,
     .render = mix_discarded},
    {0}};
