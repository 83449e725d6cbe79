"""Everything of a period that an inspector has to be told: recalls, holds, erasures, purges, what was overridden."""

import unittest

from studio import Studio


def bottle(lot, n=0):
    return lot["containers"][n]["container_code"]


class Events(unittest.TestCase):
    def setUp(self):
        self.studio = Studio(fixed=True)
        self.addCleanup(self.studio.__exit__)
        self.studio.start()
        self.connection = self.studio.connect()
        self.connection.write("staff.add", name="First Artist", jobs=["artist", "manager"])
        self.write("studio.set", name="Studio", time_zone="Europe/Copenhagen", rule_packs=["us-neha"])
        products = [self.write("product.add", maker="Scalp Aesthetics", name=name, kind="pigment",
                               claims=["sterile"])["product_code"] for name in ("Scalpaink SC", "Scalpaink PA")]
        self.recalled = self.lot(products[0], lot_no="A12")
        self.doubtful = self.lot(products[1], lot_no="A12")
        self.client = self.write("client.add", name="Somebody")["client_code"]

    def write(self, method, **params):
        return self.connection.write(method, by="S-01", **params)

    def lot(self, product, **params):
        return self.write("lot.receive", product=product, containers=1, each_ul=15000, expiry="2027-01-01",
                          occurred_at="2026-01-11T10:00:00+01:00", **params)

    def tables(self, kind, **params):
        """The rows of each section, its cells by the names of their columns."""
        answer = self.connection.call(f"report.{kind}", by="S-01", **params)
        return {section["title"]: [dict(zip((c["name"] for c in section["columns"]), row)) for row in section["rows"]]
                for section in answer["report"]["sections"]}

    def recall(self):
        return self.write("recall.open", maker="Scalp Aesthetics", products=["Scalpaink SC"], lots=["A12"],
                          noticed_at="2026-03-02T08:30:00Z")["recall_code"]

    def test_a_recall_is_told_from_its_opening_to_its_release(self):
        self.write("session.record", client=self.client, uses=[{"container": bottle(self.recalled), "ul": 100}])
        code = self.recall()
        tables = self.tables("inspection")
        self.assertIn("Recall under way: 0 of 1 clients reached.", [row["finding"] for row in tables["Gaps in stock"]])
        undecided = tables["Undecided in recalls"]
        self.assertEqual([(row["recall"], row["lot"]) for row in undecided], [(code, self.doubtful["lot_code"])])
        self.assertEqual(self.tables("recall", recall=code)["Undecided in recalls"], undecided)
        shelf = {row["container"]: row["set_aside"] for row in tables["On the shelf"]}
        self.assertEqual(shelf, {bottle(self.recalled): f"recalled: {code}", bottle(self.doubtful): None})
        self.write("recall.exclude", recall=code, lots=[self.doubtful["lot_code"]], reason="another filling")
        self.write("recall.close", recall=code, reason="done", unreached="moved away")
        self.write("lot.release", lot=self.recalled["lot_code"], reason="the maker took it back")
        tables = self.tables("inspection")
        self.assertEqual([(row["what"], row["lot"], row["reason"]) for row in tables["Recalls and holds"]],
                         [("recall opened, lots held", "L-0001", "Notice: Scalp Aesthetics, Scalpaink SC, lots A12"),
                          ("found not to be meant", "L-0002", "another filling"),
                          ("recall closed; 0 of 1 clients reached", None, "done; not reached: moved away"),
                          ("released", "L-0001", "the maker took it back")])
        self.assertEqual(tables["Undecided in recalls"], [])
        self.assertEqual({row["set_aside"] for row in tables["On the shelf"]}, {None})
        held, = self.tables("recall", recall=code)["Lots"]
        self.assertEqual((held["released_because"], held["released_by"]), ("the maker took it back", "S-01"))
        lot = self.tables("lot", lot=self.recalled["lot_code"])
        facts = {row["fact"]: row["value"] for row in lot["The lot"]}
        self.assertEqual(facts["Notice"], f"{code}: Scalp Aesthetics, Scalpaink SC, lots A12; lot is a match")
        self.assertNotIn("Set aside", facts)
        self.assertEqual([row["what"] for row in lot["Recalls and holds"]][-1], "released")

    def test_what_was_ended_although_it_was_to_be_kept_is_an_override(self):
        self.write("client.erase", client=self.client, reason="asked for it", override_reason="by order of a court")
        self.write("retention.purge", clients=[self.client], reason="the time is over", override_reason="the same order")
        tables = self.tables("inspection")
        erased, purged = tables["Erased and purged"]
        self.assertEqual((erased["client"], erased["reason"], erased["override"]),
                         (self.client, "asked for it", "by order of a court"))
        self.assertEqual((purged["client"], purged["reason"], purged["override"]),
                         (self.client, "the time is over", "the same order"))
        self.assertGreater(erased["keep_until"], "2028")
        self.assertIn("record purged", purged["what"])
        self.assertEqual([(row["client"], row["reason"], row["refusal"]) for row in tables["Overrides"]],
                         [(self.client, why, "This client's record is to be kept.")
                          for why in ("by order of a court", "the same order")])
        self.assertEqual(self.tables("inspection", to="2026-03-01")["Erased and purged"], [])

    def test_uses_are_told_of_the_lot_and_agree_with_its_balance(self):
        fluid = self.lot(self.write("product.add", maker="Demo", name="Saline", kind="diluent",
                                    claims=["sterile"])["product_code"], lot_no="D1")
        cup = self.write("mix.make", kind="cup", client=self.client, inputs=[
            {"container": bottle(self.recalled), "ul": 50}, {"container": bottle(fluid), "ul": 1050}])["mix_code"]
        self.write("session.record", client=self.client, uses=[{"container": cup}])
        uses = {row["lot_no"]: (row["amount"], row["unit"]) for row in self.tables("inspection")["Uses"]}
        self.assertEqual(uses, {"A12": (0.05, "ml"), "D1": (1.05, "ml")})
        balances = {row["lot_no"]: row["used"] for row in self.tables("stock")["Balances by lot"] if row["used"]}
        self.assertEqual(balances, {lot: -amount for lot, (amount, _) in uses.items()})

    def test_a_cup_that_came_back_is_told_so(self):
        cup = self.write("mix.make", kind="cup", client=self.client,
                         inputs=[{"container": bottle(self.recalled), "ul": 50}])["mix_code"]
        session = self.write("session.record", client=self.client, uses=[{"container": cup}])["session_code"]
        self.write("session.amend", session=session, reason="wrong cup", uses=[])
        tables = self.tables("inspection")
        self.assertEqual([(row["what"], row["container"], row["reason"]) for row in tables["Discarded"]],
                         [("discarded", cup, f"after {session}"), ("came back", cup, "wrong cup")])
        self.assertIn(cup, [row["container"] for row in tables["On the shelf"]])

    def test_a_session_struck_out_stays_to_be_read_and_counts_for_nothing(self):
        course = self.write("course.open", client=self.client, service="full", zones=["crown"])["course_code"]
        self.write("lot.hold", lot="L-0001", reason="doubt")
        first, twice = (self.write("session.record", client=self.client, course=course, uses=[
            {"container": bottle(self.recalled), "ul": 100}], override_reason="no other")["session_code"]
            for _ in range(2))
        grave = f"{twice}:"
        self.assertIn(grave, self.studio.client("inspect").stdout)
        told = self.studio.client("session", "strike", twice, "--reason", f"{first} once more", "--by", "S-01")
        self.assertEqual(told.returncode, 0, told.stderr)
        tables = self.tables("inspection")
        self.assertEqual({row["session"]: row["struck"] for row in tables["Sessions"]},
                         {first: None, twice: "struck out"})
        self.assertEqual([row["session"] for row in tables["Uses"]], [first])
        self.assertIn((twice, "struck out: no → yes; uses: B-0001 100 µL → nothing", f"{first} once more"),
                      [(row["record"], row["change"], row["reason"]) for row in tables["Amendments"]])
        self.assertEqual([(row["record"], row["review"]) for row in tables["Overrides"]],
                         [(first, "open"), (twice, "struck out by a manager")])
        self.assertNotIn(grave, self.studio.client("inspect").stdout)
        self.assertEqual(self.connection.call("due.list")["due"][0]["done"], 1)
        self.assertIn("Struck out", self.studio.client("session", "show", twice).stdout)

    def test_each_amendment_says_what_it_changed_in_words(self):
        course = self.write("course.open", client=self.client, service="full", zones=["crown"])["course_code"]
        session = self.write("session.record", client=self.client, course=course, uses=[])["session_code"]
        self.write("session.amend", session=session, reason="signed", barrier=True,
                   signatures=[{"who": "client", "meaning": "consent"}, {"who": "artist", "meaning": "done"}])
        self.write("session.amend", session=session, reason="forgotten", override_reason="no other",
                   uses=[{"container": bottle(self.recalled), "ul": 100, "zone": "crown"}])
        self.write("course.amend", course=course, reason="seen when shaved", zones=["crown", "temples"])
        self.write("product.amend", product="P-0001", reason="read anew", claims=["sterile", "batch"])
        self.write("client.amend", client=self.client, reason="moved", phone="17")
        rows = [(row["record"], row["change"]) for row in self.tables("inspection")["Amendments"]]
        self.assertIn((session, "uses: nothing → B-0001 100 µL @crown; override reason: nothing → no other"), rows)
        self.assertIn((course, "zones: crown → crown, temples"), rows)
        self.assertIn(("P-0001", "claims → sterile, batch"), rows)
        self.assertIn((self.client, "who they are (sealed)"), rows)
        signed, = [change for record, change in rows if record == session and "signatures" in change]
        self.assertIn("signatures: nothing → consent client, done artist", signed)
        self.assertIn("barrier: nothing → yes", signed)
        self.assertFalse([change for _, change in rows if not change or "{" in change])

    def test_all_is_told_by_the_studio_s_clock(self):
        for when in ("2026-02-02T22:50:00+01:00", "2026-02-02T22:22:00Z"):
            self.write("session.record", client=self.client, uses=[], occurred_at=when)
        rows = self.tables("inspection")["Sessions"]
        self.assertEqual([row["occurred_at"] for row in rows],
                         ["2026-02-02T22:50:00+01:00", "2026-02-02T23:22:00+01:00 (2026-02-02T22:22:00+00:00)"])
        self.assertEqual({row["recorded_at"] for row in rows}, {"2026-03-02T10:00:00+01:00"})
        shown = self.studio.client("report", "inspection", "--by", "S-01").stdout
        self.assertIn("Europe/Copenhagen, UTC+1:00 unless it says otherwise", shown)
        self.assertIn("2026-02-02 23:22 (22:22 UTC+0:00)", shown)

    def test_the_trace_tells_a_session_by_one_clock(self):
        self.write("session.record", client=self.client, uses=[{"container": bottle(self.recalled), "ul": 100}],
                   occurred_at="2026-02-02T22:50:00+01:00")
        self.write("session.record", client=self.client, uses=[{"container": bottle(self.recalled), "ul": 100}],
                   occurred_at="2026-02-03T22:50:00-03:30")
        for words in (("lot", "L-0001"), ("client", self.client)):
            shown = self.studio.client("trace", *words).stdout
            self.assertRegex(shown, r" 2 +2026-02-02 22:50 \+01:00 +2026-02-03 22:50 -03:30")
            self.assertNotIn("21:50", shown)


if __name__ == "__main__":
    unittest.main()
