/* Recalls: the lots that a notice means, the stock it holds, the clients it reached, and who of
 * them was told.
 *
 * A lot in a recall may not be used (lot.recalled) until it is released. Nothing releases it while
 * the recall is open; closing ends the work on the list and nothing else: the notice goes on being
 * held against every lot that comes or is corrected, until it is withdrawn. */
#ifndef STIPPLE_STORE_RECALL_H
#define STIPPLE_STORE_RECALL_H

#include "store/notice.h"

struct recall_lot {
    struct lot lot;
    int verdict;
    const char *why;            /* why it is or may be meant; NULL of one that is held */
    struct instant at;          /* of a recall: held later than its opening, or looked at */
    const char *by, *reason;    /* who did that, and why where a person did */
    struct instant released_at; /* absent: it is held */
    const char *released_because;
};
struct recall_stock { /* a bottle, or a mix with something of one */
    const char *container, *container_code;
    struct list lots; /* const char *: their codes */
    int verdict;
    int64_t left_ul, left_pieces;
    struct instant opened_at;
};
struct recall_attempt {
    struct instant at;
    int way; /* contact_ways */
    int64_t reached;
    const char *by, *sealed;
};
struct recall_client {
    const char *client, *client_code;
    const char *sealed; /* who they are; NULL once erased */
    int verdict;
    struct list lots, sessions, days; /* const char *: codes, codes, days */
    int64_t key;                      /* by which pages are cut */
    struct list log;                  /* struct recall_attempt; of a recall */
    bool reached;
};
extern const char *const contact_ways[];

/* What a notice finds. */
struct recall_found {
    struct list lots;    /* struct recall_lot: matches, then possible ones */
    struct list stock;   /* struct recall_stock */
    struct list clients; /* struct recall_client */
    int64_t matches, possible, other;
};
/* The row of the lot among rows of struct recall_lot; NULL: it is not there. */
const struct recall_lot *recall_lot_find(const struct list *lots, const char *id);
/* Fills in the clients of the lots that were found, and the stock of those not released. */
enum stipple_error recall_reach(struct store *s, struct arena *a, struct recall_found *found,
                                struct error *e);
/* At most `limit` of the clients, from behind the cursor on; *ret lies in them. *ret_cursor is NULL
 * at the end. CURSOR_INVALID. */
enum stipple_error recall_clients_page(struct arena *a, const struct list *clients, int64_t limit,
                                       const char *cursor, struct list *ret,
                                       const char **ret_cursor, struct error *e);
/* Changes nothing. */
enum stipple_error recall_check(struct store *s, struct arena *a, const struct notice *notice,
                                struct recall_found *ret, struct error *e);

struct recall_made_lot {
    const char *lot, *lot_code;
    int verdict;
};
struct recall_opened {
    const char *recall, *recall_code;
    struct list lots; /* struct recall_made_lot */
    int64_t containers, clients, possible;
    struct list warnings; /* recall.possible, recall.again */
};
/* Mints; holds what matches, and `also` (const char *: ids), which must at least be possible:
 * PARAM_COMBINATION. RECALL_EMPTY: nothing is held, and nobody said `none_here`. RECALL_EXISTS: a
 * recall with the same notice is open. `noticed_at` may be absent; TIME_ORDER. */
enum stipple_error recall_open(struct store *s, struct arena *a, const struct write_head *head,
                               const struct notice *notice, const struct list *also, bool none_here,
                               struct instant noticed_at, struct recall_opened *ret,
                               struct error *e);

struct recall {
    const char *id, *code;
    const char *notice; /* JSON object */
    struct instant noticed_at, opened_at, recorded_at, closed_at, withdrawn_at;
    const char *closed_reason, *unreached_reason, *withdrawn_reason;
    int64_t lots;
    int64_t on_list, reached; /* recall_list: clients they reached; of these, told */
};
struct recall_effect {
    int64_t clients, reached, erased;
    double percent;  /* reached of clients; absent when nobody is on the list */
    int64_t minutes; /* from the notice to the list; absent when nobody said when it came */
};
struct recall_status {
    struct recall recall;
    struct recall_found found;
    struct list undecided; /* struct recall_lot: the notice may mean them, and nobody has said */
    struct list spared;    /* struct recall_lot: somebody has, and it does not */
    struct recall_effect effect;
};
enum stipple_error recall_read(struct store *s, struct arena *a, const char *id, struct recall *ret,
                               struct error *e);
