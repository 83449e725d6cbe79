/* The studio's settings and its staff. Write commands check and mint: they fill `ret` with what the
 * answer and the event's body need, and change nothing; store_record does that. */
#ifndef STIPPLE_STORE_STUDIO_H
#define STIPPLE_STORE_STUDIO_H

#include "store/store.h"

/* At the head of every write's parameters; not part of the body. */
struct write_head {
    const char *op_id;
    const char *by;             /* resolved by the app before the handler runs */
    struct instant occurred_at; /* likewise; never later than the clock */
};

/* What an event put right of a record. */
struct amendment {
    const char *type; /* the method */
    struct instant recorded_at;
    const char *by, *reason;
    const char *was; /* JSON object: what it changed, as it was */
};

/* Defaults of the optical model (colour.md section 2) that a studio may change; absent where it has
 * not. */
struct studio_model {
    double depth_mm, dots_per_cm2, dot_mm, gain, healed, half_life_years;
    int64_t sessions;
};

/* What practice asks for between sessions, in days. */
struct studio_intervals {
    int64_t gap_days;      /* at least, from one session to the next */
    int64_t healing_days;  /* until readings of the skin say something again */
    int64_t touch_up_days; /* from the last planned session */
    int64_t refresh_days;  /* from the touch-up */
};

struct studio {
    const char *id, *name, *address, *permit, *time_zone;
    struct list rule_packs; /* const char * */
    int64_t backup_days;    /* backups are kept for so long; absent: nobody has said */
    const struct studio_model *model;
    const struct studio_intervals *intervals; /* complete */
};

struct studio_set { /* absent members stay as they are */
    struct write_head head;
    const char *name, *address, *permit, *time_zone;
    struct list rule_packs;
    int64_t backup_days;
    double depth_mm, dots_per_cm2, dot_mm, gain, healed, half_life_years;
    int64_t sessions;
    const struct studio_intervals *intervals; /* NULL: they stay */
};

struct staff {
    const char *id, *code, *name;
    struct list jobs;     /* const char *: "artist", "manager"… as the studio calls them */
    int64_t uid;          /* INT_ABSENT when no system user stands for this person */
    struct list licences; /* struct licence */
    struct instant added_at, retired_at;
};
struct licence {
    const char *name, *number, *expiry; /* expiry NULL: none */
};

struct staff_add {
    struct write_head head;
    const char *name;
    struct list jobs;
    int64_t uid;
    struct list licences; /* struct licence */
};
struct staff_amend { /* absent members stay as they are */
    struct write_head head;
    const char *staff, *reason;
    const char *name;
    struct list jobs;
    int64_t uid;
    struct list licences;     /* all of them anew */
    struct list add_licences; /* those that stand and these, each in place of one of its name */
};
struct staff_retire {
    struct write_head head;
    const char *staff;
    const char *reason;
};
struct staff_made {
    const char *staff, *staff_code;
    struct list warnings; /* staff.shared */
};

enum stipple_error studio_show(struct store *s, struct arena *a, struct studio *ret,
                               struct error *e);
enum stipple_error studio_intervals(struct store *s, struct studio_intervals *ret, struct error *e);
/* Offset of the studio's zone at that moment, and the studio's day. */
enum stipple_error studio_local(struct store *s, int64_t ms, struct instant *ret, struct error *e);
enum stipple_error studio_set(struct store *s, struct arena *a, const struct studio_set *command,
                              struct error *e);

enum stipple_error staff_add(struct store *s, struct arena *a, const struct staff_add *command,
                             struct staff_made *ret, struct error *e);
enum stipple_error staff_amend(struct store *s, struct arena *a, const struct staff_amend *command,
                               struct staff_made *ret, struct error *e);
enum stipple_error staff_retire(struct store *s, struct arena *a,
                                const struct staff_retire *command, struct staff_made *ret,
                                struct error *e);
/* Who is on the staff, or was. */
enum stipple_error staff_show(struct store *s, struct arena *a, const char *id, struct staff *ret,
                              struct error *e);
/* Rows of struct staff. */
enum stipple_error staff_list(struct store *s, struct arena *a, bool retired_too, struct list *ret,
                              struct error *e);
/* Rows of struct licence. */
enum stipple_error staff_licences(struct store *s, struct arena *a, const char *id,
                                  struct list *ret, struct error *e);
/* Who acts: `by` (already an id) must be on the staff; without it the one person with this uid;
 * "uid:N" as long as the staff is empty; else STAFF_UNCLEAR. */
enum stipple_error staff_acting(struct store *s, struct arena *a, const char *by, int64_t uid,
                                const char **ret_by, struct error *e);
/* Who looks: the same, but whoever is not told apart is "uid:N", for a look needs no signature. */
enum stipple_error staff_looking(struct store *s, struct arena *a, const char *by, int64_t uid,
                                 const char **ret_by, struct error *e);

#endif
