/* What a report is asked by, and what it is on the wire. */
#ifndef STIPPLE_APP_REPORT_SCHEMA_H
#define STIPPLE_APP_REPORT_SCHEMA_H

#include "app/look.h"
#include "store/reports.h"

struct report_params {
    struct look_head look;
    const char *from, *to;
    int names, drill;
    const char *lot, *client, *recall, *pack;
};
extern const struct schema report_stock_params, report_lot_params, report_client_params,
    report_inspection_params, report_recall_params; /* struct report_params */

struct report_asked { /* with what was left out filled in */
    const char *from, *to;
    const char *lot, *lot_code, *client, *client_code, *recall, *recall_code, *pack;
    int names;
    const char *reason;
};
struct report_by {
    const char *by, *code, *name;
};
/* Everything that is signed. */
struct report {
    const char *kind, *title;
    const struct studio *studio;
    const struct report_by *by;
    const struct report_asked *asked;
    struct instant time;
    int drill;
    struct list sections; /* struct report_section */
    const struct seal *seal;
};
struct report_signed {
    const struct report *report;
    const char *digest, *signature;
};
extern const struct schema report_schema, report_signed_schema;

/* Sections that take more than SQL. */

/* What the rule packs miss, worst first. */
enum stipple_error report_missing(struct call *call, const struct report_params *params,
                                  struct list *sections);
/* Lots that a recall's notice may mean, and of which nobody has said whether it does: of the recall
 * that is asked about, or of all that are open. */
enum stipple_error report_undecided(struct call *call, const struct report_params *params,
                                    struct list *sections);
/* Who the codes stand for; each look is noted. The last section, so that the pages before it can be
 * handed on without it. */
enum stipple_error report_names(struct call *call, const struct look_head *look,
                                const struct report_filter *filter, struct list *sections);

#endif
