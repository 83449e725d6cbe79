/* The studio's own text of what to mind after a session. A version is never changed: somebody has
 * it in hand. */
#ifndef STIPPLE_STORE_AFTERCARE_H
#define STIPPLE_STORE_AFTERCARE_H

#include "store/studio.h"

struct aftercare {
    const char *version;
    struct instant written_at, recorded_at;
    const char *by_code, *by_name; /* NULL unless staff */
    const char *text;              /* JSON object: steps, doctor */
};
struct aftercare_write {
    struct write_head head;
    const char *version;
};

/* AFTERCARE_EXISTS. What it says is the body's. */
enum stipple_error aftercare_write(struct store *s, struct arena *a,
                                   const struct aftercare_write *command, struct error *e);
/* That version, the newest for NULL; AFTERCARE_NOT_FOUND. Letters count without case. */
enum stipple_error aftercare_show(struct store *s, struct arena *a, const char *version,
                                  struct aftercare *ret, struct error *e);
/* Rows of struct aftercare, newest first. */
enum stipple_error aftercare_list(struct store *s, struct arena *a, struct list *ret,
                                  struct error *e);

#endif
