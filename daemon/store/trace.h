/* Which lot reached whom. A row of the trace is a lot and a line of a session that stands; what an
 * amendment took back is in the session's history and no more in the trace. */
#ifndef STIPPLE_STORE_TRACE_H
#define STIPPLE_STORE_TRACE_H

#include "store/sessions.h"

struct trace_use {
    const char *lot, *lot_code, *lot_no, *product, *product_code, *product_name, *maker;
    const char *client, *client_code, *session, *session_code;
    struct instant occurred_at, recorded_at;
    const char *artist, *artist_code;
    const char *container, *container_code; /* what was used: a bottle, or a mix it is in */
    int64_t ul, pieces;                     /* of that; the one that does not apply is absent */
    double lot_ul;                          /* of the lot in it; NaN for pieces */
    const char *zone, *refusal;
};
struct trace_client_row {
    const char *client, *client_code;
    int64_t sessions;
    struct instant first, last;
};
struct trace_container {
    const char *container, *container_code;
    const char *kind, *client_code; /* of a mix: cup or stock, and whose cup */
    int64_t full_ul, left_ul, full_pieces, left_pieces;
    struct instant since; /* opened or mixed; absent: sealed */
    struct instant discarded_at;
    double lot_ul; /* of the lot in a mix; NaN for a bottle */
};
struct trace_lot_row {
    const char *lot, *lot_code, *lot_no, *batch_no, *product, *product_code, *product_name, *maker;
    int64_t sessions;
    struct instant first, last;
};

struct trace_page {
    int64_t limit;
    const char *cursor;
};
/* Rows of struct trace_use. */
enum stipple_error trace_lot_uses(struct store *s, struct arena *a, const char *lot,
                                  const struct trace_page *page, struct list *ret,
                                  const char **ret_cursor, struct error *e);
enum stipple_error trace_client_uses(struct store *s, struct arena *a, const char *client,
                                     const struct trace_page *page, struct list *ret,
                                     const char **ret_cursor, struct error *e);
/* Rows of int64_t: the keys of the clients that a lot reached, ascending. */
enum stipple_error trace_lot_keys(struct store *s, struct arena *a, const char *lot,
                                  struct list *ret, struct error *e);
/* Rows of struct trace_client_row. */
enum stipple_error trace_clients(struct store *s, struct arena *a, const char *lot,
                                 struct list *ret, struct error *e);
/* Those whose uses begin on the page from that cursor to that, either of which may be NULL. */
enum stipple_error trace_clients_page(struct store *s, struct arena *a, const char *lot,
                                      const char *from, const char *to, struct list *ret,
                                      struct error *e);
/* Rows of struct trace_lot_row. */
enum stipple_error trace_lots(struct store *s, struct arena *a, const char *client,
                              struct list *ret, struct error *e);
/* Rows of struct trace_container: bottles and boxes; mixes. */
enum stipple_error trace_containers(struct store *s, struct arena *a, const char *lot,
                                    struct list *ret, struct error *e);
enum stipple_error trace_mixes(struct store *s, struct arena *a, const char *lot, struct list *ret,
                               struct error *e);

struct trace_shared {
    const char *lot, *lot_code, *lot_no, *batch_no, *product, *product_code, *product_name, *maker;
    int64_t reached;
    struct list codes; /* const char *: those of the parties */
};
/* Ids, lists of const char *. */
struct trace_parties {
    struct list clients, sessions, incidents;
};
/* Rows of struct trace_shared: lots that reached more than one of the parties; those that reached
 * most first. */
enum stipple_error trace_common(struct store *s, struct arena *a,
                                const struct trace_parties *parties, struct list *ret,
                                struct error *e);

#endif
