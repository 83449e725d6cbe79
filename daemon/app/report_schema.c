/* A report's tables differ from kind to kind and will differ from version to version, so on the
 * wire they describe themselves: headings and types beside rows of bare cells. What prints one
 * prints them all, and a companion file of today is still read when there are columns more. */
#include "app/report_schema.h"

#include "app/history_schema.h"
#include "app/schemas.h"

#define PERIOD_FIELDS                                                                              \
    {FIELD(struct report_params, from, DATE),                                                      \
     .doc = "First day, the studio's; the beginning when left out."},                              \
    {                                                                                              \
        FIELD(struct report_params, to, DATE), .doc = "Last day; today when left out."             \
    }
#define NAMES_FIELD                                                                                \
    {                                                                                              \
        FIELD(struct report_params, names, BOOL), .fallback = "false",                             \
                                                  .doc = "Who the codes stand for, on a page of "  \
                                                         "its own; needs a `reason`, which is "    \
                                                         "kept with the look."                     \
    }
static const struct field stock_fields[] = {PERIOD_FIELDS};
static const struct field lot_fields[] = {
    {FIELD(struct report_params, lot, REF), .required = true, .of = "lot", .doc = "Which lot."},
    PERIOD_FIELDS,
    NAMES_FIELD,
    {FIELD(struct report_params, drill, BOOL), .fallback = "false",
     .doc = "For an exercise; each page says so."},
};
static const struct field client_fields[] = {
    {FIELD(struct report_params, client, REF), .required = true, .of = "client", .doc = "Whose."},
    PERIOD_FIELDS,
    NAMES_FIELD,
};
static const struct field inspection_fields[] = {
    {FIELD(struct report_params, pack, TEXT), .min = 1, .max = NAME_MAX_CHARS,
     .doc = "The rule pack to hold the books against; those of the studio when left out."},
    PERIOD_FIELDS,
    NAMES_FIELD,
};
static const struct field recall_fields[] = {
    {FIELD(struct report_params, recall, REF), .required = true, .of = "recall",
     .doc = "Which recall."},
    NAMES_FIELD,
};
#define PARAMS(Name, table) SCHEMA_ON(&look_head_schema, Name, struct report_params, table)
const struct schema report_stock_params = PARAMS("ReportStockParams", stock_fields);
const struct schema report_lot_params = PARAMS("ReportLotParams", lot_fields);
const struct schema report_client_params = PARAMS("ReportClientParams", client_fields);
const struct schema report_inspection_params = PARAMS("ReportInspectionParams", inspection_fields);
const struct schema report_recall_params = PARAMS("ReportRecallParams", recall_fields);

static const struct field studio_fields[] = {
    {FIELD(struct studio, id, UUID), .required = true, .doc = "The studio."},
    {FIELD(struct studio, name, TEXT), .doc = "Its name."},
    {FIELD(struct studio, address, TEXT), .doc = "Where it is."},
    {FIELD(struct studio, permit, TEXT), .doc = "By what permit it works."},
    {FIELD(struct studio, rule_packs, TEXT), .list = true, .required = true,
     .doc = "The rule packs that it follows."},
    {FIELD(struct studio, time_zone, TEXT), .required = true, .doc = "Whose days these are."},
};
static const struct schema studio_schema = SCHEMA("ReportStudio", struct studio, studio_fields);

static const struct field by_fields[] = {
    {FIELD(struct report_by, by, TEXT), .required = true, .doc = "A staff id, or uid:N."},
    {FIELD(struct report_by, code, TEXT), .doc = "The person's code."},
    {FIELD(struct report_by, name, TEXT), .doc = "The person's name."},
};
static const struct schema by_schema = SCHEMA("ReportBy", struct report_by, by_fields);

