/* Field tables that matches, mixes and sessions share. */
#ifndef STIPPLE_APP_BOOK_SCHEMA_H
#define STIPPLE_APP_BOOK_SCHEMA_H

#include "app/schemas.h"

extern const struct schema mix_take_schema; /* struct mix_take */
extern const struct schema booking_schema;  /* struct booking */
extern const struct schema mix_schema;      /* struct mix */

/* The day asked about, today in the studio when it is NULL. */
enum stipple_error day_or_today(struct call *call, const char *day, const char **ret);
/* So many days on; NULL where they are absent. */
enum stipple_error day_on(struct call *call, const char *day, int64_t days, const char **ret);

/* Lists of what stands there, asked for what ends soon. */
#define EXPIRING_FIELD(Struct)                                                                     \
    {                                                                                              \
        FIELD(Struct, expiring_days, INT),                                                         \
            .min = 0, .max = 3660, .unit = "days",                                                 \
            .doc = "Only those that may be used, but not beyond so many days."                     \
    }

#endif
