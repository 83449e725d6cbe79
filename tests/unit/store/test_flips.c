#include "unit.h"

#include "purge_commands.h"
#include "store_history.h"
#include "store_tables.h"

#include "store/backup.h"

/* Flips of each kind; STIPPLE_FLIPS says how many for a long run. */
enum { FLIPS = 50, TRIES = 50 };

/* A value as it stands, or as it is to be. */
struct value {
    int type;
    int64_t integer;
    double real;
    unsigned char bytes[32768];
    size_t length;
};

static int64_t flips_wanted(void)
{
    const char *text = getenv("STIPPLE_FLIPS");
    return text ? strtoll(text, NULL, 10) : FLIPS;
}

/* The row's key and the column's value. */
struct place {
    const struct table *table;
    size_t column;
    struct value keys[COLUMNS_MAX], value;
};

static void value_read(sqlite3_stmt *st, int column, struct value *ret)
{
    ret->type = sqlite3_column_type(st, column);
    ret->integer = sqlite3_column_int64(st, column);
    ret->real = sqlite3_column_double(st, column);
    const void *bytes = sqlite3_column_blob(st, column);
    ret->length = (size_t)sqlite3_column_bytes(st, column);
    assert_true(ret->length < sizeof ret->bytes);
    if (ret->length)
        memcpy(ret->bytes, bytes, ret->length);
}

static void value_bind(sqlite3_stmt *st, int at, const struct value *v)
{
    if (v->type == SQLITE_INTEGER)
        sqlite3_bind_int64(st, at, v->integer);
    else if (v->type == SQLITE_FLOAT)
        sqlite3_bind_double(st, at, v->real);
    else if (v->type == SQLITE_TEXT)
        sqlite3_bind_text(st, at, (const char *)v->bytes, (int)v->length, SQLITE_STATIC);
    else if (v->type == SQLITE_BLOB)
        sqlite3_bind_blob(st, at, v->bytes, (int)v->length, SQLITE_STATIC);
}

/* Some row of the table. */
static void place_choose(struct fixture *f, const struct table *table, size_t column,
                         struct place *ret)
{
    ret->table = table;
    ret->column = column;
    char sql[SQL_SIZE];
    snprintf(sql, sizeof sql, "SELECT * FROM \"%s\" LIMIT 1 OFFSET %lld", ret->table->name,
             (long long)fixture_below(f, ret->table->rows));
    sqlite3_stmt *st = prepared(f, sql);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    for (size_t c = 0; c < ret->table->n; c++)
        if (ret->table->key[c])
            value_read(st, (int)c, &ret->keys[ret->table->key[c] - 1]);
    value_read(st, (int)ret->column, &ret->value);
    sqlite3_finalize(st);
}

static void bit_flip(struct fixture *f, unsigned char *bytes, size_t length)
{
    int64_t bit = fixture_below(f, (int64_t)length * 8);
    bytes[bit / 8] ^= (unsigned char)(1U << bit % 8);
}

/* Something else of the column's own type, as SQLite would keep it. */
static struct value value_other(struct fixture *f, const struct place *at)
{
    struct value v = at->value;
    const char *type = at->table->types[at->column];
    if (v.type != SQLITE_NULL && at->table->nullable[at->column] && fixture_below(f, 8) == 0)
        return (struct value){.type = SQLITE_NULL};
    if (v.type == SQLITE_NULL) {
        v = (struct value){.integer = fixture_below(f, 1000), .real = 1.5, .length = 1};
        v.bytes[0] = 'x';
        v.type = strcmp(type, "INTEGER") == 0 ? SQLITE_INTEGER
                 : strcmp(type, "REAL") == 0  ? SQLITE_FLOAT
                 : strcmp(type, "BLOB") == 0  ? SQLITE_BLOB
                                              : SQLITE_TEXT;
    } else if (v.type == SQLITE_INTEGER) {
        v.integer ^= (int64_t)1 << fixture_below(f, 63);
    } else if (v.type == SQLITE_FLOAT) {
        bit_flip(f, (unsigned char *)&v.real, sizeof v.real);
    } else if (v.length == 0 || fixture_below(f, 8) == 0) {
        v.bytes[v.length++] = (unsigned char)fixture_below(f, 256);
    } else if (fixture_below(f, 8) == 0) {
        v.length--;
    } else {
        bit_flip(f, v.bytes, v.length);
    }
    return v;
}

/* False when the database itself does not take it. */
static bool place_change(struct fixture *f, const struct place *at, const struct value *to)
{
    char sql[SQL_SIZE];
    int n = snprintf(sql, sizeof sql, "UPDATE \"%s\" SET \"%s\" = ?1 WHERE true", at->table->name,
                     at->table->columns[at->column]);
    for (size_t c = 0; c < at->table->n; c++)
        if (at->table->key[c])
            n += snprintf(sql + n, sizeof sql - (size_t)n, " AND \"%s\" = ?%d",
                          at->table->columns[c], at->table->key[c] + 1);
    sqlite3_stmt *st = prepared(f, sql);
    value_bind(st, 1, to);
    for (size_t k = 0; k < at->table->keys; k++)
        value_bind(st, (int)k + 2, &at->keys[k]);
    bool done = sqlite3_step(st) == SQLITE_DONE && sqlite3_changes(f->s->db) == 1;
    sqlite3_finalize(st);
    return done;
}

