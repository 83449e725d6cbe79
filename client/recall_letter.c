/* Who gets a letter of a recall, and what becomes of it: printed here, a file each, or pages.
 * Letters bear names, so files of them are for their owner's eyes only, and nothing is overwritten.
 * All are written before one is put anywhere, and the log says of none that it was sent before it
 * was. */
#include "client/recall.h"

#include "client/file.h"
#include "client/letter.h"
#include "client/pages.h"
#include "client/view.h"
#include "json/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

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
    if (code != STIPPLE_OK)
        unlink(path);
    return code;
}

/* A file of its own into the directory. */
static enum stipple_error letter_file(struct run *r, const char *directory,
                                      const struct letter_source *source,
                                      const struct letter *letter, struct error *e)
{
    const char *recall = member_text(source->recall, "code");
    const char *client = member_text(letter->client, "client_code");
    const char *path = arena_print(&r->arena, "%s/%s-%s.txt", directory, recall ? recall : "R",
                                   client ? client : "C");
    if (!path)
        return fail_memory(e);
    TRY(file_write(path, letter->text, strlen(letter->text), e));
    buffer_print(r->out, "%s\n", path);
    return STIPPLE_OK;
}

static enum stipple_error letters_pages(struct run *r, const char *path, const struct list *letters,
                                        struct error *e)
{
    struct buffer pages = {0};
    struct glyphs missing = {0};
    struct paper_size paper;
    TRY(paper_size_parse(option_text(&r->options, "paper"), &paper, e));
    enum stipple_error code = letters_pdf(&pages, letters, paper, &missing, e);
    if (code == STIPPLE_OK)
        code = file_write(path, pages.data, pages.length, e);
    if (code == STIPPLE_OK) {
        buffer_print(r->talk, "Written: %s\nPrint it on one side of the paper.\n", path);
        glyphs_tell(r, &missing);
    }
    buffer_free(&pages);
    return code;
}

static enum stipple_error letters_put(struct run *r, const struct letter_source *source,
                                      const struct list *letters, struct error *e)
{
    const char *directory = option_text(&r->options, "directory");
    const char *pdf = option_text(&r->options, "pdf");
    const struct letter *letter = letters->items;
    if (pdf)
        return letters_pages(r, pdf, letters, e);
    for (size_t i = 0; i < letters->n; i++) {
        if (directory) {
            TRY(letter_file(r, directory, source, &letter[i], e));
            continue;
        }
        if (i > 0)
            buffer_byte(r->out, '\f');
        buffer_text(r->out, letter[i].text);
    }
    return STIPPLE_OK;
}

/* That the letter was sent, in the recall's log. */
static enum stipple_exit letter_log(struct run *r, const cJSON *recall, const cJSON *client)
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
    json_text(&w, member_text(recall, "id"));
    json_key(&w, "client");
    json_text(&w, member_text(client, "client"));
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

/* A letter for each who can be written to. */
static enum stipple_error letters_fill(struct run *r, const struct letter_source *source,
                                       struct list *ret, struct error *e)
{
    const cJSON *client, *clients = member_at(source->recall, "clients");
    cJSON_ArrayForEach(client, clients)
    {
        if (!letter_wanted(r, client))
            continue;
        letter_doubt(r, client);
        if (!member_at(client, "identity"))
            continue;
        struct letter *letter = list_add(&r->arena, ret, sizeof *letter);
        if (!letter)
            return fail_memory(e);
        TRY(letter_fill(&r->arena, source, client, letter, e));
    }
    return STIPPLE_OK;
}

static enum stipple_exit letters_write(struct run *r, const struct letter_source *source)
{
    struct error e = {0};
    struct list letters = {0};
    enum stipple_exit status = STIPPLE_EXIT_DONE;
    enum stipple_error code = letters_fill(r, source, &letters, &e);
    if (code == STIPPLE_OK && letters.n > 0)
        code = letters_put(r, source, &letters, &e);
    if (code != STIPPLE_OK)
        return tell_error(r, &e);
    const struct letter *letter = letters.items;
    bool log = option_given(&r->options, "log");
    for (size_t i = 0; log && i < letters.n && status == STIPPLE_EXIT_DONE; i++)
        status = letter_log(r, source->recall, letter[i].client);
    if (letters.n == 0)
        tell(r, "There is nobody to write to.");
    else if (!member_text(source->studio, "name") || !member_text(source->studio, "address"))
        tell(r,
             "The letters do not say who writes: stipple studio set --name NAME --address TEXT.");
    return status;
}

/* The list, with names; why they are looked at is plain, whatever else is said. */
static enum stipple_exit list_ask(struct run *r, cJSON **ret)
{
    struct buffer params = {0};
    struct json_writer w = {.out = &params};
    struct error e = {0};
    json_object(&w);
    enum stipple_error code = run_members(r, &w, &e);
    json_key(&w, "names");
    json_bool(&w, true);
    if (!option_given(&r->options, "reason")) {
        json_key(&w, "reason");
        json_text(&w, "letters of the recall");
    }
    json_object_end(&w);
    if (code == STIPPLE_OK && !buffer_string(&params))
        code = fail_memory(&e);
    enum stipple_exit status = code == STIPPLE_OK
                                   ? pages_read(r, r->command->method, params.data, ret)
                                   : tell_error(r, &e);
    buffer_free(&params);
    return status;
}

static enum stipple_error text_read(struct run *r, const char **ret, struct error *e)
{
    const char *path = option_text(&r->options, "text");
    *ret = letter_plain;
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

/* What can be said before anything is asked. */
static enum stipple_error options_check(struct run *r, struct error *e)
{
    struct paper_size paper;
    TRY(paper_size_parse(option_text(&r->options, "paper"), &paper, e));
    if (!option_given(&r->options, "pdf"))
        return STIPPLE_OK;
    if (option_given(&r->options, "directory"))
        return fail(e, STIPPLE_CLIENT_USAGE, NULL, "Say either --pdf or --directory.");
    return letters_possible(e);
}

static const char *today(char ret[11])
{
    struct tm now = {0};
    time_t at = time(NULL);
    if (!localtime_r(&at, &now) || strftime(ret, 11, "%Y-%m-%d", &now) == 0)
        ret[0] = '\0';
    return ret;
}

enum stipple_exit letter_run(struct run *r)
{
    struct error e = {0};
    char date[11];
    const char *studio = NULL;
    cJSON *list = NULL;
    struct letter_source source = {.date = today(date)};
    if (options_check(r, &e) != STIPPLE_OK || text_read(r, &source.text, &e) != STIPPLE_OK)
        return tell_error(r, &e);
    enum stipple_exit status = list_ask(r, &list);
    if (status != STIPPLE_EXIT_DONE || option_given(&r->options, "json"))
        return status;
    status = run_call(r, "studio.show", "{}", &studio);
    if (status != STIPPLE_EXIT_DONE)
        return status;
    source.recall = list;
    source.studio = run_parse(r, studio);
    return source.studio ? letters_write(r, &source) : STIPPLE_EXIT_FAILED;
}
