/* The types of parameters and results: what a field is on the wire and where it lies in a C struct.
 * One table serves the check, the decoder, the encoder, the discovery document and the fuzzer.
 *
 * Absent values: text, uuid, ref, date and objects are NULL; int and time INT_ABSENT; number NaN;
 * choice CHOICE_ABSENT; bool BOOL_ABSENT; lists items = NULL, which a list
 * given empty has not; a fixed list has NaN first (base/value.h).
 */
#ifndef STIPPLE_RPC_SCHEMA_H
#define STIPPLE_RPC_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum field_type {
    FIELD_BOOL,   /* int: 0, 1, BOOL_ABSENT */
    FIELD_INT,    /* int64_t */
    FIELD_NUMBER, /* double */
    FIELD_TEXT,   /* const char *; UTF-8, no control characters but \n and \t */
    FIELD_UUID,   /* const char *; decoded to lower case */
    FIELD_REF,    /* const char *: a UUID or a code; `.of` says of what */
    FIELD_CHOICE, /* int: index into `.choices`; a wire integer where the choices are digits only */
    FIELD_WORD,   /* const char *: one of `.choices`, kept as text */
    FIELD_DATE,   /* const char *: YYYY-MM-DD, a day that exists */
    FIELD_TIME,   /* struct instant; RFC 3339 in, UTC out; see FIELD_OFFSET_SUFFIX */
    FIELD_OBJECT, /* const struct … *; `.object` describes it */
    FIELD_ID,     /* const char *: a JSON-RPC id, a string or an integer, kept as its JSON text */
    FIELD_JSON    /* const char *: ready JSON text; results only */
};

/* Beside a time X in a result stands X_offset_min, the offset from UTC in minutes that it was
 * written with; left out when that is 0, and for times in a list. */
#define FIELD_OFFSET_SUFFIX "_offset_min"

/* Fields of one schema with its bases: the decoder notes in one word which were given. */
enum { SCHEMA_FIELDS_MAX = 64 };

struct schema;

struct field {
    const char *name;
    size_t name_length;
    enum field_type type;
    int decimals;        /* results: numbers are rounded to so many places, 0: as they are */
    size_t offset, size; /* in the struct; size is checked against the type by a unit test */
    bool required;       /* params: must be given; results: always there */
    bool list;           /* struct list of them; min_items..max_items */
    bool nullable;       /* results: written as null when absent, instead of left out */
    bool sealed;         /* params: kept only encrypted under the client's key; not in a nested
                          * object */
    bool whole;          /* results: a FIELD_JSON that is the result itself, not a member of it */
    bool scanned;        /* texts from a scanner: U+001D, GS1's separator, may stand in them */
    size_t fixed;        /* so many FIELD_NUMBER laid in place: double[fixed]; list is false */
    double min, max;     /* value, or length in code points for text; both 0: unbounded, and
                          * INFINITY on one side leaves that side open */
    size_t min_items, max_items;
    const char *fallback; /* default as JSON text, a scalar without escapes or {}; NULL: absent */
    const char *unit;     /* "µL", "nm", "ΔE00"… or NULL */
    const char *of;       /* FIELD_REF: "product", "lot", "container", "staff" */
    const char *const *choices; /* FIELD_CHOICE, FIELD_WORD: NULL-terminated */
    const struct schema *object;
    const char *doc; /* one line */
};

struct schema {
    const char *name;          /* of the JSON Schema definition, in PascalCase */
    size_t size;               /* of the struct */
    const struct schema *base; /* its fields stand at the head of the same struct, or NULL */
    const struct field *fields;
    size_t n_fields;
};

/* FIELD(struct lot, expiry, DATE), .required = true, .doc = "…" */
#define FIELD(Struct, member, Type) FIELD_AS(#member, Struct, member, Type)
/* The same where the wire's name is not a C name. */
#define FIELD_AS(wire, Struct, member, Type)                                                       \
    .name = wire, .name_length = sizeof(wire) - 1, .type = FIELD_##Type,                           \
    .offset = offsetof(Struct, member), .size = sizeof(__typeof__(((Struct *)0)->member))
#define SCHEMA(Name, Struct, table)                                                                \
    {                                                                                              \
        .name = Name, .size = sizeof(Struct), .fields = table,                                     \
        .n_fields = sizeof(table) / sizeof(*(table))                                               \
    }
#define SCHEMA_ON(Base, Name, Struct, table)                                                       \
    {                                                                                              \
        .name = Name, .size = sizeof(Struct), .base = Base, .fields = table,                       \
        .n_fields = sizeof(table) / sizeof(*(table))                                               \
    }

#endif
