"""The shortest way to write a session down, as it is typed at the chair."""

import json
import shlex
import unittest

from studio import SKIN, STUBBLE, Studio, stock

QUESTIONS = ("Zone", "Used (", "Place", "Needle", "Barriers on", "Anything to note")


class Start(unittest.TestCase):
    def setUp(self):
        self.studio = Studio(fixed=True)
        self.studio.start()
        self.connection = self.studio.connect()
        stock(self.connection)
        self.connection.write("staff.add", name="An Artist")
        self.connection.write("client.add", name="Probe Person", by="S-01")
        self.connection.write("course.open", client="C-0001", service="full", zones=["crown", "hairline"], by="S-01",
                              layout={"depth_mm": 0.8})

    def tearDown(self):
        self.studio.__exit__()

    def cup(self, zone=None):
        find = {"skin": SKIN, "stubble": STUBBLE, **({"layout": {"zone": zone}} if zone else {})}
        match = self.connection.write("match.accept", client="C-0001", by="S-01", find=find)["match_code"]
        return self.connection.write("mix.make", match=match, by="S-01")["mix_code"]

    def typed(self, *pairs, words=(), status=0):
        """The command on a terminal; what appeared, and how often each question was asked."""
        ended, shown = self.studio.terminal("session", "start", "C-0001", "--by", "S-01", *words, typed=pairs)
        self.assertEqual(ended, status, shown)
        lines = shown.splitlines()
        asked = [sum(line.startswith(question) for line in lines) for question in QUESTIONS]
        self.assertLessEqual(sum(count > 0 for count in asked), 5, shown)
        return shown, dict(zip(QUESTIONS, asked))

    def piped(self, text, *words, status=0):
        done = self.studio.client("session", "start", "C-0001", "--by", "S-01", *words, stdin=text)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def session(self, code):
        return self.connection.call("session.show", session=code, by="S-01")

    def events(self):
        return self.connection.call("daemon.status")["store"]["events"]

    def used(self, row):
        return [(use["container_code"], use.get("zone")) for use in row["uses"]]

    def test_five_answers_and_the_rest_is_known(self):
        cup = self.cup("crown")
        shown, asked = self.typed(("Zone [crown]: ", "\n"), ("Place: ", "chair 1\n"), ("Needle: ", "3RL 0.25\n"),
                                  ("no): ", "yes\n"), ("note: ", "slept badly\n"))
        self.assertEqual(asked, {**dict.fromkeys(QUESTIONS, 1), "Used (": 0})
        for wanted in ("K-0001, full: session 1 of 3", f"{cup} by M-0001, 1.1 ml", "V-0001"):
            self.assertIn(wanted, shown)
        row = self.session("V-0001")
        self.assertEqual((row["course_code"], row["place"], row["needle"], row["depth_mm"], row["barrier"],
                          row["disinfected"], row["notes"]),
                         ("K-0001", "chair 1", "3RL 0.25", 0.8, True, True, "slept badly"))
        self.assertEqual((self.used(row), row["uses"][0]["match_code"]), ([(cup, "crown")], "M-0001"))

    def test_what_was_so_last_time_stands_in_brackets(self):
        self.cup("crown")
        self.piped("\nchair 1\n3RL\nno\n\n", "--at", "2026-03-02T09:00:00Z")
        cup = self.cup()
        self.typed(("Zone [crown]: ", "\n"), ("Place [chair 1]: ", "\n"), ("Needle [3RL]: ", "5RL\n"), ("no): ", "\n"),
                   ("note: ", "\n"))
        row = self.session("V-0002")
        self.assertEqual((self.used(row), row["place"], row["needle"]), ([(cup, "crown")], "chair 1", "5RL"))
        for unclaimed in ("barrier", "disinfected", "notes"):  # what nobody answered
            self.assertNotIn(unclaimed, row)

    def test_a_zone_that_the_course_does_not_know_is_asked_for_again(self):
        cup = self.cup("crown")
        shown, asked = self.typed(("Zone [crown]: ", "chair 1\n"), ("Zone [crown]: ", "Hairline\n"), ("Place: ", "chair 1\n"),
                                  ("Needle: ", "\n"), ("no): ", "\n"), ("note: ", "\n"))
        self.assertIn('K-0001 has no zone "chair 1" so far, but crown, hairline', " ".join(shown.split()))
        self.assertEqual((asked["Zone"], asked["Place"]), (2, 1))
        self.assertEqual(self.used(self.session("V-0001")), [(cup, "Hairline")])
        self.assertNotIn("does not name", shown)

    def test_a_new_zone_is_taken_when_it_is_meant(self):
        self.cup("crown")
        twice = (("Zone [crown]: ", "chair 1\n"), ("Zone [crown]: ", "nape\n"), ("Zone [crown]: ", "nape\n"))
        rest = (("Place", "\n"), ("Needle", "\n"), ("no): ", "\n"), ("note", "\n"))
        shown, _ = self.typed(*twice, *rest)
        self.assertIn('does not name "nape"', " ".join(shown.split()))
        self.cup()
        _, asked = self.typed(("Zone", "nape\n"), *rest)
        self.assertEqual(asked["Zone"], 1)
        self.assertEqual(self.session("V-0002")["uses"][0]["zone"], "nape")
        self.cup()
        said = self.piped("\n\n\n\n", "--zone", "chair 1")
        self.assertIn('does not name "chair 1"', " ".join(said.split()))

    def boxes(self):
        box = self.connection.write("product.add", maker="Demo Needles", name="3RL 0.25", kind="cartridge",
                                    by="S-01")
        made = self.connection.write("lot.receive", product=box["product_code"], lot_no="CT-1", expiry="2099-06-30",
                                     containers=2, each_pieces=3, by="S-01")
        return [container["container_code"] for container in made["containers"]]

    def test_the_cartridges_of_the_last_session_go_with_the_cup(self):
        first, second = self.boxes()
        self.cup("crown")
        self.piped("\nchair 1\n3RL\nyes\n\n", "--cartridge", f"{first}=2")
        self.cup("crown")
        shown = self.piped("\n\n\nyes\n\n")
        self.assertIn(f"{first}=1, 3RL 0.25, lot CT-1", shown)
        uses = self.session("V-0002")["uses"]
        self.assertEqual((uses[1]["container_code"], uses[1]["pieces"], uses[1]["missing"]), (first, 1, 0))
        self.cup("crown")
        self.assertNotIn("Cartridge", self.piped("\n\n\nyes\n\n"))  # that one is used up, the other one is sealed
        self.assertEqual(len(self.session("V-0003")["uses"]), 1)
        self.connection.write("stock.open", container=second, by="S-01")
        self.connection.write("session.amend", session="V-0003", reason="forgotten", by="S-01",
                              add_uses=[{"container": second, "pieces": 1}])
        self.cup("crown")
        self.assertIn(f"{second}=1", self.piped("\n\n\nyes\n\n"))

    def test_another_open_box_of_the_kind_takes_the_place_of_one_that_does_not_pass(self):
        first, second = self.boxes()
        self.cup("crown")
        self.piped("\nchair 1\n3RL\nyes\n\n", "--cartridge", f"{first}=1")
        self.connection.write("stock.discard", container=first, reason="dropped", route="sharps", by="S-01")
        self.assertEqual(self.connection.call("session.plan", client="C-0001")["cartridges"], [])
        self.connection.write("stock.open", container=second, by="S-01")
        plan = self.connection.call("session.plan", client="C-0001")["cartridges"]
        self.assertEqual([(row["container_code"], row["pieces"], row["left_pieces"]) for row in plan], [(second, 1, 3)])

    def test_with_another_needle_or_where_it_is_said_no_cartridge_goes_with_the_cup(self):
        first, _ = self.boxes()
        self.cup("crown")
        self.piped("\nchair 1\n3RL\nyes\n\n", "--cartridge", f"{first}=1")
        self.cup("crown")
        shown = self.piped("\n\n5RL\nyes\n\n")
        self.assertIn(f"Left out, as the needle is another: {first}=1", " ".join(shown.split()))
        self.cup("crown")
        self.piped("\n\n\nyes\n\n", "--cartridge", "none")
        for code in ("V-0002", "V-0003"):
            self.assertEqual(len(self.session(code)["uses"]), 1)
        before = self.events()
        self.assertIn("--use says all", self.piped("\n\nyes\n\n", "--use", f"{first}=1", "--cartridge", first, status=2))
        self.assertEqual(self.events(), before)

    def test_each_cup_goes_where_it_was_matched_for(self):
        crown, hairline = self.cup("crown"), self.cup("hairline")
        shown, _ = self.typed(("Zone [hairline, crown]: ", "\n"), ("Place: ", "\n"), ("Needle: ", "\n"), ("no): ", "\n"),
                              ("note: ", "\n"))
        self.assertIn(f"{hairline} by M-0002", shown)
        self.assertEqual(sorted(self.used(self.session("V-0001"))), [(crown, "crown"), (hairline, "hairline")])

    def test_an_option_is_not_asked_about(self):
        self.cup("crown")
        self.connection.write("course.open", client="C-0001", service="density", by="S-01")
        _, asked = self.typed(("Needle: ", "\n"), words=("--zone", "temples", "--place", "chair 2", "--clean", "no",
                                                         "--notes", "calm", "--course", "k-0002"))
        self.assertEqual(sum(asked.values()), 1)
        row = self.session("V-0001")
        self.assertEqual((row["course_code"], row["place"], row["barrier"], self.used(row)[0][1]),
                         ("K-0002", "chair 2", False, "temples"))

    def test_whoever_breaks_off_has_recorded_nothing(self):
        self.cup("crown")
        before = self.events()
        for broken in range(5):
            pairs = [("Zone", "\n"), ("Place", "\n"), ("Needle", "\n"), ("no): ", "yes\n"), ("note", "\n")]
            pairs[broken] = (pairs[broken][0], "\x03")
            shown, _ = self.typed(*pairs[:broken + 1], status=1)
            self.assertIn("Nothing was recorded", shown)
        self.assertEqual(self.events(), before)

    def test_the_end_of_the_input_records_nothing_that_nobody_said(self):
        self.cup("crown")
        before = self.events()
        for pairs in ([("Zone", "\x04")], [("Zone", "\n"), ("Place", "chair 1\n"), ("Needle", "\x04")]):
            self.assertIn("Nothing was recorded", self.typed(*pairs, status=1)[0])
        self.assertIn("Nothing was recorded", self.piped("", status=1))
        self.assertEqual(self.events(), before)

    def test_a_cup_that_does_not_pass_is_named_and_asked_about(self):
        cup = self.cup("crown")
        self.connection.write("lot.hold", lot="L-0001", reason="doubt", by="S-01")
        shown, asked = self.typed((f"{cup}: The lot is on hold. Why", "it was poured before\n"), ("Zone [crown]: ", "\n"), ("Place", "chair 1\n"),
                                  ("Needle", "\n"), ("no): ", "yes\n"), ("note", "\n"))
        self.assertIn("In doubt", shown)
        row = self.session("V-0001")
        self.assertEqual((self.used(row), row["override_reason"], row["review"]),
                         ([(cup, "crown")], "it was poured before", "open"))
        reached = self.connection.call("trace.lot", lot="L-0001")["uses"]
        self.assertEqual({use["session_code"] for use in reached}, {"V-0001"})

    def test_a_cup_that_was_not_used_after_all_is_not_left_out_in_silence(self):
        cup = self.cup("crown")
        self.connection.write("lot.hold", lot="L-0001", reason="doubt", by="S-01")
        shown, _ = self.typed((f"{cup}: ", "\n"), ("Used", "\n"), ("Place", "\n"), ("Needle", "\n"), ("no): ", "\n"),
                              ("note", "\n"))
        self.assertIn(f"Left out, as not used: {cup}", " ".join(shown.split()))
        self.assertEqual(self.session("V-0001").get("uses", []), [])
        said = self.piped("\n", "--override", "it was", "--zone", "crown")
        self.assertEqual(self.used(self.session("V-0002")), [(cup, "crown")], said)

    def test_an_answer_that_cannot_be_is_asked_for_again(self):
        self.cup("crown")
        _, asked = self.typed(("Zone", "\n"), ("Place", "\n"), ("Needle", "\n"), ("no): ", "maybe\n"), ("no): ", "n\n"),
                              ("note", "x" * 1500 + "\n"), ("note", "calm\n"))
        self.assertEqual((asked["Barriers on"], asked["Anything to note"]), (2, 2))
        row = self.session("V-0001")
        self.assertEqual((row["barrier"], row["notes"]), (False, "calm"))
        before = self.events()
        self.assertIn("Nothing was recorded", self.piped("\n\n\nperhaps\n", status=1))
        for unclear in ("perhaps", ""):
            self.assertIn("yes or no", self.piped("", "--clean", unclear, status=1))
        self.assertEqual(self.events(), before)

    def test_without_a_cup_what_was_used_is_asked(self):
        self.cup("crown")
        self.piped("\n\n\n\n\n")
        shown, asked = self.typed(("Used", "B-0001=0,2ml\n"), ("Used", "0.2 ml\n"), ("Used", "B-0001=0.2ml@left temple\n"),
                                  ("Place", "\n"), ("Needle", "\n"), ("no): ", "\n"), ("note", "\n"))
        self.assertIn("mix --from-match M-0001", shown)
        self.assertEqual((asked["Zone"], asked["Used ("]), (0, 3))
        self.assertEqual(self.used(self.session("V-0002")), [("B-0001", "left temple")])

    def test_after_a_refusal_nothing_is_typed_again(self):
        cup = self.cup("crown")
        self.connection.write("mix.discard", mix=cup, reason="spilt", route="ordinary", by="S-01")
        shown, _ = self.typed(("Used", f"{cup}@crown, B-0001=0.1ml\n"), ("Place", "chair 1\n"), ("Needle", "\n"),
                              ("no): ", "yes\n"), ("note", "it's $HOME; calm\n"), status=5)
        self.assertIn("session.override", shown)
        again = shlex.split(shown.replace("\n", " ").split("with these answers: stipple ")[1])
        done = self.studio.client(*again, "--override", "it was not spilt", stdin="")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        row = self.session("V-0001")
        self.assertEqual((self.used(row), row["place"], row["barrier"], row["notes"], row["review"]),
                         ([(cup, "crown"), ("B-0001", None)], "chair 1", True, "it's $HOME; calm", "open"))

    def test_nothing_is_mixed_into_the_answer_for_programs(self):
        self.cup("crown")
        done = self.studio.client("session", "start", "C-0001", "--by", "S-01", "--json", stdin="\n\n\nyes\n\n")
        self.assertEqual(json.loads(done.stdout)["session_code"], "V-0001")


