/* The commands as the daemon runs them: check, write the body, record. */
#ifndef STIPPLE_TESTS_STORE_COMMANDS_H
#define STIPPLE_TESTS_STORE_COMMANDS_H

#include "store_body.h"

#include "store/notice.h"

static inline const char *fixture_op(struct fixture *f)
{
    char op[UUID_LENGTH + 1];
    uuid_v7(&f->sources, op);
    const char *next = f->op ? f->op : arena_copy(&f->a, op, UUID_LENGTH);
    f->op = NULL;
    return next;
}

/* Ends the `made` and the body, and records it. */
static inline enum stipple_error fixture_record(struct fixture *f, struct body *b, const char *type,
                                                const struct write_head *head)
{
    json_object_end(&b->w);
    body_int(b, "offset_min", head->occurred_at.offset_min);
    json_object_end(&b->w);
    struct event event = {.op_id = fixture_op(f),
                          .type = type,
                          .occurred_at = head->occurred_at,
                          .recorded_at = f->now,
                          .by = f->by,
                          .body = buffer_string(&b->text),
                          .request = type,
                          .request_length = strlen(type)};
    enum stipple_error code = store_record(f->s, &event, &f->e);
    buffer_free(&b->text);
    return code;
}

static inline void fixture_begin(struct fixture *f)
{
    if (!f->batch)
        assert_ok(f, store_begin(f->s, &f->e));
    assert_ok(f, store_savepoint(f->s, &f->e));
}

static inline enum stipple_error fixture_end(struct fixture *f, enum stipple_error code)
{
    if (code == STIPPLE_OK)
        code = store_release(f->s, &f->e);
    else
        store_undo(f->s);
    if (!f->batch && code == STIPPLE_OK)
        code = store_commit(f->s, &f->e);
    else if (!f->batch)
        store_rollback(f->s);
    return code;
}

static inline void body_facts(struct body *b, const struct product_facts *facts)
{
    body_text(b, "maker", facts->maker);
    body_text(b, "name", facts->name);
    body_text(b, "kind", facts->kind == CHOICE_ABSENT ? NULL : product_kinds[facts->kind]);
    body_text(b, "gtin", facts->gtin);
    body_texts(b, "colour_index", &facts->colour_index);
    body_texts(b, "claims", &facts->claims);
    body_int(b, "pao_days", facts->pao_days);
    body_doubles(b, "ratio_range", &facts->ratio_range);
    body_int(b, "drop_ul", facts->drop_ul);
    body_text(b, "pigment", facts->pigment);
    body_int(b, "reorder_ul", facts->reorder_ul);
    body_int(b, "reorder_pieces", facts->reorder_pieces);
}

static inline struct product_facts facts_none(void)
{
    return (struct product_facts){.kind = CHOICE_ABSENT,
                                  .pao_days = INT_ABSENT,
                                  .drop_ul = INT_ABSENT,
                                  .reorder_ul = INT_ABSENT,
                                  .reorder_pieces = INT_ABSENT};
}

static inline struct write_head head_at(const struct fixture *f, const char *when)
{
    return (struct write_head){.occurred_at = when ? at(when) : (struct instant){f->now, 60}};
}

static inline enum stipple_error do_product_add(struct fixture *f, struct product_add *c,
                                                struct product_made *ret)
{
    struct body b;
    fixture_begin(f);
    enum stipple_error code = product_add(f->s, &f->a, c, ret, &f->e);
    if (code == STIPPLE_OK) {
        body_begin(&b);
        body_facts(&b, &c->facts);
        body_made(&b);
        body_text(&b, "product", ret->product);
        body_text(&b, "product_code", ret->product_code);
        code = fixture_record(f, &b, "product.add", &c->head);
    }
    return fixture_end(f, code);
}

/* Rows of struct recall_named. */
static inline void body_recalls(struct body *b, const struct list *recalls)
{
    const struct recall_named *named = recalls->items;
    json_key(&b->w, "recalls");
    json_array(&b->w);
    for (size_t i = 0; i < recalls->n; i++) {
        json_object(&b->w);
        body_text(b, "recall", named[i].recall);
        body_text(b, "lot", named[i].lot);
        body_text(b, "verdict", verdicts[named[i].verdict]);
        json_object_end(&b->w);
    }
    json_array_end(&b->w);
}

static inline enum stipple_error do_product_amend(struct fixture *f, struct product_amend *c)
{
    struct body b;
    struct product_amended made;
    fixture_begin(f);
    enum stipple_error code = product_amend(f->s, &f->a, c, &made, &f->e);
    if (code == STIPPLE_OK) {
        body_begin(&b);
        body_text(&b, "product", c->product);
        body_text(&b, "reason", c->reason);
        body_facts(&b, &c->facts);
        body_made(&b);
        body_recalls(&b, &made.recalls);
        code = fixture_record(f, &b, "product.amend", &c->head);
    }
    return fixture_end(f, code);
}

