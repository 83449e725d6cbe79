#include "unit.h"

#include "store_fixture.h"

#include "store/connection.h"

#include <ctype.h>

/* Statements that read a whole table on purpose. */
static const struct {
    const char *name, *why;
} scans[] = {
    {"event_last", "the last row by the key, LIMIT 1"},
    {"container_next", "likewise"},
    {"event_walk", "the whole history is what an audit reads"},
    {"staff_list", "a studio's staff are a handful"},
    {"staff_any", "the first that is found"},
    {"container_next", "the last bottle by the key, LIMIT 1"},
    {"trace_common", "what its inner query found"},
    {"course_due", "the courses, each once"},
    {"json_items", "a list of one column"},
    {"stock_list", "walks the products in the order of the list, lots and containers by index"},
    {"apply_lot_receive_containers", "the containers of one event"},
    {"apply_lot_deliver", "the lots of one event"},
    {"apply_lot_deliver_containers", "the containers of one event"},
    {"apply_lot_deliver_movements", "the lots of one event"},
    {"apply_lot_receive_movements", "the containers of one event"},
    {"apply_studio_founded", "the first row of all; SQLite looks who might refer to it"},
    {"apply_course_open", "SQLite looks who might refer to it"},
    {"apply_course_amendment", "what one event takes away"},
    {"apply_course_amend", "what one event takes away"},
    {"apply_session_amend", "the readings of one session"},
    {"staff_licences", "those of one person"},
    {"client_walk", "everybody is opened when a name is looked for"},
    {"recall_walk", "every lot is held against a notice"},
    {"recall_notices", "every notice is held against a lot"},
    {"recall_draw", "every lot may be drawn"},
    {"recall_clients", "the rows of one inner query"},
    {"client_key_any", "the first that is found"},
    {"client_events", "an export leaves nothing out"},
    {"seal_search", "an audit, when nobody says where a hash stands"},
    {"audit_integrity", "an audit"},
    {"audit_foreign_keys", "an audit"},
    {"audit_schema", "an audit"},
    {"scrub_wanted", "a table of one row"},
    {"record_events", "the clients asked about, and what was found of them by index"},
    {"audit_purged", "an audit"},
    {"audit_studio", "an audit"},
    {"audit_staff", "an audit"},
    {"audit_aftercare", "an audit"},
    {"aftercare_list", "all of them"},
    {"audit_client", "an audit"},
    {"audit_course", "an audit"},
    {"audit_course_amendment", "an audit"},
    {"audit_product", "an audit"},
    {"audit_lot", "an audit"},
    {"audit_lot_amendment", "an audit"},
    {"audit_container", "an audit"},
    {"audit_movement", "an audit"},
    {"audit_match", "an audit"},
    {"audit_mix", "an audit"},
    {"audit_mix_input", "an audit"},
    {"audit_mix_bottle", "an audit"},
    {"audit_session", "an audit"},
    {"audit_session_use", "an audit"},
    {"audit_session_said", "an audit"},
    {"audit_session_amendment", "an audit"},
    {"container_openings", "the rows of its inner query"},
    {"course_zones", "the rows of its inner query"},
    {"client_recipes", "the rows of its inner query"},
    {"recipe_parts", "the bottles in one mix"},
    {"audit_lot_client", "an audit"},
    {"audit_client_lot", "an audit"},
    {"audit_incident", "an audit"},
    {"audit_incident_amendment", "an audit"},
    {"audit_recall", "an audit"},
    {"audit_recall_lot", "an audit"},
    {"audit_recall_spared", "an audit"},
    {"audit_recall_contact", "an audit"},
};

/* What the statements of reports and inspections read as a whole: never what grows with the years.
 */
static const struct {
    const char *step, *why;
} report_scans[] = {
    {"SCAN staff", "a studio's staff are a handful"},
    {"SCAN product", "what a studio ever bought"},
    {"SCAN lot", "the gaps of all lots"},
    {"SCAN container USING INDEX container_left", "what is on the shelf"},
    {"SCAN there", "the lots, each once"},
    {"SCAN said", "lines that could not be booked, a slip each"},
    {"SCAN asked", "sessions that an index found"},
    {"SCAN wanted", "the lots that are asked about"},
    {"SCAN shown", "their clients, each once"},
    {"SCAN concerned", "the clients of one recall"},
    {"SCAN erased", "the clients whose record ended in the period"},
    {"SCAN recall", "a studio sees few recalls"},
    {"SCAN was", "what one amendment changed"},
    {"SCAN side", "what one value was, and became"},
    {"SCAN (subquery", "rows of an inner query, to be sorted"},
};

static bool report_may_scan(const char *step)
{
    for (size_t i = 0; i < sizeof report_scans / sizeof *report_scans; i++) {
        size_t length = strlen(report_scans[i].step);
        if (strncmp(step, report_scans[i].step, length) == 0 &&
            !isalnum((unsigned char)step[length]) && step[length] != '_')
            return true;
    }
    return false;
}

