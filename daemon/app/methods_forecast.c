/* What is going to happen to the stock. */
#include "app/book_schema.h"

#include "base/time.h"
#include "store/forecast.h"

struct forecast_params {
    const char *day;
    int64_t days;
};
static const struct field params_fields[] = {
    {FIELD(struct forecast_params, day, DATE), .doc = "The first day; today when left out."},
    {FIELD(struct forecast_params, days, INT), .min = 0, .max = 366, .fallback = "30",
     .unit = "days", .doc = "So many days on."},
};
static const struct schema params_schema =
    SCHEMA("StockForecastParams", struct forecast_params, params_fields);

static const struct field visit_fields[] = {
    {FIELD(struct forecast_visit, course, UUID), .required = true, .doc = "Of this course."},
    {FIELD(struct forecast_visit, course_code, TEXT), .required = true, .doc = "Its code."},
    {FIELD(struct forecast_visit, client, UUID), .required = true, .doc = "Whose."},
    {FIELD(struct forecast_visit, client_code, TEXT), .required = true, .doc = "Their code."},
    {FIELD(struct forecast_visit, what, TEXT), .required = true,
     .doc = "session, touch_up or refresh."},
    {FIELD(struct forecast_visit, day, DATE), .required = true,
     .doc = "The day it is due; what was due before, on the first day."},
};
static const struct schema visit_schema =
    SCHEMA("ForecastSession", struct forecast_visit, visit_fields);

static const struct field end_fields[] = {
    {FIELD(struct forecast_end, container, UUID), .required = true, .doc = "Bottle, box or mix."},
    {FIELD(struct forecast_end, container_code, TEXT), .required = true, .doc = "Its code."},
    {FIELD(struct forecast_end, lot_no, TEXT), .doc = "The maker's lot number."},
    {FIELD(struct forecast_end, product, UUID), .doc = "Its product; a mix has none."},
    {FIELD(struct forecast_end, product_code, TEXT), .doc = "The product's code."},
    {FIELD(struct forecast_end, product_name, TEXT), .doc = "The product's name."},
    {FIELD(struct forecast_end, how, TEXT), .required = true,
     .doc = "empty: a session uses it up; date: it may not be used any longer."},
    {FIELD(struct forecast_end, day, DATE), .required = true,
     .doc = "Emptied on this day, or the last day that it may be used."},
    {FIELD(struct forecast_end, left_ul, INT), .unit = "µL", .doc = "Lost with it."},
    {FIELD(struct forecast_end, left_pieces, INT), .unit = "pieces", .doc = "Lost with it."},
    {FIELD_AS("session", struct forecast_end, visit, OBJECT), .object = &visit_schema,
     .doc = "That empties it, or comes too late for it; absent: none does."},
};
static const struct schema end_schema = SCHEMA("ForecastEnd", struct forecast_end, end_fields);

static const struct field product_fields[] = {
    {FIELD(struct forecast_product, product, UUID), .required = true, .doc = "The product."},
    {FIELD(struct forecast_product, code, TEXT), .required = true, .doc = "P-0001."},
    {FIELD(struct forecast_product, maker, TEXT), .required = true, .doc = "Its maker."},
    {FIELD(struct forecast_product, name, TEXT), .required = true, .doc = "Its name."},
    {FIELD(struct forecast_product, left_ul, INT), .unit = "µL",
     .doc = "Of it may be used on the first day."},
    {FIELD(struct forecast_product, left_pieces, INT), .unit = "pieces",
     .doc = "The same, counted."},
    {FIELD(struct forecast_product, needed_ul, INT), .unit = "µL",
     .doc = "The sessions take so much."},
    {FIELD(struct forecast_product, needed_pieces, INT), .unit = "pieces",
     .doc = "The same, counted."},
    {FIELD(struct forecast_product, reorder_ul, INT), .unit = "µL", .doc = "Buy more at so much."},
    {FIELD(struct forecast_product, reorder_pieces, INT), .unit = "pieces",
     .doc = "The same, counted."},
    {FIELD(struct forecast_product, low_on, DATE),
     .doc = "The first day with so much or less of it; absent: none."},
    {FIELD(struct forecast_product, short_ul, INT), .unit = "µL",
     .doc = "Of what is needed, not there; absent: it suffices."},
    {FIELD(struct forecast_product, short_pieces, INT), .unit = "pieces",
     .doc = "The same, counted."},
    {FIELD_AS("session", struct forecast_product, visit, OBJECT), .object = &visit_schema,
     .doc = "The first that it does not suffice for."},
};
static const struct schema product_schema =
    SCHEMA("ForecastProduct", struct forecast_product, product_fields);

