/* A notice on the command line: from options, or as it was pasted. What was checked is opened in
 * the same words, so those are said again, ready to be pasted. */
#include "client/recall.h"

#include "client/again.h"
#include "client/file.h"

#include <string.h>

/* Mail comes with carriage returns, which no text of ours has. */
static void text_write(struct json_writer *w, struct span text, char *copy)
{
    size_t n = 0;
    for (size_t i = 0; i < text.length; i++)
        if (text.at[i] != '\r')
            copy[n++] = text.at[i];
    copy[n] = '\0';
    json_key(w, "text");
    json_text(w, copy);
}

static enum stipple_error file_write(struct run *r, struct json_writer *w, const char *path,
                                     struct error *e)
{
    struct buffer bytes = {0};
    struct span text = {0};
    enum stipple_error code = file_read(path, &bytes, e);
    if (code == STIPPLE_OK)
        code = file_text(bytes.data, bytes.length, file_name(path), "the notice as plain text",
                         &text, e);
    char *copy = code == STIPPLE_OK ? arena_take(&r->arena, text.length + 1) : NULL;
    if (copy)
        text_write(w, text, copy);
    else if (code == STIPPLE_OK)
        code = fail_memory(e);
    buffer_free(&bytes);
    return code;
}

/* The file with the letter, as an option or as the operand; NULL: none. */
static const char *notice_file(const struct run *r)
{
    const char *path = option_text(&r->options, "notice");
    return path || r->options.n_operands == 0 ? path : r->options.operands[0];
}

static enum stipple_error notice_params(struct run *r, struct buffer *out, struct error *e)
{
    const char *path = notice_file(r);
    bool twice = option_given(&r->options, "notice") && r->options.n_operands > 0;
    struct json_writer w = {.out = out};
    if (path && (twice || option_given(&r->options, "text")))
        return fail(e, STIPPLE_CLIENT_USAGE, NULL, "The notice is given twice; once is enough.");
    json_object(&w);
    TRY(run_members(r, &w, e));
    if (path)
        TRY(file_write(r, &w, path, e));
    json_object_end(&w);
    return buffer_string(out) ? STIPPLE_OK : fail_memory(e);
}

enum stipple_exit notice_run(struct run *r)
{
    struct buffer params = {0};
    struct error e = {0};
    enum stipple_exit status = notice_params(r, &params, &e) == STIPPLE_OK
                                   ? run_params(r, r->command->method, params.data)
                                   : tell_error(r, &e);
    buffer_free(&params);
    return status;
}

static bool notice_option(const struct option *option)
{
    static const struct option options[] = {NOTICE_OPTIONS, {0}};
    for (const struct option *o = options; o->name; o++)
        if (strcmp(o->name, option->name) == 0)
            return true;
    return false;
}

static void lots_also(struct buffer *out, const cJSON *lots)
{
    const cJSON *lot;
    cJSON_ArrayForEach(lot, lots)
    {
        const char *code = member_text(lot, "lot_code");
        if (code)
            again_option(out, "also", code);
    }
}

void notice_open_next(struct run *r, const cJSON *possible, const char *option, const char *why)
{
    struct buffer words = {0};
    if (r->options.n_operands > 0)
        again_option(&words, "notice", r->options.operands[0]);
    for (size_t i = 0; i < r->options.n; i++) {
        const struct option_value *given = &r->options.values[i];
        if (notice_option(given->option))
            again_option(&words, given->option->name, given->text);
    }
    lots_also(&words, possible);
    if (option)
        again_option(&words, option, NULL);
    if (buffer_string(&words))
        next_command(r, why, "recall open%s", words.data);
    buffer_free(&words);
}
