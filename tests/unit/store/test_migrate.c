#include "unit.h"

#include "store_tables.h"

#include "store/connection.h"

#include <fcntl.h>

/* A studio of the first schema: a product, two lots, three bottles and what happened to them. */
static const char first_schema_rows[] =
    "INSERT INTO event (seq, op_id, type, occurred_at, recorded_at, \"by\", body, salt, "
    "body_sha256, prev, hash) VALUES (1, 'o1', 'studio.set', 0, 0, 'daemon', '{}', x'00', x'00', "
    "x'00', x'00'), (2, 'o2', 'lot.receive', 0, 0, 'daemon', '{}', x'00', x'00', x'00', x'00');"
    "INSERT INTO studio (id, uuid, time_zone, rule_packs) VALUES (1, 'u', 'UTC', '[]');"
    "INSERT INTO product (id, studio, uuid, code, maker, name, kind, colour_index, claims, "
    "ratio_range, added_at, added_offset) VALUES (1, 1, 'p', 'P-0001', 'M', 'N', 'pigment', '[]', "
    "'[]', '[]', 0, 0);"
    "INSERT INTO lot (id, studio, product, uuid, code, lot_no, received_at, received_offset) "
    "VALUES (1, 1, 1, 'l1', 'L-0001', 'A', 0, 0), (2, 1, 1, 'l2', 'L-0002', 'B', 0, 0);"
    "INSERT INTO container (id, studio, lot, uuid, code, filled, remaining, opened_at, "
    "opened_offset, discarded_at, discarded_offset) VALUES "
    "(1, 1, 1, 'c1', 'B-0001', 15000, 15000, NULL, NULL, NULL, NULL), "
    "(2, 1, 1, 'c2', 'B-0002', 15000, 0, 5, 60, 7, 60), "
    "(3, 1, 2, 'c3', 'B-0003', 15000, 9000, 6, -60, NULL, NULL);"
    "INSERT INTO movement (studio, container, event, kind, delta, remaining) VALUES "
    "(1, 1, 2, 'receive', 15000, 15000), (1, 2, 2, 'receive', 15000, 15000), "
    "(1, 3, 2, 'receive', 15000, 15000);";

static void exec(struct store *s, const char *sql)
{
    char *text = NULL;
    if (sqlite3_exec(s->db, sql, NULL, NULL, &text) != SQLITE_OK)
        fail_msg("%s", text);
}

static void first_schema_open(struct fixture *f)
{
    char path[128];
    fixture_prepare(f);
    fixture_path(f, "stipple.db", path, sizeof path);
    int fd = open(path, O_CREAT | O_WRONLY, 0640);
    assert_true(fd >= 0);
    close(fd);
    assert_ok(f, connection_open(path, CONNECTION_WRITER, &f->sources, &f->s, &f->e));
    exec(f->s, sql_migrations[0]);
    exec(f->s, first_schema_rows);
}

static void a_studio_of_the_first_schema_keeps_every_row(void **state)
{
    struct fixture f;
    int64_t version, enforced;
    (void)state;
    first_schema_open(&f);
    static const char containers[] =
        "SELECT id, studio, lot, uuid, code, filled, remaining, opened_at, opened_offset, "
        "discarded_at, discarded_offset FROM container ORDER BY id";
    static const char movements[] =
        "SELECT container, event, kind, delta, remaining FROM movement ORDER BY container";
    const char *containers_before = rows(&f, containers), *movements_before = rows(&f, movements);
    assert_ok(&f, store_migrate(f.s, &f.e));
    assert_ok(&f, connection_number(f.s, "PRAGMA user_version", &version, &f.e));
    assert_int_equal(version, SQL_MIGRATIONS);
    assert_ok(&f, connection_number(f.s, "PRAGMA foreign_keys", &enforced, &f.e));
    assert_int_equal(enforced, 1);
    assert_string_equal(rows(&f, containers), containers_before);
    assert_string_equal(rows(&f, movements), movements_before);
    assert_string_equal(rows(&f, "PRAGMA foreign_key_check"), "");
    fixture_close(&f);
}

static void a_migrated_schema_is_that_of_a_new_studio(void **state)
{
    struct fixture old, new;
    (void)state;
    static const char schema[] = "SELECT name, tbl_name, sql FROM sqlite_schema ORDER BY name";
    first_schema_open(&old);
    assert_ok(&old, store_migrate(old.s, &old.e));
    fixture_open(&new);
    assert_string_equal(rows(&old, schema), rows(&new, schema));
    fixture_close(&old);
    fixture_close(&new);
}

