#include "unit.h"

#include "app/config.h"
#include "rpc/method.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Uids and gids that are nobody's: not root's, and not of whoever runs the tests. */
#define STRANGER  3000000001U
#define STRANGERS 3000000002U
#define GRANTED   3000000003U

static char dir[] = "/tmp/stipple-config-XXXXXX";
static char file[64];

static int make_surroundings(void **state)
{
    (void)state;
    setenv("STATE_DIRECTORY", "/default/data", 1);
    setenv("RUNTIME_DIRECTORY", "/default/run", 1);
    if (!mkdtemp(dir))
        return -1;
    snprintf(file, sizeof file, "%s/stipple.json", dir);
    return 0;
}

static int remove_surroundings(void **state)
{
    (void)state;
    unlink(file);
    return rmdir(dir);
}

static void file_write(const char *text, size_t length)
{
    FILE *f = fopen(file, "w");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, length, f), length);
    assert_int_equal(fclose(f), 0);
}

static void load(const char *data, const char *socket, const char *text, struct config *ret)
{
    struct error e = {0};
    file_write(text, strlen(text));
    if (config_load(data, socket, file, ret, &e) != STIPPLE_OK)
        fail_msg("%s is refused: %s", text, e.message);
}

/* Refused, and the message names the file; ret has the error. */
static void refuse(const char *text, size_t length, struct error *ret)
{
    struct config config;
    file_write(text, length);
    if (config_load(NULL, NULL, file, &config, ret) != STIPPLE_CONFIG_INVALID)
        fail_msg("%s is not refused", text);
    assert_int_equal(ret->code, STIPPLE_CONFIG_INVALID);
    if (!strstr(ret->message, file))
        fail_msg("the file is not named in: %s", ret->message);
    config_free(&config);
}

static void without_a_file_the_defaults_hold(void **state)
{
    (void)state;
    struct config config;
    assert_int_equal(config_load(NULL, NULL, NULL, &config, NULL), STIPPLE_OK);
    assert_string_equal(config.data, "/default/data");
    assert_string_equal(config.socket, "/default/run/stippled.sock");
    assert_int_equal(config.roles.n, 0);
    config_free(&config);
    load(NULL, NULL, "{}", &config);
    assert_string_equal(config.data, "/default/data");
    assert_string_equal(config.socket, "/default/run/stippled.sock");
    config_free(&config);
}

static void the_file_goes_before_the_defaults(void **state)
{
    (void)state;
    struct config config;
    load(NULL, NULL, "{\"data\":\"/file/data\",\"socket\":\"/file/sock\"}", &config);
    assert_string_equal(config.data, "/file/data");
    assert_string_equal(config.socket, "/file/sock");
    config_free(&config);
    load(NULL, NULL, "{\"data\":\"/file/data\"}", &config);
    assert_string_equal(config.data, "/file/data");
    assert_string_equal(config.socket, "/default/run/stippled.sock");
    config_free(&config);
}

static void the_command_line_goes_before_the_file(void **state)
{
    (void)state;
    struct config config;
    static const char both[] = "{\"data\":\"/file/data\",\"socket\":\"/file/sock\"}";
    load("/given/data", "/given/sock", both, &config);
    assert_string_equal(config.data, "/given/data");
    assert_string_equal(config.socket, "/given/sock");
    config_free(&config);
    load("/given/data", NULL, both, &config);
    assert_string_equal(config.data, "/given/data");
    assert_string_equal(config.socket, "/file/sock");
    config_free(&config);
    load(NULL, "/given/sock", both, &config);
    assert_string_equal(config.data, "/file/data");
    assert_string_equal(config.socket, "/given/sock");
    config_free(&config);
}

static void what_was_loaded_outlives_the_file_and_the_arguments(void **state)
{
    (void)state;
    struct config config;
    char given[] = "/given/data";
    load(given, NULL, "{\"socket\":\"/file/sock\",\"roles\":[{\"role\":\"artist\",\"uid\":7}]}",
         &config);
    memset(given, 'x', sizeof given - 1);
    file_write("", 0);
    assert_string_equal(config.data, "/given/data");
    assert_string_equal(config.socket, "/file/sock");
    assert_int_equal(((struct role_grant *)config.roles.items)->uid, 7);
    config_free(&config);
    assert_null(config.data);
    config_free(&config);
}

