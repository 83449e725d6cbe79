#include "unit.h"

#include "base/paths.h"
#include "stipple/protocol.h"

#include <stdlib.h>
#include <string.h>

enum { SERVICE = 999, PERSON = 1000 };

static int forget_surroundings(void **state)
{
    (void)state;
    static const char *const variables[] = {"STATE_DIRECTORY", "RUNTIME_DIRECTORY",
                                            "XDG_STATE_HOME", "XDG_RUNTIME_DIR", "HOME"};
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
        unsetenv(variables[i]);
    return 0;
}

static void assert_data(uid_t uid, const char *wanted)
{
    char path[PATHS_MAX];
    assert_true(paths_data(uid, path, sizeof path));
    assert_string_equal(path, wanted);
}

static void assert_socket(uid_t uid, const char *wanted)
{
    char path[PATHS_MAX];
    assert_true(paths_socket(uid, path, sizeof path));
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
    assert_data(PERSON, "/var/lib/ink");
    assert_socket(PERSON, "/run/ink/stippled.sock");
}

static void root_and_service_users_use_the_systems_places(void **state)
{
    (void)state;
    setenv("HOME", "/home/artist", 1);
    setenv("XDG_STATE_HOME", "/state", 1);
    setenv("XDG_RUNTIME_DIR", "/runtime", 1);
    assert_data(SERVICE, "/var/lib/stipple");
    assert_socket(SERVICE, PATHS_SYSTEM_SOCKET);
    setenv("STATE_DIRECTORY", "relative", 1);
    setenv("RUNTIME_DIRECTORY", "", 1);
    assert_data(SERVICE, "/var/lib/stipple");
    assert_socket(SERVICE, "/run/stipple/stippled.sock");
}

static void a_persons_places_are_those_of_xdg(void **state)
{
    (void)state;
    setenv("HOME", "/home/artist", 1);
    assert_data(PERSON, "/home/artist/.local/state/stipple");
    assert_socket(PERSON, "/home/artist/.local/state/stipple/stippled.sock");
    setenv("XDG_STATE_HOME", "/state", 1);
    assert_data(PERSON, "/state/stipple");
    assert_socket(PERSON, "/state/stipple/stippled.sock");
    setenv("XDG_RUNTIME_DIR", "/runtime", 1);
    assert_socket(PERSON, "/runtime/stipple/stippled.sock");
}

static void a_relative_variable_counts_as_none(void **state)
{
    (void)state;
    setenv("HOME", "/home/artist", 1);
    setenv("STATE_DIRECTORY", "state", 1);
    setenv("RUNTIME_DIRECTORY", "./run", 1);
    setenv("XDG_STATE_HOME", "", 1);
    setenv("XDG_RUNTIME_DIR", "run", 1);
    assert_data(PERSON, "/home/artist/.local/state/stipple");
    assert_socket(PERSON, "/home/artist/.local/state/stipple/stippled.sock");
}

static void a_person_without_a_home_has_no_places(void **state)
{
    (void)state;
    char path[PATHS_MAX];
    assert_false(paths_data(PERSON, path, sizeof path));
    assert_false(paths_socket(PERSON, path, sizeof path));
    setenv("HOME", "artist", 1);
    assert_false(paths_data(PERSON, path, sizeof path));
}

static void a_path_that_does_not_fit_is_refused(void **state)
{
    (void)state;
    static const char data[] = "/var/lib/ink", socket[] = "/run/ink/stippled.sock";
    setenv("STATE_DIRECTORY", data, 1);
    setenv("RUNTIME_DIRECTORY", "/run/ink", 1);
    char path[sizeof socket];
    assert_true(paths_data(PERSON, path, sizeof data));
    assert_false(paths_data(PERSON, path, sizeof data - 1));
    assert_true(paths_socket(PERSON, path, sizeof socket));
    assert_string_equal(path, socket);
    assert_false(paths_socket(PERSON, path, sizeof socket - 1));
    char endless[PATHS_MAX + 2] = "/";
    memset(endless + 1, 'x', PATHS_MAX);
    setenv("STATE_DIRECTORY", endless, 1);
    char whole[PATHS_MAX];
    assert_false(paths_data(PERSON, whole, sizeof whole));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(what_systemd_set_goes_before_all_else, forget_surroundings),
        cmocka_unit_test_setup(root_and_service_users_use_the_systems_places, forget_surroundings),
        cmocka_unit_test_setup(a_persons_places_are_those_of_xdg, forget_surroundings),
        cmocka_unit_test_setup(a_relative_variable_counts_as_none, forget_surroundings),
        cmocka_unit_test_setup(a_person_without_a_home_has_no_places, forget_surroundings),
        cmocka_unit_test_setup(a_path_that_does_not_fit_is_refused, forget_surroundings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
