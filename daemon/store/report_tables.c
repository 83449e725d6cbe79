/* What each report shows, in the order it shows it: what is missing or doubtful stands before what
 * is in order, so that nobody has to look for it. */
#include "store/reports.h"

#define TEXT(key, heading)                                                                         \
    {                                                                                              \
        key, heading, CELL_TEXT                                                                    \
    }
#define NUMBER(key, heading)                                                                       \
    {                                                                                              \
        key, heading, CELL_NUMBER                                                                  \
    }
#define DATE(key, heading)                                                                         \
    {                                                                                              \
        key, heading, CELL_DATE                                                                    \
    }
#define TIME(key, heading)                                                                         \
    {                                                                                              \
        key, heading, CELL_TIME                                                                    \
    }
#define ERROR(key, heading)                                                                        \
    {                                                                                              \
        key, heading, CELL_ERROR                                                                   \
    }
#define HAPPENED             TIME("occurred_at", "Happened"), TIME("recorded_at", "Entered")
#define AMOUNT(key, heading) NUMBER(key, heading), TEXT("unit", "Unit")

#define TABLE(name, statement, about, heading, words, table)                                       \
    static const struct report_table name = {statement, about, heading,                            \
                                             words,     table, sizeof(table) / sizeof(*(table))}

static const struct report_column gap_columns[] = {TEXT("record", "Record"), TEXT("of", "Of"),
                                                   TEXT("finding", "What is missing or wrong")};
TABLE(gaps, SQL_REPORT_GAPS, SUBJECT_GAP, "Gaps in stock",
      "What is not known of the stock, and what should not be there any more.", gap_columns);
TABLE(licences, SQL_REPORT_LICENCES, SUBJECT_GAP, "Gaps in licences", "Licences that have run out.",
      gap_columns);

static const struct report_column recall_columns[] = {HAPPENED,
                                                      TEXT("recall", "Recall"),
                                                      TEXT("what", "What"),
                                                      TEXT("lot", "Lots"),
                                                      TEXT("reason", "Notice or reason"),
                                                      TEXT("by", "By")};
TABLE(recalls, SQL_REPORT_RECALLS, SUBJECT_RECALL, "Recalls and holds",
      "What was recalled, set aside and let go, and why.", recall_columns);

static const struct report_column override_columns[] = {HAPPENED,
                                                        TEXT("record", "Record"),
                                                        TEXT("client", "Client"),
                                                        TEXT("container", "Bottle or mix"),
                                                        TEXT("lot_no", "Lot number"),
                                                        ERROR("refusal", "Refused because"),
                                                        TEXT("reason", "Done because"),
                                                        TEXT("by", "By"),
                                                        TEXT("review", "Review")};
TABLE(overrides, SQL_REPORT_OVERRIDES, SUBJECT_OVERRIDE, "Overrides",
      "What was used although it was not to be used, what was ended although it was to be kept, "
      "and why.",
      override_columns);

static const struct report_column erasure_columns[] = {HAPPENED,
                                                       TEXT("client", "Client"),
                                                       TEXT("what", "What"),
                                                       DATE("keep_until", "To be kept until"),
                                                       TEXT("reason", "Reason"),
                                                       TEXT("override", "Override reason"),
                                                       TEXT("by", "By")};
TABLE(erasures, SQL_REPORT_ERASURES, SUBJECT_ERASURE, "Erased and purged",
      "Whose words were destroyed; codes, days, lots and amounts stay.", erasure_columns);

static const struct report_column discrepancy_columns[] = {HAPPENED,
                                                           TEXT("container", "Bottle"),
                                                           TEXT("lot_no", "Lot number"),
                                                           TEXT("product", "Product"),
                                                           AMOUNT("amount", "Difference"),
                                                           TEXT("reason", "Reason"),
                                                           TEXT("by", "By")};
TABLE(discrepancies, SQL_REPORT_DISCREPANCIES, SUBJECT_DISCREPANCY, "Discrepancies",
      "Where the books and the bottles did not agree.", discrepancy_columns);

static const struct report_column amendment_columns[] = {
    HAPPENED, TEXT("record", "Record"), TEXT("change", "Change"), TEXT("reason", "Reason"),
    TEXT("by", "By")};
TABLE(amendments, SQL_REPORT_AMENDMENTS, SUBJECT_AMENDMENT, "Amendments",
      "What was entered wrongly and put right.", amendment_columns);

static const struct report_column delivery_columns[] = {
    TIME("received_at", "Received"), TEXT("lot", "Lot"),           TEXT("product", "Product"),
    TEXT("lot_no", "Lot number"),    TEXT("batch_no", "Batch"),    DATE("expiry", "Expiry"),
    TEXT("supplier", "Supplier"),    TEXT("document", "Document"), AMOUNT("amount", "Amount")};
