/* A small method table with every type of field, for the tests of this room. */
#ifndef STIPPLE_TESTS_SAMPLE_H
#define STIPPLE_TESTS_SAMPLE_H

#include "base/value.h"
#include "rpc/method.h"

struct reading {
    double value[3];
    int light, observer;
    struct list spectrum; /* double */
};
struct head {
    const char *op_id, *by;
    struct instant occurred_at;
};
struct order {
    struct head head;
    const char *lot, *day, *words, *call;
    int64_t total_ul;
    double contrast;
    int urgent;
    const struct reading *swatch;
    struct list stubble; /* struct reading */
    struct list also;    /* const char *, lots */
};
struct answer {
    const char *id, *body;
    double mcdm, delta_e00;
    struct instant at;
    int observer;
    struct list rows;  /* struct reading */
    struct list notes; /* const char * */
};
struct whole {
    const char *text;
};

static const char *const lights[] = {"D65", "D50", "A", NULL};
static const char *const observers[] = {"2", "10", NULL};

static const struct field reading_fields[] = {
    {FIELD(struct reading, value, NUMBER), .fixed = 3, .required = true, .min = -128, .max = 128,
     .decimals = 2, .doc = "L*, a*, b*."},
    {FIELD(struct reading, light, CHOICE), .choices = lights, .required = true, .doc = "Light."},
    {FIELD(struct reading, observer, CHOICE), .choices = observers, .fallback = "10", .unit = "°",
     .doc = "Observer."},
    {FIELD(struct reading, spectrum, NUMBER), .list = true, .max_items = 4, .min = 0, .max = 2,
     .doc = "Reflectance."},
};
static const struct schema reading_schema = SCHEMA("Reading", struct reading, reading_fields);

static const struct field head_fields[] = {
    {FIELD(struct head, op_id, UUID), .required = true, .doc = "Of the write."},
    {FIELD(struct head, by, REF), .of = "staff", .max = 40, .doc = "Who acts."},
    {FIELD(struct head, occurred_at, TIME), .doc = "When it happened."},
};
static const struct schema head_schema = SCHEMA("Head", struct head, head_fields);

static const struct field order_fields[] = {
    {FIELD(struct order, lot, REF), .of = "lot", .max = 40, .required = true, .doc = "The lot."},
    {FIELD(struct order, day, DATE), .doc = "A day."},
    {FIELD(struct order, words, TEXT), .min = 1, .max = 5, .fallback = "\"none\"",
     .doc = "A|B in a cell."},
    {FIELD(struct order, call, ID), .doc = "A call."},
    {FIELD(struct order, total_ul, INT), .min = 50, .max = 5000, .unit = "µL", .fallback = "1000",
     .doc = "Volume."},
    {FIELD(struct order, contrast, NUMBER), .min = 0, .max = 1, .doc = "Share."},
    {FIELD(struct order, urgent, BOOL), .fallback = "false", .doc = "In a hurry."},
    {FIELD(struct order, swatch, OBJECT), .object = &reading_schema, .doc = "One reading."},
    {FIELD(struct order, stubble, OBJECT), .object = &reading_schema, .list = true, .min_items = 1,
     .max_items = 3, .doc = "Readings."},
    {FIELD(struct order, also, REF), .of = "lot", .list = true, .max = 40, .max_items = 3,
     .doc = "More lots."},
};
static const struct schema order_schema =
    SCHEMA_ON(&head_schema, "Order", struct order, order_fields);

static const struct field answer_fields[] = {
    {FIELD(struct answer, id, UUID), .required = true, .doc = "Of the order."},
    {FIELD(struct answer, body, JSON), .doc = "As it was said."},
    {FIELD(struct answer, mcdm, NUMBER), .nullable = true, .decimals = 3, .doc = "Spread."},
    {FIELD(struct answer, delta_e00, NUMBER), .unit = "ΔE00", .doc = "Distance."},
    {FIELD(struct answer, at, TIME), .doc = "When."},
    {FIELD(struct answer, observer, CHOICE), .choices = observers, .doc = "Observer."},
    {FIELD(struct answer, rows, OBJECT), .object = &reading_schema, .list = true, .required = true,
     .doc = "Readings."},
    {FIELD(struct answer, notes, TEXT), .list = true, .doc = "Words."},
};
static const struct schema answer_schema = SCHEMA("Answer", struct answer, answer_fields);

static const struct field whole_fields[] = {
    {FIELD(struct whole, text, JSON), .whole = true, .required = true, .doc = "All of it."},
};
static const struct schema whole_schema = SCHEMA("Whole", struct whole, whole_fields);
static const struct schema nothing_schema = {.name = "Nothing"};

#define SAMPLE_UUID    "018f3e5c-9a4b-7c1d-8e2f-0a1b2c3d4e5f"
#define SAMPLE_READING "{\"value\":[61.2,9.8,15.1],\"light\":\"D65\"}"

#endif
