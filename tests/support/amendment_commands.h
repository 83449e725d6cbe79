/* Sessions held and put right, and what the books then say of a container. */
#ifndef STIPPLE_TESTS_AMENDMENT_COMMANDS_H
#define STIPPLE_TESTS_AMENDMENT_COMMANDS_H

#include "unit.h"

#include "session_commands.h"

/* A number that one statement gives, about a container. */
static inline int64_t number_of(struct fixture *f, const char *sql, const char *container)
{
    sqlite3_stmt *st = NULL;
    assert_int_equal(sqlite3_prepare_v2(f->s->db, sql, -1, &st, NULL), SQLITE_OK);
    sqlite3_bind_text(st, 1, container, -1, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    int64_t n =
        sqlite3_column_type(st, 0) == SQLITE_NULL ? INT_ABSENT : sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return n;
}

static inline int64_t moved(struct fixture *f, const char *container, const char *kind)
{
    char sql[256];
    snprintf(sql, sizeof sql,
             "SELECT sum(delta) FROM movement JOIN container ON container.id = movement.container "
             "WHERE container.uuid = ? AND movement.kind = '%s'",
             kind);
    return number_of(f, sql, container);
}

static inline int64_t discarded_at(struct fixture *f, const char *container)
{
    return number_of(f, "SELECT discarded_at FROM container WHERE uuid = ?", container);
}

static inline int64_t opened_at(struct fixture *f, const char *container)
{
    return number_of(f, "SELECT opened_at FROM container WHERE uuid = ?", container);
}

/* A session at that time (NULL: now) in which this was used. */
static inline struct session_made held(struct fixture *f, const struct chair *chair,
                                       const char *when, const struct session_use *uses, size_t n)
{
    struct session_record c = session_of(f, chair->client.client, chair->artist.staff, uses, n);
    struct session_made made;
    c.head = head_at(f, when);
    assert_ok(f, do_session_record(f, &c, &made));
    return made;
}

static inline struct session_made amended(struct fixture *f, const char *session,
                                          const struct session_use *uses, size_t n)
{
    struct session_amend c = amend_of(f, session, "mistyped");
    struct session_made made;
    c.uses = (struct list){(void *)(uintptr_t)uses, n};
    assert_ok(f, do_session_amend(f, &c, &made));
    return made;
}

#endif