static void a_row_that_names_nothing_stops_the_migration_and_nothing_changes(void **state)
{
    struct fixture f;
    int64_t version;
    (void)state;
    first_schema_open(&f);
    exec(f.s, "PRAGMA foreign_keys = OFF");
    exec(f.s, "UPDATE container SET lot = 77 WHERE id = 3");
    exec(f.s, "PRAGMA foreign_keys = ON");
    const char *before = rows(&f, "SELECT name, sql FROM sqlite_schema ORDER BY name");
    assert_refused(store_migrate(f.s, &f.e), STIPPLE_STORE_DAMAGED);
    assert_non_null(strstr(f.e.message, "container"));
    assert_ok(&f, connection_number(f.s, "PRAGMA user_version", &version, &f.e));
    assert_int_equal(version, 1);
    assert_string_equal(rows(&f, "SELECT name, sql FROM sqlite_schema ORDER BY name"), before);
    fixture_close(&f);
}

/* Clients and courses of the tenth schema: when they were written down stands in the history, or,
 * where a body was purged, in what the purge took over. */
static const char tenth_schema_rows[] =
    "INSERT INTO event (seq, op_id, type, occurred_at, recorded_at, \"by\", body, salt, "
    "body_sha256, prev, hash) VALUES "
    "(1, 'o1', 'client.add', 0, 11, 'd', '{\"made\":{\"client\":\"a\"}}', x'00', x'00', x'00', "
    "x'00'),"
    "(2, 'o2', 'course.open', 0, 12, 'd', '{\"made\":{\"client\":\"a\",\"course\":\"k\"}}', x'00', "
    "x'00', x'00', x'00'),"
    "(3, 'o3', 'course.close', 0, 13, 'd', '{\"made\":{\"client\":\"a\",\"course\":\"k\"}}', "
    "x'00', "
    "x'00', x'00', x'00'),"
    "(4, 'o4', 'client.add', 0, 14, 'd', NULL, NULL, x'00', x'00', x'00'),"
    "(5, 'o5', 'retention.purge', 0, 15, 'd', "
    "'{\"made\":{\"clients\":[{\"client\":\"b\",\"events\":["
    "{\"event\":4,\"kept\":{\"made\":{\"client\":\"b\"}}}]}]}}', x'00', x'00', x'00', x'00');"
    "INSERT INTO studio (id, uuid, time_zone, rule_packs) VALUES (1, 'u', 'UTC', '[]');"
    "INSERT INTO client (id, studio, uuid, code, added_at, added_offset) VALUES "
    "(1, 1, 'a', 'C-0001', 0, 0), (2, 1, 'b', 'C-0002', 0, 0);"
    "INSERT INTO course (id, studio, client, uuid, code, service, facts, opened_at, opened_offset) "
    "VALUES (1, 1, 1, 'k', 'K-0001', 'full', '{}', 0, 0);";

static void when_people_were_written_down_is_read_from_the_history(void **state)
{
    struct fixture f;
    char path[128];
    (void)state;
    fixture_prepare(&f);
    fixture_path(&f, "stipple.db", path, sizeof path);
    int fd = open(path, O_CREAT | O_WRONLY, 0640);
    assert_true(fd >= 0);
    close(fd);
    assert_ok(&f, connection_open(path, CONNECTION_WRITER, &f.sources, &f.s, &f.e));
    exec(f.s, "PRAGMA foreign_keys = OFF");
    for (int i = 0; i < 10; i++)
        exec(f.s, sql_migrations[i]);
    exec(f.s, "PRAGMA foreign_keys = ON");
    exec(f.s, tenth_schema_rows);
    assert_ok(&f, store_migrate(f.s, &f.e));
    assert_string_equal(rows(&f, "SELECT uuid, recorded_at FROM client ORDER BY id"),
                        "a|11|;b|14|;");
    assert_string_equal(rows(&f, "SELECT recorded_at, closed_recorded_at FROM course"), "12|13|;");
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_studio_of_the_first_schema_keeps_every_row),
        cmocka_unit_test(a_migrated_schema_is_that_of_a_new_studio),
        cmocka_unit_test(when_people_were_written_down_is_read_from_the_history),
        cmocka_unit_test(a_row_that_names_nothing_stops_the_migration_and_nothing_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
