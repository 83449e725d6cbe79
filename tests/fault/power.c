/* Plays a power loss at the moments of a trace (disk.h) and looks at what a daemon finds
 * afterwards: every write that was acknowledged by then is there, none that was refused, each op_id
 * once, and chain, database and keys are whole.
 *
 * Usage: power TRACE POINTS CHANCE. With fewer points than the trace has moments they are spread
 * over it; with more, it is gone over again, each time with other luck. Exit status: 0 all there, 1
 * something broken, 3 nothing broken but acknowledged writes lost. */
#include "afterwards.h"
#include "told.h"

#include "base/sources.h"
#include "store/audit_run.h"
#include "store/backup.h"
#include "store/connection.h"
#include "store/signature.h"

#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FOLDERS_OPEN = 8, AUDIT_EVERY = 40, FAULTS_SHOWN = 20, LOSSES_SHOWN = 3 };

struct trial {
    struct trace trace;
    struct tellings told;
    char root[64], data[96];
    uint64_t chance; /* of the round under way */
    size_t points, audits, broken, losing, lost;
};

/* The moment that is looked at: before this step. */
struct point {
    struct trial *trial;
    size_t at;
    bool sound;
};

__attribute__((format(printf, 2, 3))) static void fault(struct point *p, const char *format, ...)
{
    va_list more;
    va_start(more, format);
    if (p->trial->broken < FAULTS_SHOWN) {
        fprintf(stderr, "step %zu, chance %llu: ", p->at, (unsigned long long)p->trial->chance);
        vfprintf(stderr, format, more);
        fputc('\n', stderr);
    }
    va_end(more);
    p->sound = false;
}

static int entry_remove(const char *path, const struct stat *st, int type, struct FTW *place)
{
    (void)st, (void)type;
    return place->level > 0 ? remove(path) : 0;
}

static void root_empty(const char *root)
{
    nftw(root, entry_remove, FOLDERS_OPEN, FTW_PHYS | FTW_DEPTH);
}

/* Marks the writes that are there, by their op_ids. */
static void ops_mark(struct point *p, struct store *s)
{
    struct tellings *told = &p->trial->told;
    size_t check = p->trial->points;
    sqlite3_stmt *st = NULL;
    if (sqlite3_prepare_v2(s->db, "SELECT op_id FROM event", -1, &st, NULL) != SQLITE_OK)
        fault(p, "%s", sqlite3_errmsg(s->db));
    while (st && sqlite3_step(st) == SQLITE_ROW) {
        struct told *one = told_find(told, (const char *)sqlite3_column_text(st, 0));
        if (!one)
            continue;
        if (one->seen == check)
            fault(p, "%s stands twice", one->id);
        if (one->refused)
            fault(p, "%s was refused and is there", one->id);
        one->seen = check;
    }
    sqlite3_finalize(st);
}

/* A copy that was told to be made has its name and is whole, as an audit says now and then. */
static bool copy_stands(const struct trial *trial, const char *name, bool whole)
{
    struct arena a = {0};
    struct store *copy = NULL;
    struct audit audit = {.whole = true};
    const char *path = arena_print(&a, "%s/%s", trial->root, name);
    bool stands = access(path, F_OK) == 0;
    if (stands && whole)
        stands = store_open_file(path, &sources_system, &copy, NULL) == STIPPLE_OK &&
                 audit_verify(copy, &a, &audit, NULL) == STIPPLE_OK && audit.whole;
    store_close(copy);
    arena_free(&a);
    return stands;
}

static void losses_count(struct point *p, bool whole)
{
    struct trial *trial = p->trial;
    size_t lost = 0;
    for (size_t i = 0; i < trial->told.n; i++) {
        const struct told *told = &trial->told.at[i];
        const char *copy = told_copy(told);
        if (told->done >= p->at ||
            (copy ? copy_stands(trial, copy, whole) : told->seen == trial->points))
            continue;
        if (lost++ == 0 && trial->losing++ < LOSSES_SHOWN)
            fprintf(stderr, "step %zu, chance %llu: %s, told at step %zu, is lost\n", p->at,
                    (unsigned long long)trial->chance, told->id, told->done);
    }
    trial->lost += lost;
}

static void findings_tell(struct point *p, const struct audit *audit)
{
    const struct audit_finding *findings = audit->findings.items;
    for (size_t i = 0; i < audit->findings.n; i++)
        fault(p, "%s %s", findings[i].where ? findings[i].where : "", findings[i].text);
}

