#include "unit.h"

#include "store_commands.h"

#include "store/connection.h"

#include <fcntl.h>
#include <sys/stat.h>

static int64_t pragma(struct store *s, const char *name)
{
    int64_t value = -1;
    assert_int_equal(connection_number(s, name, &value, NULL), STIPPLE_OK);
    return value;
}

static void a_new_studio_begins_with_one_event_and_a_current_schema(void **state)
{
    struct fixture *f = *state;
    struct store_position position;
    struct studio studio;
    assert_ok(f, store_position(f->s, &position, &f->e));
    assert_int_equal(position.events, 1);
    assert_int_equal(position.schema, SQL_MIGRATIONS);
    assert_int_equal(pragma(f->s, "PRAGMA user_version"), SQL_MIGRATIONS);
    assert_ok(f, studio_show(f->s, &f->a, &studio, &f->e));
    assert_true(uuid_valid(studio.id));
    assert_string_equal(studio.time_zone, "Europe/Copenhagen");
    assert_null(studio.name);
    assert_true(isnan(studio.model->dot_mm));
    fixture_reopen(f);
    struct store_position again;
    assert_ok(f, store_position(f->s, &again, &f->e));
    assert_string_equal(again.seal, position.seal);
}

static void settings_are_what_the_design_says(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(pragma(f->s, "PRAGMA synchronous"), 2);
    assert_int_equal(pragma(f->s, "PRAGMA foreign_keys"), 1);
    assert_int_equal(pragma(f->s, "PRAGMA trusted_schema"), 0);
    assert_int_equal(pragma(f->s, "PRAGMA cell_size_check"), 1);
    assert_int_equal(pragma(f->s, "PRAGMA wal_autocheckpoint"), 0);
    assert_int_equal(pragma(f->s, "PRAGMA application_id"), APPLICATION_ID);
    int defensive = 0;
    sqlite3_db_config(f->s->db, SQLITE_DBCONFIG_DEFENSIVE, -1, &defensive);
    assert_int_equal(defensive, 1);
}

static void files_are_for_the_owner_and_the_group(void **state)
{
    struct fixture *f = *state;
    char path[128];
    struct stat st;
    static const char *const names[] = {"stipple.db", "stipple.db-wal"};
    for (size_t i = 0; i < 2; i++) {
        fixture_path(f, names[i], path, sizeof path);
        assert_int_equal(stat(path, &st), 0);
        assert_int_equal(st.st_mode & 07137, 0);
    }
}

static void a_reader_reads_and_cannot_write(void **state)
{
    struct fixture *f = *state;
    struct store *reader;
    assert_ok(f, store_open_reader(f->dir, &f->sources, &reader, &f->e));
    struct studio studio;
    assert_ok(f, studio_show(reader, &f->a, &studio, &f->e));
    char *text = NULL;
    assert_int_equal(sqlite3_exec(reader->db, "DELETE FROM studio", NULL, NULL, &text) & 0xFF,
                     SQLITE_READONLY);
    sqlite3_free(text);
    store_close(reader);
}

static void a_snapshot_sees_one_state(void **state)
{
    struct fixture *f = *state;
    struct store *reader;
    struct store_position before, during, after;
    assert_ok(f, store_open_reader(f->dir, &f->sources, &reader, &f->e));
    assert_ok(f, store_snapshot(reader, &f->e));
    assert_ok(f, store_position(reader, &before, &f->e));
    some_product(f, PRODUCT_PIGMENT, "Seen later", INT_ABSENT);
    assert_ok(f, store_position(reader, &during, &f->e));
    store_snapshot_end(reader);
    assert_ok(f, store_position(reader, &after, &f->e));
    assert_int_equal(during.events, before.events);
    assert_int_equal(after.events, before.events + 1);
    store_close(reader);
}

static void write_at(const struct fixture *f, off_t offset, const void *bytes, size_t length)
{
    char path[128];
    fixture_path(f, "stipple.db", path, sizeof path);
    int fd = open(path, O_WRONLY);
    assert_int_equal(pwrite(fd, bytes, length, offset), length);
    close(fd);
}

static void file_read(const struct fixture *f, struct buffer *ret)
{
    char path[128];
    fixture_path(f, "stipple.db", path, sizeof path);
    int fd = open(path, O_RDONLY);
    char bytes[4096];
    for (ssize_t n; (n = read(fd, bytes, sizeof bytes)) > 0;)
        buffer_add(ret, bytes, (size_t)n);
    close(fd);
}

