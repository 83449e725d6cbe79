#include "unit.h"

#include "recall_commands.h"

#include "store/notice.h"

/* Notices as they were printed, lots as a studio may have written them down. Texts of a list stand
 * with a bar between; "*" is all lots. */
struct notice_case {
    const char *maker, *products, *lots, *batches;
    const char *own_maker, *own_name, *lot_no, *batch_no;
    enum verdict verdict;
};

#define SCALPAINK "Scalp Aesthetics", "Scalpaink SC|Scalpaink PA|Scalpaink AL", "*", NULL
#define BLOODLINE                                                                                  \
    "Sierra Stain LLC",                                                                            \
        "Bloodline Carolina Blue Water Based Tattoo Pigments|Bloodline All Purpose Black", "BL23", \
        "#1"
#define ETERNAL "Eternal Ink", "Light Red", "Lot-Nr. D 199", "batch No 199 E06"
#define INTENZE "Intenze", "Terra Di Siena", "LOT: SS199", "BATCH: RX44Q22Y77W122O72RD68G87IMX40"

static const struct notice_case cases[] = {
    /* FDA, 15 May 2019: Scalpaink SC, PA and AL, manufactured by Scalp Aesthetics (all lots) */
    {SCALPAINK, "Scalp Aesthetics", "Scalpaink SC", "A-1", NULL, VERDICT_MATCH},
    {SCALPAINK, "SCALP AESTHETICS", "ScalpaInk PA", NULL, NULL, VERDICT_MATCH},
    {SCALPAINK, "Scalpaink", "AL", "77", NULL, VERDICT_MATCH},
    {SCALPAINK, "Scalp Aesthetics", "Scalpa Ink AL", "77", NULL, VERDICT_MATCH},
    {SCALPAINK, "Scalp Aesthetics", "Scalpaink SC basic black", "77", NULL, VERDICT_POSSIBLE},
    {SCALPAINK, "Scalp Aesthetic", "Scalpaink SC", "77", NULL, VERDICT_POSSIBLE},
    {SCALPAINK, "Scalp Aesthetics", "Scalpaink MX", "77", NULL, VERDICT_NO},
    {SCALPAINK, "Demo Pigments", "SC", "77", NULL, VERDICT_NO},
    /* the same day: Dynamic Color – Black (lots 12024090 and 12026090); Solid Ink-Diablo (red) */
    {"Dynamic Color Inc", "Dynamic Color – Black", "12024090|12026090", NULL, "Dynamic", "Black",
     "12026090", NULL, VERDICT_MATCH},
    {"Dynamic Color Inc", "Dynamic Color – Black", "12024090|12026090", NULL, "Dynamic", "Black",
     "12025090", NULL, VERDICT_NO},
    {"Color Art Inc. (dba Solid Ink) (dba Antone’s Ink)", "Solid Ink-Diablo", "10.19.18", NULL,
     "Solid Ink", "Diablo", "101918", NULL, VERDICT_MATCH},
    /* FDA, 23 August 2024: Sierra Stain, batch 1 of three products, lot BL23 of two of them */
    {BLOODLINE, "Sierra Stain", "All Purpose Black", "BL23", "1", VERDICT_POSSIBLE},
    {BLOODLINE, "Sierra Stain", "Bloodline All Purpose Black", "BL23", "1", VERDICT_MATCH},
    {BLOODLINE, "Bloodline", "ALL-PURPOSE BLACK", "bl 23", NULL, VERDICT_MATCH},
    {BLOODLINE, "Bloodline", "Carolina Blue", "BL-23", "1", VERDICT_POSSIBLE},
    {BLOODLINE, "Sierra Stain", "UV China Pink", "BL23", "1", VERDICT_POSSIBLE},
    {BLOODLINE, "Sierra Stain", "UV China Pink", "SC23", "1", VERDICT_NO},
    {BLOODLINE, "Sierra Stain", "All Purpose Black", "BL24", "1", VERDICT_POSSIBLE},
    {BLOODLINE, "Sierra Stain", "All Purpose Black", "BL24", NULL, VERDICT_NO},
    {BLOODLINE, "Sierra Stain", "All Purpose Black", NULL, NULL, VERDICT_POSSIBLE},
    /* RAPEX A12/0097/17 and A12/0358/18: lot and batch are printed */
    {ETERNAL, "Eternal", "Light Red", "D199", "199E06", VERDICT_MATCH},
    {ETERNAL, "Eternal Ink", "light red", "d-199", NULL, VERDICT_MATCH},
    {ETERNAL, "Eternal Ink", "Light Red", "199 E06", "D 199", VERDICT_MATCH},
    {ETERNAL, "Eternal Ink", "Light Red", "D 199", "198 E06", VERDICT_POSSIBLE},
    {ETERNAL, "Eternal Ink", "Light Green", "D 199", NULL, VERDICT_POSSIBLE},
    {ETERNAL, "Eternal Ink", "Light Red", "D 200", "198 E06", VERDICT_NO},
    {INTENZE, "Intenze", "Terra di Siena", "SS199", NULL, VERDICT_MATCH},
    {INTENZE, "Intenze", "Terra di Siena", NULL, "RX44 Q22 Y77 W122 O72 RD68 G87 IMX40",
     VERDICT_MATCH},
    {INTENZE, "Intense", "Tera di Siena", "SS199", NULL, VERDICT_POSSIBLE},
    /* the numbers as the alerts print them, pasted whole: A12/1193/15, A12/0358/18, A12/0654/17,
     * the codes of 2024, and the lot as one page had it */
    {"Intenze", "Dark Chocolate", "Lot SS 202 ex. 02/29/2020 and lot SS 200 ex. 01/31/2020", NULL,
     "Intenze", "Dark Chocolate", "SS200", NULL, VERDICT_MATCH},
    {"Intenze", "Dark Chocolate", "Lot SS 202 ex. 02/29/2020 and lot SS 200 ex. 01/31/2020", NULL,
     "Intenze", "Dark Chocolate", "ss-202", NULL, VERDICT_MATCH},
    {"Intenze", "Dark Chocolate", "Lot SS 202 ex. 02/29/2020 and lot SS 200 ex. 01/31/2020", NULL,
     "Intenze", "Dark Chocolate", "SS201", NULL, VERDICT_NO},
    {"INTENZE", "Terra Di Siena",
     "BATCH: RX44Q22Y77W122O72RD68G87IMX40 , EXP: 30/11/2019, LOT: SS199", NULL, "Intenze",
     "Terra di Siena", "SS199", "RX44Q22Y77W122O72RD68G87IMX40", VERDICT_MATCH},
    {"Intenze", "Lining black", "batch BK124IMX40 ; Lot SS219 ; expiry date 09/30/2020", NULL,
     "Intenze", "Lining Black", "SS 219", NULL, VERDICT_MATCH},
    {"Intenze", "Lining black", "batch BK124IMX40 ; Lot SS219 ; expiry date 09/30/2020", NULL,
     "Intenze", "Lining Black", "SS250", "BK135JMX40", VERDICT_NO},
    {"Sierra Stain", "Bloodline CAROLINA BLUE",
     "Batch #1 Lot BL23 Manufactured 07/01/23 Expires 07/01/26", NULL, "Sierra Stain",
     "Bloodline Carolina Blue", "BL23", NULL, VERDICT_MATCH},
    {"Sierra Stain", "Bloodline UV China Pink", "Batch #1 LotSC23", NULL, "Sierra Stain",
     "Bloodline UV China Pink", "sc 23", "1", VERDICT_MATCH},
    /* as people paste: labels, punctuation, dashes of every kind, full width, a scanned label */
    {"Demo", "Black", "Lot#: NB\u20112270.", NULL, "Demo", "Black", "NB 2270", NULL, VERDICT_MATCH},
    {"Demo", "Black", "LOT NUMBER: nb\u22122270;", NULL, "Demo", "Black", "NB-2270", NULL,
     VERDICT_MATCH},
    {"Demo", "Black", "\uFF2E\uFF222270", NULL, "Demo", "Black", "NB2270", NULL, VERDICT_MATCH},
    {"Demo", "Black", "N\u00B0 de lot : NB\u00AD2270", NULL, "Demo", "Black", "NB2270", NULL,
     VERDICT_MATCH},
    {"Demo", "Black", "(01)09506000134352(17)270630(10)NB-2270", NULL, "Demo", "Black", "NB2270",
     NULL, VERDICT_MATCH},
    {"Demo", "Black", "LOT2270", NULL, "Demo", "Black", "2270", NULL, VERDICT_MATCH},
    {"Demo", "Black", "2270", NULL, "Demo", "Black", "Lot2270", NULL, VERDICT_MATCH},
    {"Demo", "Black", "NR55", NULL, "Demo", "Black", "NR 55", NULL, VERDICT_MATCH},
    {"Demo", "Black", "2270, 2271 and 2274", NULL, "Demo", "Black", "2274", NULL, VERDICT_MATCH},
    {"Demo", "Black", "2270\n2271", NULL, "Demo", "Black", "2271", NULL, VERDICT_MATCH},
    {"Demo", "Black", "2270/2271", NULL, "Demo", "Black", "2271", NULL, VERDICT_POSSIBLE},
    /* ranges */
    {"Demo", "Black", "from NB-2270 to NB-2290", NULL, "Demo", "Black", "NB 2281", NULL,
     VERDICT_MATCH},
    {"Demo", "Black", "2270 bis 2290", NULL, "Demo", "Black", "2290", NULL, VERDICT_MATCH},
    {"Demo", "Black", "2270 through 2290", NULL, "Demo", "Black", "2291", NULL, VERDICT_NO},
    {"Demo", "Black", "NB-2270 to NB-2290", NULL, "Demo", "Black", "NC-2281", NULL, VERDICT_NO},
    {"Demo", "Black", "NB2270\u2013NB2290", NULL, "Demo", "Black", "NB2281", NULL,
     VERDICT_POSSIBLE},
    {"Demo", "Black", "NB-2270-90", NULL, "Demo", "Black", "NB-2281", NULL, VERDICT_POSSIBLE},
    {"Demo", "Black", "NB-2270-90", NULL, "Demo", "Black", "NB227090", NULL, VERDICT_MATCH},
    {"Demo", "Black", "2270 to 2290", NULL, "Demo", "Black", "2281A", NULL, VERDICT_POSSIBLE},
    {"Demo", "Black", "2270 and later", NULL, "Demo", "Black", "2300", NULL, VERDICT_POSSIBLE},
    {"Demo", "Black", "between 2270 and 2290", NULL, "Demo", "Black", "2281", NULL,
     VERDICT_POSSIBLE},
    {"Demo", "Black", "2270 and later", NULL, "Demo", "White", "2300", NULL, VERDICT_NO},
    /* misread or mistyped: never a silent no */
    {"Demo", "Black", "BO1273", NULL, "Demo", "Black", "B01273", NULL, VERDICT_POSSIBLE},
    {"Demo", "Black", "SI-58", NULL, "Demo", "Black", "51-S8", NULL, VERDICT_POSSIBLE},
    {"Demo", "Black", "\u0412\u041E1273", NULL, "Demo", "Black", "BO1273", NULL, VERDICT_POSSIBLE},
    {"Siera Stian", "Bloodline Carolina Blue", "BL23", NULL, "Sierra Stain",
     "Bloodline Carolina Blue", "BL-23", NULL, VERDICT_POSSIBLE},
    {"Sierra Stein", "Carolina Blue", "8L23", NULL, "Sierra Stain", "Bloodline Carolina Blue",
     "BL23", NULL, VERDICT_POSSIBLE},
    {"Dynamic", "Black", "12024090", NULL, "Dynamic", "Black", "12042090", NULL, VERDICT_POSSIBLE},
    {"Dynamic", "Black", "12024090", NULL, "Dynamic", "Black", "1202409", NULL, VERDICT_POSSIBLE},
    {"Dynamic", "Black", "12024090", NULL, "Dynamic", "Black", "12024190", NULL, VERDICT_NO},
    {"Eternal Ink", "Light Red", "D 199", NULL, "Eternal", "Light Red", "D 199 199 E06", NULL,
     VERDICT_POSSIBLE},
    {"Scalp Asthetics", "Scalpaink SC", "*", NULL, "Scalp Aesthetics", "ScalpaInk SC", "A-1", NULL,
     VERDICT_POSSIBLE},
    {"Demo Holding", "Carolina Blue", "*", NULL, "Sierra Stain", "Carolina Blue", "7", NULL,
     VERDICT_POSSIBLE},
    {"Demo Holding", "Black", "*", NULL, "Dynamic", "Black", "7", NULL, VERDICT_NO},
    {"Demo", "Scalp Ink", "*", NULL, "Demo", "Scalpaink", "7", NULL, VERDICT_POSSIBLE},
    /* zeros in front; a number alone; everything of a maker */
    {"Demo", "Black", "0042", NULL, "Demo", "Black", "42", NULL, VERDICT_MATCH},
    {"Demo", "Black", "0", NULL, "Demo", "Black", "00", NULL, VERDICT_MATCH},
    {"Demo", "Black", "420", NULL, "Demo", "Black", "42", NULL, VERDICT_NO},
    {"Demo", "Black",
     "A\xC2\xA0"
     "7\xE2\x80\x93"
     "1",
     NULL, "Demo", "Black", "A71", NULL, VERDICT_MATCH},
    {NULL, NULL, "X1", NULL, "Demo", "Black", "x-1", NULL, VERDICT_POSSIBLE},
    {NULL, NULL, "X1", NULL, "Demo", "Black", NULL, NULL, VERDICT_NO},
    {NULL, "Black", "X1", NULL, "Demo", "Black", "X1", NULL, VERDICT_POSSIBLE},
    {NULL, "Demo Black", "X1", NULL, "Demo", "Black", "X1", NULL, VERDICT_MATCH},
    {"Demo GmbH", NULL, "*", NULL, "Demo", "Black", "1", NULL, VERDICT_MATCH},
    {"Démo", NULL, "*", NULL, "DEMO", "Grey", NULL, NULL, VERDICT_MATCH},
    {"Demo", NULL, "*", NULL, "Other", "Black", "1", NULL, VERDICT_NO},
};

