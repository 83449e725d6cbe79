/* Completion: a short script for each shell, which asks this program; so the tables of the commands
 * are the only place that knows what may stand where. */
#include "client/command.h"

#include <stdlib.h>
#include <string.h>

enum { COMPLETE_WORDS_MAX = 16 };

static const struct {
    const char *shell, *script;
} scripts[] = {
    {"bash", "complete -o default -C 'stipple complete' stipple\n"},
    {"zsh", "#compdef stipple\n"
            "_stipple() {\n"
            "    local -a found\n"
            "    found=(\"${(@f)$(COMP_LINE=\"${(j: :)words[1,CURRENT]}\" stipple complete)}\")\n"
            "    if [[ -n \"$found[1]\" ]]; then compadd -a found; else _files; fi\n"
            "}\n"
            "if [[ \"$funcstack[1]\" == _stipple ]]; then _stipple; else compdef _stipple stipple; "
            "fi\n"},
    {"fish", "function __stipple_complete\n"
             "    set -lx COMP_LINE (commandline -cp)\n"
             "    stipple complete\n"
             "end\n"
             "complete -c stipple -a '(__stipple_complete)'\n"},
};

static enum stipple_exit script_print(struct run *r, const char *shell)
{
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++)
        if (strcmp(scripts[i].shell, shell) == 0) {
            buffer_text(r->out, scripts[i].script);
            return STIPPLE_EXIT_DONE;
        }
    struct error e;
    fail(&e, STIPPLE_CLIENT_USAGE, NULL, "--script is bash, zsh or fish.");
    return tell_error(r, &e);
}

/* As bash calls it (complete -C): the line in $COMP_LINE, the cursor in $COMP_POINT. */
static enum stipple_exit complete_run(struct run *r)
{
    const char *shell = option_text(&r->options, "script");
    if (shell)
        return script_print(r, shell);
    const char *line = getenv("COMP_LINE"), *point = getenv("COMP_POINT");
    char *found[COMPLETE_WORDS_MAX], *rest = NULL;
    size_t n = 0, length = line ? strlen(line) : 0;
    unsigned long cursor = point ? strtoul(point, NULL, 10) : length;
    char *copy = arena_copy(&r->arena, line ? line : "", cursor < length ? cursor : length);
    if (!copy)
        return STIPPLE_EXIT_FAILED;
    size_t end = strlen(copy);
    bool open = end > 0 && copy[end - 1] == ' ';
    for (char *word = strtok_r(copy, " ", &rest); word && n < COMPLETE_WORDS_MAX - 1;
         word = strtok_r(NULL, " ", &rest))
        found[n++] = word;
    if (open)
        found[n++] = copy + end;
    if (n > 1)
        complete_words(found + 1, n - 1, r->out);
    return STIPPLE_EXIT_DONE;
}

static const struct option complete_options[] = {
    {"script", OPTION_TEXT, "SHELL", NULL, "Prints what bash, zsh or fish need to know."}, {0}};

const struct command complete_commands[] = {
    {.name = "complete",
     .usage = "complete --script bash | zsh | fish",
     .summary = "Completes command lines in a shell.",
     .help = "\nOnce, in ~/.bashrc (or ~/.zshrc with zsh):\n"
             "  source <(stipple complete --script bash)\n"
             "\nand for fish:\n"
             "  stipple complete --script fish > ~/.config/fish/completions/stipple.fish\n",
     .options = complete_options,
     .operands_max = 3,
     .run = complete_run},
    {0}};
