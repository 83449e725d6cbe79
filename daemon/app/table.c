#include "app/table.h"

#include <string.h>

const struct method *const method_domains[] = {
    daemon_methods,      colour_methods,       studio_methods,
    staff_methods,       product_methods,      lot_methods,
    delivery_methods,    stock_methods,        client_methods,
    client_show_methods, client_list_methods,  course_methods,
    match_methods,       accept_methods,       mix_methods,
    aftercare_methods,   session_methods,      verdict_methods,
    incident_methods,    session_look_methods, plan_methods,
    forecast_methods,    trace_methods,        recall_methods,
    recall_work_methods, recall_drill_methods, recall_end_methods,
    report_methods,      rule_methods,         retention_methods,
    history_methods,     watch_methods,        NULL,
};

const struct method *method_find(const char *name)
{
    for (const struct method *const *domain = method_domains; *domain; domain++)
        for (const struct method *method = *domain; method->name; method++)
            if (strcmp(method->name, name) == 0)
                return method;
    return NULL;
}