static enum verdict sorted(const struct notice *notice, const struct lot *lot, const char **ret_why)
{
    static struct arena a;
    const struct notice_read *read;
    struct error e = {0};
    enum verdict verdict = VERDICT_NO;
    arena_free(&a);
    if (notice_read(&a, notice, &read, &e) != STIPPLE_OK)
        fail_msg("%s", e.message);
    assert_int_equal(notice_sort(&a, read, lot, &verdict, ret_why, &e), STIPPLE_OK);
    assert_true((*ret_why == NULL) == (verdict == VERDICT_NO));
    if (*ret_why)
        assert_null(strchr(*ret_why, '%'));
    return verdict;
}

static void notices_are_sorted_as_people_would(void **state)
{
    (void)state;
    struct arena a = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct notice_case *c = &cases[i];
        bool all = c->lots && strcmp(c->lots, "*") == 0;
        struct notice notice = {c->maker,
                                texts(&a, c->products),
                                texts(&a, all ? NULL : c->lots),
                                texts(&a, c->batches),
                                all,
                                NULL};
        struct lot lot = {.maker = c->own_maker,
                          .product_name = c->own_name,
                          .lot_no = c->lot_no,
                          .batch_no = c->batch_no};
        const char *why = NULL;
        enum verdict verdict = sorted(&notice, &lot, &why);
        if (verdict != c->verdict)
            fail_msg("case %zu, %s %s %s: %s, wanted %s (%s)", i, c->own_maker, c->own_name,
                     c->lot_no ? c->lot_no : "", verdicts[verdict], verdicts[c->verdict],
                     why ? why : "");
    }
    arena_free(&a);
}

