"""A recall from the notice to the last call, and the drill, as a studio goes through them."""

import json
import os
import pathlib
import tempfile
import unittest

from studio import Refused, Studio

SHELF = [("Scalp Aesthetics", "Scalpaink SC", "A-1"), ("Scalpaink", "AL", None),
         ("Scalp Aesthetics", "Scalpaink MX", "A-1"), ("Sierra Stain", "Bloodline Carolina Blue", "BL23"),
         ("Sierra Stain", "Bloodline UV China Pink", "BL23")]
FDA_2019 = ["--maker", "Scalp Aesthetics", "--product", "Scalpaink SC", "--product", "Scalpaink PA",
            "--product", "Scalpaink AL", "--all-lots"]
FDA_2024 = {"maker": "Sierra Stain LLC", "products": ["Bloodline Carolina Blue"], "lots": ["Lot BL23"],
            "batches": ["#1"]}
WORDS = "sounds worried, calls back"
NAMES = ["Anna Probeperson", "Bo Probeperson"]


class Recall(unittest.TestCase):
    def setUp(self):
        self.studio = Studio()
        self.studio.start()
        self.call = self.studio.connect().call
        self.write = self.studio.connect().write
        self.write("staff.add", name="Demo Artist", uid=os.getuid())
        for maker, name, number in SHELF:
            made = self.write("product.add", maker=maker, name=name, kind="pigment")
            self.write("lot.receive", product=made["product_code"], each_ul=15000,
                       **({"lot_no": number} if number else {}))
        for name in NAMES:
            self.write("client.add", name=name, phone="+45 12345678", address="Probevej 1")
        self.write("client.add", name="Cy Probeperson")
        for client, bottle in ((1, 1), (2, 2), (3, 4)):
            self.session(f"C-000{client}", f"B-000{bottle}")

    def tearDown(self):
        self.studio.__exit__()

    def session(self, client, bottle, **more):
        return self.write("session.record", client=client,
                          uses=[{"container": bottle, "ul": 500}], **more)

    def stipple(self, *words):
        done = self.studio.client(*words)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def held(self):
        rows = self.call("stock.list")["containers"]
        return [row["code"] for row in rows if row.get("refusal") == "lot.recalled"]

    def test_all_lots_of_a_maker_are_found_and_no_other_is(self):
        found = json.loads(self.stipple("recall", "check", *FDA_2019, "--json"))
        self.assertEqual([lot["lot_code"] for lot in found["lots"]], ["L-0001", "L-0002"])
        self.assertEqual((found["matches"], found["possible"], found["other"]), (2, 0, 3))
        self.assertEqual([c["client_code"] for c in found["clients"]], ["C-0001", "C-0002"])
        self.assertEqual(self.held(), [])
        self.assertIn("Lots meant: 2. Lots that may be: 0. Others: 3.", self.stipple("recall", "check", *FDA_2019))

    def test_one_number_on_two_products_is_one_match_and_one_doubt(self):
        found = self.call("recall.check", **FDA_2024)
        self.assertEqual([(lot["lot_code"], lot["verdict"]) for lot in found["lots"]],
                         [("L-0004", "match"), ("L-0005", "possible")])
        self.assertIn("product is another", found["lots"][1]["why"])
        opened = self.write("recall.open", **FDA_2024)
        self.assertEqual(self.held(), ["B-0004"])
        self.assertEqual([w["name"] for w in opened["warnings"]], ["recall.possible"])

    def test_from_the_notice_to_the_last_call(self):
        self.stipple("recall", "open", *FDA_2019, "--text", "FDA, 15 May 2019")
        self.assertEqual(self.held(), ["B-0001", "B-0002"])
        with self.assertRaises(Refused) as caught:
            self.session("C-0003", "B-0001")
        self.assertEqual(caught.exception.name, "session.override")
        with self.assertRaises(Refused) as caught:
            self.write("lot.release", lot="L-0001", reason="surely fine")
        self.assertEqual(caught.exception.name, "lot.recalled")
        shown = self.stipple("recall", "show", "R-0001", "--names")
        for wanted in ("Told: 0 of 2 clients (0 %)", *NAMES, "+45 12345678", "FDA, 15 May 2019", "B-0002"):
            self.assertIn(wanted, shown)
        for name in NAMES:
            self.assertNotIn(name, self.stipple("recall", "show", "R-0001"))
        self.stipple("recall", "contact", "R-0001", "C-0001", "--way", "phone", "--not-reached")
        self.stipple("recall", "contact", "R-0001", "C-0001", "--way", "phone", "--reached",
                     "--words", WORDS)
        self.assertIn("Told: 1 of 2 clients (50 %)", self.stipple("recall", "show", "R-0001"))
        self.assertIn(WORDS, self.stipple("recall", "show", "R-0001", "--names"))
        self.assertNotIn(WORDS, json.dumps(self.call("event.list", limit=1000)))
        with self.assertRaises(Refused) as caught:
            self.write("recall.contact", recall="R-0001", client="C-0003", way="phone", reached=True)
        self.assertEqual(caught.exception.name, "recall.client")
        closed = self.stipple("recall", "close", "R-0001", "--reason", "one moved away")
        self.assertIn("1 of 2 clients on the list were not reached", closed)
        self.assertEqual(self.held(), ["B-0001", "B-0002"])
        self.write("recall.contact", recall="R-0001", client="C-0002", way="letter", reached=True)
        self.write("lot.release", lot="L-0001", reason="tested clean")
        self.assertEqual(self.held(), ["B-0002"])
        self.assertIn("R-0001", self.stipple("recall"))
        self.assertTrue(self.call("audit.verify")["whole"])

    def test_each_client_gets_one_letter_and_it_is_overwritten_by_nothing(self):
        self.stipple("recall", "open", *FDA_2019)
        letters = self.stipple("recall", "letter", "R-0001").split("\f")
        self.assertEqual(len(letters), 2)
        for name, product, letter in zip(NAMES, ("Scalp Aesthetics Scalpaink SC, lot A-1", "Scalpaink AL"), letters):
            self.assertIn(f"Dear {name},", letter)
            self.assertIn(product, letter)
            self.assertIn("Probevej 1", letter)
            self.assertNotIn("{", letter)
        self.assertEqual(self.call("event.list", type="client.look")["events"][-1]["body"]["method"], "recall.show")
        with tempfile.TemporaryDirectory() as folder:
            text = pathlib.Path(folder) / "own.txt"
            text.write_text("{client}: {name}\n")
            words = ("recall", "letter", "R-0001", "--text", str(text), "--directory", folder)
            self.stipple(*words)
            letter = pathlib.Path(folder) / "R-0001-C-0002.txt"
            self.assertEqual(letter.read_text(), "C-0002: Bo Probeperson\n")
            self.assertEqual(letter.stat().st_mode & 0o777, 0o600)
            self.assertNotEqual(self.studio.client(*words).returncode, 0)
            text.write_text("Dear {nmae}\n")
            self.assertIn("no {nmae}", self.studio.client(*words).stderr)

    def test_a_drill_holds_nothing_and_says_so_above_and_below(self):
        told = self.stipple("recall", "drill", "--lot", "L-0004")
        self.assertEqual(told.count("DRILL: nothing is recalled, nothing is held."), 2)
        self.assertEqual(self.held(), [])
        self.assertEqual(self.call("recall.list")["recalls"], [])
        drill = self.write("recall.drill", )
        self.assertTrue(drill["found"])
        self.assertEqual(drill["on_list"], len(drill["clients"]))
        self.assertGreaterEqual(drill["on_list"], 1)
        scores = [event["body"]["made"] for event in self.call("event.list", type="recall.drill")["events"]]
        self.assertEqual([score["percent"] for score in scores], [0, drill["percent"]])
        self.assertTrue(all(score["drill"] for score in scores))
        for name in NAMES:
            self.assertNotIn(name, json.dumps(scores))
        self.assertTrue(self.call("audit.verify")["whole"])


if __name__ == "__main__":
    unittest.main()