/* "movement 3, event 17, kind use": the table and the row's whole key. */
static const char *row_name(struct arena *a, const struct place *at)
{
    const char *name = at->table->name;
    for (size_t k = 0; k < at->table->keys; k++) {
        const struct value *key = &at->keys[k];
        size_t c = 0;
        while (at->table->key[c] != (int)k + 1)
            c++;
        const char *column =
            k ? arena_print(a, ", %s ", at->table->columns[c]) : arena_print(a, " ");
        name = key->type == SQLITE_INTEGER
                   ? arena_print(a, "%s%s%lld", name, column, (long long)key->integer)
                   : arena_print(a, "%s%s%.*s", name, column, (int)key->length, key->bytes);
    }
    return name;
}

/* Whether a finding names the event, or the table and row. An event whose number was changed is
 * named by the new one. */
static bool named(struct arena *a, const struct audit *audit, const struct place *at,
                  const struct value *to)
{
    const struct audit_finding *found = audit->findings.items;
    bool event = strcmp(at->table->name, "event") == 0, number = at->table->key[at->column] == 1;
    const char *row = row_name(a, at);
    for (size_t i = 0; i < audit->findings.n; i++)
        if (event ? strncmp(found[i].what, "event.", 6) == 0 &&
                        (found[i].seq == at->keys[0].integer ||
                         (number && found[i].seq == to->integer))
                  : found[i].where && strcmp(found[i].where, row) == 0)
            return true;
    return false;
}

static void place_fail(const struct place *at, const struct value *to, const struct audit *audit)
{
    const struct audit_finding *first = audit->findings.items;
    fail_msg("%s.%s of the row %lld, from %lld \"%.*s\" to %lld \"%.*s\": %s", at->table->name,
             at->table->columns[at->column], (long long)at->keys[0].integer,
             (long long)at->value.integer, (int)at->value.length, (const char *)at->value.bytes,
             (long long)to->integer, (int)to->length, (const char *)to->bytes,
             audit->findings.n ? first->text : "nothing was found");
}

/* In a transaction that is taken back: the file is as it was for the next one. */
static bool flip(struct fixture *f, const struct table *table, size_t column, const char *trigger)
{
    static struct place at;
    at = (struct place){0};
    place_choose(f, table, column, &at);
    struct value to = value_other(f, &at);
    struct arena a = {0};
    struct audit audit;
    run_sql(f, "BEGIN; DROP TRIGGER event_fixed");
    bool done = place_change(f, &at, &to);
    run_sql(f, trigger);
    if (done) {
        assert_ok(f, audit_verify(f->s, &a, &audit, &f->e));
        if (audit.whole || !named(&a, &audit, &at, &to))
            place_fail(&at, &to, &audit);
    }
    run_sql(f, "ROLLBACK");
    arena_free(&a);
    return done;
}

static const char *trigger_text(struct fixture *f)
{
    sqlite3_stmt *st = prepared(f, "SELECT sql FROM sqlite_schema WHERE name = 'event_fixed'");
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    const char *text = (const char *)sqlite3_column_text(st, 0);
    text = arena_copy(&f->a, text, strlen(text));
    sqlite3_finalize(st);
    return text;
}

static void a_value_changed_anywhere_is_found_and_named(void **state)
{
    struct fixture *f = *state;
    struct audit audit;
    /* What a program without our settings could write. */
    run_sql(f, "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON");
    const struct tables *tables = tables_read(f);
    const char *trigger = trigger_text(f);
    int64_t wanted = flips_wanted(), done = 0;
    for (size_t t = 0; t < tables->n; t++)
        for (size_t c = 0; c < tables->table[t].n; c++)
            for (int tried = 0; tried < TRIES; tried++)
                if (flip(f, &tables->table[t], c, trigger)) {
                    done++;
                    break;
                } else if (tried == TRIES - 1)
                    fail_msg("%s.%s takes no other value", tables->table[t].name,
                             tables->table[t].columns[c]);
    while (done < wanted) { /* half of them hit the history */
        size_t t = fixture_below(f, 2) ? 0 : (size_t)fixture_below(f, (int64_t)tables->n);
        size_t c = (size_t)fixture_below(f, (int64_t)tables->table[t].n);
        done += flip(f, &tables->table[t], c, trigger);
    }
    run_sql(f, "PRAGMA foreign_keys = ON; PRAGMA ignore_check_constraints = OFF");
    assert_ok(f, audit_verify(f->s, &f->a, &audit, &f->e));
    assert_true(audit.whole);
    print_message("%lld values changed in %zu tables, each was found and named\n", (long long)done,
                  tables->n);
}