TABLE(deliveries, SQL_REPORT_DELIVERIES, SUBJECT_RECORD, "Deliveries", "Lots taken in.",
      delivery_columns);

static const struct report_column balance_columns[] = {TEXT("lot", "Lot"),
                                                       TEXT("product", "Product"),
                                                       TEXT("lot_no", "Lot number"),
                                                       DATE("expiry", "Expiry"),
                                                       NUMBER("before", "Before"),
                                                       NUMBER("received", "Received"),
                                                       NUMBER("used", "Used, mixed"),
                                                       NUMBER("adjusted", "Adjusted"),
                                                       NUMBER("discarded", "Discarded"),
                                                       AMOUNT("left", "Left")};
TABLE(balances, SQL_REPORT_BALANCES, SUBJECT_RECORD, "Balances by lot",
      "What was there before the period, what came and went in it, and what was left at its end.",
      balance_columns);

static const struct report_column container_columns[] = {TEXT("container", "Bottle or mix"),
                                                         TEXT("product", "Product"),
                                                         TEXT("lot", "Lot"),
                                                         TEXT("lot_no", "Lot number"),
                                                         TIME("opened_at", "Opened"),
                                                         DATE("usable_until", "Usable until"),
                                                         AMOUNT("left", "Left"),
                                                         TEXT("set_aside", "Not to be used")};
TABLE(containers, SQL_REPORT_CONTAINERS, SUBJECT_RECORD, "On the shelf",
      "Bottles, boxes and mixes at the end of the period.", container_columns);

static const struct report_column bottle_columns[] = {
    TEXT("container", "Bottle"), NUMBER("filled", "Held"), AMOUNT("left", "Left"),
    TIME("opened_at", "Opened"), TIME("discarded_at", "Discarded")};
TABLE(bottles, SQL_REPORT_BOTTLES, SUBJECT_RECORD, "Bottles and boxes",
      "All there were of the lot.", bottle_columns);

static const struct report_column discard_columns[] = {HAPPENED,
                                                       TEXT("what", "What"),
                                                       TEXT("container", "Bottle or mix"),
                                                       TEXT("product", "Product"),
                                                       TEXT("lot_no", "Lot number"),
                                                       AMOUNT("amount", "Amount"),
                                                       TEXT("reason", "Reason"),
                                                       TEXT("route", "Route"),
                                                       TEXT("manifest", "Manifest"),
                                                       TEXT("by", "By")};
TABLE(discards, SQL_REPORT_DISCARDS, SUBJECT_RECORD, "Discarded",
      "What was thrown away, and where.", discard_columns);

static const struct report_column movement_columns[] = {HAPPENED,
                                                        TEXT("container", "Bottle"),
                                                        TEXT("kind", "What"),
                                                        NUMBER("delta", "Change"),
                                                        AMOUNT("left", "Left after"),
                                                        TEXT("reason", "Reason"),
                                                        TEXT("by", "By")};
TABLE(movements, SQL_REPORT_MOVEMENTS, SUBJECT_RECORD, "Ledger",
      "Everything that happened to the lot's bottles.", movement_columns);

static const struct report_column mix_columns[] = {TEXT("mix", "Mix"),
                                                   TEXT("kind", "Kind"),
                                                   TIME("made_at", "Made"),
                                                   TEXT("client", "Client"),
                                                   AMOUNT("amount", "Of the lot"),
                                                   DATE("discard_by", "Discard by"),
                                                   TIME("discarded_at", "Discarded")};
TABLE(mixes, SQL_REPORT_MIXES, SUBJECT_RECORD, "Mixes",
      "Cups and stock dilutions that the lot went into.", mix_columns);

static const struct report_column use_columns[] = {HAPPENED,
                                                   TEXT("session", "Session"),
                                                   TEXT("client", "Client"),
                                                   TEXT("artist", "Artist"),
                                                   TEXT("zone", "Zone"),
                                                   TEXT("container", "Bottle or mix"),
                                                   TEXT("lot", "Lot"),
                                                   TEXT("product", "Product"),
                                                   TEXT("lot_no", "Lot number"),
                                                   AMOUNT("amount", "Of the lot")};
TABLE(uses, SQL_REPORT_USES, SUBJECT_RECORD, "Uses",
      "Each lot that reached a client, and how much of it; of a mix, the lot's share.",
      use_columns);

static const struct report_column session_columns[] = {HAPPENED,
                                                       TEXT("session", "Session"),
                                                       TEXT("client", "Client"),
                                                       TEXT("artist", "Artist"),
                                                       TEXT("artist_name", "Name"),
                                                       TEXT("service", "Service"),
                                                       TEXT("place", "Place"),
                                                       TEXT("needle", "Needle"),
                                                       TEXT("hygiene", "Barrier, disinfected"),
                                                       TEXT("aftercare", "Aftercare"),
                                                       NUMBER("amendments", "Amended"),
                                                       TEXT("struck", "Held")};
