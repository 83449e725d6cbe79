/* The daemon gives the list, and the words are the studio's: a text with names of places in braces,
 * filled in here. Letters bear names, so files of them are for their owner's eyes only, and nothing
 * is overwritten. */
#include "client/recall.h"

#include "client/file.h"
#include "client/text.h"
#include "client/view.h"
#include "json/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static const char plain_letter[] =
    "{studio}\n{studio_address}\n\n{name}\n{address}\n\n"
    "Dear {name},\n\n"
    "a product that we used when you were with us on {days} has been recalled:\n\n"
    "{products}\n"
    "We do not use it any more. If you notice, or have noticed, anything unusual where you were\n"
    "treated, such as redness, swelling, pus, a rash or fever, please see a doctor, show this\n"
    "letter there, and tell us.\n\n"
    "Please let us know that this letter has reached you, even if all is well.\n\n"
    "{studio}\nOur reference: {recall}, {client}\n";

/* What a letter is filled from. */
struct letter {
    const cJSON *recall, *studio, *client;
    struct arena *arena;
};

static void texts_write(struct buffer *out, const cJSON *texts)
{
    const cJSON *text;
    cJSON_ArrayForEach(text, texts)
    {
        if (text->prev && text != texts->child)
            buffer_text(out, ", ");
        text_clean(out, cJSON_GetStringValue(text));
    }
}

void text_lines(struct arena *a, struct buffer *out, const char *text)
{
    char *line = text ? arena_copy(a, text, strlen(text)) : NULL;
    while (line) {
        char *end = strchr(line, '\n');
        if (end)
            *end = '\0';
        text_clean(out, line);
        if (end)
            buffer_byte(out, '\n');
        line = end ? end + 1 : NULL;
    }
}

static bool client_got(const cJSON *client, const char *lot)
{
    const cJSON *text, *lots = member_at(client, "lots");
    cJSON_ArrayForEach(text, lots)
    {
        const char *code = cJSON_GetStringValue(text);
        if (code && lot && strcmp(code, lot) == 0)
            return true;
    }
    return false;
}

static void number_write(struct buffer *out, const char *label, const char *number)
{
    if (!number)
        return;
    buffer_text(out, label);
    text_clean(out, number);
}

/* A line for each lot of the recall that the client got. */
static void products_write(struct buffer *out, const struct letter *letter)
{
    const cJSON *lot, *lots = member_at(letter->recall, "lots");
    cJSON_ArrayForEach(lot, lots)
    {
        if (!client_got(letter->client, member_text(lot, "lot_code")))
            continue;
        buffer_text(out, "  ");
        text_clean(out, member_text(lot, "maker"));
        buffer_byte(out, ' ');
        text_clean(out, member_text(lot, "product_name"));
        number_write(out, ", lot ", member_text(lot, "lot_no"));
        number_write(out, ", batch ", member_text(lot, "batch_no"));
        buffer_byte(out, '\n');
    }
}

/* False: there is no such place. */
static bool place_write(struct buffer *out, const struct letter *letter, const char *name,
                        size_t length)
{
    static const struct {
        const char *name, *path;
        size_t of; /* member of struct letter */
    } places[] = {{"name", "identity.name", offsetof(struct letter, client)},
                  {"address", "identity.address", offsetof(struct letter, client)},
                  {"client", "client_code", offsetof(struct letter, client)},
                  {"days", "days", offsetof(struct letter, client)},
                  {"recall", "code", offsetof(struct letter, recall)},
                  {"studio", "name", offsetof(struct letter, studio)},
                  {"studio_address", "address", offsetof(struct letter, studio)},
                  {"products", NULL, 0}};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (strlen(places[i].name) != length || memcmp(places[i].name, name, length) != 0)
            continue;
        if (!places[i].path) {
            products_write(out, letter);
            return true;
        }
        const cJSON *of =
            *(const cJSON *const *)(const void *)((const char *)letter + places[i].of);
        const cJSON *value = member_at(of, places[i].path);
        if (cJSON_IsArray(value))
            texts_write(out, value);
        else
            text_lines(letter->arena, out, cJSON_GetStringValue(value));
        return true;
    }
    return false;
}

