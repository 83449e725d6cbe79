#include "harness.h"

static void a_path_is_taken_whole_or_refused(void **state)
{
    (void)state;
    struct harness *h = harness_new();
    struct server *none = NULL;
    struct error e = {0};
    char path[STIPPLE_SOCKET_PATH_MAX + 2];
    memset(path, 'x', sizeof path);
    memcpy(path, h->directory, strlen(h->directory));
    path[strlen(h->directory)] = '/';
    path[STIPPLE_SOCKET_PATH_MAX + 1] = '\0';
    assert_int_equal(server_start(&h->loop, path, &h->limits, &harness_events, h, &none, &e),
                     STIPPLE_DAEMON_SOCKET);
    assert_null(none);
    assert_int_equal(server_start(&h->loop, "", &h->limits, &harness_events, h, &none, &e),
                     STIPPLE_DAEMON_SOCKET);
    path[STIPPLE_SOCKET_PATH_MAX] = '\0';
    assert_int_equal(server_start(&h->loop, path, &h->limits, &harness_events, h, &h->server, &e),
                     STIPPLE_OK);
    struct stat made;
    assert_int_equal(lstat(path, &made), 0);
    harness_free(h);
}

static void the_socket_has_its_mode_whatever_the_umask(void **state)
{
    (void)state;
    struct harness *h = harness_new();
    mode_t masks[] = {0, 0777};
    struct stat made;
    for (size_t i = 0; i < 2; i++) {
        h->done = false;
        mode_t before = umask(masks[i]);
        harness_start(h);
        umask(before);
        assert_int_equal(lstat(h->path, &made), 0);
        assert_int_equal(made.st_mode, S_IFSOCK | 0660);
        server_close(h->server, 0, on_done);
        until(h, h->done);
        assert_int_equal(lstat(h->path, &made), -1);
    }
    harness_free(h);
}

static void a_dead_socket_is_replaced_and_a_file_is_not(void **state)
{
    (void)state;
    struct harness *h = harness_new();
    struct sockaddr_un address = socket_address(h->path);
    int dead = client_socket();
    assert_int_equal(bind(dead, (const struct sockaddr *)&address, sizeof address), 0);
    close(dead);
    harness_start(h);
    int fd = client_open(h);
    client_say(fd, "here\n");
    client_hears(h, fd, "here\n");
    close(fd);
    server_close(h->server, 0, on_done);
    until(h, h->done);

    int file = open(h->path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    assert_true(file >= 0);
    close(file);
    struct error e = {0};
    struct server *none = NULL;
    assert_int_equal(server_start(&h->loop, h->path, &h->limits, &harness_events, h, &none, &e),
                     STIPPLE_DAEMON_SOCKET);
    assert_int_equal(unlink(h->path), 0);
    harness_free(h);
}

static void a_socket_that_answers_is_left_to_its_owner(void **state)
{
    (void)state;
    struct harness *h = harness_new();
    struct error e = {0};
    struct server *none = NULL;
    harness_start(h);
    assert_int_equal(server_start(&h->loop, h->path, &h->limits, &harness_events, h, &none, &e),
                     STIPPLE_DAEMON_SOCKET);
    assert_null(none);
    int fd = client_open(h);
    client_say(fd, "here\n");
    client_hears(h, fd, "here\n");
    close(fd);
    harness_free(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_path_is_taken_whole_or_refused),
        cmocka_unit_test(the_socket_has_its_mode_whatever_the_umask),
        cmocka_unit_test(a_dead_socket_is_replaced_and_a_file_is_not),
        cmocka_unit_test(a_socket_that_answers_is_left_to_its_owner),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
