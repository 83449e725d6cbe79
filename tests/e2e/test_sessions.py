"""Sessions as they are written down in a hurry, and put right afterwards."""

import base64
import hashlib
import json
import unittest

from studio import Studio, stock

MATCH = ("match", "--skin", "61.2,9.8,15.1", "--stubble", "57.0,8.3,12.2", "--light", "D65/10")


class Sessions(unittest.TestCase):
    def setUp(self):
        self.studio = Studio()
        self.studio.start()
        self.connection = self.studio.connect()
        self.bottles = stock(self.connection)
        self.connection.write("studio.set", time_zone="Europe/Copenhagen")
        self.artist = self.connection.write("staff.add", name="An Artist")["staff_code"]
        self.client = self.connection.write("client.add", name="Somebody", by=self.artist)["client_code"]
        self.say(*MATCH, "--accept", "--client", self.client, "--by", self.artist)

    def tearDown(self):
        self.studio.__exit__()

    def say(self, *words, status=0):
        done = self.studio.client(*words, env={"TZ": "America/New_York"})  # not the studio's zone
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def did(self, *words, status=0):
        return self.say(*words, "--by", self.artist, status=status)

    def told(self, *words):
        return json.loads(self.say(*words, "--json"))

    def cup(self):
        return self.told("mix", "--from-match", "M-0001", "--by", self.artist)["mix_code"]

    def shown(self, session="V-0001"):
        return self.told("session", "show", session, "--by", self.artist)

    def left(self, mix):
        return self.told("mix", "show", mix)["left_ul"]

    def assert_whole(self):
        self.assertTrue(self.connection.call("audit.verify")["whole"])

    def test_readings_are_kept_as_they_are_in_the_file(self):
        content = b"L,a,b\r\n61.2,9.8,15.1\xff\x00"
        file = self.studio.folder / "before.csv"
        file.write_bytes(content)
        self.did("session", "record", "--client", self.client, "--readings", file)
        kept = self.shown()["readings"]
        self.assertEqual([(r["name"], base64.b64decode(r["content"]), r["sha256"]) for r in kept],
                         [("before.csv", content, hashlib.sha256(content).hexdigest())])
        later = self.studio.folder / "later.csv"
        later.write_bytes(b"\x00\xfe later")
        amend = ("session", "amend", "V-0001", "--reason", "found later")
        self.did(*amend, "--add-readings", later, "--add-readings", file)
        shown = self.shown()
        self.assertEqual([(r["name"], base64.b64decode(r["content"])) for r in shown["readings"]],
                         [("before.csv", content), ("later.csv", b"\x00\xfe later"), ("before.csv", content)])
        self.assertEqual(shown["amendments"][0]["was"], {"readings": ["before.csv"]})
        self.assertIn("readings", self.did("report", "inspection"))
        self.did(*amend, *("--add-readings", later) * 5)
        self.assertIn("more than 8", self.did(*amend, "--add-readings", later, status=2))
        self.did(*amend, "--readings", later, "--add-readings", file)
        self.assertEqual([r["name"] for r in self.shown()["readings"]], ["later.csv", "before.csv"])
        self.assertEqual(len(self.shown()["amendments"][2]["was"]["readings"]), 8)
        self.assert_whole()
        refused = self.did("session", "record", "--client", self.client, "--readings", "nowhere", status=2)
        self.assertIn("cannot be opened", refused)

    def test_a_mistyped_cup_comes_back(self):
        typed, meant = self.cup(), self.cup()
        self.did("session", "record", "--client", self.client, "--use", f"{typed}@crown")
        shown = self.did("session", "amend", "V-0001", "--reason", "wrong cup", "--use", f"{meant}@crown")
        self.assertIn(f"Came back         {typed}", shown)
        self.assertEqual((self.left(typed), self.left(meant)), (1100, 0))
        self.assertNotIn("discarded_at", self.told("mix", "show", typed))
        shown = self.say("session", "show", "V-0001", "--by", self.artist)
        for wanted in (typed, meant, "wrong cup", f"uses {typed} 1100 µL @crown", "M-0001"):
            self.assertIn(wanted, shown)
        shown = self.did("session", "amend", "V-0001", "--reason", "it was put off", "--use", "none")
        self.assertIn(f"Came back         {meant}", shown)
        self.assertEqual((self.left(typed), self.left(meant)), (1100, 1100))
        self.assertTrue(all(line["ended"] for line in self.shown()["uses"]))
        self.assertEqual(self.connection.call("trace.client", client=self.client)["lots"], [])
        self.assert_whole()

    def test_what_the_books_do_not_know_is_kept_and_waits(self):
        self.did("product", "add", "--maker", "Demo", "--name", "Liner", "--kind", "cartridge")
        box = self.told("lot", "receive", "P-0003", "--lot", "N1", "--expiry", "2099-01", "--pieces", "20",
                        "--by", self.artist)["containers"][0]["container_code"]
        cup = self.cup()
        shown = self.did("session", "record", "--client", self.client, "--use", "X-0099@crown",
                         "--use", f"{box}=2ml")
        self.assertIn("X-0099", shown)
        self.assertIn("counted in pieces", shown)
        self.assertIn("open", shown)
        self.assertIn("V-0001", self.say("session", "list", "--open"))
        self.assertIn("V-0001 waits for a manager", self.say("inspect"))
        report = self.say("report", "inspection", "--by", self.artist)
        for wanted in ("X-0099", "nothing in the books answers to it", "2000 µL", "Waits for a manager"):
            self.assertIn(wanted, report)
        self.did("session", "amend", "V-0001", "--reason", "misread", "--use", f"{cup}@crown", "--use", f"{box}=2")
        self.assertEqual([line["said"] for line in self.shown()["uses"] if line["ended"]], ["X-0099", box])
        self.assertEqual(self.shown()["review"], "open")
        self.did("session", "review", "V-0001", "--reason", "asked the artist")
        self.assertIn("No sessions", self.say("session", "list", "--open"))
        self.assertNotIn("V-0001 waits", self.say("inspect"))
        self.assert_whole()

    def test_a_session_is_moved_to_its_day_and_shows_both_times(self):
        self.did("session", "record", "--client", self.client, "--place", "chair 1", "--at", "2026-02-03 14:30")
        for shown in (self.say("session", "list"), self.say("session", "show", "V-0001", "--by", self.artist)):
            self.assertIn("2026-02-03 14:30 +01:00", shown)
            self.assertIn("Written down", shown)
        shown = self.did("session", "amend", "V-0001", "--reason", "slip", "--held", "2096-02-02 14:30", status=5)
        self.assertIn("time.order", shown)
        self.did("session", "amend", "V-0001", "--reason", "the day before", "--held", "2026-02-02 14:30", "--place", "")
        row = self.shown()
        self.assertEqual((row["occurred_at"], row["occurred_at_offset_min"]), ("2026-02-02T13:30:00.000Z", 60))
        self.assertNotIn("place", row)
        self.assertEqual(row["amendments"][-1]["was"]["place"], "chair 1")
        self.assert_whole()

    def test_a_fact_is_denied_as_it_was_claimed(self):
        self.did("session", "record", "--client", self.client, "--barrier", "--disinfected", "--notes", "calm",
                 "--complications", "bled")
        self.did("session", "amend", "V-0001", "--reason", "mixed up", "--barrier=no", "--complications", "")
        row = self.shown()
        self.assertEqual((row["barrier"], row["disinfected"], row["notes"]), (False, True, "calm"))
        self.assertNotIn("complications", row)
        self.assertIn("change.none", self.did("session", "amend", "V-0001", "--reason", "nothing", status=2))


if __name__ == "__main__":
    unittest.main()