/* Letters as they come, and what of them a studio has. */
#define FDA_2019                                                                                   \
    "The following tattoo inks have been recalled:\n"                                              \
    "- Scalpaink SC, Scalpaink PA, and Scalpaink AL basic black tattoo inks manufactured by "      \
    "Scalp Aesthetics (all lots)\n"                                                                \
    "- Dynamic Color \xE2\x80\x93 Black tattoo ink manufactured by Dynamic Color Inc (lots "       \
    "12024090 and 12026090)\n"                                                                     \
    "- Solid Ink-Diablo (red) tattoo ink manufactured by Color Art Inc. (dba Solid Ink) (dba "     \
    "Antone\xE2\x80\x99s Ink) (lot 10.19.18)\n"
#define SIERRA_2024                                                                                \
    "Sierra Stain LLC\tBloodline 1/2oz/15mL CAROLINA BLUE\tBatch #1 Lot BL23\n"                    \
    "Bloodline 1oz/30mL ALL PURPOSE BLACK\tBatch #1 LotBL23\n"                                     \
    "Bloodline 1/2oz/15mL UV CHINA PINK\tBatch #1 Lot SC23\n"
#define MAKER_MAIL                                                                                 \
    "Dear customer, please stop using Demo Pigments Neutral Black, lots NB-2270 to NB-2290 and "   \
    "NB-3OO1, exp. 2027. Call 301 796 0001."

