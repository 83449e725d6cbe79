/* What is missing in the books, held against rule packs. */
#ifndef STIPPLE_APP_INSPECT_H
#define STIPPLE_APP_INSPECT_H

#include "app/call.h"
#include "app/table.h"
#include "store/rules.h"

/* A kind of record that rules are about. */
struct record_kind {
    const char *name;
    const char *shows;  /* the method whose result bears the fields */
    const char *member; /* … in this member; NULL: in the result itself */
    const char *mends;  /* the method that records them */
};
enum {
    RECORD_STUDIO,
    RECORD_STAFF,
    RECORD_PRODUCT,
    RECORD_LOT,
    RECORD_CLIENT, /* from here on, records of one client */
    RECORD_COURSE,
    RECORD_SESSION
};
extern const struct record_kind record_kinds[]; /* in that order, ended by one without a name */

/* The fields of such a record as they are shown. */
const struct schema *record_schema(const struct record_kind *kind);
/* The field at a dotted path, a list standing for each of its items; NULL when there is none. */
const struct field *field_at(const struct schema *schema, const char *path);

/* Whether a record, a struct of that schema, is as the rule asks. `day`: the one that dates are
 * held against. */
bool rule_met(const struct rule *rule, const char *day, const struct schema *schema,
              const void *row);

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
    struct list stands; /* const char *: what is in the list that ought to have the value */
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
