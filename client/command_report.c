/* Reports: on the terminal, as JSON, as CSV, and as pages to be handed to an inspector, with the
 * companion file that proves them. */
#include "client/command.h"

#include "client/file.h"
#include "client/report.h"
#include "client/report_pdf.h"
#include "client/view.h"
#include "json/writer.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct view proof_lines[] = {{"Digest", "digest", FORMAT_TEXT},
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

/* Beside the file it proves. */
static enum stipple_error companion_write(struct run *r, const char *path, const char *text,
                                          struct error *e)
{
    struct buffer data = {0};
    const char *companion = arena_print(&r->arena, "%s.json", path);
    if (!companion)
        return fail_memory(e);
    buffer_text(&data, text);
    buffer_byte(&data, '\n');
    enum stipple_error code = output_write(r, companion, &data, e);
    buffer_free(&data);
    return code;
}

static enum stipple_error csv_output(struct run *r, const char *path, const char *text,
                                     const cJSON *answer, struct error *e)
{
    struct buffer bytes = {0};
    report_csv(&bytes, answer);
    enum stipple_error code = companion_write(r, path, text, e);
    if (code == STIPPLE_OK)
        code = output_write(r, path, &bytes, e);
    buffer_free(&bytes);
    return code;
}

static enum stipple_error pdf_output(struct run *r, const char *path, const char *text,
                                     const cJSON *answer, struct error *e)
{
    struct buffer pages = {0};
    struct glyphs missing = {0};
    struct paper_size paper;
    TRY(paper_size_parse(option_text(&r->options, "paper"), &paper, e));
    enum stipple_error code = report_pdf(&pages, answer, paper, &missing, e);
    if (code == STIPPLE_OK)
        code = companion_write(r, path, text, e);
    if (code == STIPPLE_OK)
        code = output_write(r, path, &pages, e);
    if (code == STIPPLE_OK)
        glyphs_tell(r, &missing);
    buffer_free(&pages);
    return code;
}

/* A report that was signed and perhaps handed out is not replaced; nor is what proves it. */
static enum stipple_error file_new(struct run *r, const char *path, struct error *e)
{
    const char *companion = path ? arena_print(&r->arena, "%s.json", path) : NULL;
    const char *names[] = {path, companion};
    if (path && !companion)
        return fail_memory(e);
    for (size_t i = 0; path && i < sizeof names / sizeof *names; i++) {
        if (access(names[i], F_OK) != 0)
            continue;
        fail(e, STIPPLE_CLIENT_OUTPUT, NULL, "%s is there already, and no report replaces another.",
             names[i]);
        return fail_hint(e, "Give another name, or move it away.");
    }
    return STIPPLE_OK;
}

/* What can be said of the files before anything is asked. */
static enum stipple_error files_check(struct run *r, struct error *e)
{
    const char *csv = option_text(&r->options, "csv"), *pdf = option_text(&r->options, "pdf");
    struct paper_size paper;
    TRY(paper_size_parse(option_text(&r->options, "paper"), &paper, e));
    if (csv && pdf && strcmp(csv, pdf) == 0)
        return fail(e, STIPPLE_CLIENT_USAGE, NULL, "--csv and --pdf need a file each.");
    TRY(file_new(r, csv, e));
    TRY(file_new(r, pdf, e));
    return pdf ? report_pdf_possible(e) : STIPPLE_OK;
}

static enum stipple_exit files_write(struct run *r, const char *text, const cJSON *answer)
{
    struct error e;
    const char *csv = option_text(&r->options, "csv"), *pdf = option_text(&r->options, "pdf");
    if (csv && csv_output(r, csv, text, answer, &e) != STIPPLE_OK)
        return tell_error(r, &e);
    if (pdf && pdf_output(r, pdf, text, answer, &e) != STIPPLE_OK)
        return tell_error(r, &e);
    return STIPPLE_EXIT_DONE;
}

static enum stipple_exit report_output(struct run *r, const char *text, const cJSON *answer)
{
    enum stipple_exit status = files_write(r, text, answer);
    bool files = option_given(&r->options, "csv") || option_given(&r->options, "pdf");
    if (status == STIPPLE_EXIT_DONE && option_given(&r->options, "json"))
        run_print(r, text);
    else if (status == STIPPLE_EXIT_DONE && !files)
        report_show(r, answer);
    return status;
}

static enum stipple_exit report_run(struct run *r)
{
    struct error e;
    struct buffer params = {0};
    struct json_writer w = {.out = &params};
    const char *text = NULL;
    json_object(&w);
    enum stipple_error code = run_members(r, &w, &e);
    json_object_end(&w);
    if (code == STIPPLE_OK && !buffer_string(&params))
        code = fail_memory(&e);
    if (code == STIPPLE_OK)
        code = files_check(r, &e);
    enum stipple_exit status = code == STIPPLE_OK
                                   ? run_call(r, r->command->method, params.data, &text)
                                   : tell_error(r, &e);
    buffer_free(&params);
    const cJSON *answer = status == STIPPLE_EXIT_DONE ? run_parse(r, text) : NULL;
    if (status != STIPPLE_EXIT_DONE)
        return status;
    return answer ? report_output(r, text, answer) : STIPPLE_EXIT_FAILED;
}