static enum stipple_error letter_write(struct buffer *out, const struct letter *letter,
                                       const char *text, struct error *e)
{
    while (*text) {
        size_t plain = strcspn(text, "{");
        buffer_add(out, text, plain);
        text += plain;
        if (!*text)
            break;
        size_t length = strcspn(text + 1, "}\n");
        if (text[length + 1] != '}' || !place_write(out, letter, text + 1, length)) {
            fail(e, STIPPLE_CLIENT_USAGE, NULL, "There is no {%.*s} to fill in.",
                 (int)(length < 40 ? length : 40), text + 1);
            return fail_hint(e, "stipple help recall letter says what there is.");
        }
        text += length + 2;
    }
    return STIPPLE_OK;
}

static enum stipple_error fail_file(const char *path, struct error *e)
{
    return fail(e, STIPPLE_CLIENT_INPUT, NULL, "%s: %s", path, strerror(errno));
}

/* A new file that nobody else may read. */
static enum stipple_error file_write(const char *path, const char *text, size_t length,
                                     struct error *e)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return fail_file(path, e);
    enum stipple_error code = STIPPLE_OK;
    for (size_t done = 0; done < length && code == STIPPLE_OK;) {
        ssize_t n = write(fd, text + done, length - done);
        if (n > 0)
            done += (size_t)n;
        else if (n < 0 && errno != EINTR)
            code = fail_file(path, e);
    }
    if (close(fd) != 0 && code == STIPPLE_OK)
        code = fail_file(path, e);
    return code;
}

static enum stipple_error letter_put(struct run *r, const struct letter *letter, const char *text,
                                     size_t before, struct error *e)
{
    const char *directory = option_text(&r->options, "directory");
    const char *recall = member_text(letter->recall, "code");
    const char *client = member_text(letter->client, "client_code");
    struct buffer own = {0};
    enum stipple_error code = letter_write(&own, letter, text, e);
    const char *path = arena_print(&r->arena, "%s/%s-%s.txt", directory ? directory : "",
                                   recall ? recall : "R", client ? client : "C");
    if (code == STIPPLE_OK && (!buffer_string(&own) || !path))
        code = fail_memory(e);
    else if (code == STIPPLE_OK && directory)
        code = file_write(path, own.data, own.length, e);
    else if (code == STIPPLE_OK) {
        if (before > 0)
            buffer_byte(r->out, '\f');
        buffer_add(r->out, own.data, own.length);
    }
    if (code == STIPPLE_OK && directory)
        buffer_print(r->out, "%s\n", path);
    buffer_free(&own);
    return code;
}

/* That the letter was sent, in the recall's log. */
static enum stipple_exit letter_log(struct run *r, const struct letter *letter)
{
    char op_id[STIPPLE_OP_ID_SIZE];
    struct buffer params = {0};
    struct json_writer w = {.out = &params};
    const char *answer, *by = option_text(&r->options, "by");
    stipple_op_id_make(op_id);
    json_object(&w);
    json_key(&w, "op_id");
    json_text(&w, op_id);
    if (by) {
        json_key(&w, "by");
        json_text(&w, by);
    }
    json_key(&w, "recall");
    json_text(&w, member_text(letter->recall, "id"));
    json_key(&w, "client");
    json_text(&w, member_text(letter->client, "client"));
    json_key(&w, "way");
    json_text(&w, "letter");
    json_key(&w, "reached");
    json_bool(&w, false);
    json_object_end(&w);
    enum stipple_exit status = buffer_string(&params)
                                   ? run_call(r, "recall.contact", params.data, &answer)
                                   : tell_memory(r);
    buffer_free(&params);
    return status;
}

