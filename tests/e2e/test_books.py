"""From the match to the chair and back, as a person types it: kept, mixed, used, amended, traced."""

import json
import unittest

from studio import Studio, stock

MATCH = ("match", "--skin", "61.2,9.8,15.1", "--stubble", "57.0,8.3,12.2", "--light", "D65/10")


class Books(unittest.TestCase):
    def setUp(self):
        self.studio = Studio()
        self.studio.start()
        self.connection = self.studio.connect()
        self.bottles = stock(self.connection)
        self.artist = self.connection.write("staff.add", name="An Artist")["staff_code"]
        self.client = self.connection.write("client.add", name="Somebody", by=self.artist)["client_code"]

    def tearDown(self):
        self.connection.close()
        self.studio.__exit__()

    def say(self, *words, status=0):
        done = self.studio.client(*words)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def told(self, *words):
        return json.loads(self.studio.client(*words, "--json").stdout)

    def cup(self):
        self.say(*MATCH, "--accept", "--client", self.client, "--by", self.artist)
        return self.told("mix", "--from-match", "M-0001", "--by", self.artist)

    def test_the_lots_that_were_offered_are_the_lots_that_are_taken(self):
        shown = self.say(*MATCH, "--accept", "--client", self.client, "--by", self.artist)
        self.assertIn("Kept as M-0001", shown)
        self.assertIn("mix --from-match M-0001", shown)
        offered = self.connection.call("match.show", match="M-0001")
        shown = self.say("mix", "--from-match", "M-0001", "--by", self.artist)
        for take in offered["takes"]:
            self.assertIn(take["container_code"], shown)
        self.assertIn(f"session start {self.client}", shown)
        lot = self.connection.call("stock.list", kind="pigment")["containers"][0]["lot"]
        self.connection.write("lot.hold", lot=lot, reason="a notice came", by=self.artist)
        shown = self.say("mix", "--from-match", "M-0001", "--by", self.artist, status=5)
        self.assertIn("match.changed", shown)
        self.assertIn("on hold", shown)

    def test_a_session_is_recorded_shown_amended_and_traced(self):
        mix = self.cup()
        shown = self.say("session", "record", "--client", self.client, "--use", f"{mix['mix_code']}@crown",
                         "--place", "chair 1", "--needle", "3RL", "--barrier", "--signed", "client,consent",
                         "--notes", "calm", "--by", self.artist)
        self.assertIn("V-0001", shown)
        shown = self.say("session", "show", "V-0001", "--by", self.artist)
        for wanted in ("chair 1", "3RL", "crown", "consent", "calm", mix["mix_code"]):
            self.assertIn(wanted, shown)
        self.say("session", "amend", "V-0001", "--reason", "misread", "--use", f"{mix['mix_code']}=0.5ml@front",
                 "--by", self.artist)
        row = self.told("session", "show", "V-0001", "--by", self.artist)
        self.assertEqual([(u["ended"], u["zone"]) for u in row["uses"]], [(True, "crown"), (False, "front")])
        self.assertEqual(row["notes"], "calm")
        self.assertIn("V-0001", self.say("session", "list"))
        self.assertIn("I-0001", self.say("incident", "V-0001", "--words", "red", "--by", self.artist))
        lot = self.connection.call("lot.list")["lots"][-1]["code"]
        for wanted in (self.client, "V-0001", mix["mix_code"], "front"):
            self.assertIn(wanted, self.say("trace", "lot", lot))
        self.assertIn(lot, self.say("trace", "client", self.client))
        self.assertIn(lot, self.say("trace", "common", "--client", self.client, "--session", "V-0001"))
        self.assertTrue(self.connection.call("audit.verify")["whole"])

    def test_a_session_is_started_with_five_answers_or_with_none(self):
        course = self.connection.write("course.open", client=self.client, service="full", by=self.artist)
        self.cup()
        done = self.studio.client("session", "start", self.client, "--by", self.artist,
                                  stdin="crown\nchair 2\n3RL\nyes\nslept badly\n")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        row = self.told("session", "show", "V-0001", "--by", self.artist)
        self.assertEqual((row["course_code"], row["place"], row["needle"], row["notes"], row["barrier"]),
                         (course["course_code"], "chair 2", "3RL", "slept badly", True))
        self.assertEqual([(u["container_code"], u["zone"]) for u in row["uses"]], [("X-0001", "crown")])
        self.assertIn("kept between two", self.say("session", "plan", self.client))
        self.say("session", "start", self.client, "--zone", "front", "--clean", "no", "--notes", "none",
                 "--by", self.artist)
        row = self.told("session", "show", "V-0002", "--by", self.artist)
        self.assertEqual((row["place"], row["needle"], row["barrier"]), ("chair 2", "3RL", False))
        self.assertIn(self.client, self.say("due", "--until", "2099-01-01"))

    def test_what_was_not_to_be_used_is_asked_about_and_waits_for_a_manager(self):
        mix = self.cup()
        self.say("mix", "discard", mix["mix_code"], "--reason", "spilt", "--route", "ordinary", "--by", self.artist)
        words = ("session", "record", "--client", self.client, "--use", f"{mix['mix_code']}=0.2ml", "--by",
                 self.artist)
        self.assertIn("session.override", self.say(*words, status=5))
        self.assertIn("open", self.say(*words, "--override", "it was not spilt after all"))
        self.assertIn("V-0001", self.say("session", "list", "--open"))
        self.say("session", "review", "V-0001", "--reason", "talked it over", "--by", self.artist)
        self.assertIn("No sessions", self.say("session", "list", "--open"))

    def test_amounts_are_read_strictly(self):
        for use in ("", "=1ml", "B-0002=", "B-0002=1", "B-0002@", "B-0002=1 gallon"):
            shown = self.say("mix", "--client", self.client, "--input", use, "--by", self.artist, status=2)
            self.assertIn("input", shown, use)
        mixed = self.say("mix", "--client", self.client, "--input", f"{self.bottles[0]}=0.5ml", "--by", self.artist)
        self.assertIn("0.5 ml", mixed)
        self.assertIn(self.bottles[0], self.say("mix", "show", "X-0001"))
        self.assertIn("X-0001", self.say("mix", "list"))


if __name__ == "__main__":
    unittest.main()