/* Pages and tables prove nothing themselves: whoever gives one meant the file beside it. */
static enum stipple_error companion_hint(const char *path, struct error *e)
{
    char beside[PATH_MAX];
    snprintf(beside, sizeof beside, "%s.json", path);
    if (e->code == STIPPLE_CLIENT_INPUT && access(beside, R_OK) == 0)
        fail_hint(e, "What proves it lies beside it: stipple report verify %s", beside);
    return e->code;
}

static enum stipple_error file_check(struct run *r, const char *path, const struct buffer *bytes,
                                     const cJSON **ret, struct error *e)
{
    struct span text;
    TRY(file_text(bytes->data, bytes->length, path, "The file that proves a report ends in .json.",
                  &text, e));
    return report_check(&r->arena, text.at, text.length, option_text(&r->options, "key"), ret, e);
}

static enum stipple_error report_read(struct run *r, struct buffer *bytes, const cJSON **ret,
                                      struct error *e)
{
    const char *path = r->options.operands[0], *printed = option_text(&r->options, "printed");
    TRY(file_read(path, bytes, e));
    if (file_check(r, path, bytes, ret, e) != STIPPLE_OK)
        return companion_hint(path, e);
    return printed ? report_is_printed(*ret, printed, e) : STIPPLE_OK;
}

static void verified_show(struct run *r, const cJSON *answer)
{
    buffer_text(r->out, "The report is as it was signed.\n\n");
    report_head(r, member_at(answer, "report"));
    card_view(r, answer, proof_lines);
    if (!option_given(&r->options, "printed"))
        tell(r, "The pages are of this report if the same digest is printed on them; --printed "
                "compares it.");
    if (!option_given(&r->options, "key"))
        tell(r, "Who signed it is told by the key alone: compare its fingerprint with the one that "
                "the studio gave you before (stipple audit seal), or say --key.");
}

static enum stipple_exit verify_run(struct run *r)
{
    struct error e;
    struct buffer bytes = {0};
    const cJSON *answer = NULL;
    enum stipple_error code = files_check(r, &e);
    if (code == STIPPLE_OK)
        code = report_read(r, &bytes, &answer, &e);
    enum stipple_exit status =
        code == STIPPLE_OK ? files_write(r, bytes.data, answer) : tell_error(r, &e);
    if (status == STIPPLE_EXIT_DONE && option_given(&r->options, "json"))
        run_print(r, bytes.data);
    else if (status == STIPPLE_EXIT_DONE)
        verified_show(r, answer);
    buffer_free(&bytes);
    return status;
}

#define FILE_OPTIONS                                                                               \
    {"pdf", OPTION_TEXT, "FILE", NULL,                                                             \
     "Print-ready pages, and beside them FILE.json, which proves them."},                          \
        {"paper", OPTION_TEXT, "SIZE", NULL, "a4 or letter; a4 if not said."},                     \
    {                                                                                              \
        "csv", OPTION_TEXT, "FILE", NULL, "For a spreadsheet; FILE.json beside it, too."           \
    }
#define OUTPUT_OPTIONS                                                                             \
    FILE_OPTIONS,                                                                                  \
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
    {"printed", OPTION_TEXT, "TEXT", NULL,
     "What the QR code on the paper says, or the digest printed on it, 16 digits or more."},
    FILE_OPTIONS,
    {0}};

#define REPORT_HELP                                                                                \
    "\nWhat is missing or doubtful stands first. Every report is written into the history, and "   \
    "signed: FILE.json beside a PDF is what `stipple report verify` checks. Files are readable "   \
    "by you alone, and replace none of that name.\n\nIn CSV each record begins with its section. " \
    "A text that a spreadsheet "                                                                   \
    "would take for a formula (= + - @ at its beginning), or for a number or a day and write "     \
    "anew (0012, 1E5, 3-12), has a ' before it; numbers stay numbers, negative ones too.\n"

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
     .usage = "report verify FILE [--key KEY] [--printed TEXT] [--pdf FILE | --csv FILE]",
     .summary = "Checks a report's companion file; asks no studio.",
     .help = "\nFILE is the .json beside the pages. Its digest must be the one that is printed on "
             "them: its first digits stand at the foot of each page. With --pdf or --csv, the "
             "report is written again from what was checked. Ends with status 1 if anything was "
             "changed.\n\nFor example:\n"
             "  stipple report verify inspection.pdf.json --printed '5ad1 5ba7 6a49 f52b'\n",
     .options = verify_options,
     .operands_min = 1,
     .operands_max = 1,
     .run = verify_run},
    {0}};
