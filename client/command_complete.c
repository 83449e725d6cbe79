/* Completion: a short script for each shell, which asks this program; so the tables of the commands
 * are the only place that knows what may stand where. zsh and fish hand over the words, and show
 * what each of those offered is; bash hands over the line. */
#include "client/complete.h"

#include "client/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { COMPLETE_WORDS_MAX = 64 };

static const struct {
    const char *shell, *script;
} scripts[] = {
    {"bash", "complete -o default -C 'stipple complete --' stipple\n"},
    {"zsh",
     "#compdef stipple\n"
     "_stipple() {\n"
     "    local line\n"
     "    local -a found shown\n"
     "    for line in \"${(@f)$(stipple complete --about -- \"${(@Q)words[1,CURRENT]}\")}\"; do\n"
     "        [[ -n \"$line\" ]] || continue\n"
     "        found+=(\"${line%%$'\\t'*}\")\n"
     "        shown+=(\"${line/$'\\t'/  -- }\")\n"
     "    done\n"
     "    if (( $#found )); then compadd -l -d shown -a found; else _files; fi\n"
     "}\n"
     "if [[ \"$funcstack[1]\" == _stipple ]]; then _stipple; else compdef _stipple stipple; "
     "fi\n"},
    {"fish", "function __stipple_complete\n"
             "    set -l last (commandline -ct)\n"
             "    stipple complete --about -- (commandline -opc) \"$last\"\n"
             "end\n"
             "complete -c stipple -f -a '(__stipple_complete)'\n"
             "complete -c stipple -F -n 'not string length -q -- (__stipple_complete)'\n"},
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

/* Cuts a command line into words as shells do, quotes and backslashes taken off; the last one is
 * what is under way, "" behind a space. */
static size_t words_split(char *line, char *words[COMPLETE_WORDS_MAX])
{
    size_t n = 0;
    char quote = '\0', *to = line;
    words[n++] = line;
    for (const char *at = line; *at; at++) {
        if (quote ? *at == quote : *at == '\'' || *at == '"') {
            quote = quote ? '\0' : *at;
        } else if (*at == '\\' && quote != '\'' && at[1]) {
            *to++ = *++at;
        } else if (*at != ' ' || quote) {
            *to++ = *at;
        } else {
            at += strspn(at, " ") - 1;
            *to++ = '\0';
            if (n == COMPLETE_WORDS_MAX)
                return n;
            words[n++] = to;
        }
    }
    *to = '\0';
    return n;
}

/* bash counts the cursor in characters. */
static size_t line_bytes(const char *line, const char *point)
{
    size_t n, length = strlen(line), at = 0;
    unsigned long cursor = point ? strtoul(point, NULL, 10) : length;
    for (; at < length && cursor > 0; cursor--, at += n)
        utf8_next(line + at, length - at, &n);
    return at;
}

/* What readline replaces begins behind the last = or : of the word under way, so the part before it
 * is taken off each of those offered. */
static void front_cut(struct buffer *out, const char *word, const char *replaced)
{
    size_t length = strlen(word), kept = strlen(replaced);
    const char *at = buffer_string(out);
    if (kept >= length || strcmp(word + length - kept, replaced) != 0 || !at)
        return;
    struct buffer cut = {0};
    for (size_t n; *at; at += n + (at[n] == '\n')) {
        n = strcspn(at, "\n");
        if (n > length - kept)
            buffer_add(&cut, at + (length - kept), n - (length - kept));
        buffer_byte(&cut, '\n');
    }
    buffer_free(out);
    *out = cut;
}

/* As bash calls it (complete -C): the line in $COMP_LINE up to $COMP_POINT, and behind it the
 * program, what will be replaced, and the word before that. */
static enum stipple_exit line_complete(struct run *r)
{
    const char *line = getenv("COMP_LINE"), *point = getenv("COMP_POINT");
    char *words[COMPLETE_WORDS_MAX];
    char *copy = line ? arena_copy(&r->arena, line, line_bytes(line, point)) : NULL;
    if (!copy)
        return line ? tell_memory(r) : STIPPLE_EXIT_DONE;
    size_t n = words_split(copy, words);
    if (n > 1)
        complete_words(words + 1, n - 1, false, r->out);
    if (n > 1 && r->options.n_operands > 1)
        front_cut(r->out, words[n - 1], r->options.operands[1]);
    return STIPPLE_EXIT_DONE;
}

static enum stipple_exit complete_run(struct run *r)
{
    const char *shell = option_text(&r->options, "script");
    if (shell)
        return script_print(r, shell);
    if (!option_given(&r->options, "about"))
        return line_complete(r);
    if (r->options.n_operands > 1)
        complete_words((char **)(uintptr_t)(r->options.operands + 1), r->options.n_operands - 1,
                       true, r->out);
    return STIPPLE_EXIT_DONE;
}

static const struct option complete_options[] = {
    {"script", OPTION_TEXT, "SHELL", NULL, "Prints what bash, zsh or fish need to know."},
    {"about", OPTION_FLAG, NULL, NULL, "For the words behind --, with what each is."},
    {0}};

const struct command complete_commands[] = {
    {.name = "complete",
     .usage = "complete --script bash | zsh | fish",
     .summary = "Completes command lines in a shell.",
     .help = "\nOnce, in ~/.bashrc (or ~/.zshrc with zsh):\n"
             "  source <(stipple complete --script bash)\n"
             "\nand for fish:\n"
             "  stipple complete --script fish > ~/.config/fish/completions/stipple.fish\n",
     .options = complete_options,
     .operands_max = COMPLETE_WORDS_MAX,
     .run = complete_run},
    {0}};
