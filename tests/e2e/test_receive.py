"""The shelf: lots by label, one label after the other, and from a list; and what is to be bought."""

import json
import re
import subprocess
import unittest

from studio import PATIENCE, Studio

GTIN = "09506000134352"
LABEL = f"(01){GTIN}(17)600630(10)RL-9"


class Shelf(unittest.TestCase):
    def setUp(self):
        self.studio = Studio()
        self.studio.start()
        self.addCleanup(self.studio.__exit__)
        self.connection = self.studio.connect()
        add = self.connection.write
        add("product.add", maker="Demo Needles", name="Round Liner 3", kind="cartridge", gtin=GTIN)
        add("product.add", maker="Demo Pigments", name="Neutral Black", kind="pigment")

    def run_client(self, *words, status=0, stdin=None):
        done = self.studio.client(*words, stdin=stdin)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done

    def lots(self):
        rows = self.connection.call("lot.list")["lots"]
        return [(row["lot_no"], row["containers"]) for row in reversed(rows)]

    def printed(self, path):
        text = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, timeout=PATIENCE,
                              check=True).stdout
        return re.findall(r"B-\d+", text)

    def list_file(self, text):
        path = self.studio.folder / "list.csv"
        path.write_text(text)
        return path

    def test_one_label_is_enough(self):
        done = self.run_client("lot", "receive", "--scan", LABEL, "--pieces", "20")
        self.assertIn("B-0001", done.stdout)
        self.assertEqual(self.lots(), [("RL-9", 1)])

    def test_a_mistyped_lot_is_put_right_and_the_mistake_shows(self):
        self.run_client("lot", "receive", "P-0002", "--lot", "NB-1", "--expiry", "2060-06", "--each", "15ml")
        self.run_client("lot", "amend", "L-0001", "--lot", "NB-7", "--reason", "mistyped")
        self.assertRegex(self.run_client("lot", "show", "NB-7").stdout, r"mistyped +lot no NB-1\n")
        self.run_client("lot", "amend", "L-0001", "--clear", "expiry", "--reason", "another bottle")
        shown = self.run_client("lot", "show", "NB-7").stdout
        self.assertNotRegex(shown, r"(?m)^Expiry")
        self.assertRegex(shown, r"another bottle +expiry 2060-06-30\n")
        self.assertTrue(self.connection.call("audit.verify")["whole"])
        self.run_client("lot", "show", "NB-1", status=3)

    def test_a_misread_label_names_the_character(self):
        done = self.run_client("lot", "receive", "--scan", LABEL.replace("52(", "53("),
                               "--pieces", "20", status=2)
        self.assertIn("Character 18", done.stderr)

    def test_a_label_nobody_knows_says_how_to_add_the_product(self):
        done = self.run_client("lot", "receive", "--scan", "(01)00012345678905(10)X", "--each",
                               "15ml", status=3)
        self.assertIn("product add --gtin 00012345678905", done.stderr)

    def test_the_loop_counts_bottles_and_asks_once_a_product(self):
        raw = f"]d201{GTIN}1760063021{{}}\x1d10RL-9"
        scans = [raw.format("A1"), "20", raw.format("A2"), "rubbish", raw.format("A3"), "",
                 LABEL.replace("RL-9", "RL-10")]
        done = self.run_client("lot", "receive", "--loop", status=5, stdin="\n".join(scans))
        self.assertEqual(done.stderr.count("What is in each"), 1, done.stderr)
        self.assertIn("Character 1 of the scan", done.stderr)
        self.assertIn("lot RL-9, until 2060-06-30: 3", done.stderr)
        self.assertEqual(self.lots(), [("RL-9", 3), ("RL-10", 1)])
        self.assertIn("B-0004", done.stdout)

    def at_the_shelf(self, *typed, status=0, words=()):
        """The loop on a terminal; all that appeared."""
        done, shown = self.studio.terminal("lot", "receive", "--loop", *words,
                                           typed=[("Ctrl-D", ""), ("ends.\n", typed[0][1]), *typed[1:]])
        self.assertEqual(done, status, shown)
        return shown

    def test_a_product_and_its_lot_may_stand_in_two_codes(self):
        first, lot = GTIN[1:] + "\n", "]C11760063010RL-9\n"
        self.at_the_shelf(("", first), ("now the code with its lot", lot), ("What is in each", "20\n"),
                          ("until 2060-06-30: 1", first), ("now the code", "(10)RL-9(17)600630\n"),
                          ("until 2060-06-30: 2", "\n"), ("B-0002", "\x04"))
        self.assertEqual(self.lots(), [("RL-9", 2)])
        shown = self.at_the_shelf(("", first), ("now the code", first), ("it is not counted", "\n"),
                                  ("What is in each", "20\n"), ("no lot number, no expiry: 1", "undo\n"),
                                  ("no expiry: 0", first), ("now the code", "\x04"), status=5)
        self.assertEqual(shown.count("it is not counted"), 2)
        self.assertEqual(self.lots(), [("RL-9", 2)])

    def test_what_was_scanned_is_taken_back_and_what_was_scanned_twice_counts_once(self):
        raw = f"01{GTIN}1760063021{{}}\x1d10RL-9\n"
        shown = self.at_the_shelf(("", raw.format("A1")), ("What is in each", "20ml\n"), ("counted in pieces", "20\n"),
                                  ("2060-06-30: 1", raw.format("A1")), ("counted once", raw.format("A2")),
                                  ("2060-06-30: 2", "undo\n"), ("2060-06-30: 1", raw.format("A2")),
                                  ("2060-06-30: 2", "UNDO\n"), ("2060-06-30: 1", "\n"), ("B-0001", "undo\n"),
                                  ("nothing to take back", "\x04"))
        self.assertEqual(self.lots(), [("RL-9", 1)], shown)

    def test_a_bottle_that_is_here_is_known_by_its_serial_number_in_any_run(self):
        scan = f"01{GTIN}1760063021{{}}\x1d10RL-9"
        self.at_the_shelf(("", scan.format("A1") + "\n"), ("What is in each", "20\n"), ("2060-06-30: 1", scan.format("A2") + "\n"),
                          ("2060-06-30: 2", "\x04"))
        done = self.run_client("lot", "receive", "--scan", scan.format("A2"), "--pieces", "20", status=5)
        self.assertIn("The bottle with the serial number A2 is there already, as B-0002.", done.stderr)
        shown = self.at_the_shelf(("", scan.format("A1") + "\n"), ("as B-0001", "\x04"), status=5)
        self.assertNotIn("What is in each", shown)
        path = self.list_file(f"gs1,each\n(01){GTIN}(10)RL-9(17)600630(21)A3,20\n(01){GTIN}(10)RL-9(17)600630(21)A3,20\n")
        done = self.run_client("lot", "receive", "--csv", path, "--dry-run", status=5)
        self.assertIn("line 3: The bottle with the serial number A3 is there already, further up in the list.", done.stderr)
        self.assertEqual(self.lots(), [("RL-9", 2)])
        self.assertTrue(self.connection.call("audit.verify")["whole"])

    def test_a_scan_is_taken_back_where_its_amount_is_asked(self):
        shown = self.at_the_shelf(("", LABEL + "\n"), ("What is in each", "Undo\n"), ("Taken back", "\n"),
                                  ("", LABEL + "\n"), ("What is in each", "20\n"), ("2060-06-30: 1", "\x04"))
        self.assertNotIn("not a volume", shown)
        self.assertEqual(self.lots(), [("RL-9", 1)])

    def test_whoever_breaks_off_has_booked_what_was_shown_with_its_codes(self):
        other = LABEL.replace("RL-9", "RL-10")
        shown = self.at_the_shelf(("", LABEL + "\n"), ("What is in each", "20\n"), ("RL-9, until 2060-06-30: 1", other + "\n"),
                                  ("RL-10, until 2060-06-30: 1", other + "\n"), ("RL-10, until 2060-06-30: 2", "\x03"),
                                  status=1)
        self.assertIn("B-0001", shown)
        self.assertRegex(shown, r"not taken in:\n.*RL-10, until 2060-06-30: 2\n")
        self.assertEqual(self.lots(), [("RL-9", 1)])
        self.at_the_shelf(("", other + "\n"), ("What is in each", "\x03"), status=5)
        self.assertEqual(self.lots(), [("RL-9", 1)])

    def test_a_lot_that_swallowed_its_neighbour_is_doubted(self):
        done = self.run_client("lot", "receive", "--scan", f"01{GTIN}10RL-917600630", "--pieces", "20")
        self.assertIn("leaves the separator (FNC1) out", done.stdout)
        done = self.run_client("lot", "receive", "--scan", f"(01){GTIN}(10)RL-917600631", "--pieces", "20")
        self.assertNotIn("FNC1", done.stdout)

    def test_the_bottles_get_their_labels_at_once(self):
        path = self.studio.folder / "labels.pdf"
        done = self.studio.client("lot", "receive", "--scan", LABEL, "--pieces", "20", "--labels", path, "--containers", "3")
        if "draws no labels" in done.stderr:
            self.assertEqual(self.lots(), [])
            self.skipTest("built without labels")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.printed(path), ["B-0001", "B-0002", "B-0003"])
        self.run_client("lot", "receive", "--loop", "--labels", path, stdin=f"{LABEL}\n20\n{LABEL}\n\n{LABEL}\n")
        self.assertEqual(self.printed(path), ["B-0004", "B-0005", "B-0006"])
        done = self.run_client("lot", "receive", "--csv", self.list_file(f"gs1,each\n{LABEL},20\n"), "--labels", path, "--json")
        self.assertEqual(len(json.loads(done.stdout)["lots"]), 1)
        self.assertEqual(self.printed(path), ["B-0007"])
        for wrong in ("labels.txt", "labels.png"):
            self.run_client("lot", "receive", "--scan", LABEL, "--pieces", "20", "--labels", wrong, status=2)
        self.assertEqual(self.lots(), [("RL-9", 7)])

    def test_a_list_is_tried_first_and_nothing_is_done(self):
        path = self.list_file("product;lot;expiry;containers;each\n"
                              "P-0002;NB-1;;2;15ml\n"
                              "P-0099;NB-2;2099-06-30;1;15ml\n"
                              "P-0002;NB-3;2099-06-30;1;20\n")
        for more in (["--dry-run"], []):
            done = self.run_client("lot", "receive", "--csv", path, *more, status=5)
            self.assertIn("line 3, column 1 (product): No product answers to", done.stderr)
            self.assertIn("line 4, column 5 (each): A pigment is counted in microlitres (each).", done.stderr)
            self.assertIn("line 2, column 3 (expiry): No expiry date is printed", done.stderr)
            self.assertEqual(self.lots(), [])

    def test_every_fault_of_a_list_is_told_at_once_by_its_column(self):
        path = self.list_file("product,lot,expiry,containers,each\n"
                              "P-0099,NB-1,2099-02-30,two,1ml\n"
                              "P-0002,NB-2,2099-06-30,0,20\n"
                              "P-0002,NB-3,2099-06-30,1,1ml\n"
                              f"P-0002,{'N' * 70},2099-06-30,1,\n")
        for more in (["--dry-run"], ["--dry-run", "--json"], []):
            done = self.run_client("lot", "receive", "--csv", path, *more, status=2)
            for said in ('line 2, column 3 (expiry): "2099-02-30" is not a day', 'line 2, column 4 (containers): "two" is no whole',
                         "line 3, column 4 (containers): this must be 1 to 500", "line 5, column 2 (lot): this must"):
                self.assertIn(said, done.stderr)
            self.assertNotRegex(done.stderr, r"line 4|each_|lot_no|No expiry date")
            self.assertRegex(done.stderr, "(?i)nothing (of this list would be|was) taken in")
        self.assertIn("line 2, column 1 (product): No product answers to", done.stderr)
        self.assertIn("line 3, column 5 (each): A pigment is counted in microlitres (each).", done.stderr)
        self.assertIn("line 5, column 5 (each): Say what is in each: its volume (each) or its pieces (each).", done.stderr)
        self.assertEqual(self.lots(), [])

    def test_a_sound_list_is_taken_in_whole(self):
        path = self.list_file("gs1,lot,containers,each\n"
                              f'"{LABEL}",,2,20\n'
                              f"(01){GTIN},RL-11,,20\n")
        done = self.run_client("lot", "receive", "--csv", path, "--dry-run")
        self.assertIn("Round Liner 3", done.stdout)
        self.assertIn("nothing was done yet", done.stderr)
        self.assertEqual(self.lots(), [])
        done = self.run_client("lot", "receive", "--csv", path, "--json")
        self.assertEqual(len(json.loads(done.stdout)["lots"]), 2)
        self.assertEqual(self.lots(), [("RL-9", 2), ("RL-11", 1)])
        events = self.connection.call("event.list", type="lot.deliver")["events"]
        self.assertEqual(len(events), 1)
        self.assertTrue(self.connection.call("audit.verify")["whole"])

    def test_a_list_adds_to_the_lots_that_are_here_and_to_its_own(self):
        path = self.list_file("gs1,lot,expiry,supplier,containers,each\n"
                              f"(01){GTIN},RL-9,2060-06-30,First,2,20\n"
                              f"(01){GTIN},RL-9,2060-06,Second,1,10\n"
                              f"(01){GTIN},RL-11,,Third,1,20\n")
        done = self.run_client("lot", "receive", "--csv", path, "--dry-run")
        self.assertIn("line 3, column 2 (lot): This lot stands further up in the list", done.stderr)
        self.run_client("lot", "receive", "--csv", path)
        self.assertEqual(self.lots(), [("RL-9", 3), ("RL-11", 1)])
        done = self.run_client("lot", "receive", "--csv", path)
        self.assertIn("L-0001, taken in", done.stdout + done.stderr)
        self.assertEqual(self.lots(), [("RL-9", 6), ("RL-11", 2)])
        lot = self.connection.call("lot.show", lot="RL-9")
        self.assertEqual([(d["supplier"], d["containers"]) for d in lot["deliveries"]],
                         [("First", 2), ("Second", 1)] * 2)
        self.assertEqual(lot["left_pieces"], 100)
        lot = self.connection.call("lot.show", lot="RL-11")
        self.assertEqual([d["supplier"] for d in lot["deliveries"]], ["Third", "Third"])
        report = self.connection.call("report.lot", lot="RL-9")["report"]
        rows = next(s["rows"] for s in report["sections"] if s["title"] == "Deliveries")
        self.assertEqual([(row[6], row[8]) for row in rows], [("First", 40), ("Second", 10)] * 2)
        path.write_text(path.read_text().replace("2060-06,Second", "2060-07,Second"))
        done = self.run_client("lot", "receive", "--csv", path, status=5)
        self.assertIn("line 3, column 3 (expiry): This lot is there already, as L-0001", done.stderr)
        self.assertTrue(self.connection.call("audit.verify")["whole"])

    def test_a_list_that_is_no_list_says_where(self):
        for text, said in (("product,lott\n", 'line 1, column 2: no column is called "lott"'),
                           ("product,lot,LOT\n", "line 1, column 3: this column stands twice"),
                           ("product\n", "no lots"),
                           ('\ufeff\r\nproduct;lot;expiry;each\r\nP-0002;"a\r\nb";;1ml\r\nP-0002;c;2099-02-30;1ml',
                            'line 5, column 3 (expiry): "2099-02-30"'),
                           ("product,containers\nP-0002,two\n", 'line 2, column 2 (containers): "two" is no whole number'),
                           ("product,each\nP-0002,15\u2009l\n", "line 2, column 2 (each)"),
                           ("product;each\nP-0002;0,5ml\n", "line 2, column 2 (each)"),
                           ("product\nP-0002,1\n", "line 2: the heading has no such column"),
                           ('product,lot\nP-0002,"A\n', "line 2, column 2: a quote is never closed"),
                           ('product,lot\nP-0002,"A"5\n', "line 2, column 2: something stands behind the quote"),
                           ("product,containers,each\n\nP-0002,0,1ml\n", "line 3, column 2 (containers): this must be 1 to 500"),
                           ("product,each\nP-0002,1ml\nP-0002,-1ml\n", "line 3, column 2 (each): this must be 1 to"),
                           ("product,lot,each\n" + "P-0002,1,1ml\n" * 501, "make several lists"),
                           (",".join("abcdefgh" * 60), "line 1, column 448: there are more fields"),
                           ("product,lot\nP-0002,A\0B\n", "is not text"),
                           ("x" * (17 << 20), "over the 16 MiB"),
                           ("", "is empty")):
            with self.subTest(text=text):
                path = self.list_file(text)
                done = self.run_client("lot", "receive", "--csv", path, status=2)
                self.assertIn(said, done.stderr)

    def test_more_bottles_than_one_delivery_has_are_told_when_it_is_tried(self):
        path = self.list_file("product,lot,containers,each\n" + "".join(f"P-0002,N-{i},500,1ml\n" for i in range(11)))
        for more in (["--dry-run"], []):
            done = self.run_client("lot", "receive", "--csv", path, *more, status=5)
            self.assertIn("line 12, column 3 (containers): With these there are 5500 containers", done.stderr)
            self.assertNotIn("line 11, column 3 (containers): With", done.stderr)
        self.assertEqual(self.lots(), [])

    def test_one_way_at_a_time(self):
        for words in (["--csv", "x", "--loop"], ["P-0001", "--csv", "x"], ["--dry-run", "P-0001"],
                      ["--loop", "--json"], []):
            self.run_client("lot", "receive", *words, status=2)

    def test_low_and_expiring_are_what_is_to_be_bought(self):
        self.run_client("product", "amend", "P-0001", "--reason", "watched", "--reorder-pieces", "20")
        self.run_client("product", "amend", "P-0002", "--reason", "watched", "--reorder", "15ml")
        done = self.run_client("stock", "--low")
        self.assertRegex(done.stdout, r"P-0001 .*Round Liner 3 +0 pieces +20")
        self.assertIn("P-0002", done.stdout)
        self.run_client("lot", "receive", "--scan", LABEL, "--pieces", "21")
        self.run_client("lot", "receive", "P-0002", "--lot", "N", "--expiry", "2001-01-31",
                        "--each", "90ml")
        done = self.run_client("stock", "--low")
        self.assertNotIn("P-0001", done.stdout)
        self.assertIn("P-0002", done.stdout)  # what has expired is not there to be used
        self.run_client("stock", "--low", "--expiring", "60", "--json")
        both = json.loads(self.run_client("stock", "--low", "--expiring", "8w", "--json").stdout)
        self.assertEqual([p["code"] for p in both["low"]["products"]], ["P-0002"])
        self.assertEqual(both["expiring"], {"containers": []})
        done = self.run_client("stock", "--expiring", "31d", "--day", "2060-06-01")
        self.assertIn("RL-9", done.stdout)
        done = self.run_client("stock", "--expiring", "28d", "--day", "2060-06-01")
        self.assertNotIn("RL-9", done.stdout)
        for wrong in ("60x", "", "-1", "d", "99999999d"):
            self.run_client("stock", "--expiring", wrong, status=2)


if __name__ == "__main__":
    unittest.main()