static bool may_scan(const char *name, const char *step)
{
    if (strncmp(name, "report_", strlen("report_")) == 0 ||
        strncmp(name, "records_", strlen("records_")) == 0)
        return report_may_scan(step);
    for (size_t i = 0; i < sizeof scans / sizeof *scans; i++)
        if (strcmp(scans[i].name, name) == 0)
            return true;
    return false;
}

static void plan_check(sqlite3 *db, const struct sql_statement *statement)
{
    struct buffer sql = {0};
    buffer_print(&sql, "EXPLAIN QUERY PLAN %s", statement->text);
    sqlite3_stmt *st = NULL;
    if (sqlite3_prepare_v2(db, buffer_string(&sql), -1, &st, NULL) != SQLITE_OK)
        fail_msg("%s: %s", statement->name, sqlite3_errmsg(db));
    while (sqlite3_step(st) == SQLITE_ROW) {
        const char *step = (const char *)sqlite3_column_text(st, 3);
        /* A virtual table is json_each on one text. */
        if (strncmp(step, "SCAN", 4) == 0 && strcmp(step, "SCAN CONSTANT ROW") != 0 &&
            !strstr(step, "VIRTUAL TABLE") && !may_scan(statement->name, step))
            fail_msg("%s: %s", statement->name, step);
    }
    sqlite3_finalize(st);
    buffer_free(&sql);
}

static void every_statement_prepares_and_none_scans_unplanned(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < SQL_COUNT; i++)
        plan_check(f->s->db, &sql_statements[i]);
}

static void every_statement_is_named_once_and_is_one_statement(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < SQL_COUNT; i++) {
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(sql_statements[i].name, sql_statements[j].name);
        sqlite3_stmt *st = NULL;
        const char *rest = "";
        assert_int_equal(sqlite3_prepare_v2(f->s->db, sql_statements[i].text, -1, &st, &rest),
                         SQLITE_OK);
        sqlite3_finalize(st);
        while (isspace((unsigned char)*rest))
            rest++;
        assert_string_equal(rest, "");
    }
}

static void a_lookup_goes_by_its_index(void **state)
{
    struct fixture *f = *state;
    static const struct {
        enum sql sql;
        const char *index;
    } wanted[] = {
        {SQL_REF_LOT, "lot_number"},
        {SQL_REF_LOT, "lot_batch"},
        {SQL_LOT_SAME, "lot_product"},
        {SQL_LOT_SAME_NUMBER, "lot_number"},
        {SQL_STOCK_LIST, "container_lot"},
        {SQL_EVENT_PAGE_OF_TYPE, "event_type"},
        {SQL_STAFF_OF_UID, "staff_uid"},
        {SQL_PRODUCT_NAMESAKE, "product_name"},
        {SQL_PRODUCT_OF_GTIN, "product_gtin"},
        {SQL_EVENT_OF_OP, "sqlite_autoindex"},
        {SQL_CONTAINER_SHOW, "sqlite_autoindex"},
        {SQL_REPORT_SESSIONS, "session_occurred"},
        {SQL_REPORT_SESSIONS, "session_client"},
        {SQL_REPORT_DISCARDS, "event_occurred"},
        {SQL_REPORT_DISCARDS, "movement_event"},
        {SQL_REPORT_BALANCES, "event_occurred"},
        {SQL_REPORT_RECALLS, "event_occurred"},
        {SQL_REPORT_ERASURES, "event_occurred"},
        {SQL_REPORT_AMENDMENTS, "session_amendment_event"},
        {SQL_REPORT_AMENDMENTS, "lot_amendment_event"},
        {SQL_REPORT_INCIDENTS, "incident_occurred"},
        {SQL_REPORT_CONTAINERS, "container_discarded"},
        {SQL_RECORDS_SESSION, "session_occurred"},
        {SQL_RECORDS_CLIENT, "client_added"},
        {SQL_RECORDS_CLIENT, "session_occurred"},
        {SQL_RECORDS_COURSE, "course_closed"},
        {SQL_RECORDS_LOT, "container_left"},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        struct buffer sql = {0};
        buffer_print(&sql, "EXPLAIN QUERY PLAN %s", sql_statements[wanted[i].sql].text);
        sqlite3_stmt *st = NULL;
        assert_int_equal(sqlite3_prepare_v2(f->s->db, buffer_string(&sql), -1, &st, NULL),
                         SQLITE_OK);
        bool found = false;
        while (sqlite3_step(st) == SQLITE_ROW)
            found |= strstr((const char *)sqlite3_column_text(st, 3), wanted[i].index) != NULL;
        sqlite3_finalize(st);
        buffer_free(&sql);
        if (!found)
            fail_msg("%s does not use %s", sql_statements[wanted[i].sql].name, wanted[i].index);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_statement_prepares_and_none_scans_unplanned),
        cmocka_unit_test(every_statement_is_named_once_and_is_one_statement),
        cmocka_unit_test(a_lookup_goes_by_its_index),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