static void a_fault_is_told_with_its_file_and_its_field(void **state)
{
    (void)state;
    static const struct {
        const char *text, *field;
    } faults[] = {
        {"{\"sockett\":\"/s\"}", "sockett"},
        {"{\"data\":7}", "data"},
        {"{\"data\":\"\"}", "data"},
        {"{\"data\":null}", "data"},
        {"{\"arena\":{}}", "arena"},
        {"{\"roles\":{}}", "roles"},
        {"{\"roles\":[{\"uid\":1}]}", "roles[0].role"},
        {"{\"roles\":[{\"role\":\"owner\",\"uid\":1}]}", "roles[0].role"},
        {"{\"roles\":[{\"role\":\"artist\",\"uid\":-1}]}", "roles[0].uid"},
        {"{\"roles\":[{\"role\":\"artist\",\"uid\":4294967295}]}", "roles[0].uid"},
        {"{\"roles\":[{\"role\":\"artist\",\"gid\":1.5}]}", "roles[0].gid"},
        {"{\"roles\":[{\"role\":\"artist\",\"uid\":1},{\"role\":\"artist\",\"name\":\"x\"}]}",
         "roles[1].name"},
        {"{\"roles\":[{\"role\":\"artist\"}]}", "roles[0]"},
        {"{\"roles\":[{\"role\":\"artist\",\"uid\":1,\"gid\":1}]}", "roles[0]"},
        {"{\"roles\":[{\"role\":\"artist\",\"uid\":1},{\"role\":\"artist\",\"user\":\"root\","
         "\"group\":\"root\"}]}",
         "roles[1]"},
    };
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        struct error e;
        refuse(faults[i].text, strlen(faults[i].text), &e);
        assert_string_equal(e.field, faults[i].field);
        const char *told = strstr(e.message, faults[i].field);
        if (!told || strstr(told + 1, faults[i].field))
            fail_msg("%s is not told once in: %s", faults[i].field, e.message);
    }
}

static void a_misspelt_name_is_told_what_it_may_mean(void **state)
{
    (void)state;
    struct error e;
    static const char text[] = "{\"sockett\":\"/s\"}";
    refuse(text, sizeof text - 1, &e);
    assert_non_null(strstr(e.hint, "socket?"));
}

static void names_this_machine_does_not_know_are_refused(void **state)
{
    (void)state;
    struct error e;
    static const char user[] = "{\"roles\":[{\"role\":\"artist\",\"user\":\"no such user:\"}]}";
    refuse(user, sizeof user - 1, &e);
    assert_string_equal(e.field, "roles[0]");
    assert_non_null(strstr(e.message, "user `no such user:`"));
    static const char group[] = "{\"roles\":[{\"role\":\"artist\",\"group\":\"no such group:\"}]}";
    refuse(group, sizeof group - 1, &e);
    assert_string_equal(e.field, "roles[0]");
    assert_non_null(strstr(e.message, "group `no such group:`"));
}

static void a_file_that_is_not_strict_json_is_refused_with_the_place(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "data", "{\"data\":\"/a\",}", "{} {}",
                                        "{\"data\":\"/a\",\"data\":\"/b\"}"};
    struct error e;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        refuse(texts[i], strlen(texts[i]), &e);
        assert_non_null(strstr(e.message, "at byte"));
    }
    refuse("[]", 2, &e);
}

static void a_file_beyond_a_page_or_not_there_is_refused(void **state)
{
    (void)state;
    enum { BEYOND = 64 * 1024 + 1 };
    struct error e;
    struct config config;
    char *text = malloc(BEYOND);
    assert_non_null(text);
    memset(text, ' ', BEYOND);
    text[0] = '{';
    text[1] = '}';
    refuse(text, BEYOND, &e);
    assert_non_null(strstr(e.message, "64 KiB"));
    file_write(text, BEYOND - 1);
    assert_int_equal(config_load(NULL, NULL, file, &config, &e), STIPPLE_OK);
    config_free(&config);
    free(text);
    assert_int_equal(config_load(NULL, NULL, "/nonexistent/stipple.json", &config, &e),
                     STIPPLE_CONFIG_INVALID);
    assert_non_null(strstr(e.message, "/nonexistent/stipple.json"));
    config_free(&config);
    assert_int_equal(config_load(NULL, NULL, dir, &config, &e), STIPPLE_CONFIG_INVALID);
    assert_non_null(strstr(e.message, dir));
    config_free(&config);
}

static void an_empty_path_is_refused(void **state)
{
    (void)state;
    struct config config;
    struct error e;
    assert_int_equal(config_load("", NULL, NULL, &config, &e), STIPPLE_CONFIG_INVALID);
    assert_non_null(strstr(e.message, "--data"));
    config_free(&config);
    assert_int_equal(config_load(NULL, "", NULL, &config, &e), STIPPLE_CONFIG_INVALID);
    assert_non_null(strstr(e.message, "--socket"));
    config_free(&config);
}

static unsigned roles_of(const struct config *config, uid_t uid, gid_t gid, const gid_t *groups,
                         size_t n_groups)
{
    return config_roles(config, &(struct peer){uid, gid, groups, n_groups});
}

