#include "unit.h"

#include "store_commands.h"

#include "store/backup.h"
#include "store/connection.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

struct case_ {
    struct fixture f;
    struct signing_key *key;
    char folder[64], path[96];
};

static int setup(void **state)
{
    static struct case_ c;
    enum key_named named;
    c = (struct case_){0};
    fixture_open(&c.f);
    assert_ok(&c.f, signing_key_open(c.f.dir, &c.f.sources, &c.key, &c.f.e));
    assert_ok(&c.f, signing_key_record(c.f.s, c.key, &named, &c.f.e));
    snprintf(c.folder, sizeof c.folder, "/tmp/stipple-backup-XXXXXX");
    assert_non_null(mkdtemp(c.folder));
    snprintf(c.path, sizeof c.path, "%s/a %%20?b#.db", c.folder);
    some_product(&c.f, PRODUCT_PIGMENT, "Black", 180);
    *state = &c;
    return 0;
}

/* Nothing but these may be left; they are removed. */
static void folder_clear(const char *folder, const char *const names[])
{
    char path[256];
    for (size_t i = 0; names[i]; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    if (rmdir(folder) != 0)
        fail_msg("something was left in %s", folder);
}

static int teardown(void **state)
{
    struct case_ *c = *state;
    char path[128];
    signing_key_free(c->key);
    fixture_path(&c->f, SEAL_KEY_FILE, path, sizeof path);
    unlink(path);
    fixture_close(&c->f);
    unlink(c->path);
    folder_clear(c->folder, (const char *const[]){NULL});
    return 0;
}

static enum stipple_error make(struct case_ *c, const char *path, struct backup *ret)
{
    return backup_make(c->f.s, &c->f.a, path, c->key, ret, &c->f.e);
}

static void a_backup_is_whole_signed_and_for_its_owner(void **state)
{
    struct case_ *c = *state;
    struct backup made = {0};
    struct store_position position;
    struct stat st;
    assert_ok(&c->f, make(c, c->path, &made));
    assert_ok(&c->f, store_position(c->f.s, &position, &c->f.e));
    assert_int_equal(made.events, position.events);
    assert_string_equal(made.seal.hash, position.seal);
    assert_true(seal_valid(&made.seal));
    assert_int_equal(stat(c->path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    assert_int_equal(st.st_size, made.bytes);
}

static void a_file_is_opened_untouched_with_nothing_made_beside_it(void **state)
{
    struct case_ *c = *state;
    struct backup made;
    struct store *s;
    struct audit audit;
    struct stat before, after;
    assert_ok(&c->f, make(c, c->path, &made));
    assert_int_equal(chmod(c->path, 0400), 0);
    assert_int_equal(stat(c->path, &before), 0);
    assert_ok(&c->f, store_open_file(c->path, &c->f.sources, &s, &c->f.e));
    assert_ok(&c->f, audit_verify(s, &c->f.a, &audit, &c->f.e));
    assert_true(audit.whole);
    assert_int_equal(sqlite3_exec(s->db, "DELETE FROM studio", NULL, NULL, NULL) & 0xFF,
                     SQLITE_READONLY);
    store_close(s);
    assert_int_equal(stat(c->path, &after), 0);
    assert_memory_equal(&before.st_mtim, &after.st_mtim, sizeof before.st_mtim);
}

static void a_live_database_is_not_opened_as_a_file(void **state)
{
    struct case_ *c = *state;
    struct store *s;
    char path[128];
    fixture_path(&c->f, "stipple.db", path, sizeof path);
    assert_refused(store_open_file(path, &c->f.sources, &s, &c->f.e), STIPPLE_STORE_FAILED);
}

static void a_backup_goes_to_a_new_file_elsewhere_or_nowhere(void **state)
{
    struct case_ *c = *state;
    struct backup made;
    const char *inside = arena_print(&c->f.a, "%s/b.db", c->f.dir);
    const char *over = arena_print(&c->f.a, "%s/../%s/b.db", c->folder, c->f.dir + 5);
    const char *nowhere = arena_print(&c->f.a, "%s/none/b.db", c->folder);
    const char *folder = arena_print(&c->f.a, "%s/", c->folder);
    const char *const wrong[] = {"b.db", "../b.db", inside, over, nowhere, folder};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_refused(make(c, wrong[i], &made), STIPPLE_BACKUP_PATH);
        assert_string_equal(c->f.e.field, "path");
    }
    assert_refused(make(c, c->folder, &made), STIPPLE_BACKUP_EXISTS);
    assert_int_equal(symlink("/nowhere/at/all", c->path), 0);
    assert_refused(make(c, c->path, &made), STIPPLE_BACKUP_EXISTS);
    assert_int_equal(unlink(c->path), 0);
    assert_ok(&c->f, make(c, c->path, &made));
    assert_refused(make(c, c->path, &made), STIPPLE_BACKUP_EXISTS);
}

static void a_disk_that_ends_leaves_nothing_behind(void **state)
{
    struct case_ *c = *state;
    struct backup made;
    struct rlimit before, small = {100000, 0};
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small.rlim_max = before.rlim_max;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    enum stipple_error code = make(c, c->path, &made);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_true(code == STIPPLE_STORE_FULL || code == STIPPLE_STORE_FAILED);
    assert_int_equal(access(c->path, F_OK), -1);
    assert_int_equal(rmdir(c->folder), 0);
    assert_int_equal(mkdir(c->folder, 0700), 0);
    assert_ok(&c->f, make(c, c->path, &made));
}

static void a_studio_that_is_not_whole_makes_no_backup(void **state)
{
    struct case_ *c = *state;
    struct backup made;
    assert_int_equal(
        sqlite3_exec(c->f.s->db, "UPDATE product SET pao_days = 999", NULL, NULL, NULL), SQLITE_OK);
    assert_refused(make(c, c->path, &made), STIPPLE_BACKUP_UNSOUND);
    assert_non_null(strstr(c->f.e.message, "product 1"));
    assert_int_equal(access(c->path, F_OK), -1);
}

static void a_restored_studio_is_the_one_that_was_backed_up(void **state)
{
    struct case_ *c = *state;
    struct backup made;
    struct audit audit;
    struct store *s;
    struct store_position position;
    char dir[96];
    snprintf(dir, sizeof dir, "%s/restored", c->folder);
    assert_ok(&c->f, make(c, c->path, &made));
    assert_ok(&c->f, backup_restore(c->path, dir, &c->f.sources, &c->f.a, &audit, &c->f.e));
    assert_true(audit.whole);
    assert_string_equal(audit.seal, made.seal.hash);
    assert_refused(backup_restore(c->path, dir, &c->f.sources, &c->f.a, &audit, &c->f.e),
                   STIPPLE_RESTORE_NOT_EMPTY);
    assert_ok(&c->f, store_open(dir, "UTC", &c->f.sources, &s, &c->f.e));
    assert_ok(&c->f, store_position(s, &position, &c->f.e));
    assert_string_equal(position.seal, made.seal.hash);
    store_close(s);
    folder_clear(dir, (const char *const[]){"stipple.db", "stipple.db-wal", "stipple.db-shm",
                                            "stipple.lock", "studio.key", NULL});
}

static void a_backup_that_was_changed_is_not_restored(void **state)
{
    struct case_ *c = *state;
    struct backup made;
    struct audit audit;
    sqlite3 *db;
    char dir[96];
    snprintf(dir, sizeof dir, "%s/restored", c->folder);
    assert_ok(&c->f, make(c, c->path, &made));
    assert_int_equal(sqlite3_open(c->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "UPDATE product SET name = 'x'", NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    assert_refused(backup_restore(c->path, dir, &c->f.sources, &c->f.a, &audit, &c->f.e),
                   STIPPLE_BACKUP_UNSOUND);
    folder_clear(dir, (const char *const[]){"stipple.lock", NULL});
}

/* A file of the first schema, as that version wrote it. */
static void a_backup_of_an_older_schema_is_audited_and_restored(void **state)
{
    struct case_ *c = *state;
    struct audit audit;
    struct store *s;
    sqlite3 *old;
    assert_int_equal(sqlite3_open(":memory:", &old), SQLITE_OK);
    assert_int_equal(sqlite3_exec(old, sql_migrations[0], NULL, NULL, NULL), SQLITE_OK);
    char *sql = sqlite3_mprintf(
        "ATTACH %Q AS live; INSERT INTO event SELECT * FROM live.event WHERE seq = 1;"
        "INSERT INTO studio (id, uuid, time_zone, rule_packs) "
        "SELECT id, uuid, time_zone, rule_packs FROM live.studio; DETACH live; VACUUM INTO %Q",
        c->f.s->path, c->path);
    char *text = NULL;
    if (sqlite3_exec(old, sql, NULL, NULL, &text) != SQLITE_OK)
        fail_msg("%s", text);
    sqlite3_free(sql);
    sqlite3_close(old);
    assert_ok(&c->f, store_open_file(c->path, &c->f.sources, &s, &c->f.e));
    assert_ok(&c->f, audit_verify(s, &c->f.a, &audit, &c->f.e));
    for (size_t i = 0; i < audit.findings.n; i++)
        fail_msg("%s", ((const struct audit_finding *)audit.findings.items)[i].text);
    assert_true(audit.whole);
    assert_int_equal(audit.events, 1);
    store_close(s);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_backup_is_whole_signed_and_for_its_owner),
        TEST(a_file_is_opened_untouched_with_nothing_made_beside_it),
        TEST(a_live_database_is_not_opened_as_a_file),
        TEST(a_backup_goes_to_a_new_file_elsewhere_or_nowhere),
        TEST(a_disk_that_ends_leaves_nothing_behind),
        TEST(a_studio_that_is_not_whole_makes_no_backup),
        TEST(a_restored_studio_is_the_one_that_was_backed_up),
        TEST(a_backup_that_was_changed_is_not_restored),
        TEST(a_backup_of_an_older_schema_is_audited_and_restored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
