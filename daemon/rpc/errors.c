#include "rpc/errors.h"

#include <stdio.h>

const enum stipple_error errors_of_calls[] = {
    STIPPLE_PARAM_MISSING,   STIPPLE_PARAM_UNKNOWN, STIPPLE_PARAM_TYPE,
    STIPPLE_PARAM_RANGE,     STIPPLE_PARAM_FORMAT,  STIPPLE_PARAM_CHOICE,
    STIPPLE_ROLE_DENIED,     STIPPLE_STAFF_UNCLEAR, STIPPLE_STAFF_RETIRED,
    STIPPLE_RPC_CANCELLED,   STIPPLE_RPC_TOO_LARGE, STIPPLE_DAEMON_BUSY,
    STIPPLE_DAEMON_STOPPING, STIPPLE_DAEMON_MEMORY, STIPPLE_STORE_FAILED,
    STIPPLE_STORE_DAMAGED,   STIPPLE_INTERNAL,      STIPPLE_OK};
const enum stipple_error errors_of_writes[] = {
    STIPPLE_OP_REUSED, STIPPLE_TIME_FUTURE, STIPPLE_STORE_FULL, STIPPLE_STORE_UNKNOWN, STIPPLE_OK};

bool errors_hold(const enum stipple_error *errors, enum stipple_error error)
{
    for (; errors && *errors != STIPPLE_OK; errors++)
        if (*errors == error)
            return true;
    return false;
}

static void add(enum stipple_error *ret, enum stipple_error error)
{
    if (error == STIPPLE_OK || errors_hold(ret, error))
        return;
    while (*ret != STIPPLE_OK)
        ret++;
    ret[0] = error;
    ret[1] = STIPPLE_OK;
}

/* What a reference is of, and that there is none, are called alike: product, product.not_found. */
static void add_refs(enum stipple_error *ret, const struct schema *schema)
{
    for (; schema; schema = schema->base)
        for (size_t i = 0; i < schema->n_fields; i++) {
            const struct field *f = &schema->fields[i];
            char name[64];
            snprintf(name, sizeof name, "%s.not_found", f->of ? f->of : "");
            if (f->type == FIELD_REF)
                add(ret, stipple_error_find(name));
            else if (f->type == FIELD_OBJECT)
                add_refs(ret, f->object);
        }
}

void errors_of_method(const struct method *method, enum stipple_error ret[STIPPLE_ERROR_COUNT])
{
    ret[0] = STIPPLE_OK;
    for (const enum stipple_error *e = method->errors; e && *e != STIPPLE_OK; e++)
        add(ret, *e);
    add_refs(ret, method->params);
}