static const struct {
    const char *text;
    const char *own_maker, *own_name, *lot_no, *batch_no;
    enum verdict verdict;
} letters[] = {
    {FDA_2019, "Scalp Aesthetics", "Scalpaink SC", "A-1", NULL, VERDICT_POSSIBLE},
    {FDA_2019, "Scalpaink", "AL", NULL, NULL, VERDICT_POSSIBLE},
    {FDA_2019, "Dynamic", "Black", "12026090", NULL, VERDICT_POSSIBLE},
    {FDA_2019, "Solid Ink", "Diablo", "101918", NULL, VERDICT_POSSIBLE},
    {FDA_2019, "Demo", "Umber", "12024090", NULL, VERDICT_POSSIBLE},
    {FDA_2019, "Demo", "Umber", "77", NULL, VERDICT_NO},
    {FDA_2019, "Demo", "Umber", NULL, NULL, VERDICT_NO},
    {SIERRA_2024, "Sierra Stain", "Bloodline Carolina Blue", "BL-23", "1", VERDICT_POSSIBLE},
    {SIERRA_2024, "Bloodline", "All Purpose Black", "bl23", NULL, VERDICT_POSSIBLE},
    {SIERRA_2024, "Bloodline", "UV China Pink", "SC 23", NULL, VERDICT_POSSIBLE},
    {SIERRA_2024, "Bloodline", "UV China Pink", "SC24", NULL, VERDICT_NO},
    {SIERRA_2024, "Bloodline", "UV China Pink", NULL, NULL, VERDICT_POSSIBLE},
    {SIERRA_2024, "Demo", "Umber", "15", NULL, VERDICT_NO},
    {MAKER_MAIL, "Demo Pigments", "Neutral Black", "NB2281", NULL, VERDICT_POSSIBLE},
    {MAKER_MAIL, "Demo Pigments", "Neutral Black", "NB3001", NULL, VERDICT_POSSIBLE},
    {MAKER_MAIL, "Demo Pigments", "Neutral Black", "NB2291", NULL, VERDICT_NO},
    {MAKER_MAIL, "Demo Pigments", "Dilution Fluid", "2027", NULL, VERDICT_POSSIBLE},
    {MAKER_MAIL, "Other", "Grey", "2027", NULL, VERDICT_NO},
};

