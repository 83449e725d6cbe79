/* A report, as the daemon gave it or as its companion file keeps it: shown, written, checked. */
#ifndef STIPPLE_CLIENT_REPORT_H
#define STIPPLE_CLIENT_REPORT_H

#include <cjson/cJSON.h>
#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "client/command.h"

/* The offset, in minutes, that a report's head states. */
int report_offset(const cJSON *report);
/* "Europe/Copenhagen, UTC+1:00 unless it says otherwise": whose clocks its times are told by. */
void report_clock(struct buffer *out, const cJSON *report);
/* Appends a cell as people read it, clean: a time to the minute, with its offset where that is not
 * the one stated, and with what other clocks showed where it was written by those. */
void report_cell(struct buffer *out, const cJSON *cell, const cJSON *column, int stated);
/* "2026-01-01 to 2026-03-02", or "up to 2026-03-02". */
void report_period(struct buffer *out, const cJSON *report);
/* The moment as the studio's clocks showed it: "2026-03-02 10:00 (UTC+1:00)". */
void report_made(struct buffer *out, const cJSON *report);
/* At most so many digits in groups of four, as one reads them out and types them again. */
void report_groups(struct buffer *out, const char *digits, size_t most);
/* "First Artist (S-01)", or what stands for a person. */
void report_by(struct buffer *out, const cJSON *report);
/* What the QR code of a signed report says: STIPPLE:digest:signature:key, in capitals, which a QR
 * code keeps in half the room (ISO/IEC 18004, alphanumeric mode). */
void report_code(struct buffer *out, const cJSON *answer);
/* What stands above a report's tables: whose it is, of what, and when. */
void report_head(struct run *r, const cJSON *report);
/* One of its tables, below its title; `offset`: report_offset of it. */
void report_section(struct run *r, const cJSON *section, int offset);
/* The whole of a signed report on the terminal. */
void report_show(struct run *r, const cJSON *answer);

/* Appends a signed report as CSV (RFC 4180, UTF-8 behind a byte order mark, which spreadsheets ask
 * for). Every record has the same number of fields, the first of which is its section's title; each
 * section begins with its headings.
 *
 * No cell is ever a formula: in a text, a ' is put before a = + - @ (also in full width), tab or
 * carriage return that begins it, behind spaces and quotes too, or that stands behind a ; tab or
 * line break within it, where a spreadsheet of another language would begin a cell. One is put
 * before a text that a spreadsheet would take for a number or a day and write anew: 0012, 1E5,
 * 3-12. Numbers are no texts and stay as they are, negative ones too. */
void report_csv(struct buffer *out, const cJSON *answer);
/* The same for one text, quoted where it has to be. */
void csv_text(struct buffer *out, const char *text);

/* Whether an answer is as it was signed: the digest is that of its data, the signature that of its
 * seal's key, and the seal its own. `text` is a JSON text. CLIENT_REPORT says what is not, and
 * CLIENT_INPUT when it is no report at all. `key`: what the key's fingerprint or the public key
 * shall be, or NULL. */
enum stipple_error report_check(struct arena *a, const char *text, size_t length, const char *key,
                                const cJSON **ret_answer, struct error *e);

/* Whether a checked answer is of the paper that somebody holds. `printed`: what its QR code says,
 * or the first digits of its digest, with spaces or without. CLIENT_REPORT, CLIENT_USAGE. */
enum stipple_error report_is_printed(const cJSON *answer, const char *printed, struct error *e);

/* Writes a file whole or not at all, readable by its owner alone; one of that name is replaced.
 * CLIENT_OUTPUT. */
enum stipple_error report_write(const char *path, const struct buffer *bytes, struct error *e);

#endif