static inline enum stipple_error do_product_retire(struct fixture *f, const char *product)
{
    struct body b;
    struct product_made made;
    struct product_retire c = {head_at(f, NULL), product, "no longer made"};
    fixture_begin(f);
    enum stipple_error code = product_retire(f->s, &f->a, &c, &made, &f->e);
    if (code == STIPPLE_OK) {
        body_begin(&b);
        body_text(&b, "product", product);
        body_text(&b, "reason", c.reason);
        body_made(&b);
        code = fixture_record(f, &b, "product.retire", &c.head);
    }
    return fixture_end(f, code);
}

static inline enum stipple_error do_staff_add(struct fixture *f, const char *name, int64_t uid,
                                              struct staff_made *ret)
{
    struct body b;
    static const char *const jobs[] = {"artist"};
    struct staff_add c = {head_at(f, NULL), name, {(void *)jobs, 1}, uid, {0}};
    fixture_begin(f);
    enum stipple_error code = staff_add(f->s, &f->a, &c, ret, &f->e);
    if (code == STIPPLE_OK) {
        body_begin(&b);
        body_text(&b, "name", name);
        body_texts(&b, "jobs", &c.jobs);
        body_int(&b, "uid", uid);
        body_made(&b);
        body_text(&b, "staff", ret->staff);
        body_text(&b, "staff_code", ret->staff_code);
        code = fixture_record(f, &b, "staff.add", &c.head);
    }
    return fixture_end(f, code);
}

static inline enum stipple_error do_staff_retire(struct fixture *f, const char *staff)
{
    struct body b;
    struct staff_made made;
    struct staff_retire c = {head_at(f, NULL), staff, "moved away"};
    fixture_begin(f);
    enum stipple_error code = staff_retire(f->s, &f->a, &c, &made, &f->e);
    if (code == STIPPLE_OK) {
        body_begin(&b);
        body_text(&b, "staff", staff);
        body_text(&b, "reason", c.reason);
        body_made(&b);
        code = fixture_record(f, &b, "staff.retire", &c.head);
    }
    return fixture_end(f, code);
}

static inline enum stipple_error do_studio_set(struct fixture *f, struct studio_set *c)
{
    struct body b;
    fixture_begin(f);
    enum stipple_error code = studio_set(f->s, &f->a, c, &f->e);
    if (code == STIPPLE_OK) {
        body_begin(&b);
        body_text(&b, "name", c->name);
        body_text(&b, "address", c->address);
        body_text(&b, "permit", c->permit);
        body_text(&b, "time_zone", c->time_zone);
        body_texts(&b, "rule_packs", &c->rule_packs);
        body_double(&b, "dot_mm", c->dot_mm);
        body_int(&b, "sessions", c->sessions);
        body_int(&b, "backup_days", c->backup_days);
        body_made(&b);
        code = fixture_record(f, &b, "studio.set", &c->head);
    }
    return fixture_end(f, code);
}

static inline enum stipple_error do_lot_receive(struct fixture *f, struct lot_receive *c,
                                                struct lot_received *ret)
{
    struct body b;
    fixture_begin(f);
    enum stipple_error code = lot_receive(f->s, &f->a, c, ret, &f->e);
    if (code == STIPPLE_OK) {
        body_begin(&b);
        body_text(&b, "product", c->lot.product);
        body_text(&b, "lot_no", c->lot.lot_no);
        body_text(&b, "batch_no", c->lot.batch_no);
        body_text(&b, "expiry", c->lot.expiry);
        body_text(&b, "supplier", c->lot.supplier);
        body_text(&b, "document", c->lot.document);
        body_int(&b, "containers", c->lot.containers);
        body_int(&b, "each_ul", c->lot.each_ul);
        body_int(&b, "each_pieces", c->lot.each_pieces);
        body_texts(&b, "serials", &c->lot.serials);
        body_made(&b);
        body_text(&b, "lot", ret->lot);
        body_text(&b, "lot_code", ret->lot_code);
        json_key(&b.w, "containers");
        json_array(&b.w);
        const struct lot_made_container *made = ret->containers.items;
        for (size_t i = 0; i < ret->containers.n; i++) {
            json_object(&b.w);
            body_text(&b, "container", made[i].container);
            body_text(&b, "container_code", made[i].container_code);
            json_object_end(&b.w);
        }
        json_array_end(&b.w);
        body_recalls(&b, &ret->recalls);
        code = fixture_record(f, &b, "lot.receive", &c->head);
    }
    return fixture_end(f, code);
}

static inline enum stipple_error do_lot_amend(struct fixture *f, struct lot_amend *c,
                                              struct lot_amended *ret)
{
    struct body b;
    fixture_begin(f);
    enum stipple_error code = lot_amend(f->s, &f->a, c, ret, &f->e);
    if (code == STIPPLE_OK) {
        body_begin(&b);
        body_text(&b, "lot", c->lot);
        body_text(&b, "reason", c->reason);
        body_text(&b, "lot_no", c->lot_no);
        body_text(&b, "batch_no", c->batch_no);
        body_text(&b, "expiry", c->expiry);
        body_text(&b, "supplier", c->supplier);
        body_text(&b, "document", c->document);
        body_texts(&b, "clear", &c->clear);
        body_made(&b);
        json_key(&b.w, "was");
        json_raw(&b.w, ret->was, strlen(ret->was));
        body_recalls(&b, &ret->recalls);
        code = fixture_record(f, &b, "lot.amend", &c->head);
    }
    return fixture_end(f, code);
}