static void a_letter_names_what_is_here_and_is_never_more_than_possible(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        struct notice notice = {.text = letters[i].text};
        struct lot lot = {.maker = letters[i].own_maker,
                          .product_name = letters[i].own_name,
                          .lot_no = letters[i].lot_no,
                          .batch_no = letters[i].batch_no};
        const char *why = NULL;
        enum verdict verdict = sorted(&notice, &lot, &why);
        if (verdict != letters[i].verdict)
            fail_msg("letter %zu, %s %s: %s (%s)", i, letters[i].own_name,
                     letters[i].lot_no ? letters[i].lot_no : "", verdicts[verdict], why ? why : "");
    }
}

/* What was picked out of a letter is a match; what else it names is not lost. */
static void the_letter_beside_the_fields_only_adds_doubts(void **state)
{
    (void)state;
    struct arena a = {0};
    struct notice notice = {.maker = "Dynamic Color",
                            .products = texts(&a, "Black"),
                            .lots = texts(&a, "12024090"),
                            .text = FDA_2019};
    struct lot lot = {.maker = "Dynamic", .product_name = "Black", .lot_no = "12024090"};
    const char *why;
    assert_int_equal(sorted(&notice, &lot, &why), VERDICT_MATCH);
    lot.lot_no = "12026090";
    assert_int_equal(sorted(&notice, &lot, &why), VERDICT_POSSIBLE);
    lot.lot_no = "12025090";
    assert_int_equal(sorted(&notice, &lot, &why), VERDICT_NO);
    arena_free(&a);
}