static const struct field unknown_fields[] = {
    {FIELD(struct plan_due, course, UUID), .required = true, .doc = "The course."},
    {FIELD(struct plan_due, course_code, TEXT), .required = true, .doc = "Its code."},
    {FIELD(struct plan_due, client_code, TEXT), .required = true, .doc = "Whose."},
    {FIELD(struct plan_due, due, DATE), .required = true, .doc = "What comes next is due."},
};
static const struct schema unknown_schema =
    SCHEMA("ForecastUnknown", struct plan_due, unknown_fields);

struct forecast_result {
    const char *day;
    struct forecast told;
    struct list warnings;
};
static const struct field result_fields[] = {
    {FIELD(struct forecast_result, day, DATE), .required = true, .doc = "The first day."},
    {FIELD_AS("until", struct forecast_result, told.until, DATE), .required = true,
     .doc = "The last one."},
    {FIELD_AS("ends", struct forecast_result, told.ends, OBJECT), .list = true, .required = true,
     .object = &end_schema, .doc = "What runs empty or out of date, in the order of the days."},
    {FIELD_AS("products", struct forecast_result, told.products, OBJECT), .list = true,
     .required = true, .object = &product_schema, .doc = "What the sessions take."},
    {FIELD_AS("courses", struct forecast_result, told.courses, INT), .required = true,
     .doc = "Courses under way with a session in these days."},
    {FIELD_AS("sessions", struct forecast_result, told.sessions, INT), .required = true,
     .doc = "Sessions of theirs, touch-ups and refreshes among them."},
    {FIELD_AS("overdue", struct forecast_result, told.overdue, INT), .required = true,
     .doc = "Of those, due before the first day."},
    {FIELD_AS("by_match", struct forecast_result, told.by_match, INT), .required = true,
     .doc = "Courses reckoned by the last match kept in each zone."},
    {FIELD_AS("by_session", struct forecast_result, told.by_session, INT), .required = true,
     .doc = "Courses reckoned by what the last session took."},
    {FIELD_AS("unknown", struct forecast_result, told.unknown, OBJECT), .list = true,
     .required = true, .object = &unknown_schema,
     .doc = "Courses with neither: nothing is counted for them."},
    WARNINGS_FIELD(struct forecast_result),
};
static const struct schema result_schema =
    SCHEMA("StockForecast", struct forecast_result, result_fields);

static void doubts_tell(struct call *call, struct forecast_result *r)
{
    if (r->told.unknown.n > 0)
        warn(&call->arena, &r->warnings, "forecast.unknown", "unknown",
             "Of %zu of %lld courses nothing is known yet, neither a match nor a session: nothing "
             "is counted for them.",
             r->told.unknown.n, (long long)r->told.courses);
    if (r->told.overdue > 0)
        warn(&call->arena, &r->warnings, "forecast.overdue", "overdue",
             "%lld of %lld sessions were due before %s and are counted on that day.",
             (long long)r->told.overdue, (long long)r->told.sessions, r->day);
}

static enum stipple_error handle_forecast(struct call *call, void *params, void *result)
{
    const struct forecast_params *p = params;
    struct forecast_result *r = result;
    struct studio studio;
    TRY(studio_complete(call, &studio));
    TRY(day_or_today(call, p->day, &r->day));
    struct forecast_filter filter = {r->day, p->days, studio.model->sessions};
    TRY(stock_forecast(call->store, &call->arena, &filter, &r->told, &call->error));
    doubts_tell(call, r);
    return STIPPLE_OK;
}

static const struct example forecast_examples[] = {
    {.name = "what this month's sessions take, by the match that was kept",
     .params = "{}",
     .result =
         "{\"courses\":1,\"sessions\":2,\"overdue\":0,\"by_match\":1,\"unknown\":[],\"ends\":[],"
         "\"products\":[{\"code\":\"P-0001\",\"needed_ul\":100},{\"code\":\"P-0002\","
         "\"needed_ul\":2100}]}"},
    {.name = "a bottle that is open comes to its end before the touch-up",
     .params = "{\"days\":90}",
     .result = "{\"sessions\":3,\"ends\":[{\"container_code\":\"B-0003\",\"how\":\"date\",\"day\":"
               "\"2026-05-31\"}]}"},
    {.name = "nobody is due this week",
     .params = "{\"days\":7}",
     .result = "{\"until\":\"2026-03-09\",\"courses\":0,\"ends\":[],\"products\":[]}"},
    {.name = "further than anybody plans",
     .params = "{\"days\":367}",
     .error = STIPPLE_PARAM_RANGE,
     .field = "days"},
    {0}};

const struct method forecast_methods[] = {
    {"stock.forecast",
     "What the courses under way will use up, which bottles end, and what runs short.", ROLE_ANY,
     METHOD_READ, &params_schema, &result_schema, NULL, forecast_examples, handle_forecast},
    {0}};