/* lot.hold, or lot.release. */
static inline enum stipple_error do_lot_hold(struct fixture *f, const char *lot, const char *when,
                                             bool release)
{
    struct body b;
    struct lot_amended made;
    struct lot_hold c = {head_at(f, when), lot, "a notice came"};
    fixture_begin(f);
    enum stipple_error code = release ? lot_release(f->s, &f->a, &c, &made, &f->e)
                                      : lot_hold(f->s, &f->a, &c, &made, &f->e);
    if (code == STIPPLE_OK) {
        body_begin(&b);
        body_text(&b, "lot", lot);
        body_text(&b, "reason", c.reason);
        body_made(&b);
        code = fixture_record(f, &b, release ? "lot.release" : "lot.hold", &c.head);
    }
    return fixture_end(f, code);
}

static inline enum stipple_error stock_record(struct fixture *f, const struct write_head *head,
                                              const char *type, const char *container,
                                              const struct stock_changed *made)
{
    struct body b;
    body_begin(&b);
    body_text(&b, "container", container);
    body_made(&b);
    body_text(&b, "container_code", made->container_code);
    body_int(&b, "left_ul", made->left_ul);
    body_int(&b, "left_pieces", made->left_pieces);
    body_int(&b, "delta_ul", made->delta_ul);
    body_int(&b, "delta_pieces", made->delta_pieces);
    return fixture_record(f, &b, type, head);
}

static inline enum stipple_error do_stock_open(struct fixture *f, const char *container,
                                               const char *when, struct stock_changed *ret)
{
    struct stock_open c = {head_at(f, when), container};
    fixture_begin(f);
    enum stipple_error code = stock_open(f->s, &f->a, &c, ret, &f->e);
    if (code == STIPPLE_OK)
        code = stock_record(f, &c.head, "stock.open", container, ret);
    return fixture_end(f, code);
}

static inline struct stock_adjust adjust_none(const struct fixture *f, const char *container)
{
    return (struct stock_adjust){.head = head_at(f, NULL),
                                 .container = container,
                                 .delta_ul = INT_ABSENT,
                                 .delta_pieces = INT_ABSENT,
                                 .counted_ul = INT_ABSENT,
                                 .counted_pieces = INT_ABSENT};
}

static inline enum stipple_error do_stock_adjust(struct fixture *f, struct stock_adjust *c,
                                                 struct stock_changed *ret)
{
    fixture_begin(f);
    enum stipple_error code = stock_adjust(f->s, &f->a, c, ret, &f->e);
    if (code == STIPPLE_OK)
        code = stock_record(f, &c->head, "stock.adjust", c->container, ret);
    return fixture_end(f, code);
}

static inline enum stipple_error do_stock_discard(struct fixture *f, const char *container,
                                                  const char *when, struct stock_changed *ret)
{
    struct stock_discard c = {head_at(f, when), container, "used up", 2, NULL};
    fixture_begin(f);
    enum stipple_error code = stock_discard(f->s, &f->a, &c, ret, &f->e);
    if (code == STIPPLE_OK)
        code = stock_record(f, &c.head, "stock.discard", container, ret);
    return fixture_end(f, code);
}

/* Things most tests begin with. */
static inline const char *some_product(struct fixture *f, int kind, const char *name,
                                       int64_t pao_days)
{
    struct product_add c = {head_at(f, NULL), facts_none()};
    struct product_made made = {0};
    c.facts.maker = "Scalpworks";
    c.facts.name = name;
    c.facts.kind = kind;
    c.facts.pao_days = pao_days;
    assert_ok(f, do_product_add(f, &c, &made));
    return made.product;
}

/* `n` bottles of 15 ml. */
static inline struct lot_received some_lot(struct fixture *f, const char *product,
                                           const char *lot_no, const char *expiry, int64_t n)
{
    struct lot_receive c = {.head = head_at(f, "2026-01-02T10:00:00+01:00"),
                            .lot.product = product,
                            .lot.lot_no = lot_no,
                            .lot.expiry = expiry,
                            .lot.containers = n,
                            .lot.each_ul = 15000,
                            .lot.each_pieces = INT_ABSENT};
    struct lot_received made = {0};
    assert_ok(f, do_lot_receive(f, &c, &made));
    return made;
}

static inline const char *bottle(const struct lot_received *lot, size_t i)
{
    return ((const struct lot_made_container *)lot->containers.items)[i].container;
}

static inline bool warned(const struct list *warnings, const char *name)
{
    for (size_t i = 0; i < warnings->n; i++)
        if (strcmp(((const struct warning *)warnings->items)[i].name, name) == 0)
            return true;
    return false;
}

#endif
