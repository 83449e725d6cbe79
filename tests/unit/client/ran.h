/* Command lines run in the test's own process. */
#ifndef STIPPLE_TESTS_RAN_H
#define STIPPLE_TESTS_RAN_H

#include "client/command.h"

#include <stdio.h>
#include <string.h>

/* What came of a command line. */
struct ran {
    struct buffer out, talk;
    enum stipple_exit status;
    char sent[4096];
};
static const struct terminal plain = {.width = 80};
#define LINE(...)                                                                                  \
    (char *[]){"--socket", NULL, __VA_ARGS__},                                                     \
        (int)(2 + sizeof((char *[]){__VA_ARGS__}) / sizeof(char *))

static inline void done(struct ran *r)
{
    buffer_free(&r->out);
    buffer_free(&r->talk);
}

/* Where no daemon is. */
static inline void assert_said(char **argv, int argc, enum stipple_exit status, const char *said)
{
    struct ran r = {0};
    argv[1] = "/nonexistent/stippled.sock";
    r.status = stipple_run(argc, argv, &plain, &r.out, &r.talk);
    const char *talk = buffer_string(&r.talk);
    if (r.status != status || !strstr(talk, said))
        fail_msg("status %d, \"%s\" does not say \"%s\"", (int)r.status, talk, said);
    assert_int_equal(r.out.length, 0);
    done(&r);
}

#endif