TABLE(sessions, SQL_REPORT_SESSIONS, SUBJECT_RECORD, "Sessions", "The procedures of the period.",
      session_columns);

static const struct report_column incident_columns[] = {
    HAPPENED, TEXT("incident", "Incident"), TEXT("session", "Session"), TEXT("client", "Client")};
TABLE(incidents, SQL_REPORT_INCIDENTS, SUBJECT_RECORD, "Incidents", "Reactions that were reported.",
      incident_columns);

static const struct report_column course_columns[] = {
    TEXT("course", "Course"), TEXT("service", "Service"), TIME("opened_at", "Opened"),
    TIME("closed_at", "Closed"), TEXT("reason", "Because")};
TABLE(courses, SQL_REPORT_COURSES, SUBJECT_RECORD, "Courses", "What the client came for.",
      course_columns);

static const struct report_column staff_columns[] = {TEXT("staff", "Staff"), TEXT("name", "Name"),
                                                     TEXT("jobs", "Work"),
                                                     TEXT("licences", "Licences")};
TABLE(people, SQL_REPORT_STAFF, SUBJECT_RECORD, "Staff", "Who worked here, and by what licence.",
      staff_columns);

static const struct report_column fact_columns[] = {TEXT("fact", "What"),
                                                    TEXT("value", "As recorded")};
TABLE(lot_facts, SQL_REPORT_LOT, SUBJECT_RECORD, "The lot", "As its label and its papers say.",
      fact_columns);

static const struct report_column unreached_columns[] = {
    TEXT("client", "Client"), TEXT("verdict", "Lot is"), NUMBER("attempts", "Attempts"),
    TIME("last_at", "Last attempt")};
TABLE(unreached, SQL_REPORT_UNREACHED, SUBJECT_GAP, "Not reached",
      "Clients on the list whom nobody has reached.", unreached_columns);
static const struct report_column recalled_columns[] = {TEXT("lot", "Lot"),
                                                        TEXT("product", "Product"),
                                                        TEXT("lot_no", "Lot number"),
                                                        TEXT("batch_no", "Batch"),
                                                        DATE("expiry", "Expiry"),
                                                        TEXT("verdict", "Lot is"),
                                                        AMOUNT("left", "Left"),
                                                        TIME("held_at", "Held"),
                                                        TIME("released_at", "Released"),
                                                        TEXT("released_because", "Because"),
                                                        TEXT("released_by", "By")};
TABLE(recalled, SQL_REPORT_RECALLED, SUBJECT_RECORD, "Lots",
      "What the recall held, and what of it was released.", recalled_columns);
static const struct report_column recall_fact_columns[] = {
    TEXT("fact", "What"), TEXT("value", "As recorded"), TIME("at", "When")};
TABLE(recall_facts, SQL_REPORT_RECALL, SUBJECT_RECORD, "The recall", "As the notice was read.",
      recall_fact_columns);
static const struct report_column contact_columns[] = {
    HAPPENED, TEXT("client", "Client"), TEXT("way", "How"), TEXT("reached", "Reached"),
    TEXT("by", "By")};
TABLE(contacts, SQL_REPORT_CONTACTS, SUBJECT_RECORD, "Contacts", "Each attempt to tell a client.",
      contact_columns);
TABLE(recall_uses, SQL_REPORT_RECALL_USES, SUBJECT_RECORD, "Uses",
      "Each of the lots that reached a client, and how much of it; of a mix, the lot's share.",
      use_columns);

static const struct report_table *const stock_plan[] = {
    &gaps,     &recalls,    &overrides,  &discrepancies, &amendments,
    &balances, &deliveries, &containers, &discards,      NULL};
static const struct report_table *const lot_plan[] = {
    &gaps,    &recalls, &overrides, &discrepancies, &amendments, &lot_facts, &deliveries,
    &bottles, &uses,    &incidents, &mixes,         &movements,  NULL};
static const struct report_table *const client_plan[] = {
    &recalls, &overrides, &erasures, &discrepancies, &amendments,
    &courses, &sessions,  &uses,     &incidents,     NULL};
static const struct report_table *const inspection_plan[] = {
    &gaps, &licences,  &recalls,    &overrides,  &erasures, &discrepancies, &amendments, &sessions,
    &uses, &incidents, &deliveries, &containers, &discards, &people,        NULL};

static const struct report_table *const recall_plan[] = {
    &unreached, &recalls,     &overrides, &discrepancies, &amendments, &recall_facts,
    &recalled,  &recall_uses, &incidents, &contacts,      NULL};

const struct report_table *const *const report_plans[] = {
    [REPORT_STOCK] = stock_plan,   [REPORT_LOT] = lot_plan,
    [REPORT_CLIENT] = client_plan, [REPORT_INSPECTION] = inspection_plan,
    [REPORT_RECALL] = recall_plan,
};