static void assert_unread(const struct notice *notice, enum stipple_error code, const char *field)
{
    struct arena a = {0};
    struct error e = {0};
    const struct notice_read *read = NULL;
    assert_refused(notice_read(&a, notice, &read, &e), code);
    assert_string_equal(e.field, field);
    assert_null(read);
    arena_free(&a);
}

static void a_notice_that_names_nothing_is_refused(void **state)
{
    (void)state;
    struct arena a = {0};
    assert_unread(&(struct notice){.maker = "Demo"}, STIPPLE_PARAM_MISSING, "lots");
    assert_unread(&(struct notice){.all_lots = 1}, STIPPLE_PARAM_MISSING, "maker");
    assert_unread(&(struct notice){.maker = "Demo", .lots = texts(&a, "1"), .all_lots = 1},
                  STIPPLE_PARAM_COMBINATION, "all_lots");
    assert_unread(&(struct notice){.maker = "Demo", .batches = texts(&a, "7|--")},
                  STIPPLE_PARAM_FORMAT, "batches[1]");
    assert_unread(&(struct notice){.maker = "Demo", .lots = texts(&a, "7|all lots")},
                  STIPPLE_PARAM_FORMAT, "lots[1]");
    assert_unread(&(struct notice){.maker = "Demo", .lots = texts(&a, "various")},
                  STIPPLE_PARAM_FORMAT, "lots[0]");
    assert_unread(&(struct notice){.maker = "Demo", .lots = texts(&a, "Lot no:")},
                  STIPPLE_PARAM_FORMAT, "lots[0]");
    assert_unread(&(struct notice){.maker = "***", .lots = texts(&a, "1")}, STIPPLE_PARAM_FORMAT,
                  "maker");
    assert_unread(&(struct notice){.products = texts(&a, "Black|-"), .lots = texts(&a, "1")},
                  STIPPLE_PARAM_FORMAT, "products[1]");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(notices_are_sorted_as_people_would),
        cmocka_unit_test(a_letter_names_what_is_here_and_is_never_more_than_possible),
        cmocka_unit_test(the_letter_beside_the_fields_only_adds_doubts),
        cmocka_unit_test(a_notice_that_names_nothing_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
