#include "client/asked.h"

#include "client/again.h"
#include "client/text.h"

#include <string.h>
#include <unistd.h>

/* The longest line that is read. */
enum { ANSWER_MAX = 1024 };

static void question_view(struct run *r, const char *text, const char *usual)
{
    buffer_text(r->talk, text);
    if (usual) {
        buffer_text(r->talk, " [");
        text_clean(r->talk, usual);
        buffer_byte(r->talk, ']');
    }
    buffer_text(r->talk, ": ");
}

static bool answer_keep(struct asked *a, const struct question *q, const char *answer,
                        const char **ret)
{
    if (!*answer)
        return true;
    again_option(&a->again, q->option, answer);
    *ret = arena_copy(&a->r->arena, answer, strlen(answer));
    return *ret != NULL;
}

bool ask(struct asked *a, const struct question *q, const char *usual, const char **ret)
{
    struct run *r = a->r;
    char line[ANSWER_MAX];
    const char *given = option_text(&r->options, q->option);
    *ret = given ? given : usual;
    if (given || !r->terminal.flush)
        return !given || !q->check || q->check(r, q->context, given);
    for (bool wrong = false;;) {
        question_view(r, q->text, usual);
        enum typed_line got = run_flush(r) ? typed_read(&a->typed, line, sizeof line) : TYPED_END;
        if (got == TYPED_END) {
            buffer_byte(r->talk, '\n');
            return !wrong && !typed_broken() && a->answered && !isatty(STDIN_FILENO);
        }
        a->answered = true;
        if (got == TYPED_LONG)
            tell(r, "That is too long to be read here; the option takes more.");
        wrong = got == TYPED_LONG || (*line && q->check && !q->check(r, q->context, line));
        if (!wrong)
            return answer_keep(a, q, line, ret);
    }
}

void asked_again(const struct asked *a)
{
    struct buffer text = {0};
    if (a->again.length == 0)
        return;
    again_command(&text, a->r, (const char *const[]){NULL});
    buffer_add(&text, a->again.data, a->again.length);
    buffer_text(a->r->talk, "Again, with these answers: stipple ");
    text_clean(a->r->talk, buffer_string(&text));
    buffer_byte(a->r->talk, '\n');
    buffer_free(&text);
}
