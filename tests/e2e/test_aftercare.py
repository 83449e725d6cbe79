"""The studio's own aftercare texts: by version, never changed, with the days of a session."""

import unittest

from studio import Refused, Studio

WORDS = ("--step", "0-3: Keep it dry; no sweat: none.", "--step", "10: Wash it as always.", "--doctor", "It swells.")


class Aftercare(unittest.TestCase):
    """On a clock that stands at 2026-03-02."""

    def setUp(self):
        self.studio = Studio(fixed=True)
        self.studio.start()
        self.connection = self.studio.connect()
        self.connection.write("staff.add", name="A Manager")
        self.connection.write("client.add", name="Probe Person", by="S-01")

    def tearDown(self):
        self.studio.__exit__()

    def say(self, *words, status=0):
        done = self.studio.client(*words, stdin="")
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def written(self, version="2026-01", status=0):
        return self.say("aftercare", "write", version, *WORDS, "--by", "S-01", status=status)

    def session(self, **facts):
        return self.connection.write("session.record", client="C-0001", artist="S-01", by="S-01", **facts)

    def warned(self, answer):
        return [warning["name"] for warning in answer["warnings"]]

    def test_a_text_is_taken_home_with_its_days(self):
        self.assertIn("No aftercare text", self.say("aftercare", "list"))
        self.assertIn("aftercare.not_found", self.say("aftercare", status=3))
        self.assertEqual(self.warned(self.session(aftercare="of old")), [])
        self.written()
        self.assertEqual(self.warned(self.session(aftercare="2026-01", occurred_at="2026-02-27T10:00:00Z")), [])
        shown = self.say("aftercare", "--session", "V-0002")
        for wanted in ("2026-01", "V-0002", "Day 0 to 3, 2026-02-27 to 2026-03-02", "  Keep it dry; no sweat: none.",
                       "Day 10, 2026-03-09", "Wash it as always.", "See a doctor when\n  It swells."):
            self.assertIn(wanted, shown)
        self.assertNotIn("2026-02-27", self.say("aftercare", "2026-01"))
        self.assertIn("of old", self.say("aftercare", "--session", "V-0001", status=3))
        self.session()
        self.assertIn("does not say", self.say("aftercare", "--session", "V-0003", status=3))
        self.assertIn("Day 10, 2026-03-12", self.say("aftercare", "2026-01", "--session", "V-0003"))
        self.assertTrue(self.connection.call("audit.verify")["whole"])

    def test_what_somebody_has_in_hand_is_not_changed(self):
        self.written("Spring")
        self.assertIn("aftercare.exists", self.written("SPRING", status=5))
        self.written("Summer")
        self.assertIn("Aftercare         Summer", self.say("aftercare"))
        listed = self.say("aftercare", "list")
        self.assertLess(listed.index("Summer"), listed.index("Spring"))
        self.assertEqual(self.warned(self.session(aftercare="Autumn")), ["aftercare.unknown"])
        self.assertEqual(self.warned(self.session(aftercare="spring")), [])
        amended = self.connection.write("session.amend", session="V-0002", reason="misread", aftercare="Winter", by="S-01")
        self.assertEqual(self.warned(amended), ["aftercare.unknown"])

    def test_a_session_that_is_started_has_the_newest(self):
        self.written("Spring")
        self.written("Summer")
        self.session(aftercare="Spring")
        self.say("session", "start", "C-0001", "--place", "chair 1", "--by", "S-01")
        self.assertEqual(self.connection.call("session.show", session="V-0002")["aftercare"], "Summer")

    def test_words_without_days_are_refused(self):
        for step, wanted in (("Keep it dry", "no days"), ("x: Keep it dry", "no days"), ("1-: Keep it dry", "no days"),
                             ("4-1: Keep it dry", "before the day"), ("1: ", "--step, number 1, must have 1 to"), ("999: Later", "--step, number 1, must be 0 to")):
            told = self.say("aftercare", "write", "2026-01", "--step", step, "--doctor", "It swells.", "--by", "S-01",
                            status=2)
            self.assertIn(wanted, told, step)
        self.assertIn("--doctor", self.say("aftercare", "write", "2026-01", "--step", "1: Dry", "--by", "S-01", status=2))
        with self.assertRaises(Refused) as caught:
            self.connection.write("aftercare.write", version="1", steps=[], doctor="x", by="S-01")
        self.assertEqual(caught.exception.field, "steps")


if __name__ == "__main__":
    unittest.main()
