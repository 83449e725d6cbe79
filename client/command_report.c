/* Reports: on the terminal, as JSON, as CSV, and as pages to be handed to an inspector, with the
 * companion file that proves them. */
#include "client/command.h"

#include "client/file.h"
#include "client/report.h"
#include "client/report_pdf.h"
#include "client/view.h"
#include "json/writer.h"

#include <stdio.h>
#include <string.h>

static const struct view verified_lines[] = {{"Report", "report.title", FORMAT_TEXT},
                                             {"Studio", "report.studio.name", FORMAT_TEXT},
                                             {"Made", "report.time", FORMAT_TIME},
                                             {"Digest", "digest", FORMAT_TEXT},
                                             {"Signed by", "report.seal.fingerprint", FORMAT_TEXT},
                                             {"Up to event", "report.seal.seq", FORMAT_TEXT},
                                             {"Its hash", "report.seal.hash", FORMAT_TEXT},
                                             {0}};

static enum stipple_error output_write(struct run *r, const char *path, const struct buffer *bytes,
                                       struct error *e)
{
    TRY(report_write(path, bytes, e));
    buffer_print(r->talk, "Written: %s\n", path);
    return STIPPLE_OK;
}

static enum stipple_error csv_output(struct run *r, const cJSON *answer, struct error *e)
{
    struct buffer bytes = {0};
    report_csv(&bytes, member_at(answer, "report"));
    enum stipple_error code = output_write(r, option_text(&r->options, "csv"), &bytes, e);
    buffer_free(&bytes);
    return code;
}

static enum stipple_error pdf_output(struct run *r, const char *text, const cJSON *answer,
                                     struct error *e)
{
    const char *path = option_text(&r->options, "pdf");
    const char *companion = arena_print(&r->arena, "%s.json", path);
    struct buffer pages = {0}, data = {0};
    struct glyphs missing = {0};
    struct paper_size paper;
    TRY(paper_size_parse(option_text(&r->options, "paper"), &paper, e));
    if (!companion)
        return fail_memory(e);
    enum stipple_error code = report_pdf(&pages, answer, paper, &missing, e);
    buffer_text(&data, text);
    buffer_byte(&data, '\n');
    if (code == STIPPLE_OK)
        code = output_write(r, companion, &data, e);
    if (code == STIPPLE_OK)
        code = output_write(r, path, &pages, e);
    if (code == STIPPLE_OK)
        glyphs_tell(r, &missing);
    buffer_free(&pages);
    buffer_free(&data);
    return code;
}

static enum stipple_exit report_output(struct run *r, const char *text, const cJSON *answer)
{
    struct error e;
    bool csv = option_given(&r->options, "csv"), pdf = option_given(&r->options, "pdf");
    if (csv && csv_output(r, answer, &e) != STIPPLE_OK)
        return tell_error(r, &e);
    if (pdf && pdf_output(r, text, answer, &e) != STIPPLE_OK)
        return tell_error(r, &e);
    if (option_given(&r->options, "json"))
        run_print(r, text);
    else if (!csv && !pdf)
        report_show(r, answer);
    return STIPPLE_EXIT_DONE;
}

static enum stipple_exit report_run(struct run *r)
{
    struct error e;
    struct buffer params = {0};
    struct json_writer w = {.out = &params};
    struct paper_size paper;
    const char *text = NULL;
    json_object(&w);
    enum stipple_error code = run_members(r, &w, &e);
    json_object_end(&w);
    if (code == STIPPLE_OK && !buffer_string(&params))
        code = fail_memory(&e);
    if (code == STIPPLE_OK)
        code = paper_size_parse(option_text(&r->options, "paper"), &paper, &e);
    if (code == STIPPLE_OK && option_given(&r->options, "pdf"))
        code = report_pdf_possible(&e);
    enum stipple_exit status = code == STIPPLE_OK
                                   ? run_call(r, r->command->method, params.data, &text)
                                   : tell_error(r, &e);
    buffer_free(&params);
    const cJSON *answer = status == STIPPLE_EXIT_DONE ? run_parse(r, text) : NULL;
    if (status != STIPPLE_EXIT_DONE)
        return status;
    return answer ? report_output(r, text, answer) : STIPPLE_EXIT_FAILED;
}

static enum stipple_exit verify_run(struct run *r)
{
    struct error e;
    struct buffer bytes = {0};
    const cJSON *answer = NULL;
    enum stipple_error code = file_read(r->options.operands[0], &bytes, &e);
    if (code == STIPPLE_OK)
        code = report_check(&r->arena, bytes.data, bytes.length, option_text(&r->options, "key"),
                            &answer, &e);
    if (code != STIPPLE_OK) {
        buffer_free(&bytes);
        return tell_error(r, &e);
    }
    buffer_text(r->out, "The report is as it was signed.\n");
    card_view(r, answer, verified_lines);
    buffer_free(&bytes);
    if (!option_given(&r->options, "key"))
        tell(r, "Who signed it is told by the key alone: compare its fingerprint with the one that "
                "the studio gave you before (stipple audit seal), or say --key.");
    return STIPPLE_EXIT_DONE;
}

