/* Which branch is taken hangs on the effective uid. Root can put on either; whoever else runs the
 * tests sees the branch of their own and skips the other. */
#include "unit.h"

#include "base/paths.h"
#include "stipple/protocol.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { UID_PERSON = 1000 };

static int forget_surroundings(void **state)
{
    (void)state;
    static const char *const variables[] = {"STATE_DIRECTORY", "RUNTIME_DIRECTORY",
                                            "XDG_STATE_HOME", "XDG_RUNTIME_DIR", "HOME"};
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
        unsetenv(variables[i]);
    return 0;
}

static int become_person(void **state)
{
    forget_surroundings(state);
    if (geteuid() == 0)
        return seteuid(UID_PERSON);
    return 0;
}

static int become_oneself(void **state)
{
    (void)state;
    return seteuid(getuid());
}

static void assert_data(const char *wanted)
{
    char path[PATHS_MAX];
    assert_true(paths_data(path, sizeof path));
    assert_string_equal(path, wanted);
}

static void assert_socket(const char *wanted)
{
    char path[PATHS_MAX];
    assert_true(paths_socket(path, sizeof path));
    assert_string_equal(path, wanted);
}

static void what_systemd_set_goes_before_all_else(void **state)
{
    (void)state;
    setenv("HOME", "/home/artist", 1);
    setenv("XDG_STATE_HOME", "/state", 1);
    setenv("XDG_RUNTIME_DIR", "/runtime", 1);
    setenv("STATE_DIRECTORY", "/var/lib/ink", 1);
    setenv("RUNTIME_DIRECTORY", "/run/ink", 1);
    assert_data("/var/lib/ink");
    assert_socket("/run/ink/stippled.sock");
}

static void root_and_service_users_use_the_systems_places(void **state)
{
    (void)state;
    if (geteuid() >= UID_PERSON)
        skip();
    setenv("HOME", "/home/artist", 1);
    setenv("XDG_STATE_HOME", "/state", 1);
    setenv("XDG_RUNTIME_DIR", "/runtime", 1);
    assert_data("/var/lib/stipple");
    assert_socket(PATHS_SYSTEM_SOCKET);
    setenv("STATE_DIRECTORY", "relative", 1);
    setenv("RUNTIME_DIRECTORY", "", 1);
    assert_data("/var/lib/stipple");
    assert_socket("/run/stipple/stippled.sock");
}

static void a_persons_places_are_those_of_xdg(void **state)
{
    (void)state;
    if (geteuid() < UID_PERSON)
        skip();
    setenv("HOME", "/home/artist", 1);
    assert_data("/home/artist/.local/state/stipple");
    assert_socket("/home/artist/.local/state/stipple/stippled.sock");
    setenv("XDG_STATE_HOME", "/state", 1);
    assert_data("/state/stipple");
    assert_socket("/state/stipple/stippled.sock");
    setenv("XDG_RUNTIME_DIR", "/runtime", 1);
    assert_socket("/runtime/stipple/stippled.sock");
}

static void a_relative_variable_counts_as_none(void **state)
{
    (void)state;
    if (geteuid() < UID_PERSON)
        skip();
    setenv("HOME", "/home/artist", 1);
    setenv("STATE_DIRECTORY", "state", 1);
    setenv("RUNTIME_DIRECTORY", "./run", 1);
    setenv("XDG_STATE_HOME", "", 1);
    setenv("XDG_RUNTIME_DIR", "run", 1);
    assert_data("/home/artist/.local/state/stipple");
    assert_socket("/home/artist/.local/state/stipple/stippled.sock");
}

static void a_person_without_a_home_has_no_places(void **state)
{
    (void)state;
    if (geteuid() < UID_PERSON)
        skip();
    char path[PATHS_MAX];
    assert_false(paths_data(path, sizeof path));
    assert_false(paths_socket(path, sizeof path));
    setenv("HOME", "artist", 1);
    assert_false(paths_data(path, sizeof path));
}

static void a_path_that_does_not_fit_is_refused(void **state)
{
    (void)state;
    static const char data[] = "/var/lib/ink", socket[] = "/run/ink/stippled.sock";
    setenv("STATE_DIRECTORY", data, 1);
    setenv("RUNTIME_DIRECTORY", "/run/ink", 1);
    char path[sizeof socket];
    assert_true(paths_data(path, sizeof data));
    assert_false(paths_data(path, sizeof data - 1));
    assert_true(paths_socket(path, sizeof socket));
    assert_string_equal(path, socket);
    assert_false(paths_socket(path, sizeof socket - 1));
    char endless[PATHS_MAX + 2] = "/";
    memset(endless + 1, 'x', PATHS_MAX);
    setenv("STATE_DIRECTORY", endless, 1);
    char whole[PATHS_MAX];
    assert_false(paths_data(whole, sizeof whole));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(what_systemd_set_goes_before_all_else, forget_surroundings),
        cmocka_unit_test_setup(root_and_service_users_use_the_systems_places, forget_surroundings),
        cmocka_unit_test_setup_teardown(a_persons_places_are_those_of_xdg, become_person,
                                        become_oneself),
        cmocka_unit_test_setup_teardown(a_relative_variable_counts_as_none, become_person,
                                        become_oneself),
        cmocka_unit_test_setup_teardown(a_person_without_a_home_has_no_places, become_person,
                                        become_oneself),
        cmocka_unit_test_setup(a_path_that_does_not_fit_is_refused, forget_surroundings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