static const struct field asked_fields[] = {
    {FIELD(struct report_asked, from, DATE), .doc = "First day; absent: from the beginning."},
    {FIELD(struct report_asked, to, DATE), .required = true, .doc = "Last day."},
    {FIELD(struct report_asked, lot, UUID), .doc = "Only of this lot."},
    {FIELD(struct report_asked, lot_code, TEXT), .doc = "Its code."},
    {FIELD(struct report_asked, client, UUID), .doc = "Only of this client."},
    {FIELD(struct report_asked, client_code, TEXT), .doc = "Their code."},
    {FIELD(struct report_asked, recall, UUID), .doc = "Of this recall."},
    {FIELD(struct report_asked, recall_code, TEXT), .doc = "Its code."},
    {FIELD(struct report_asked, pack, TEXT), .doc = "Held against this rule pack."},
    {FIELD(struct report_asked, names, BOOL), .required = true, .doc = "With names."},
    {FIELD(struct report_asked, reason, TEXT), .doc = "Why it was asked for."},
};
static const struct schema asked_schema = SCHEMA("ReportAsked", struct report_asked, asked_fields);

static const struct field column_fields[] = {
    {FIELD(struct report_column, name, TEXT), .required = true, .doc = "For programs."},
    {FIELD(struct report_column, label, TEXT), .required = true, .doc = "For people."},
    {FIELD(struct report_column, type, CHOICE), .required = true, .choices = report_cells,
     .doc = "How its cells are read; a time is RFC 3339 by the studio's clocks, and where it was "
            "written by others, a space and in parentheses the same by those."},
};
static const struct schema column_schema =
    SCHEMA("ReportColumn", struct report_column, column_fields);

static const struct field section_fields[] = {
    {FIELD(struct report_section, subject, CHOICE), .required = true, .choices = report_subjects,
     .doc = "What it is about."},
    {FIELD(struct report_section, title, TEXT), .required = true, .doc = "Its heading."},
    {FIELD(struct report_section, text, TEXT), .required = true, .doc = "What it shows."},
    {FIELD(struct report_section, columns, OBJECT), .list = true, .required = true,
     .object = &column_schema, .doc = "From left to right."},
    {FIELD(struct report_section, rows, JSON), .list = true, .required = true,
     .doc = "Each an array of a cell a column: a text, a number, or null. None: there was "
            "nothing."},
};
static const struct schema section_schema =
    SCHEMA("ReportSection", struct report_section, section_fields);

static const struct field report_fields[] = {
    {FIELD(struct report, kind, TEXT), .required = true, .doc = "The method's second word."},
    {FIELD(struct report, title, TEXT), .required = true, .doc = "Its heading."},
    {FIELD(struct report, studio, OBJECT), .required = true, .object = &studio_schema,
     .doc = "Whose."},
    {FIELD(struct report, by, OBJECT), .required = true, .object = &by_schema,
     .doc = "Who asked for it."},
    {FIELD(struct report, asked, OBJECT), .required = true, .object = &asked_schema,
     .doc = "What was asked for."},
    {FIELD(struct report, time, TIME), .required = true, .doc = "When it was made."},
    {FIELD(struct report, drill, BOOL), .required = true,
     .doc = "Made for an exercise; each page says so."},
    {FIELD(struct report, sections, OBJECT), .list = true, .required = true,
     .object = &section_schema, .doc = "What is missing or doubtful stands first."},
    {FIELD(struct report, seal, OBJECT), .required = true, .object = &seal_schema,
     .doc = "The end of the history that it was made from."},
};
const struct schema report_schema = SCHEMA("Report", struct report, report_fields);

static const struct field signed_fields[] = {
    {FIELD(struct report_signed, report, OBJECT), .required = true, .object = &report_schema,
     .doc = "All that is signed."},
    {FIELD(struct report_signed, digest, TEXT), .required = true,
     .doc = "SHA-256 of its canonical JSON (RFC 8785), in hex."},
    {FIELD(struct report_signed, signature, TEXT), .required = true,
     .doc = "Ed25519 over the words `" REPORT_SIGNED "` and the digest, by the key of its seal, in "
            "hex."},
};
const struct schema report_signed_schema =
    SCHEMA("SignedReport", struct report_signed, signed_fields);