static void audit_check(struct point *p, struct store *s, bool whole)
{
    struct arena a = {0};
    struct error e = {0};
    struct audit audit = {.whole = true, .seal = ""};
    struct audit_ask ask = {0};
    struct audit_run run = {s, &a, &audit, &ask};
    enum stipple_error code = STIPPLE_OK;
    if (whole)
        code = audit_verify(s, &a, &audit, &e);
    else if ((code = audit_chain(&run, &e)) == STIPPLE_OK)
        code = audit_database(&run, &e);
    if (code != STIPPLE_OK)
        fault(p, "audit: %s", e.message);
    findings_tell(p, &audit);
    arena_free(&a);
}

/* The daemon's own steps; the key that the history names has to be there with it. */
static struct store *studio_open(struct point *p, int *ret_lock)
{
    struct error e = {0};
    struct store *s = NULL;
    struct signing_key *key = NULL;
    enum key_named named = KEY_NAMED;
    enum stipple_error code = store_lock(p->trial->data, ret_lock, &e);
    if (code == STIPPLE_OK)
        code = store_open(p->trial->data, "UTC", &sources_system, &s, &e);
    if (code == STIPPLE_OK)
        code = signing_key_open(p->trial->data, &sources_system, &key, &e);
    if (code == STIPPLE_OK)
        code = signing_key_record(s, key, &named, &e);
    if (code != STIPPLE_OK)
        fault(p, "%s", e.message);
    if (named == KEY_REPLACED)
        fault(p, "the key that signed is gone");
    signing_key_free(key);
    return s;
}

/* Now and then everything, once more after a stop and a start in order. */
static void point_look(struct point *p)
{
    int lock = -1;
    bool whole = p->trial->points % AUDIT_EVERY == 0;
    for (int i = 0; i < 1 + whole && p->sound; i++) {
        struct store *s = studio_open(p, &lock);
        if (s && i == 0) {
            ops_mark(p, s);
            losses_count(p, whole);
        }
        if (s)
            audit_check(p, s, whole);
        if (s && !whole)
            s->failed = true; /* no checkpoint */
        store_close(s);
        close(lock);
    }
    p->trial->audits += whole;
}

static void point_try(struct trial *trial, const struct afterwards *disk, size_t at)
{
    struct point point = {trial, at, true};
    uint64_t chance = trial->chance + at * 0x9E3779B9U;
    afterwards_lay(disk, chance_next(&chance), trial->root);
    trial->points++;
    point_look(&point);
    trial->broken += !point.sound;
    root_empty(trial->root);
}

/* A moment worth a look: of several things said in a row the last. */
static bool moment(const struct trace *trace, size_t at)
{
    return at == trace->n || trace->steps[at].head.op != DISK_SAID;
}

static size_t moments_count(const struct trace *trace)
{
    size_t n = 0;
    for (size_t at = 0; at <= trace->n; at++)
        n += moment(trace, at);
    return n;
}

static void round_play(struct trial *trial, size_t moments, size_t points)
{
    struct afterwards *disk = afterwards_new(trial->chance);
    size_t passed = 0;
    for (size_t at = 0; at <= trial->trace.n; at++) {
        if (moment(&trial->trace, at)) {
            if (passed * points / moments != (passed + 1) * points / moments)
                point_try(trial, disk, at);
            passed++;
        }
        if (at < trial->trace.n)
            afterwards_step(disk, &trial->trace.steps[at].head, trial->trace.steps[at].name,
                            trial->trace.steps[at].bytes);
    }
    afterwards_free(disk);
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fputs("usage: power TRACE POINTS CHANCE\n", stderr);
        return 2;
    }
    struct trial trial = {.trace = trace_read(argv[1]), .root = "/dev/shm/stipple-power-XXXXXX"};
    size_t points = strtoul(argv[2], NULL, 10), moments = moments_count(&trial.trace);
    trial.chance = strtoul(argv[3], NULL, 10);
    trial.told = tellings_read(&trial.trace);
    if (!mkdtemp(trial.root)) {
        perror(trial.root);
        return 2;
    }
    snprintf(trial.data, sizeof trial.data, "%s/data", trial.root);
    for (; trial.points < points && trial.broken < FAULTS_SHOWN; trial.chance++)
        round_play(&trial, moments,
                   points - trial.points < moments ? points - trial.points : moments);
    rmdir(trial.root);
    printf("%zu points of %zu moments, %zu audits, %zu acknowledged, %zu losses at %zu points, "
           "%zu broken\n",
           trial.points, moments, trial.audits, trial.told.done, trial.lost, trial.losing,
           trial.broken);
    return trial.broken ? 1 : trial.lost ? 3 : 0;
}