static void without_grants_only_root_and_the_daemons_own_user_get_in(void **state)
{
    (void)state;
    struct config config;
    static const gid_t groups[] = {0, STRANGERS};
    load(NULL, NULL, "{}", &config);
    assert_int_equal(roles_of(&config, 0, 0, NULL, 0), ROLE_MANAGER);
    assert_int_equal(roles_of(&config, geteuid(), STRANGERS, NULL, 0), ROLE_MANAGER);
    assert_int_equal(roles_of(&config, STRANGER, STRANGERS, NULL, 0), 0);
    assert_int_equal(roles_of(&config, STRANGER, 0, groups, 2), 0);
    config_free(&config);
}

static void a_uid_is_granted_to_that_user_alone(void **state)
{
    (void)state;
    struct config config;
    static const gid_t groups[] = {GRANTED};
    load(NULL, NULL,
         "{\"roles\":[{\"role\":\"artist\",\"uid\":3000000003},"
         "{\"role\":\"viewer\",\"uid\":3000000003},{\"role\":\"inspector\",\"uid\":0}]}",
         &config);
    assert_int_equal(roles_of(&config, GRANTED, STRANGERS, NULL, 0), ROLE_ARTIST | ROLE_VIEWER);
    assert_int_equal(roles_of(&config, STRANGER, GRANTED, groups, 1), 0);
    assert_int_equal(roles_of(&config, STRANGER, 0, NULL, 0), 0);
    assert_int_equal(roles_of(&config, 0, 0, NULL, 0), ROLE_MANAGER | ROLE_INSPECTOR);
    config_free(&config);
}

static void a_gid_is_granted_to_every_member(void **state)
{
    (void)state;
    struct config config;
    static const gid_t member[] = {1, 2, GRANTED}, other[] = {1, 2, STRANGERS};
    load(NULL, NULL, "{\"roles\":[{\"role\":\"viewer\",\"gid\":3000000003}]}", &config);
    assert_int_equal(roles_of(&config, STRANGER, GRANTED, NULL, 0), ROLE_VIEWER);
    assert_int_equal(roles_of(&config, STRANGER, STRANGERS, member, 3), ROLE_VIEWER);
    assert_int_equal(roles_of(&config, STRANGER, STRANGERS, member, 2), 0);
    assert_int_equal(roles_of(&config, STRANGER, STRANGERS, other, 3), 0);
    assert_int_equal(roles_of(&config, GRANTED, STRANGERS, NULL, 0), 0);
    config_free(&config);
}

/* Of names, every machine knows root's. */
static void names_stand_for_their_numbers(void **state)
{
    (void)state;
    struct config config;
    static const gid_t groups[] = {STRANGERS, 0};
    load(NULL, NULL,
         "{\"roles\":[{\"role\":\"inspector\",\"user\":\"root\"},"
         "{\"role\":\"viewer\",\"group\":\"root\"}]}",
         &config);
    const struct role_grant *grants = config.roles.items;
    assert_int_equal(grants[0].uid, 0);
    assert_int_equal(grants[0].gid, INT_ABSENT);
    assert_int_equal(grants[1].gid, 0);
    assert_int_equal(grants[1].uid, INT_ABSENT);
    assert_int_equal(roles_of(&config, 0, STRANGERS, NULL, 0), ROLE_MANAGER | ROLE_INSPECTOR);
    assert_int_equal(roles_of(&config, STRANGER, STRANGERS, groups, 2), ROLE_VIEWER);
    assert_int_equal(roles_of(&config, STRANGER, STRANGERS, groups, 1), 0);
    config_free(&config);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_file_the_defaults_hold),
        cmocka_unit_test(the_file_goes_before_the_defaults),
        cmocka_unit_test(the_command_line_goes_before_the_file),
        cmocka_unit_test(what_was_loaded_outlives_the_file_and_the_arguments),
        cmocka_unit_test(a_fault_is_told_with_its_file_and_its_field),
        cmocka_unit_test(a_misspelt_name_is_told_what_it_may_mean),
        cmocka_unit_test(names_this_machine_does_not_know_are_refused),
        cmocka_unit_test(a_file_that_is_not_strict_json_is_refused_with_the_place),
        cmocka_unit_test(a_file_beyond_a_page_or_not_there_is_refused),
        cmocka_unit_test(an_empty_path_is_refused),
        cmocka_unit_test(without_grants_only_root_and_the_daemons_own_user_get_in),
        cmocka_unit_test(a_uid_is_granted_to_that_user_alone),
        cmocka_unit_test(a_gid_is_granted_to_every_member),
        cmocka_unit_test(names_stand_for_their_numbers),
    };
    return cmocka_run_group_tests(tests, make_surroundings, remove_surroundings);
}
