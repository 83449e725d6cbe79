"""A recall from the notice to the last call, and the drill, as a studio goes through them."""

import json
import os
import pathlib
import re
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
WIDE = 620
NAMES = ["Anna Probeperson", "Bo Probeperson"]


class Recall(unittest.TestCase):
    def setUp(self):
        self.studio = Studio()
        self.studio.start()
        self.call = self.studio.connect().call
        writer = self.studio.connect()
        self.write, self.write_all = writer.write, writer.write_all
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

    def read_pages(self, method, **params):
        """The codes of the clients, page by page."""
        codes, cursor = [], {}
        while True:
            page = self.call(method, limit=250, **params, **cursor)
            codes += [client["client_code"] for client in page["clients"]]
            if "cursor" not in page:
                return codes
            cursor = {"cursor": page["cursor"]}

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

    def test_what_is_held_by_a_persons_decision_is_told_so(self):
        self.assertIn("possible", self.stipple("recall", "check", "--maker", FDA_2024["maker"], "--product",
                                               FDA_2024["products"][0], "--lot", FDA_2024["lots"][0]))
        self.write("recall.open", **FDA_2024)
        self.assertRegex(self.stipple("recall", "show", "R-0001"), r"(?m)^possible +L-0005 ")
        self.write("recall.include", recall="R-0001", lots=["L-0005"], reason="the same bottle under another name")
        shown = self.stipple("recall", "show", "R-0001")
        self.assertRegex(shown, r"(?m)^by decision +L-0005 ")
        self.assertNotIn("possible", shown)
        told = json.dumps([self.call("report.recall", recall="R-0001")["report"]["sections"],
                           self.call("report.lot", lot="L-0005")["report"]["sections"]])
        self.assertIn("meant by decision", told)
        self.assertNotIn("possible", told)

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
        asked = self.studio.client("recall", "close", "R-0001", "--reason", "bottles sent back")
        self.assertEqual(asked.returncode, 5)
        self.assertIn("were not reached: C-0002", asked.stderr)
        closed = self.stipple("recall", "close", "R-0001", "--reason", "bottles sent back",
                              "--unreached", "moved away")
        self.assertIn("1 of 2 clients on the list were not reached", closed)
        self.assertIn("moved away", self.stipple("recall", "show", "R-0001"))
        self.assertEqual(self.held(), ["B-0001", "B-0002"])
        self.write("recall.contact", recall="R-0001", client="C-0002", way="letter", reached=True)
        self.write("lot.release", lot="L-0001", reason="tested clean")
        self.assertEqual(self.held(), ["B-0002"])
        shown = self.call("recall.show", recall="R-0001")
        self.assertEqual([row["container_code"] for row in shown["stock"]], ["B-0002"])
        self.assertEqual([c["client_code"] for c in shown["clients"]], ["C-0001", "C-0002"])
        self.assertIn("R-0001", self.stipple("recall"))
        self.assertTrue(self.call("audit.verify")["whole"])

    def test_what_comes_after_the_notice_is_held_by_it(self):
        self.stipple("recall", "open", *FDA_2019)
        made = self.write("lot.receive", product="P-0001", lot_no="A-2", each_ul=15000)
        self.assertEqual([r["recall_code"] for r in made["recalls"]], ["R-0001"])
        self.assertIn("lot.recalled", [w["name"] for w in made["warnings"]])
        received = self.stipple("lot", "receive", "P-0002", "--lot", "A-3", "--each", "15ml")
        self.assertIn("The notice of R-0001 means L-0007", received)
        lines = [{"product": "P-0001", "lot_no": "A-4", "each_ul": 15000},
                 {"product": "P-0003", "lot_no": "A-4", "each_ul": 15000}]
        tried = self.call("lot.preview", lots=lines)
        self.assertIn("lot.recalled", [w["name"] for w in tried["lots"][0]["warnings"]])
        came = self.write("lot.deliver", lots=lines)
        self.assertEqual(["recalls" in lot for lot in came["lots"]], [True, False])
        self.assertEqual(self.held(), ["B-0001", "B-0006", "B-0008", "B-0002", "B-0007"])
        amended = self.write("product.amend", product="P-0003", name="Scalpaink PA", reason="misread")
        self.assertEqual(sorted(r["lot_code"] for r in amended["recalls"]), ["L-0003", "L-0009"])
        self.stipple("recall", "close", "R-0001", "--reason", "done", "--unreached", "moved")
        late = self.write("lot.receive", product="P-0001", lot_no="A-5", each_ul=15000)
        self.assertIn("closed on", next(w["text"] for w in late["warnings"] if w["name"] == "lot.recalled"))
        self.write("recall.withdraw", recall="R-0001", reason="only lots of 2019 were meant")
        after = self.write("lot.receive", product="P-0001", lot_no="A-6", each_ul=15000)
        self.assertNotIn("recalls", after)
        self.assertTrue(self.call("audit.verify")["whole"])

    def test_a_session_entered_late_puts_the_client_on_the_list(self):
        self.stipple("recall", "open", *FDA_2019)
        made = self.session("C-0003", "B-0001", override_reason="it was before the letter")
        self.assertEqual([w["name"] for w in made["warnings"]][:2], ["lot.recalled", "recall.client"])
        shown = self.call("recall.show", recall="R-0001")
        self.assertEqual([c["client_code"] for c in shown["clients"]], ["C-0001", "C-0002", "C-0003"])
        amended = self.write("session.amend", session="V-0003", client="C-0003", reason="wrong bottle",
                             uses=[{"container": "B-0002", "ul": 500}], override_reason="so it was")
        self.assertIn("recall.client", [w["name"] for w in amended["warnings"]])

    def test_from_a_pasted_letter_to_what_to_type(self):
        letter = ("Sierra Stain LLC is recalling\r\nBloodline 1/2oz/15mL CAROLINA BLUE\tBatch #1 Lot BL23\r\n")
        done = self.studio.client("recall", "check", "-", stdin=letter)
        self.assertIn("Lots meant: 0. Lots that may be: 2. Others: 3.", done.stdout)
        next_line = next(line for line in done.stderr.splitlines() if line.startswith("Next: "))
        self.assertIn("recall open --notice - --also L-0004 --also L-0005   (once you have looked", next_line)
        with tempfile.TemporaryDirectory() as folder:
            mail = pathlib.Path(folder) / "mail.txt"
            mail.write_text(letter)
            refused = self.studio.client("recall", "open", mail)
            self.assertIn("recall.empty", refused.stderr)
            twice = self.studio.client("recall", "open", mail, "--notice", mail)
            self.assertIn("given twice", twice.stderr)
            self.stipple("recall", "open", "--notice", mail, "--also", "L-0004")
        shown = self.stipple("recall", "show", "R-0001")
        self.assertIn("Nobody has said whether these are meant:", shown)
        self.assertNotIn("All lots", shown)
        self.stipple("recall", "exclude", "R-0001", "L-0005", "--reason", "the pink is of lot SC23")
        shown = self.stipple("recall", "show", "R-0001")
        self.assertIn("Looked at, and not meant:", shown)
        self.assertIn("the pink is of lot SC23", shown)
        self.stipple("recall", "include", "R-0001", "L-0005", "--reason", "the maker says so")
        self.assertEqual(self.held(), ["B-0004", "B-0005"])
        self.stipple("recall", "exclude", "R-0001", "L-0005", "--reason", "no, not the pink")
        self.assertEqual(self.held(), ["B-0004"])
        self.assertTrue(self.call("audit.verify")["whole"])

    def test_a_notice_that_means_nothing_here_is_kept_and_holds_what_comes(self):
        notice = ("--maker", "Sierra Stain", "--product", "Bloodline Carolina Blue", "--lot", "BL99")
        checked = self.studio.client("recall", "check", *notice)
        self.assertIn("recall open --maker 'Sierra Stain' --product 'Bloodline Carolina Blue' --lot BL99 "
                      "--none-here   (", checked.stderr)
        self.assertIn("--none-here opens it all the same", self.studio.client("recall", "open", *notice).stderr)
        self.stipple("recall", "open", *notice, "--none-here")
        self.assertEqual(self.held(), [])
        blue = self.call("lot.show", lot="L-0004")["product"]
        received = self.write("lot.receive", product=blue, lot_no="BL99", expiry="2099-01-31", each_ul=15000)
        self.assertIn("lot.recalled", [w["name"] for w in received["warnings"]])
        self.assertEqual(self.held(), [received["containers"][0]["container_code"]])
        self.assertTrue(self.call("audit.verify")["whole"])

    def test_a_number_alone_shows_the_lots_of_all_products(self):
        refused = self.studio.client("trace", "lot", "bl23")
        self.assertIn('"bl23" may be any of L-0004 (Bloodline Carolina Blue), L-0005 '
                      '(Bloodline UV China Pink).', refused.stderr)
        self.assertIn("L-0005", self.stipple("lot", "list", "--number", "Bl23"))

    def test_a_wide_lot_comes_in_pages_and_each_client_once(self):
        """More than a page of the wire, and than one of the client's."""
        added = self.write_all("client.add", [{"name": f"Probe {i}", "phone": "+45 1"} for i in range(WIDE)])
        self.write("stock.adjust", container="B-0005", reason="found", words="a large one",
                   counted_ul=WIDE * 100)
        self.write_all("session.record", [{"client": row["client_code"], "uses": [{"container": "B-0005", "ul": 100}]}
                                          for row in added])
        codes = [row["client_code"] for row in added]
        notice = {"maker": "Sierra Stain", "products": ["Bloodline UV China Pink"], "lots": ["BL23"]}
        options = ["--maker", notice["maker"], "--product", notice["products"][0], "--lot", "BL23"]
        self.assertEqual(self.read_pages("recall.check", **notice), [*codes, "C-0003"])  # who is in doubt comes last
        self.assertEqual(self.write("recall.open", **notice)["clients"], WIDE)
        self.assertEqual(self.read_pages("recall.show", recall="R-0001"), codes)
        self.write("recall.contact", recall="R-0001", client=codes[-1], way="phone", reached=True)
        first = self.call("recall.show", recall="R-0001")
        self.assertEqual((first["on_list"], first["reached"], len(first["clients"])), (WIDE, 1, 100))
        late = self.call("recall.show", recall="R-0001", cursor=first["cursor"], limit=1000)
        self.assertEqual((late["reached"], late["lots"], len(late["clients"])), (1, [], WIDE - 100))
        for words in (["recall", "show", "R-0001"], ["recall", "check", *options], ["trace", "lot", "L-0005"]):
            shown = self.stipple(*words)
            for code in (codes[0], codes[100], codes[500], codes[-1]):
                self.assertRegex(shown, rf"(?m)^{code}\b", words)
        self.assertEqual(self.read_pages("trace.lot", lot="L-0005"), codes)
        self.assertEqual(len(re.findall(rf"(?m)^{codes[-1]}\b", self.stipple("trace", "lot", "L-0005"))), 2)
        pages = [json.loads(line) for line in self.stipple("recall", "show", "R-0001", "--json").splitlines()]
        self.assertEqual([c["client_code"] for page in pages for c in page["clients"]], codes)
        self.assertEqual(self.stipple("recall", "letter", "R-0001").count("\f"), WIDE - 1)
        rows = self.call("report.recall", recall="R-0001")["report"]["sections"]
        self.assertIn(WIDE, [len(section["rows"]) for section in rows])

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
        rows = self.call("recall.drills")["drills"]
        self.assertEqual([row["percent"] for row in rows], [drill["percent"], 0])
        self.assertIn("Score, percent", self.stipple("recall", "drills"))
        self.assertTrue(self.call("audit.verify")["whole"])


if __name__ == "__main__":
    unittest.main()
