/* Recalls: what a notice says, sorted into what is meant, what may be meant, and the rest; the
 * stock it holds, the clients it reached, and who of them was told.
 *
 * A lot in a recall may not be used (lot.recalled) from recall.open until it is released. Nothing
 * releases it while the recall is open; closing ends the work on the list and nothing else. */
#ifndef STIPPLE_STORE_RECALL_H
#define STIPPLE_STORE_RECALL_H

#include "store/lots.h"

/* As printed; what is not there is NULL or empty. */
struct notice {
    const char *maker;
    struct list products;      /* const char *: names, with the maker in front or not */
    struct list lots, batches; /* const char * */
    int all_lots;              /* 1: every lot of what is named */
};

enum verdict { VERDICT_MATCH, VERDICT_POSSIBLE, VERDICT_NO };
extern const char *const verdicts[]; /* by enum verdict, NULL-terminated */

/* Whether a lot is meant. *ret_why: a sentence, in the arena; NULL for VERDICT_NO.
 *
 * Numbers are compared without case, without anything that is neither letter nor digit, without
 * zeros in front, and without the words "lot", "batch", "charge", "no" and "nr" in front of them;
 * a lot number may be printed as a batch number and the other way round. Names are compared without
 * case, accents, punctuation, spaces, and words that say nothing ("Inc.", "tattoo ink").
 *
 * Match: maker and product fit, and the number does, or all lots are meant. Possible: the number
 * fits, and the product is doubtful or another; all lots are meant, and the product is doubtful; or
 * the product fits or is doubtful, and of two numbers one fits, or the lot bears none. */
enum stipple_error notice_sort(struct arena *a, const struct notice *notice, const struct lot *lot,
                               enum verdict *ret, const char **ret_why, struct error *e);
/* PARAM_MISSING, PARAM_COMBINATION or PARAM_FORMAT: a notice that cannot be sorted by. */
enum stipple_error notice_check(struct arena *a, const struct notice *notice, struct error *e);

struct recall_lot {
    struct lot lot;
    int verdict;
    const char *why; /* while a notice is read; NULL of a recall */
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
    struct list warnings; /* recall.possible */
};
/* Mints; holds what matches, and `also` (const char *: ids), which must at least be possible:
 * RECALL_EMPTY, PARAM_COMBINATION. `noticed_at` may be absent; TIME_ORDER. */
enum stipple_error recall_open(struct store *s, struct arena *a, const struct write_head *head,
                               const struct notice *notice, const struct list *also,
                               struct instant noticed_at, struct recall_opened *ret,
                               struct error *e);

struct recall {
    const char *id, *code;
    const char *notice; /* JSON object */
    struct instant noticed_at, opened_at, recorded_at, closed_at;
    const char *closed_reason;
    int64_t lots;
};
struct recall_effect {
    int64_t clients, reached, erased;
    double percent;  /* reached of clients; absent when nobody is on the list */
    int64_t minutes; /* from the notice to the list; absent when nobody said when it came */
};
struct recall_status {
    struct recall recall;
    struct recall_found found;
    struct recall_effect effect;
};
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

struct recall_close {
    struct write_head head;
    const char *recall, *reason;
};
struct recall_closed {
    const char *recall, *recall_code;
    struct recall_effect effect;
    struct list warnings; /* recall.unreached, recall.held */
};
/* RECALL_CLOSED, TIME_ORDER. */
enum stipple_error recall_close(struct store *s, struct arena *a,
                                const struct recall_close *command, struct recall_closed *ret,
                                struct error *e);

/* A notice as if it had come, about the lot or, without one, about one drawn at random: one that
 * reached somebody, where there is one. LOT_NOT_FOUND. */
enum stipple_error recall_drill_notice(struct store *s, struct arena *a, const char *id,
                                       struct notice *ret, struct lot *ret_lot, struct error *e);

#endif