/* The file is refused, and is afterwards what it was before. */
static void refused_untouched(struct fixture *f, enum stipple_error wanted)
{
    struct buffer before = {0}, after = {0};
    file_read(f, &before);
    assert_refused(store_open(f->dir, "UTC", &f->sources, &f->s, &f->e), wanted);
    f->s = NULL;
    assert_true(strlen(f->e.message) > 10);
    file_read(f, &after);
    assert_int_equal(before.length, after.length);
    if (before.length > 0)
        assert_memory_equal(before.data, after.data, before.length);
    buffer_free(&before);
    buffer_free(&after);
}

static void close_store(struct fixture *f)
{
    store_close(f->s);
    f->s = NULL;
}

static void a_newer_schema_is_refused_untouched(void **state)
{
    struct fixture *f = *state;
    close_store(f);
    write_at(f, 60, "\0\0\0\x63", 4);
    refused_untouched(f, STIPPLE_STORE_SCHEMA);
}

static void another_programs_database_is_refused_untouched(void **state)
{
    struct fixture *f = *state;
    close_store(f);
    write_at(f, 68, "GPKG", 4);
    refused_untouched(f, STIPPLE_STORE_SCHEMA);
}

static void what_is_no_database_is_refused_untouched(void **state)
{
    struct fixture *f = *state;
    close_store(f);
    write_at(f, 0, "This is a letter", 16);
    refused_untouched(f, STIPPLE_STORE_SCHEMA);
}

static void a_file_cut_short_is_refused_untouched(void **state)
{
    struct fixture *f = *state;
    close_store(f);
    char path[128];
    fixture_path(f, "stipple.db", path, sizeof path);
    static const off_t sizes[] = {4096 * 3 + 17, 4096, 100, 99, 0};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        assert_int_equal(truncate(path, sizes[i]), 0);
        refused_untouched(f, STIPPLE_STORE_DAMAGED);
    }
}

static void a_journal_without_its_database_is_refused(void **state)
{
    struct fixture *f = *state;
    close_store(f);
    char path[128], wal[128];
    fixture_path(f, "stipple.db", path, sizeof path);
    fixture_path(f, "stipple.db-wal", wal, sizeof wal);
    assert_int_equal(rename(path, wal), 0);
    assert_refused(store_open(f->dir, "UTC", &f->sources, &f->s, &f->e), STIPPLE_STORE_DAMAGED);
}

static void what_a_crash_left_of_a_first_start_is_begun_again(void **state)
{
    struct fixture *f = *state;
    close_store(f);
    char path[128], fresh[128];
    fixture_path(f, "stipple.db", path, sizeof path);
    fixture_path(f, "stipple.db.new", fresh, sizeof fresh);
    assert_int_equal(rename(path, fresh), 0);
    assert_int_equal(truncate(fresh, 5000), 0);
    fixture_reopen(f);
    struct store_position position;
    assert_ok(f, store_position(f->s, &position, &f->e));
    assert_int_equal(position.events, 1);
    assert_int_equal(access(fresh, F_OK), -1);
}

static void the_lock_keeps_a_second_daemon_out(void **state)
{
    struct fixture *f = *state;
    int first, second;
    assert_ok(f, store_lock(f->dir, &first, &f->e));
    assert_refused(store_lock(f->dir, &second, &f->e), STIPPLE_STORE_LOCKED);
    char pid[24];
    snprintf(pid, sizeof pid, "%ld", (long)getpid());
    assert_non_null(strstr(f->e.message, pid));
    close(first);
    assert_ok(f, store_lock(f->dir, &second, &f->e));
    close(second);
}

static void the_data_directory_is_made_for_the_owner_and_the_group(void **state)
{
    struct fixture *f = *state;
    char outer[128], inner[160], lock[200];
    fixture_path(f, "a", outer, sizeof outer);
    snprintf(inner, sizeof inner, "%s/b", outer);
    snprintf(lock, sizeof lock, "%s/stipple.lock", inner);
    int fd;
    assert_ok(f, store_lock(inner, &fd, &f->e));
    struct stat st;
    assert_int_equal(stat(inner, &st), 0);
    assert_int_equal(st.st_mode & 07027, 0);
    close(fd);
    unlink(lock);
    rmdir(inner);
    rmdir(outer);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_new_studio_begins_with_one_event_and_a_current_schema),
        TEST(settings_are_what_the_design_says),
        TEST(files_are_for_the_owner_and_the_group),
        TEST(a_reader_reads_and_cannot_write),
        TEST(a_snapshot_sees_one_state),
        TEST(a_newer_schema_is_refused_untouched),
        TEST(another_programs_database_is_refused_untouched),
        TEST(what_is_no_database_is_refused_untouched),
        TEST(a_file_cut_short_is_refused_untouched),
        TEST(a_journal_without_its_database_is_refused),
        TEST(what_a_crash_left_of_a_first_start_is_begun_again),
        TEST(the_lock_keeps_a_second_daemon_out),
        TEST(the_data_directory_is_made_for_the_owner_and_the_group),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
