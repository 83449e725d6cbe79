/* From a lot to everybody it reached, and back. */
#include "client/command.h"

#include "client/view.h"

static const struct view client_columns[] = {{"Client", "client_code", FORMAT_TEXT},
                                             {"Sessions", "sessions", FORMAT_TEXT},
                                             {"First", "first", FORMAT_TIME},
                                             {"Last", "last", FORMAT_TIME},
                                             {0}};
static const struct view container_columns[] = {{"Code", "container_code", FORMAT_TEXT},
                                                {"Kind", "kind", FORMAT_TEXT},
                                                {"Client", "client_code", FORMAT_TEXT},
                                                {"Of the lot", "lot_ul", FORMAT_VOLUME},
                                                {"Left", "left", FORMAT_AMOUNT},
                                                {"Since", "since", FORMAT_TIME},
                                                {"Discarded", "discarded_at", FORMAT_TIME},
                                                {0}};
static const struct view use_columns[] = {
    {"Client", "client_code", FORMAT_TEXT},  {"Session", "session_code", FORMAT_TEXT},
    {"When", "occurred_at", FORMAT_TIME},    {"Artist", "artist_code", FORMAT_TEXT},
    {"Used", "container_code", FORMAT_TEXT}, {"Amount", "ul", FORMAT_VOLUME},
    {"Pieces", "pieces", FORMAT_TEXT},       {"Of the lot", "lot_ul", FORMAT_VOLUME},
    {"Zone", "zone", FORMAT_TEXT},           {"Lot", "lot_code", FORMAT_TEXT},
    {"Against", "refusal", FORMAT_ERROR},    {0}};
static const struct view lot_columns[] = {{"Lot", "lot_code", FORMAT_TEXT},
                                          {"Number", "lot_no", FORMAT_TEXT},
                                          {"Batch", "batch_no", FORMAT_TEXT},
                                          {"Maker", "maker", FORMAT_TEXT},
                                          {"Product", "product_name", FORMAT_TEXT},
                                          {"Sessions", "sessions", FORMAT_TEXT},
                                          {"First", "first", FORMAT_TIME},
                                          {"Last", "last", FORMAT_TIME},
                                          {0}};
static const struct view shared_columns[] = {
    {"Lot", "lot_code", FORMAT_TEXT},         {"Number", "lot_no", FORMAT_TEXT},
    {"Batch", "batch_no", FORMAT_TEXT},       {"Maker", "maker", FORMAT_TEXT},
    {"Product", "product_name", FORMAT_TEXT}, {"Reached", "reached", FORMAT_TEXT},
    {"Them", "codes", FORMAT_LIST},           {0}};

static void part_view(struct run *r, const cJSON *result, const char *title, const char *name,
                      const struct view *columns)
{
    const cJSON *rows = member_at(result, name);
    if (cJSON_GetArraySize(rows) == 0)
        return;
    buffer_print(r->out, "%s%s\n", r->out->length ? "\n" : "", title);
    table_view(r, rows, columns);
}

static void lot_traced(struct run *r, const cJSON *result)
{
    if (cJSON_GetArraySize(member_at(result, "uses")) == 0)
        buffer_text(r->out, "It reached nobody.\n");
    part_view(r, result, "Clients", "clients", client_columns);
    part_view(r, result, "Bottles and boxes", "containers", container_columns);
    part_view(r, result, "Mixes", "mixes", container_columns);
    part_view(r, result, "Uses", "uses", use_columns);
    cursor_view(r, result);
}

static void client_traced(struct run *r, const cJSON *result)
{
    if (cJSON_GetArraySize(member_at(result, "uses")) == 0)
        buffer_text(r->out, "Nothing reached this client.\n");
    part_view(r, result, "Lots", "lots", lot_columns);
    part_view(r, result, "Uses", "uses", use_columns);
    cursor_view(r, result);
}

static void common_traced(struct run *r, const cJSON *result)
{
    const cJSON *rows = member_at(result, "lots");
    if (cJSON_GetArraySize(rows) == 0)
        buffer_text(r->out, "They share no lot.\n");
    else
        table_view(r, rows, shared_columns);
}

static const struct option page_options[] = {
    {"limit", OPTION_INT, "N", "limit", "Uses at most; left out: all of them."},
    {"cursor", OPTION_TEXT, "CURSOR", "cursor", "The next page."},
    {0}};
static const struct option common_options[] = {
    {"client", OPTION_TEXTS, "CLIENT", "clients", "A client; repeated."},
    {"session", OPTION_TEXTS, "SESSION", "sessions", "Or a single session; repeated."},
    {"incident", OPTION_TEXTS, "INCIDENT", "incidents", "Or an incident; repeated."},
    {0}};

const struct command trace_commands[] = {
    {.name = "trace lot",
     .usage = "trace lot LOT [OPTIONS]",
     .summary = "Shows everybody and everything a lot reached, through mixes.",
     .options = page_options,
     .operands_min = 1,
     .operands_max = 1,
     .operand = "lot",
     .method = "trace.lot",
     .pages = "uses",
     .pages_too = "clients",
     .run = run_method,
     .render = lot_traced},
    {.name = "trace client",
     .usage = "trace client CLIENT [OPTIONS]",
     .summary = "Shows every lot that reached a client.",
     .options = page_options,
     .operands_min = 1,
     .operands_max = 1,
     .operand = "client",
     .method = "trace.client",
     .pages = "uses",
     .run = run_method,
     .render = client_traced},
    {.name = "trace common",
     .usage = "trace common --client CLIENT --incident INCIDENT ...",
     .summary = "Shows the lots that clients, sessions or incidents share.",
     .options = common_options,
     .method = "trace.common",
     .run = run_method,
     .render = common_traced},
    {0}};
