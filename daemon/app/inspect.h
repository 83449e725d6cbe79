/* What is missing in the books, held against rule packs. */
#ifndef STIPPLE_APP_INSPECT_H
#define STIPPLE_APP_INSPECT_H

#include "app/call.h"
#include "app/table.h"
#include "store/records.h"
#include "store/rules.h"

/* A kind of record that rules are about. */
struct record_kind {
    const char *name;
    const char *shows;  /* the method whose result bears the fields */
    const char *member; /* … in this member; NULL: in the result itself */
    const char *mends;  /* the method that records them */
};
extern const struct record_kind record_kinds[]; /* by enum record, ended by one without a name */

/* The fields of such a record as they are shown. */
const struct schema *record_schema(const struct record_kind *kind);

/* A path leads through objects and lists, a list standing for each of its items, or for those whose
 * member has a value: `uses[kinds=pigment].zone`. The field at its end, NULL when there is none. */
const struct field *field_at(const struct schema *schema, const char *path);
/* Whether a record, a struct of that schema, is as the rule asks. `day`: the one that dates are
 * held against. What is neither yes nor no is not there, and so is a no. */
bool rule_met(const struct rule *rule, const char *day, const struct schema *schema,
              const void *row);

/* What a rule asks for, as people read it: "uses (cartridge) or sterilizer". NULL when memory ran
 * out. */
const char *rule_words(struct arena *a, const struct list *fields, const char *value);

/* A record as rules look at it. */
struct record_seen {
    const void *row; /* a struct of record_schema */
    const char *id, *code;
    const char *const *kinds; /* what it is, ended by NULL: a rule of any of them concerns it */
    const char *until;        /* the last day it was in use; NULL: it still is */
    bool waits;               /* for a manager to look at it */
};
/* One record, in the call's arena. Sealed words of a session are opened where `words` says so, for
 * the caller to see that they are there: that is no look, nobody is shown them. */
enum stipple_error record_read(struct call *call, enum record record, const char *id, bool words,
                               struct record_seen *ret);

struct inspect_params {
    const char *from, *to, *pack, *day;
    const char *client; /* an id: this client's records alone; NULL: all records */
    int64_t limit;
};
struct finding {
    const char *record, *id, *code;
    struct list fields; /* const char *: any of them would do */
    int check;
    const char *value;
    struct list past; /* const char *: what does not hold any more, by its name */
    int gravity;
    const char *pack, *citation, *sentence, *mend;
};
struct inspected {
    const char *record;
    int64_t checked, gaps;
};
struct inspect_result {
    const char *from, *to;
    struct list packs;    /* struct rule_pack */
    struct list records;  /* struct inspected */
    struct list findings; /* struct finding, worst first */
    int64_t more;
    struct list warnings;
};

/* Records are taken as they stand now; those count that came in the period or were in use in it.
 * Findings beyond the limit are counted, the mildest first. */
enum stipple_error inspect_run(struct call *call, const struct inspect_params *params,
                               struct inspect_result *ret);

/* RULE_NOT_FOUND with the nearest known name. `day` may be NULL. */
enum stipple_error rule_pack_check(struct call *call, const char *field, const char *id,
                                   const char *day, const struct rule_pack **ret);

#endif