/* The recall as it stands; a session entered later is on its list too. */
enum stipple_error recall_show(struct store *s, struct arena *a, const char *id,
                               struct recall_status *ret, struct error *e);
/* Rows of struct recall, newest first. */
enum stipple_error recall_list(struct store *s, struct arena *a, bool open_only, int64_t limit,
                               const char *cursor, struct list *ret, const char **ret_cursor,
                               struct error *e);

struct recall_contact {
    struct write_head head;
    const char *recall, *client;
    int way;
    int reached;
    const char *words; /* sealed */
};
struct recall_contacted {
    const char *recall, *recall_code, *client, *client_code;
};
/* RECALL_CLIENT, CLIENT_ERASED, TIME_ORDER. A closed recall takes it too: people call back. */
enum stipple_error recall_contact(struct store *s, struct arena *a,
                                  const struct recall_contact *command,
                                  struct recall_contacted *ret, struct error *e);

struct recall_close { /* recall.close and recall.withdraw */
    struct write_head head;
    const char *recall, *reason;
    const char *unreached; /* why some were not reached, or NULL */
};
struct recall_closed {
    const char *recall, *recall_code;
    struct recall_effect effect;
    struct list warnings; /* recall.unreached, recall.possible, recall.held, recall.told */
};
/* RECALL_CLOSED, TIME_ORDER; RECALL_UNREACHED where somebody could still be reached and nobody says
 * why they were not. */
enum stipple_error recall_close(struct store *s, struct arena *a,
                                const struct recall_close *command, struct recall_closed *ret,
                                struct error *e);

/* The notice was taken back, or entered wrongly: the work ends where it had not, and lots that come
 * are no longer held against it. RECALL_WITHDRAWN, TIME_ORDER. */
enum stipple_error recall_withdraw(struct store *s, struct arena *a,
                                   const struct recall_close *command, struct recall_closed *ret,
                                   struct error *e);

struct recall_judge { /* recall.include and recall.exclude */
    struct write_head head;
    const char *recall, *reason;
    struct list lots; /* const char *: ids */
};
struct recall_judged {
    const char *recall, *recall_code;
    struct list recalls;         /* struct recall_named: the lots */
    int64_t containers, clients; /* that have something of them; that they reached */
    struct list warnings;        /* recall.empty */
};
/* A person has looked: these lots are meant, whatever the notice says, and are held.
 * NOTHING_TO_DO, RECALL_WITHDRAWN, TIME_ORDER. */
enum stipple_error recall_include(struct store *s, struct arena *a,
                                  const struct recall_judge *command, struct recall_judged *ret,
                                  struct error *e);
/* A person has looked: these are not meant. What this recall held of them is free, unless another
 * holds it too. NOTHING_TO_DO, PARAM_COMBINATION, TIME_ORDER. */
enum stipple_error recall_exclude(struct store *s, struct arena *a,
                                  const struct recall_judge *command, struct recall_judged *ret,
                                  struct error *e);

/* A notice as if it had come, about the lot or, without one, about one drawn at random: one that
 * reached somebody, where there is one. LOT_NOT_FOUND. */
enum stipple_error recall_drill_notice(struct store *s, struct arena *a, const char *id,
                                       struct notice *ret, struct lot *ret_lot, struct error *e);

struct recall_score {
    struct instant at;
    const char *by, *lot_code, *maker, *product_name;
    int found; /* as a BOOL */
    int64_t on_list, reachable, took_ms;
    double percent;
};
/* Rows of struct recall_score: the drills so far, newest first. */
enum stipple_error recall_drills(struct store *s, struct arena *a, int64_t limit,
                                 const char *cursor, struct list *ret, const char **ret_cursor,
                                 struct error *e);

#endif
