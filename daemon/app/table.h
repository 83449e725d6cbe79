/* The method table: the entries of every domain. */
#ifndef STIPPLE_APP_TABLE_H
#define STIPPLE_APP_TABLE_H

#include "rpc/method.h"

/* Each ended by an entry without a name; defined in the methods_*.c. */
extern const struct method daemon_methods[], colour_methods[], studio_methods[], staff_methods[],
    product_methods[], client_methods[], client_show_methods[], client_list_methods[],
    course_methods[], lot_methods[], delivery_methods[], stock_methods[], match_methods[],
    accept_methods[], mix_methods[], aftercare_methods[], session_methods[], session_look_methods[],
    verdict_methods[], incident_methods[], plan_methods[], forecast_methods[], trace_methods[],
    recall_methods[], recall_work_methods[], recall_drill_methods[], recall_end_methods[],
    report_methods[], rule_methods[], retention_methods[], history_methods[], watch_methods[];

/* All of them, NULL-terminated, in the order of the reference and of the examples' story. */
extern const struct method *const method_domains[];

/* NULL when there is none. */
const struct method *method_find(const char *name);

#endif
