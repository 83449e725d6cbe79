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


if __name__ == "__main__":
    unittest.main()
