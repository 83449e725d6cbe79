#include "unit.h"

#include "base/log.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Standard error led into a pipe for as long as a test takes. */
struct pipe {
    int read, write, before;
};

static struct pipe pipe_begin(void)
{
    int fds[2];
    assert_int_equal(pipe2(fds, O_CLOEXEC), 0);
    struct pipe p = {fds[0], fds[1], dup(STDERR_FILENO)};
    assert_true(p.before > STDERR_FILENO);
    assert_int_equal(dup2(p.write, STDERR_FILENO), STDERR_FILENO);
    return p;
}

static void pipe_end(struct pipe *p)
{
    assert_int_equal(dup2(p->before, STDERR_FILENO), STDERR_FILENO);
    close(p->before);
    close(p->read);
    close(p->write);
}

/* Everything that is in the pipe; the caller frees it. */
static char *pipe_text(const struct pipe *p)
{
    size_t length = 0, size = 1 << 20;
    char *text = malloc(size);
    assert_non_null(text);
    int flags = fcntl(p->read, F_GETFL);
    fcntl(p->read, F_SETFL, flags | O_NONBLOCK);
    for (ssize_t n; (n = read(p->read, text + length, size - 1 - length)) > 0;)
        length += (size_t)n;
    fcntl(p->read, F_SETFL, flags);
    text[length] = '\0';
    return text;
}

/* What a failing assertion says goes where it can be read. */
static void assert_text(const struct pipe *p, const char *wanted)
{
    char *text = pipe_text(p);
    assert_int_equal(dup2(p->before, STDERR_FILENO), STDERR_FILENO);
    assert_string_equal(text, wanted);
    assert_int_equal(dup2(p->write, STDERR_FILENO), STDERR_FILENO);
    free(text);
}

static void a_message_is_a_line_whatever_is_in_it(void **state)
{
    (void)state;
    struct pipe p = pipe_begin();
    log_info("one\ntwo \x1b[2J%s \xC3\xA9 \xC3", "three");
    assert_text(&p, "stippled: one two  [2Jthree \xC3\xA9 ?\n");
    pipe_end(&p);
}

static void a_journal_is_told_the_level(void **state)
{
    (void)state;
    struct pipe p = pipe_begin();
    setenv("JOURNAL_STREAM", "1:2", 1);
    log_error("an error");
    log_warning("a warning");
    unsetenv("JOURNAL_STREAM");
    assert_text(&p, "<3>an error\n<4>a warning\n");
    pipe_end(&p);
}

/* The alarm ends a test that waits for a reader. */
static void a_full_pipe_holds_nobody_up_and_what_was_lost_is_told(void **state)
{
    (void)state;
    struct pipe p = pipe_begin();
    alarm(60);
    int size = fcntl(p.write, F_GETPIPE_SZ);
    int lines = 2 * size / 100;
    for (int i = 0; i < lines; i++)
        log_info("%099d", i);
    char *text = pipe_text(&p);
    int kept = 0;
    for (char *at = text; (at = strchr(at, '\n')); at++)
        kept++;
    assert_in_range(kept, 1, lines - 1);
    assert_string_equal(text + strlen(text) - 1, "\n"); /* no line is cut */
    free(text);
    char wanted[128];
    log_info("after");
    snprintf(wanted, sizeof wanted,
             "stippled: %d lines before this one found no reader\nstippled: after\n", lines - kept);
    assert_text(&p, wanted);
    log_info("and on");
    assert_text(&p, "stippled: and on\n");
    alarm(0);
    pipe_end(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_message_is_a_line_whatever_is_in_it),
        cmocka_unit_test(a_journal_is_told_the_level),
        cmocka_unit_test(a_full_pipe_holds_nobody_up_and_what_was_lost_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
