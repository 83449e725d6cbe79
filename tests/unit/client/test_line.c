#include "unit.h"

#include "client/complete.h"
#include "client/text.h"
#include "ran.h"

/* Examples are kept on their lines. */
static void assert_width(const char *text, size_t width)
{
    for (size_t length; *text; text += length + 1) {
        length = strcspn(text, "\n");
        if (strncmp(text, "  stipple ", 10) != 0 && strncmp(text, "  source ", 9) != 0 &&
            text_width(text, length) > width)
            fail_msg("wider than %zu: %.*s", width, (int)length, text);
    }
}

static void a_slip_in_a_name_is_answered_with_the_name(void **state)
{
    (void)state;
    for (const struct command *const *group = command_groups; *group; group++)
        for (const struct command *c = *group; c->name; c++) {
            char first[64], second[64], wanted[128];
            const char *space = strchr(c->name, ' ');
            size_t length = strcspn(c->name, " ");
            snprintf(first, sizeof first, "%.*s%s", (int)length, c->name, space ? "" : "x");
            snprintf(second, sizeof second, "%sx", space ? space + 1 : "");
            snprintf(wanted, sizeof wanted, "Did you mean stipple %s?", c->name);
            if (space)
                assert_said(LINE(first, second), STIPPLE_EXIT_USAGE, wanted);
            else
                assert_said(LINE(first), STIPPLE_EXIT_USAGE, wanted);
        }
}

static void every_command_has_help_that_fits_its_width(void **state)
{
    (void)state;
    for (const struct command *const *group = command_groups; *group; group++)
        for (const struct command *c = *group; c->name; c++) {
            struct buffer out = {0};
            assert_ptr_equal(command_find(c->name), c);
            assert_int_equal(strncmp(c->usage, c->name, strcspn(c->name, " ")), 0);
            assert_non_null(c->run);
            assert_true(c->run != run_method || (c->method && c->render));
            help_command(c, &plain, &out);
            assert_width(buffer_string(&out), plain.width);
            buffer_free(&out);
        }
}

#define COMPLETED(wanted, ...)                                                                     \
    do {                                                                                           \
        struct buffer out = {0};                                                                   \
        char *typed[] = {__VA_ARGS__};                                                             \
        complete_words(typed, sizeof typed / sizeof *typed, false, &out);                          \
        assert_string_equal(buffer_string(&out), wanted);                                          \
        buffer_free(&out);                                                                         \
    } while (0)

static void half_written_lines_are_completed_from_the_tables(void **state)
{
    (void)state;
    COMPLETED("product\n", "pro");
    COMPLETED("add\namend\n", "product", "a");
    COMPLETED("--stubble\n--stubble-file\n", "match", "--stub");
    COMPLETED("--at\n", "stock", "open", "--at");
    COMPLETED("--at\n", "--json", "stock", "open", "B-0001", "--at");
    COMPLETED("PAO\n", "explain", "PA");
    COMPLETED("lot\n", "help", "lo");
    COMPLETED("release\n", "help", "lot", "rel");
    COMPLETED("yes\nno\n", "session", "start", "C-0001", "--clean", "");
    COMPLETED("--clean=yes\n", "session", "start", "C-0001", "--clean=y");
    COMPLETED("", "--socket=/nowhere", "stock", "--kind",
              ""); /* the daemon knows, and there is none */
    COMPLETED("", "nothing", "like", "it");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_slip_in_a_name_is_answered_with_the_name),
        cmocka_unit_test(every_command_has_help_that_fits_its_width),
        cmocka_unit_test(half_written_lines_are_completed_from_the_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
