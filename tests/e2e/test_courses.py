"""Courses put right, the card for the chair, and whose words a session holds."""

import json
import os
import unittest

from studio import SKIN, STUBBLE, Studio, stock

CLOCKS = {"TZ": "America/New_York"}  # of whoever types; the studio has its own


class Courses(unittest.TestCase):
    """On a clock that stands at 2026-03-02 10:00 in Copenhagen."""

    def setUp(self):
        self.studio = Studio(fixed=True)
        self.studio.start()
        self.connection = self.studio.connect()
        stock(self.connection)
        self.connection.write("studio.set", time_zone="Europe/Copenhagen")
        self.did("staff", "add", "An Artist", "--uid", os.getuid(), "--licence", "hygiene course,H 12,2026-02-20")
        self.did("client", "add", "Probe Person", "--notes", "allergic to latex", "--at", "2025-12-01 10:00")
        self.did("client", "add", "Other Person")

    def tearDown(self):
        self.studio.__exit__()

    def did(self, *words, status=0):
        done = self.studio.client(*words, env=CLOCKS)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def told(self, *words):
        return json.loads(self.did(*words, "--by", "S-01", "--json"))

    def by(self, *words, status=0):
        return self.did(*words, "--by", "S-01", status=status)

    def course(self, *more):
        return self.by("course", "open", "C-0001", "--service", "full", "--zone", "crown", "--norwood", "IV",
                       "--consent", "no. 14", "--consent-signed", "2025-12-01", "--consent-expires", "2026-02-28",
                       "--at", "2025-12-01 10:30", *more)

    def cup(self, zone):
        """Of a match for that zone."""
        match = self.connection.write("match.accept", client="C-0001", by="S-01",
                                      find={"skin": SKIN, "stubble": STUBBLE, "layout": {"zone": zone}})
        return self.told("mix", "--from-match", match["match_code"])["mix_code"]

    def warned(self, answer):
        return sorted(warning["name"] for warning in answer["warnings"])

    def assert_whole(self):
        self.assertTrue(self.connection.call("audit.verify")["whole"])

    def test_a_course_is_put_right_and_the_mistake_stays_visible(self):
        self.course("--scar", "FUT 2019", "--notes", "takes warfarin")
        self.by("course", "amend", "K-0001", "--reason", "seen when shaved", "--add-zone", "temples",
                "--add-scar", "left temple", "--skin", "oily")
        self.by("course", "amend", "K-0001", "--reason", "misread", "--ludwig", "I", "--clear", "skin",
                "--consent", "no. 15", "--consent-expires", "2027-06-30", "--notes", "")
        shown = self.by("course", "show", "K-0001")
        for wanted in ("crown, temples", "FUT 2019", "left temple", "Ludwig            I", "no. 15", "2027-06-30",
                       "seen when shaved", "misread", "no. 14", "norwood IV", "skin oily", "2025-12-01 10:30 +01:00",
                       "Written down      2026-03-02 10:00"):
            self.assertIn(wanted, shown)
        for gone in ("Norwood  ", "warfarin", "Skin  "):
            self.assertNotIn(gone, shown)
        row = self.told("course", "show", "K-0001")
        self.assertEqual((row["zones"], row["scars"]), (["crown", "temples"], ["FUT 2019", "left temple"]))
        self.assertEqual(row["consent"], {"reference": "no. 15", "expires": "2027-06-30"})
        self.assertEqual([amendment["type"] for amendment in row["amendments"]], ["course.amend"] * 2)
        self.assertNotIn("left temple", json.dumps(self.connection.call("event.list", limit=1000)))
        self.assert_whole()

    def test_an_amendment_that_cannot_be_is_refused_at_its_field(self):
        self.course()
        events = self.connection.call("daemon.status")["store"]["events"]
        for words, status, wanted in (
                (("--reason", "checked"), 2, "Say what is put right"),
                (("--skin", "oily"), 2, "--reason"),
                (("--reason", "x", "--skin", "moist"), 2, "--skin"),
                (("--reason", "x", "--norwood", "III", "--ludwig", "I"), 2, "--ludwig"),
                (("--reason", "x", "--consent", "a", "--consent-signed", "2026-02-02", "--consent-expires",
                  "2026-01-01"), 2, "--consent-expires"),
                (("--reason", "x", "--clear", "scars"), 2, "--clear"),
                (("--reason", "x", "--skin", "dry", "--at", "2025-11-01 10:00"), 5, "time.order")):
            self.assertIn(wanted, self.by("course", "amend", "K-0001", *words, status=status))
        self.assertIn("course.not_found", self.by("course", "amend", "K-0404", "--reason", "x", "--skin", "dry",
                                                  status=3))
        self.by("client", "erase", "C-0001", "--reason", "asked for it", "--override", "so decided")
        self.assertIn("client.erased", self.by("course", "amend", "K-0001", "--reason", "x", "--notes", "y", status=5))
        self.assertEqual(self.connection.call("daemon.status")["store"]["events"], events + 1)

    def test_a_consent_is_held_against_the_day_of_the_session(self):
        self.course("--questionnaire", "no. 3", "--questionnaire-signed", "2026-01-10")
        record = ("session", "record", "--course", "K-0001", "--artist", "S-01")
        self.assertEqual(self.warned(self.told(*record, "--at", "2026-02-15 10:00")), [])
        self.assertEqual(self.warned(self.told(*record, "--at", "2026-03-01 10:00")),
                         ["consent.expired", "licence.expired"])
        self.assertEqual(self.warned(self.told(*record, "--at", "2026-01-05 10:00")), ["questionnaire.later"])
        moved = self.told("session", "amend", "V-0001", "--reason", "slip", "--held", "2026-03-01 09:00")
        self.assertEqual(self.warned(moved), ["consent.expired", "licence.expired"])
        day = self.connection.call("session.plan", client="C-0001", day="2026-02-25")
        self.assertNotIn("consent.expired", self.warned(day))
        day = self.connection.call("session.plan", client="C-0001", day="2026-03-20")
        self.assertIn("consent.expired", self.warned(day))
        self.assertRegex(self.by("course", "show", "K-0001"), r"signed +2025-12-01\n")
        self.by("course", "close", "K-0001", "--reason", "done", "--at", "2026-02-20 10:00")
        self.assertIn("course.closed", self.warned(self.told(*record, "--at", "2026-03-01 11:00")))
        self.assertNotIn("course.closed", self.warned(self.told(*record, "--at", "2026-02-18 10:00")))

    def test_the_card_has_all_that_the_chair_needs(self):
        self.course("--alopecia", "spreading")
        self.by("course", "open", "C-0001", "--service", "density", "--at", "2025-12-01 10:45")
        self.by("course", "close", "K-0002", "--reason", "thought better of it")
        for zone in ("crown", "hairline"):
            self.by("session", "record", "--course", "K-0001", "--use", f"{self.cup(zone)}@{zone}")
        self.by("incident", "V-0001", "--words", "redness at the crown")
        card = self.by("client", "C-0001")
        for wanted in ("Probe Person", "allergic to latex", "still spreading", "The consent expired on 2026-02-28",
                       "I-0001 of V-0001", "redness at the crown",
                       "Neutral Black 0.05 ml + Dilution Fluid 1.05 ml, 1 + 21",
                       "X-0001 by M-0001, in V-0001 on 2026-03-02 10:00", "skin", "#b48c7c", "wanted", "#a48376",
                       "fresh", "#a08176", "healed", "#a58377", "Next", "session from 2026-03-12",
                       "K-0001: 2 of 3 held", "thought better of it"):
            self.assertIn(wanted, card)
        self.assertLess(card.index("spreading"), card.index("Neutral Black"))  # what to mind comes first
        status, shown = self.studio.terminal("client", "C-0001", "--by", "S-01", columns=60)
        self.assertEqual(status, 0)
        self.assertLessEqual(max(len(line) for line in shown.splitlines()), 60)

    def test_words_go_with_their_session_to_another_client(self):
        self.course()
        self.by("session", "record", "--course", "K-0001", "--complications", "bled long", "--at", "2026-02-15 10:00")
        self.by("incident", "V-0001", "--words", "swollen for days")
        self.by("session", "amend", "V-0001", "--reason", "the wrong name", "--client", "C-0002")
        mistaken = self.told("client", "export", "C-0001")
        self.assertEqual(mistaken["sessions"], [])
        for words in ("bled long", "swollen for days"):
            self.assertNotIn(words, json.dumps(mistaken))
            self.assertIn(words, self.by("session", "show", "V-0001"))
            self.assertIn(words, json.dumps(self.told("client", "export", "C-0002")))
        self.by("client", "erase", "C-0001", "--reason", "asked for it", "--override", "so decided")
        self.assertIn("bled long", self.by("session", "show", "V-0001"))
        self.by("client", "erase", "C-0002", "--reason", "asked for it", "--override", "so decided")
        for words in ("bled long", "swollen for days"):
            self.assertNotIn(words, self.by("session", "show", "V-0001"))
        self.assert_whole()

    def test_an_incident_is_put_right_and_the_mistake_stays(self):
        self.by("session", "record", "--client", "C-0001", "--at", "2026-02-15 10:00")
        self.by("session", "record", "--client", "C-0002", "--at", "2026-02-20 10:00")
        self.by("incident", "V-0001", "--words", "redness at the crown", "--at", "2026-02-25 10:00")
        amend = ("incident", "amend", "I-0001", "--reason")
        self.by(*amend, "misheard", "--words", "redness at the temple", "--seen", "2026-02-24 18:00")
        shown = self.by("session", "show", "V-0001")
        self.assertIn("redness at the temple", shown)
        self.assertNotIn("at the crown", shown)
        row = self.told("session", "show", "V-0001")["incidents"][0]
        self.assertEqual((row["occurred_at"], row["occurred_at_offset_min"]), ("2026-02-24T17:00:00.000Z", 60))
        self.assertEqual([(made["type"], made["reason"], made["was"]) for made in row["amendments"]],
                         [("incident.amend", "misheard", {"seen_at": "2026-02-25T09:00:00Z"})])
        self.by(*amend, "the other one", "--session", "V-0002")
        self.assertNotIn("temple", self.by("session", "show", "V-0001"))
        moved = self.by("session", "show", "V-0002")
        for wanted in ("redness at the temple", "misheard", "the other one", "V-0001"):
            self.assertIn(wanted, moved)
        told = self.by("report", "inspection", "--from", "2026-01-01")
        for wanted in ("V-0001 → V-0002", "2026-02-25 10:00 UTC+1:00 → 2026-02-24 18:00 UTC+1:00"):
            self.assertIn("".join(wanted.split()), "".join(told.split()))
        for words, code, name in ((("early", "--seen", "2026-02-19 10:00"), 5, "time.order"),
                                  (("early", "--session", "V-0003"), 3, "session.not_found"), (("nothing",), 2, "change.none")):
            self.assertIn(name, self.by(*amend, *words, status=code).lower())
        for event in self.connection.call("event.list", limit=1000)["events"]:
            self.assertNotIn("redness", json.dumps(event))
        self.by("client", "erase", "C-0002", "--reason", "asked for it", "--override", "so decided")
        self.assertNotIn("temple", self.by("session", "show", "V-0002"))
        self.assert_whole()

    def test_a_course_that_was_closed_by_mistake_goes_on(self):
        self.course()
        self.by("course", "close", "K-0001", "--reason", "done", "--at", "2026-02-20 10:00")
        self.assertEqual(self.connection.call("session.plan", client="C-0001")["due"], [])
        reopen = ("course", "reopen", "K-0001", "--reason")
        self.assertIn("time.order", self.by(*reopen, "early", "--at", "2026-02-19 10:00", status=5))
        self.by(*reopen, "the wrong one")
        self.assertEqual(len(self.connection.call("session.plan", client="C-0001")["due"]), 1)
        row = self.told("course", "show", "K-0001")
        self.assertNotIn("closed_at", row)
        self.assertEqual([(made["type"], made["reason"], made["was"]) for made in row["amendments"]],
                         [("course.reopen", "the wrong one",
                           {"closed_at": "2026-02-20T09:00:00Z", "closed_reason": "done"})])
        shown = " ".join(self.by("report", "inspection", "--from", "2026-01-01").split())
        for wanted in ("closed reason: done → nothing", "the wrong one"):
            self.assertIn("".join(wanted.split()), "".join(shown.split()))
        self.by("course", "close", "K-0001", "--reason", "done now")
        self.by("client", "erase", "C-0001", "--reason", "asked for it", "--override", "so decided")
        self.by(*reopen, "again", status=5)
        self.assert_whole()

    def test_an_export_holds_all_of_one_person_and_nothing_of_another(self):
        self.course("--scar", "FUT 2019")
        self.by("course", "amend", "K-0001", "--reason", "misread", "--norwood", "V")
        self.cup("crown")
        self.connection.write("session.record", course="K-0001", by="S-01",
                              uses=[{"container": "X-0001", "zone": "crown"}], notes="slept badly",
                              readings=[{"name": "before.csv", "content": "TDthO2INCjYxLjI7OS44OzE1LjENCg=="}])
        self.by("incident", "V-0001", "--words", "redness")
        self.by("client", "C-0001", "--reason", "a call")
        self.by("client", "find", "person")
        told = self.told("client", "export", "C-0001")
        self.assertEqual(told["identity"], {"name": "Probe Person", "notes": "allergic to latex"})
        self.assertEqual(told["courses"][0]["scars"], ["FUT 2019"])
        self.assertEqual(told["courses"][0]["amendments"][0]["was"], {"norwood": "IV"})
        session = told["sessions"][0]
        self.assertEqual((session["code"], session["notes"], session["uses"][0]["container_code"]),
                         ("V-0001", "slept badly", "X-0001"))
        self.assertEqual(session["readings"][0]["content"], "TDthO2INCjYxLjI7OS44OzE1LjENCg==")
        self.assertEqual(session["incidents"][0]["words"], "redness")
        types = [event["type"] for event in told["history"]]
        for wanted in ("client.add", "course.open", "course.amend", "match.accept", "mix.make", "session.record",
                       "incident.record", "client.look"):
            self.assertIn(wanted, types)
        amended = next(event for event in told["history"] if event["type"] == "course.amend")
        self.assertEqual((amended["body"]["reason"], amended["body"]["norwood"]), ("misread", "V"))
        looks = [event["body"] for event in told["history"] if event["type"] == "client.look"]
        self.assertIn("a call", [look.get("reason") for look in looks])
        self.assertEqual({event.get("by_name") for event in told["history"][1:]}, {"An Artist"})
        shown = self.by("client", "export", "C-0001")
        for wanted in ("Probe Person", "FUT 2019", "norwood IV", "misread", "X-0001", "slept badly", "before.csv",
                       "redness", "client look", "An Artist (S-01)", "a call"):
            self.assertIn(wanted, shown)
        other = self.told("client", "list")["clients"][1]["id"]
        self.assertNotIn(other, json.dumps(told))
        self.assertNotIn("Other Person", json.dumps(told))


if __name__ == "__main__":
    unittest.main()
