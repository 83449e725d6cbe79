/* stipple(1), from the same tables as the help: what the parser does not know is not in it. */
#include "client/command.h"

#include "base/roff.h"

#include <string.h>

static void line_add(struct buffer *out, const char *before, const char *text, const char *after)
{
    buffer_text(out, before);
    roff_text(out, text, strlen(text));
    buffer_text(out, after);
}

static void options_add(struct buffer *out, const struct option *options)
{
    for (const struct option *o = options; o && o->name; o++)
        roff_option(out, o->name, o->value, o->doc);
}

/* Paragraphs, and example lines, which begin with a space. */
static void help_add(struct buffer *out, const char *help)
{
    for (const char *at = help; at && *at;) {
        size_t length = strcspn(at, "\n");
        if (*at == ' ') {
            buffer_text(out, ".PP\n.RS\n.nf\n");
            roff_text(out, at + strspn(at, " "), length - strspn(at, " "));
            buffer_text(out, "\n.fi\n.RE\n");
        } else if (length > 0) {
            buffer_text(out, ".PP\n");
            roff_text(out, at, length);
            buffer_byte(out, '\n');
        }
        at += length + (at[length] == '\n');
    }
}

static void command_add(struct buffer *out, const struct command *c)
{
    line_add(out, ".SS stipple ", c->name, "\n");
    line_add(out, "\\fBstipple ", c->usage, "\\fR\n");
    line_add(out, ".PP\n", c->summary, "\n");
    help_add(out, c->help);
    options_add(out, c->options);
}

static const char head[] =
    ".TH STIPPLE 1 \"\" \"Stipple " STIPPLE_VERSION "\" \"Stipple\"\n"
    ".SH NAME\nstipple \\- pigment match and lot trace for scalp micropigmentation studios\n"
    ".SH SYNOPSIS\n\\fBstipple\\fR \\fICOMMAND\\fR [\\fIOPTIONS\\fR]\n"
    ".SH DESCRIPTION\nTalks to \\fBstippled\\fR(8): asks which pigment, in which dilution, will "
    "match a client's stubble once it has healed, and keeps the studio's books.\n"
    ".PP\nData goes to standard output; remarks, warnings and what to do next go to standard "
    "error.\n"
    ".SH COMMANDS\n";

static const char tail[] =
    ".SH EXIT STATUS\n"
    "0 done, 1 failed, 2 not understood, 3 not found, 4 not allowed, 5 conflict, 6 daemon not "
    "reachable, 7 outcome unknown: the same command with the \\fB\\-\\-op\\-id\\fR it names is "
    "done at most once.\n"
    ".SH ENVIRONMENT\n"
    ".TP\n\\fBSTIPPLE_SOCKET\\fR\nThe daemon's socket, unless \\fB\\-\\-socket\\fR names it.\n"
    ".TP\n\\fBXDG_RUNTIME_DIR\\fR\nWhere a person's own daemon is looked for first.\n"
    ".TP\n\\fBNO_COLOR\\fR\nNo colours and no bold type.\n"
    ".SH SEE ALSO\n\\fBstippled\\fR(8)\n";

void manual_write(struct buffer *out)
{
    buffer_text(out, head);
    for (const struct command *const *group = command_groups; *group; group++)
        for (const struct command *c = *group; c->name; c++)
            command_add(out, c);
    buffer_text(out, ".SH OPTIONS FOR EVERY COMMAND\n");
    options_add(out, global_options);
    buffer_text(out, ".SH OPTIONS FOR EVERY COMMAND THAT WRITES\n");
    options_add(out, write_options);
    buffer_text(out, tail);
}
