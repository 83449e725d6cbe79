/* Field tables that matches, mixes and sessions share. */
#ifndef STIPPLE_APP_BOOK_SCHEMA_H
#define STIPPLE_APP_BOOK_SCHEMA_H

#include "app/schemas.h"

extern const struct schema mix_take_schema; /* struct mix_take */
extern const struct schema booking_schema;  /* struct booking */
extern const struct schema mix_schema;      /* struct mix */

/* The day asked about, today in the studio when it is NULL. */
enum stipple_error day_or_today(struct call *call, const char *day, const char **ret);

#endif