static bool letter_wanted(struct run *r, const cJSON *client)
{
    return !option_given(&r->options, "left") || !cJSON_IsTrue(member_at(client, "reached"));
}

static void letter_doubt(struct run *r, const cJSON *client)
{
    const char *code = member_text(client, "client_code");
    const char *text = NULL;
    if (!member_at(client, "identity"))
        text = arena_print(&r->arena, "The record of %s was erased; nobody can write to them.",
                           code ? code : "a client");
    else if (!member_text(client, "identity.address"))
        text = arena_print(&r->arena, "No address of %s is known.", code ? code : "a client");
    if (text)
        tell(r, text);
}

static enum stipple_exit letters_write(struct run *r, const struct letter *of, const char *text)
{
    const cJSON *client, *clients = member_at(of->recall, "clients");
    struct error e = {0};
    size_t n = 0;
    cJSON_ArrayForEach(client, clients)
    {
        struct letter letter = {of->recall, of->studio, client, of->arena};
        if (!letter_wanted(r, client))
            continue;
        letter_doubt(r, client);
        if (!member_at(client, "identity"))
            continue;
        if (letter_put(r, &letter, text, n++, &e) != STIPPLE_OK)
            return tell_error(r, &e);
        enum stipple_exit status =
            option_given(&r->options, "log") ? letter_log(r, &letter) : STIPPLE_EXIT_DONE;
        if (status != STIPPLE_EXIT_DONE)
            return status;
    }
    if (n == 0)
        tell(r, "There is nobody to write to.");
    else if (!member_text(of->studio, "name"))
        tell(r,
             "The letters do not say who writes: stipple studio set --name NAME --address TEXT.");
    return STIPPLE_EXIT_DONE;
}

/* The list, with names. */
static enum stipple_exit list_ask(struct run *r, const char **ret)
{
    struct buffer params = {0};
    struct json_writer w = {.out = &params};
    struct error e = {0};
    json_object(&w);
    enum stipple_error code = run_members(r, &w, &e);
    json_key(&w, "names");
    json_bool(&w, true);
    json_object_end(&w);
    if (code == STIPPLE_OK && !buffer_string(&params))
        code = fail_memory(&e);
    enum stipple_exit status =
        code == STIPPLE_OK ? run_call(r, r->command->method, params.data, ret) : tell_error(r, &e);
    buffer_free(&params);
    return status;
}

static enum stipple_error text_read(struct run *r, const char **ret, struct error *e)
{
    const char *path = option_text(&r->options, "text");
    *ret = plain_letter;
    if (!path)
        return STIPPLE_OK;
    struct buffer bytes = {0};
    struct span text = {0};
    enum stipple_error code = file_read(path, &bytes, e);
    if (code == STIPPLE_OK)
        code = file_text(bytes.data, bytes.length, file_name(path), "a letter as plain text", &text,
                         e);
    if (code == STIPPLE_OK) {
        *ret = arena_copy(&r->arena, text.at, text.length);
        code = *ret ? STIPPLE_OK : fail_memory(e);
    }
    buffer_free(&bytes);
    return code;
}

enum stipple_exit letter_run(struct run *r)
{
    struct error e = {0};
    const char *text, *list = NULL, *studio = NULL;
    if (text_read(r, &text, &e) != STIPPLE_OK)
        return tell_error(r, &e);
    enum stipple_exit status = list_ask(r, &list);
    if (status != STIPPLE_EXIT_DONE)
        return status;
    if (option_given(&r->options, "json")) {
        run_print(r, list);
        return status;
    }
    status = run_call(r, "studio.show", "{}", &studio);
    if (status != STIPPLE_EXIT_DONE)
        return status;
    struct letter letter = {run_parse(r, list), run_parse(r, studio), NULL, &r->arena};
    if (!letter.recall || !letter.studio)
        return STIPPLE_EXIT_FAILED;
    return letters_write(r, &letter, text);
}
