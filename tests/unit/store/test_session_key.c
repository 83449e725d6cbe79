/* The words of a session belong to whoever it stands under, and end with exactly that client. */
#include "unit.h"

#include "session_commands.h"

#include "store/retention.h"
#include "store/session_key.h"

struct two {
    struct chair chair;
    struct session_made held;
    const char *before, *after; /* sealed at the session, and of what came of it */
};

static const char *sealed(struct fixture *f, const struct two *two, const char *text)
{
    const char *ret = NULL;
    fixture_begin(f);
    assert_ok(f, fixture_end(f, session_seal(f->s, &f->a, two->held.session, two->held.client, text,
                                             strlen(text), &ret, &f->e)));
    return ret;
}

static struct two some_words(struct fixture *f)
{
    struct two two = {.chair = some_chair(f)};
    struct session_record c =
        session_of(f, two.chair.client.client, two.chair.artist.staff, NULL, 0);
    assert_ok(f, do_session_record(f, &c, &two.held));
    two.before = sealed(f, &two, "{\"notes\":\"thin skin\"}");
    two.after = sealed(f, &two, "{\"words\":\"red\"}");
    return two;
}

static void hand_over(struct fixture *f, struct two *two, const char *client)
{
    struct session_amend c = amend_of(f, two->held.session, "the wrong name");
    c.client = client;
    assert_ok(f, do_session_amend(f, &c, &two->held));
}

static void erase(struct fixture *f, const char *client)
{
    struct body b;
    struct write_head head = head_at(f, NULL);
    fixture_begin(f);
    assert_ok(f, retention_key_end(f->s, client, &f->e));
    body_begin(&b);
    body_text(&b, "client", client);
    body_made(&b);
    body_text(&b, "client", client);
    assert_ok(f, fixture_end(f, fixture_record(f, &b, "client.erase", &head)));
}

static enum stipple_error opened(struct fixture *f, const struct two *two, const char *client,
                                 const char *text)
{
    const char *ret;
    return session_open(f->s, &f->a, two->held.session, client, text, &ret, &f->e);
}

static void words_follow_the_session_to_another_client(void **state)
{
    struct fixture *f = *state;
    struct two two = some_words(f);
    const char *first = two.chair.client.client, *other = two.chair.other.client, *text;
    assert_ok(f, opened(f, &two, first, two.before));
    hand_over(f, &two, other);
    assert_ok(f, session_open(f->s, &f->a, two.held.session, other, two.before, &text, &f->e));
    assert_string_equal(text, "{\"notes\":\"thin skin\"}");
    assert_ok(f, opened(f, &two, other, two.after));
    assert_refused(opened(f, &two, first, two.before), STIPPLE_KEY_WRONG);
    erase(f, first); /* takes nothing of theirs along */
    assert_ok(f, opened(f, &two, other, two.before));
    assert_ok(f, opened(f, &two, other, two.after));
    assert_books_whole(f);
}

static void erasing_one_client_ends_their_words_in_every_event(void **state)
{
    struct fixture *f = *state;
    struct two two = some_words(f);
    const char *first = two.chair.client.client, *other = two.chair.other.client;
    hand_over(f, &two, other);
    erase(f, other);
    assert_refused(opened(f, &two, other, two.before), STIPPLE_CLIENT_ERASED);
    assert_refused(opened(f, &two, first, two.before), STIPPLE_KEY_WRONG);
    hand_over(f, &two, first); /* and nothing brings them back */
    assert_refused(opened(f, &two, first, two.after), STIPPLE_KEY_WRONG);
}

static void a_session_goes_to_somebody_erased_without_its_words(void **state)
{
    struct fixture *f = *state;
    struct two two = some_words(f);
    erase(f, two.chair.other.client);
    hand_over(f, &two, two.chair.other.client);
    assert_refused(opened(f, &two, two.chair.client.client, two.before), STIPPLE_KEY_WRONG);
    assert_books_whole(f);
}

static void what_an_older_version_sealed_for_the_client_still_opens(void **state)
{
    struct fixture *f = *state;
    struct two two = some_words(f);
    const char *first = two.chair.client.client, *old, *text;
    fixture_begin(f);
    assert_ok(f, fixture_end(f, seal_text(f->s, &f->a, first, "{}", 2, &old, &f->e)));
    assert_ok(f, session_open(f->s, &f->a, two.held.session, first, old, &text, &f->e));
    assert_string_equal(text, "{}");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(words_follow_the_session_to_another_client),
        TEST(erasing_one_client_ends_their_words_in_every_event),
        TEST(a_session_goes_to_somebody_erased_without_its_words),
        TEST(what_an_older_version_sealed_for_the_client_still_opens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