class Moments(unittest.TestCase):
    """Without an offset a moment is what the studio's clocks showed, whoever types it where."""

    def test_of_every_option_and_of_a_list_that_is_read(self):
        with Studio() as studio:
            connection = studio.connect()
            connection.write("studio.set", time_zone="Asia/Tokyo")
            stock(connection)

            def did(*words, zone="America/New_York"):
                done = studio.client(*words, env={"TZ": zone})
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

            def event(type):
                return connection.call("event.list", type=type, limit=1000)["events"][-1]

            did("client", "add", "Probe Person", "--at", "2026-01-02 10:00")
            added = connection.call("client.show", client="C-0001")
            self.assertEqual((added["added_at"], added["added_at_offset_min"]), ("2026-01-02T01:00:00.000Z", 540))
            did("staff", "add", "An Artist", "--at", "2026-01-02T10:00-05:00", zone="Europe/Copenhagen")
            self.assertEqual(event("staff.add")["occurred_at"], "2026-01-02T15:00:00.000Z")
            did("session", "record", "--client", "C-0001", "--at", "2026-01-03 10:00:30", "--by", "S-01")
            did("session", "amend", "V-0001", "--reason", "slip", "--held", "2026-01-02 11:00", "--by", "S-01")
            self.assertEqual(connection.call("session.show", session="V-0001", by="S-01")["occurred_at"],
                             "2026-01-02T02:00:00.000Z")
            sheet = studio.folder / "delivery.csv"
            sheet.write_text("product,lot,expiry,each,containers\nP-0001,NB-9,2099-06-30,15ml,1\n")
            did("lot", "receive", "--csv", sheet, "--at", "2026-01-04 10:00", "--by", "S-01")
            self.assertEqual(event("lot.deliver")["occurred_at"], "2026-01-04T01:00:00.000Z")


if __name__ == "__main__":
    unittest.main()