static void a_row_deleted_anywhere_is_found_and_named(void **state)
{
    struct fixture *f = *state;
    run_sql(f, "PRAGMA foreign_keys = OFF");
    const struct tables *tables = tables_read(f);
    for (size_t t = 1; t < tables->n; t++) {
        static struct place at;
        char sql[SQL_SIZE];
        struct audit audit;
        place_choose(f, &tables->table[t], 0, &at);
        size_t key = 0;
        while (at.table->key[key] != 1)
            key++;
        snprintf(sql, sizeof sql, "DELETE FROM \"%s\" WHERE \"%s\" = ?1", at.table->name,
                 at.table->columns[key]);
        run_sql(f, "BEGIN");
        sqlite3_stmt *st = prepared(f, sql);
        value_bind(st, 1, &at.keys[0]);
        assert_int_equal(sqlite3_step(st), SQLITE_DONE);
        sqlite3_finalize(st);
        assert_ok(f, audit_verify(f->s, &f->a, &audit, &f->e));
        if (!named(&f->a, &audit, &at, &at.keys[0]))
            place_fail(&at, &at.keys[0], &audit);
        run_sql(f, "ROLLBACK");
    }
    run_sql(f, "PRAGMA foreign_keys = ON");
}

/* Everything that is kept, as one number. */
static uint64_t content(struct store *s, const struct tables *tables)
{
    uint64_t hash = 0;
    for (size_t t = 0; t < tables->n; t++) {
        char sql[SQL_SIZE];
        sqlite3_stmt *st = NULL;
        snprintf(sql, sizeof sql, "SELECT * FROM \"%s\" ORDER BY 1, 2", tables->table[t].name);
        if (sqlite3_prepare_v2(s->db, sql, -1, &st, NULL) != SQLITE_OK)
            return 0;
        hash = rows_hash(st, hash);
        sqlite3_finalize(st);
    }
    return hash;
}

static void bytes_write(const char *path, const struct buffer *bytes)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes->data, 1, bytes->length, file), bytes->length);
    assert_int_equal(fclose(file), 0);
}

static void bytes_read(const char *path, struct buffer *ret)
{
    FILE *file = fopen(path, "rb");
    char chunk[4096];
    assert_non_null(file);
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, file)) > 0;)
        buffer_add(ret, chunk, n);
    assert_int_equal(fclose(file), 0);
}

/* Unused space, and what SQLite keeps for itself alone, may hold anything. */
static void a_bit_of_the_file_flipped_is_found_unless_it_changes_nothing(void **state)
{
    struct fixture *f = *state;
    static struct tables tables;
    char path[128], copy[128];
    struct buffer bytes = {0};
    fixture_path(f, "stipple.db", path, sizeof path);
    fixture_path(f, "stipple.db.new", copy, sizeof copy);
    tables = *tables_read(f);
    uint64_t before = content(f->s, &tables);
    store_close(f->s);
    f->s = NULL;
    bytes_read(path, &bytes);
    int64_t wanted = flips_wanted(), found = 0;
    for (int64_t i = 0; i < wanted; i++) {
        int64_t bit = fixture_below(f, (int64_t)bytes.length * 8);
        bytes.data[bit / 8] ^= (char)(1U << bit % 8);
        bytes_write(copy, &bytes);
        bytes.data[bit / 8] ^= (char)(1U << bit % 8);
        struct store *s;
        struct arena a = {0};
        struct audit audit = {0};
        if (store_open_file(copy, &f->sources, &s, &f->e) == STIPPLE_OK) {
            enum stipple_error code = audit_verify(s, &a, &audit, &f->e);
            if (code == STIPPLE_OK && audit.whole && content(s, &tables) != before)
                fail_msg("bit %lld was flipped, and nobody noticed", (long long)bit);
            store_close(s);
        }
        found += !audit.whole;
        arena_free(&a);
    }
    print_message("%lld bits flipped, %lld found, the others change nothing\n", (long long)wanted,
                  (long long)found);
    assert_true(found > wanted / 4);
    buffer_free(&bytes);
}

/* Something of everything, and a part of it purged. */
static void books_purge(struct fixture *f)
{
    struct books b = books_make(f);
    struct purge_made made;
    const char *id = b.clients[0].client;
    assert_ok(f, do_purge(f, &id, 1, "it was asked for", &made));
}

static int setup(void **state)
{
    static struct fixture f;
    fixture_open(&f);
    history_make(&f);
    books_purge(&f);
    *state = &f;
    return 0;
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_value_changed_anywhere_is_found_and_named),
        TEST(a_row_deleted_anywhere_is_found_and_named),
        TEST(a_bit_of_the_file_flipped_is_found_unless_it_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
