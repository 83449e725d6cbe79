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

/* Paragraphs, and examples: lines that begin with a space. */
static void help_add(struct buffer *out, const char *help)
{
    bool examples = false;
    for (const char *at = help; at && *at;) {
        size_t length = strcspn(at, "\n");
        if (examples && *at != ' ')
            buffer_text(out, ".fi\n.RE\n");
        if (!examples && *at == ' ')
            buffer_text(out, ".PP\n.RS\n.nf\n");
        examples = *at == ' ';
        if (examples) {
            roff_text(out, at + strspn(at, " "), length - strspn(at, " "));
            buffer_byte(out, '\n');
        } else if (length > 0) {
            buffer_text(out, ".PP\n");
            roff_paragraph(out, at, length);
        }
        at += length + (at[length] == '\n');
    }
    if (examples)
        buffer_text(out, ".fi\n.RE\n");
}

static void command_add(struct buffer *out, const struct command *c)
{
    line_add(out, ".SS stipple ", c->name, "\n");
    buffer_text(out, "\\fBstipple ");
    roff_paragraph(out, c->usage, strlen(c->usage));
    buffer_cut(out, out->length - 1);
    buffer_text(out, "\\fR\n");
    buffer_text(out, ".PP\n");
    roff_paragraph(out, c->summary, strlen(c->summary));
    help_add(out, c->help);
    options_add(out, c->options);
}

static const char head[] =
    ".TH STIPPLE 1 \"" STIPPLE_DATE "\" \"Stipple " STIPPLE_VERSION "\" \"Stipple\"\n"
    ".SH NAME\nstipple \\- pigment match and lot trace for scalp micropigmentation studios\n"
    ".SH SYNOPSIS\n\\fBstipple\\fR \\fICOMMAND\\fR [\\fIOPTIONS\\fR]\n"
    ".SH DESCRIPTION\nTalks to \\fBstippled\\fR(8): asks which pigment, in which dilution,\n"
    "will match a client's stubble once it has healed, and keeps the studio's books.\n"
    ".PP\nData goes to standard output; remarks, warnings and what to do next go to\n"
    "standard error.\n"
    ".SH COMMANDS\n";

static const char tail[] =
    ".SH ENVIRONMENT\n"
    ".TP\n\\fBSTIPPLE_SOCKET\\fR\nThe daemon's socket, unless \\fB\\-\\-socket\\fR names it.\n"
    ".TP\n\\fBXDG_RUNTIME_DIR\\fR\nWhere a person's own daemon is looked for first.\n"
    ".TP\n\\fBNO_COLOR\\fR\nNo colours and no bold type.\n"
    ".TP\n\\fBCOLUMNS\\fR\nHow wide the terminal is, if not as it says itself.\n"
    ".SH SEE ALSO\n\\fBstippled\\fR(8)\n";

static void statuses_add(struct buffer *out)
{
    buffer_text(out, ".SH EXIT STATUS\n");
    for (size_t i = 0; exit_statuses[i]; i++) {
        buffer_print(out, ".TP\n%zu\n", i);
        roff_paragraph(out, exit_statuses[i], strlen(exit_statuses[i]));
    }
    buffer_text(out, ".PP\nWhere the outcome is unknown, the same command with the "
                     "\\fB\\-\\-op\\-id\\fR that it\nnames is done at most once.\n");
}

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
    statuses_add(out);
    buffer_text(out, tail);
}