#define OUTPUT_OPTIONS                                                                             \
    {"pdf", OPTION_TEXT, "FILE", NULL,                                                             \
     "Print-ready pages, and beside them FILE.json, which proves them."},                          \
        {"paper", OPTION_TEXT, "SIZE", NULL, "a4 or letter; a4 if not said."},                     \
        {"csv", OPTION_TEXT, "FILE", NULL, "For a spreadsheet."},                                  \
    {                                                                                              \
        "by", OPTION_TEXT, "STAFF", "by", "Who asks; not needed where your login says it."         \
    }
#define PERIOD_OPTIONS                                                                             \
    {"from", OPTION_TEXT, "DATE", "from", "First day; the beginning if not said."},                \
        {"to", OPTION_TEXT, "DATE", "to", "Last day; today if not said."}, OUTPUT_OPTIONS
#define NAMES_OPTIONS                                                                              \
    {"names", OPTION_FLAG, NULL, "names", "Who the codes stand for, on the last page."},           \
    {                                                                                              \
        "reason", OPTION_TEXT, "TEXT", "reason", "Why; needed with --names, and kept."             \
    }
static const struct option period_options[] = {
    PERIOD_OPTIONS, {"reason", OPTION_TEXT, "TEXT", "reason", "Why; printed and kept."}, {0}};
static const struct option names_options[] = {PERIOD_OPTIONS, NAMES_OPTIONS, {0}};
static const struct option lot_options[] = {
    {"drill", OPTION_FLAG, NULL, "drill", "For an exercise; each page says so."},
    PERIOD_OPTIONS,
    NAMES_OPTIONS,
    {0}};
static const struct option inspection_options[] = {
    {"pack", OPTION_TEXT, "PACK", "pack", "The rule pack; those of the studio if not said."},
    PERIOD_OPTIONS,
    NAMES_OPTIONS,
    {0}};
static const struct option recall_options[] = {OUTPUT_OPTIONS, NAMES_OPTIONS, {0}};
static const struct option verify_options[] = {
    {"key", OPTION_TEXT, "KEY", NULL, "The public key or fingerprint that must have signed it."},
    {0}};

#define REPORT_HELP                                                                                \
    "\nWhat is missing or doubtful stands first. Every report is written into the history, and "   \
    "signed: FILE.json beside a PDF is what `stipple report verify` checks. Files are readable "   \
    "by you alone.\n\nIn CSV each record begins with its section. A text that a spreadsheet "      \
    "might take for a formula (= + - @ tab at its beginning) has a ' before it; numbers stay "     \
    "numbers.\n"

const struct command report_commands[] = {
    {.name = "report stock",
     .usage = "report stock [--from DATE] [--to DATE] [--pdf FILE | --csv FILE]",
     .summary = "The stock ledger of a period.",
     .help = REPORT_HELP,
     .options = period_options,
     .method = "report.stock",
     .run = report_run},
    {.name = "report lot",
     .usage = "report lot LOT [--names --reason TEXT] [--pdf FILE | --csv FILE]",
     .summary = "Where one lot came from, and whom it reached.",
     .help = REPORT_HELP,
     .options = lot_options,
     .operands_min = 1,
     .operands_max = 1,
     .operand = "lot",
     .method = "report.lot",
     .run = report_run},
    {.name = "report client",
     .usage = "report client CLIENT [--names --reason TEXT] [--pdf FILE | --csv FILE]",
     .summary = "What was done for one client, and with which lots.",
     .help = REPORT_HELP,
     .options = names_options,
     .operands_min = 1,
     .operands_max = 1,
     .operand = "client",
     .method = "report.client",
     .run = report_run},
    {.name = "report inspection",
     .usage = "report inspection [--from DATE] [--to DATE] [--pdf FILE | --csv FILE]",
     .summary = "A period as an inspector asks for it.",
     .help = REPORT_HELP "\nFor example:\n"
                         "  stipple report inspection --from 2026-01-01 --pdf inspection.pdf\n",
     .options = inspection_options,
     .method = "report.inspection",
     .run = report_run},
    {.name = "report recall",
     .usage = "report recall RECALL [--names --reason TEXT] [--pdf FILE | --csv FILE]",
     .summary = "A recall: its lots, whom they reached, who was told.",
     .help = REPORT_HELP,
     .options = recall_options,
     .operands_min = 1,
     .operands_max = 1,
     .operand = "recall",
     .method = "report.recall",
     .run = report_run},
    {.name = "report verify",
     .usage = "report verify FILE [--key KEY]",
     .summary = "Checks a report's companion file; asks no studio.",
     .help = "\nFILE is the .json beside the pages. Its digest must be the one that is printed on "
             "them. Ends with status 1 if anything was changed.\n",
     .options = verify_options,
     .operands_min = 1,
     .operands_max = 1,
     .run = verify_run},
    {0}};
