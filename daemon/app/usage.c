#include "app/usage.h"

#include "base/roff.h"
#include "stipple/protocol.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

static const char *const synopsis[] = {"[--data DIR] [--socket PATH] [--config FILE]",
                                       "--verify FILE [--key KEY] [--seal TEXT] [--json]",
                                       "--restore FILE [--data DIR]"};
static const char what[] =
    "Keeps a studio's stock, its history and its colours, and answers on a "
    "Unix socket.\nRuns in the foreground until SIGTERM, SIGHUP or Ctrl-C.\n";
static const struct {
    const char *name, *value, *doc;
} options[] = {
    {"data", "DIR", "where the studio's database lives; made on first start"},
    {"socket", "PATH", "where clients connect; at most 107 bytes"},
    {"config", "FILE",
     "JSON: {\"data\", \"socket\", \"roles\": [{\"role\", \"user\"|\"group\"|\"uid\"|\"gid\"}]}"},
    {"verify", "FILE", "audits a backup, or the database of a stopped daemon; changes nothing"},
    {"key", "KEY", "the public key or fingerprint that its history must be under"},
    {"seal", "TEXT", "a seal, typed from paper or as JSON, that its history must contain"},
    {"json", NULL, "the findings as JSON"},
    {"restore", "FILE", "puts a backup into a data directory that holds nothing but keys"},
    {"reference", NULL, "every method with its parameters and results, in Markdown"},
    {"man", NULL, "the manual page, for man -l -"},
    {"help", NULL, "this text"},
    {"version", NULL, "the version"},
};
static const char places[] =
    "A person's data is in $XDG_STATE_HOME/stipple (~/.local/state/stipple), the socket in\n"
    "$XDG_RUNTIME_DIR/stipple; for root and service users " STIPPLE_SYSTEM_DATA
    " and " STIPPLE_SYSTEM_RUNTIME ".\n";
static const char statuses[] =
    "0 stopped when asked or nothing found, 1 failed or something found,\n"
    "2 wrong usage or configuration, 5 the data directory is in use or not empty, 7 a\n"
    "commit failed midway.\n";

enum { SYNOPSES = sizeof synopsis / sizeof *synopsis, OPTIONS = sizeof options / sizeof *options };

void usage_write(struct buffer *out)
{
    for (size_t i = 0; i < SYNOPSES; i++)
        buffer_print(out, "%s stippled %s\n", i ? "      " : "Usage:", synopsis[i]);
    buffer_print(out, "\n%s\n", what);
    for (size_t i = 0; i < OPTIONS; i++) {
        char name[32];
        snprintf(name, sizeof name, "%s %s", options[i].name,
                 options[i].value ? options[i].value : "");
        buffer_print(out, "  --%-13s %s\n", name, options[i].doc);
    }
    buffer_print(out, "\n%s\nExit status: %s", places, statuses);
}

static void section_add(struct buffer *out, const char *name, const char *text)
{
    buffer_print(out, ".SH %s\n", name);
    roff_paragraph(out, text, strlen(text));
}

void manual_write(struct buffer *out)
{
    buffer_text(out,
                ".TH STIPPLED 8 \"" STIPPLE_DATE "\" \"Stipple " STIPPLE_VERSION "\" \"Stipple\"\n"
                ".SH NAME\nstippled \\- keeps the books of a scalp micropigmentation studio\n"
                ".SH SYNOPSIS\n");
    for (size_t i = 0; i < SYNOPSES; i++) {
        buffer_text(out, i ? ".br\n\\fBstippled\\fR " : "\\fBstippled\\fR ");
        roff_text(out, synopsis[i], strlen(synopsis[i]));
        buffer_byte(out, '\n');
    }
    section_add(out, "DESCRIPTION", what);
    buffer_text(out, ".SH OPTIONS\n");
    for (size_t i = 0; i < OPTIONS; i++)
        roff_option(out, options[i].name, options[i].value, options[i].doc);
    section_add(out, "FILES", places);
    section_add(out, "EXIT STATUS", statuses);
    buffer_text(out, ".SH SEE ALSO\n\\fBstipple\\fR(1)\n");
}
