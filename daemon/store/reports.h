/* Reports: the books of a period, of a lot or of a client as titled tables, what is missing or
 * doubtful first. Codes only; who they stand for is another room's business. */
#ifndef STIPPLE_STORE_REPORTS_H
#define STIPPLE_STORE_REPORTS_H

#include "store/signature.h"
#include "store/sql.h"
#include "store/studio.h"

enum report_kind { REPORT_STOCK, REPORT_LOT, REPORT_CLIENT, REPORT_INSPECTION, REPORT_RECALL };

/* What a section is about; the order of sections in a report. */
extern const char *const report_subjects[];
enum {
    SUBJECT_GAP,
    SUBJECT_RECALL,
    SUBJECT_OVERRIDE,
    SUBJECT_ERASURE,
    SUBJECT_DISCREPANCY,
    SUBJECT_AMENDMENT,
    SUBJECT_RECORD,
    SUBJECT_NAME
};

/* How a cell is to be read: a text; a number; a day, YYYY-MM-DD; a moment, RFC 3339 to the second
 * by the clocks of the report, and where it was written by others, a space and in parentheses the
 * same by those. null where nothing is known. */
extern const char *const report_cells[]; /* text, number, date, time */
enum { CELL_TEXT, CELL_NUMBER, CELL_DATE, CELL_TIME };
/* In a table here only: an error's name in the books, a text that says what it means in a report.
 */
enum { CELL_ERROR = CELL_TIME + 1 };

struct report_column {
    const char *name, *label;
    int type;
};
struct report_section {
    int subject;
    const char *title, *text;
    struct list columns; /* struct report_column */
    struct list rows;    /* const char *: a JSON array of the row's cells */
};

struct report_filter {
    int64_t from, until;               /* ms; until itself is outside */
    const char *day;                   /* the last of the period */
    const char *zone;                  /* whose clocks moments are told by; NULL: UTC */
    const char *lot, *client, *recall; /* ids or NULL */
};

/* Rows of struct report_section. */
enum stipple_error report_sections(struct store *s, struct arena *a, enum report_kind kind,
                                   const struct report_filter *filter, struct list *ret,
                                   struct error *e);
/* Ids of the clients in it (const char *). */
enum stipple_error report_clients(struct store *s, struct arena *a,
                                  const struct report_filter *filter, struct list *ret,
                                  struct error *e);
/* Code and name of who asks; both NULL for who is not on the staff. */
enum stipple_error report_asker(struct store *s, struct arena *a, const char *by,
                                const char **ret_code, const char **ret_name, struct error *e);

/* SHA-256 of the report's canonical JSON in hex, and the studio's signature over REPORT_SIGNED and
 * that digest. Both in the arena. */
#define REPORT_SIGNED "stipple report "
enum stipple_error report_sign(const struct signing_key *key, struct arena *a,
                               const char *canonical, size_t length, const char **ret_digest,
                               const char **ret_signature, struct error *e);

/* Within the store room: what a report is made of. */
struct report_table {
    enum sql sql;
    int subject;
    const char *title, *text;
    const struct report_column *columns;
    size_t n_columns;
};
/* By enum report_kind; each ended by NULL. */
extern const struct report_table *const *const report_plans[];

#endif
