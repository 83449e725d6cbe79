/* A report is a list of tables, a table is a statement with a heading for each of its columns, and
 * a cell is written as its column says: so a report more, or a column more, is a line more in
 * report_tables.c, and what is signed, printed and opened in a spreadsheet is the same. */
#include "store/reports.h"

#include "base/time.h"
#include "json/writer.h"
#include "store/chain.h"
#include "store/query.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

const char *const report_subjects[] = {"gap",       "recall", "override", "erasure", "discrepancy",
                                       "amendment", "record", "name",     NULL};
const char *const report_cells[] = {"text", "number", "date", "time", NULL};

static void filter_bind(struct query *q, const struct report_filter *filter)
{
    query_int(q, ":from", filter->from);
    query_int(q, ":until", filter->until);
    query_text(q, ":day", filter->day);
    query_text(q, ":lot", filter->lot);
    query_text(q, ":client", filter->client);
    query_text(q, ":recall", filter->recall);
}

enum { CLOCK_SIZE = TIME_LENGTH + 8 };

/* As clocks of that offset show it: YYYY-MM-DDThh:mm:ss±hh:mm. */
static void clock_text(int64_t ms, int offset, char ret[CLOCK_SIZE])
{
    char utc[TIME_LENGTH + 1];
    time_format(ms + (int64_t)offset * 60000, utc);
    snprintf(ret, CLOCK_SIZE, "%.19s%c%02d:%02d", utc, offset < 0 ? '-' : '+', abs(offset) / 60,
             abs(offset) % 60);
}

/* All of a report by one clock, or its rows would seem out of order. */
static void time_write(const struct query *q, int column, const char *zone, struct json_writer *w)
{
    char text[2 * CLOCK_SIZE + 4], own[CLOCK_SIZE], written[CLOCK_SIZE];
    int64_t ms = sqlite3_column_int64(q->statement, column);
    int offset = zone_offset(zone ? zone : "UTC", ms);
    int other = sqlite3_column_int(q->statement, column + 1);
    bool noted = sqlite3_column_type(q->statement, column + 1) == SQLITE_NULL;
    clock_text(ms, offset, own);
    clock_text(ms, other, written);
    if (noted || other == offset)
        snprintf(text, sizeof text, "%s", own);
    else
        snprintf(text, sizeof text, "%s (%s)", own, written);
    json_text(w, text);
}

static const char *error_text(const struct query *q, int column)
{
    const char *name = (const char *)sqlite3_column_text(q->statement, column);
    return stipple_error_info(stipple_error_find(name))->text;
}

/* The columns that the cell took. */
static int cell_write(const struct query *q, int column, int type, const char *zone,
                      struct json_writer *w)
{
    if (sqlite3_column_type(q->statement, column) == SQLITE_NULL)
        json_null(w);
    else if (type == CELL_TIME)
        time_write(q, column, zone, w);
    else if (type == CELL_NUMBER)
        json_double(w, sqlite3_column_double(q->statement, column));
    else if (type == CELL_ERROR)
        json_text(w, error_text(q, column));
    else
        json_text(w, (const char *)sqlite3_column_text(q->statement, column));
    return type == CELL_TIME ? 2 : 1;
}

static enum stipple_error row_add(const struct query *q, struct arena *a,
                                  const struct report_table *table, const char *zone,
                                  struct list *rows, struct error *e)
{
    struct buffer text = {0};
    struct json_writer w = {.out = &text};
    json_array(&w);
    for (size_t i = 0, at = 0; i < table->n_columns; i++)
        at += (size_t)cell_write(q, (int)at, table->columns[i].type, zone, &w);
    json_array_end(&w);
    const char **slot = list_add(a, rows, sizeof *slot);
    const char *row = text.failed ? NULL : arena_copy(a, text.data, text.length);
    buffer_free(&text);
    if (!slot || !row)
        return fail_memory(e);
    *slot = row;
    return STIPPLE_OK;
}

static enum stipple_error section_read(struct store *s, struct arena *a,
                                       const struct report_table *table,
                                       const struct report_filter *filter,
                                       struct report_section *ret, struct error *e)
{
    *ret = (struct report_section){
        .subject = table->subject, .title = table->title, .text = table->text};
    for (size_t i = 0; i < table->n_columns; i++) {
        struct report_column *column = list_add(a, &ret->columns, sizeof *column);
        if (!column)
            return fail_memory(e);
        *column = table->columns[i];
        column->type = column->type == CELL_ERROR ? CELL_TEXT : column->type;
    }
    QUERY(q, s, table->sql);
    filter_bind(&q, filter);
    for (bool row;;) {
        TRY(query_step(&q, &row, e));
        if (!row)
            return STIPPLE_OK;
        TRY(row_add(&q, a, table, filter->zone, &ret->rows, e));
    }
}

enum stipple_error report_sections(struct store *s, struct arena *a, enum report_kind kind,
                                   const struct report_filter *filter, struct list *ret,
                                   struct error *e)
{
    for (const struct report_table *const *table = report_plans[kind]; *table; table++) {
        struct report_section *section = list_add(a, ret, sizeof *section);
        if (!section)
            return fail_memory(e);
        TRY(section_read(s, a, *table, filter, section, e));
    }
    return STIPPLE_OK;
}

enum stipple_error report_clients(struct store *s, struct arena *a,
                                  const struct report_filter *filter, struct list *ret,
                                  struct error *e)
{
    QUERY(q, s, SQL_REPORT_CLIENTS);
    filter_bind(&q, filter);
    for (bool row;;) {
        TRY(query_step(&q, &row, e));
        if (!row)
            return STIPPLE_OK;
        const char **client = list_add(a, ret, sizeof *client);
        if (!client || !(*client = query_column_text(&q, a, 0)))
            return fail_memory(e);
    }
}

enum stipple_error report_asker(struct store *s, struct arena *a, const char *by,
                                const char **ret_code, const char **ret_name, struct error *e)
{
    QUERY(q, s, SQL_REPORT_ASKER);
    query_text(&q, ":by", by);
    bool row;
    TRY(query_step(&q, &row, e));
    *ret_code = row ? query_column_text(&q, a, 0) : NULL;
    *ret_name = row ? query_column_text(&q, a, 1) : NULL;
    return STIPPLE_OK;
}

enum stipple_error report_sign(const struct signing_key *key, struct arena *a,
                               const char *canonical, size_t length, const char **ret_digest,
                               const char **ret_signature, struct error *e)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    char digest[HASH_HEX], signature[SEAL_SIGNATURE_HEX];
    crypto_hash_sha256(hash, (const unsigned char *)canonical, length);
    chain_hex(hash, digest);
    const char *text = arena_print(a, REPORT_SIGNED "%s", digest);
    if (!text)
        return fail_memory(e);
    seal_sign(key, text, sizeof REPORT_SIGNED - 1 + sizeof digest - 1, signature);
    *ret_digest = text + sizeof REPORT_SIGNED - 1;
    *ret_signature = arena_copy(a, signature, sizeof signature - 1);
    return *ret_signature ? STIPPLE_OK : fail_memory(e);
}
