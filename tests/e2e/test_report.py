"""Reports from the first bottle to the paper: made, printed, verified, and changed by a byte."""

import csv
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest
import unicodedata
from xml.etree import ElementTree

from studio import PATIENCE, ROOT, Studio

# What fonts and drawing keep for the next page, and nobody frees at the end.
ENV = {"LSAN_OPTIONS": f"suppressions={ROOT / 'tests/support/lsan_pages.supp'}"}
MARGIN = 39  # points; the sheet's is 40
NAMES = (("Demo Pigments", "Neutral Black"), ("Краски", "Чёрный нейтральный"), ("شركة الأصباغ", "أسود محايد"),
         ("צבעים", "שחור ניטרלי"), ("Demo", "=HYPERLINK(A1)"))
WHO = "Zażółć Gęślą-Jaźń"
# Scripts that run to the right or to the left, that stack marks, that reorder and join letters.
SCRIPTS = ("山田太郎", "ミカ・さくら", "陳小明", "김철수", "محمد عبدالله", "דוד כהן", "Νίκος Παπαδόπουλος", "राजेश कुमार",
           "สมชาย ใจดี", "Nguyễn Thị Ánh", "Ա. Հակոբյան", "თამარ მეფე", "ሀይሌ ገብረ", "শেখ হাসান", "முருகன்")


def fill(c):
    """A studio with every kind of doubt in its books; the client's code."""
    by = c.write("staff.add", name="First Artist", jobs=["artist"])["staff_code"]
    c.write("studio.set", by=by, name="Studio Tüpfel", address="Nørrebrogade 12", time_zone="Europe/Copenhagen")
    products = [c.write("product.add", by=by, maker=m, name=n, kind="pigment", pao_days=180)["product_code"]
                for m, n in NAMES]
    bottles = []
    for i in range(40):
        lot = c.write("lot.receive", by=by, product=products[i % len(products)], containers=2, each_ul=15000,
                      lot_no=f"NB-{i:04}" if i else "A" * 64, supplier="+45 Supplies",
                      occurred_at=f"2025-0{1 + i % 9}-11T10:00:00+01:00",
                      **({"expiry": f"2026-{1 + i % 12:02}-27"} if i % 7 else {}))
        bottles.append(lot["containers"][0]["container_code"])
    for bottle in bottles[::4]:
        c.write("stock.adjust", by=by, container=bottle, delta_ul=-500, reason="spill", words="=knocked over; " * 9)
    c.write("lot.amend", by=by, lot="L-0003", reason="mistyped", lot_no="NB-0099")
    client = c.write("client.add", by=by, name=WHO, phone="+45 12 34 56 78")["client_code"]
    c.write("session.record", by=by, client=client, override_reason="nothing else was there",
            uses=[{"container": bottles[1], "ul": 20000, "zone": "crown"}])
    return client


def cells(report):
    return [(column, cell) for section in report["sections"] for row in section["rows"]
            for column, cell in zip(section["columns"], row)]


class Reports(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.studio = Studio(fixed=True)
        cls.studio.start()
        cls.connection = cls.studio.connect()
        cls.client_code = fill(cls.connection)

    @classmethod
    def tearDownClass(cls):
        cls.studio.__exit__()

    def run_client(self, *words, status=0):
        done = self.studio.client(*words, env=ENV)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done

    def paper(self, *words, env=None):
        """A report as PDF; its path, and the report in its companion file. What was said is kept."""
        path = pathlib.Path(tempfile.mkdtemp(dir=self.studio.folder)) / "report.pdf"
        done = self.studio.client("report", *words, "--by", "S-01", "--pdf", path, env=env or ENV)
        self.said = done.stderr
        if "makes no PDF" in done.stderr:
            self.skipTest("built without pages")
        self.assertEqual(done.returncode, 0, done.stderr)
        return path, json.loads(path.with_name(path.name + ".json").read_text())["report"]

    @staticmethod
    def pages(path):
        """The pages with their words and where they stand."""
        xml = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, text=True,
                             timeout=PATIENCE, check=True).stdout
        return ElementTree.fromstring(xml).findall(".//{*}page")

    def fonts_only(self, *files):
        """An environment in which there are no other fonts."""
        folder = pathlib.Path(tempfile.mkdtemp(dir=self.studio.folder))
        path = folder / "fonts.conf"
        path.write_text(f"<fontconfig><dir>{folder}</dir><cachedir>{folder}/cache</cachedir></fontconfig>")
        for file in files:
            (folder / os.path.basename(file)).symlink_to(f"/usr/share/fonts/truetype/{file}")
        return {**ENV, "FONTCONFIG_FILE": str(path)}

    def ask(self, kind, **params):
        return self.connection.call(f"report.{kind}", by="S-01", **params)

    def test_what_is_doubtful_stands_first_and_nothing_is_left_out(self):
        report = self.ask("inspection")["report"]
        subjects = [s["subject"] for s in report["sections"]]
        order = ["gap", "recall", "override", "erasure", "discrepancy", "amendment", "record"]
        self.assertEqual(subjects, sorted(subjects, key=order.index))
        rows = {s["title"]: s["rows"] for s in report["sections"]}
        self.assertIn("nothing else was there", rows["Overrides"][0])
        self.assertIn("open", rows["Overrides"][0])
        self.assertEqual(len(rows["Discrepancies"]), 11)  # ten spills, and more used than there was
        self.assertTrue(any(row[5] == -5 for row in rows["Discrepancies"]), rows["Discrepancies"])
        self.assertEqual(len(rows["Amendments"]), 1)
        self.assertIn("lot no: NB-0002 → NB-0099", rows["Amendments"][0])
        self.assertEqual(rows["Missing against the rules"][0][:4],
                         [None, None, None, None])  # no pack is followed
        self.assertIn(["V-0001", "a manager's look", "open", "the books"],
                      [row[:4] for row in rows["Missing against the rules"]])

    def test_a_client_s_report_begins_with_what_is_missing_in_it(self):
        self.connection.write("studio.set", by="S-01", rule_packs=["us-neha"])
        self.addCleanup(self.connection.write, "studio.set", by="S-01", rule_packs=[])
        other = self.connection.write("client.add", by="S-01", name="Other")["client_code"]
        section = self.ask("client", client=self.client_code)["report"]["sections"][0]
        self.assertEqual(section["subject"], "gap")
        records = {row[0] for row in section["rows"]}
        self.assertIn("V-0001", records)
        self.assertLessEqual(records, {"V-0001", self.client_code, None})
        records = {row[0] for row in self.ask("client", client=other)["report"]["sections"][0]["rows"]}
        self.assertLessEqual(records, {other, None})

    def test_the_ledger_balances(self):
        for row in next(s for s in self.ask("stock")["report"]["sections"]
                        if s["title"] == "Balances by lot")["rows"]:
            *parts, left, unit = row[4:]
            self.assertAlmostEqual(sum(p or 0 for p in parts), left, msg=row)
            self.assertEqual(unit, "ml")

    def test_a_period_is_a_part_of_it(self):
        march = self.ask("stock", **{"from": "2025-03-01", "to": "2025-03-31"})["report"]
        deliveries = next(s for s in march["sections"] if s["title"] == "Deliveries")["rows"]
        self.assertEqual(len(deliveries), 5)
        self.assertTrue(all(row[0].startswith("2025-03-11T10:00:00+01:00") for row in deliveries))

    def test_codes_alone_unless_names_are_asked_for_and_then_it_is_written_down(self):
        lot = next(c for _, c in cells(self.ask("client", client=self.client_code)["report"])
                   if str(c).startswith("L-"))
        self.assertNotIn(WHO, json.dumps(self.ask("lot", lot=lot), ensure_ascii=False))
        named = self.ask("lot", lot=lot, names=True, reason="a call from the maker")
        self.assertEqual(named["report"]["sections"][-1]["rows"][0][:2], [self.client_code, WHO])
        body = self.connection.call("event.list", type="report.lot")["events"][-1]["body"]
        self.assertEqual((body["reason"], body["digest"], len(body["clients"])),
                         ("a call from the maker", named["digest"], 1))

    def test_each_report_is_an_event_and_the_history_stays_whole(self):
        before = len(self.connection.call("event.list", type="report.stock", limit=1000)["events"])
        digest = self.ask("stock")["digest"]
        events = self.connection.call("event.list", type="report.stock", limit=1000)["events"]
        self.assertEqual(len(events), before + 1)
        self.assertEqual(events[-1]["body"]["digest"], digest)
        self.assertTrue(self.connection.call("audit.verify")["whole"])

    def test_the_seal_in_it_is_one_that_the_history_holds(self):
        seal = json.dumps(self.ask("stock")["report"]["seal"])
        self.assertTrue(self.connection.call("audit.verify", seal=seal)["seal_contained"])

    def test_verify_knows_a_changed_byte_and_another_key(self):
        path = self.studio.folder / "answer.json"
        answer = self.run_client("report", "stock", "--by", "S-01", "--json").stdout
        path.write_text(answer)
        self.assertIn("as it was signed", self.run_client("report", "verify", path).stdout)
        key = json.loads(answer)["report"]["seal"]["fingerprint"]
        self.run_client("report", "verify", path, "--key", key)
        self.run_client("report", "verify", path, "--key", "0" * 32, status=1)
        for old, new in (("NB-0001", "NB-0007"), ("-0.5", "-0.4"), ('"drill":false', '"drill":true')):
            self.assertIn(old, answer)
            path.write_text(answer.replace(old, new, 1))
            self.assertIn("changed", self.run_client("report", "verify", path, status=1).stderr)

    def test_csv_opens_in_a_spreadsheet_and_no_cell_is_a_formula(self):
        path = self.studio.folder / "stock.csv"
        self.run_client("report", "stock", "--by", "S-01", "--csv", path)
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        text = path.read_bytes().decode("utf-8-sig")
        self.assertEqual(text.count("\r\n"), text.count("\n"))
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        self.assertEqual(len({len(row) for row in rows}), 1)
        numbers = [cell for row in rows for cell in row if re.fullmatch(r"-?[0-9.]+", cell)]
        self.assertIn("-0.5", numbers)
        for row in rows:
            for cell in row:
                self.assertFalse(cell[:1] in tuple("=+-@\t\r") and cell not in numbers, cell)
                self.assertNotRegex(cell, r"[;\t\n] *[=+@-]")
        facts = {row[1]: row[2] for row in rows if row[0] == "Report"}
        answer = json.loads(path.with_name("stock.csv.json").read_text())
        self.assertEqual((facts["Digest"], facts["Signature"]), (answer["digest"], answer["signature"]))
        self.assertEqual((facts["Made"], facts["Asked by"]), ("2026-03-02 10:00 (UTC+1:00)", "First Artist (S-01)"))
        self.run_client("report", "verify", path.with_name("stock.csv.json"))

    def test_the_terminal_shows_every_cell(self):
        shown = self.run_client("report", "inspection", "--by", "S-01").stdout
        for _, cell in cells(self.ask("inspection")["report"]):
            if isinstance(cell, str) and "T" not in cell:
                self.assertIn(" ".join(cell.split()), " ".join(shown.split()))

    def test_a_narrow_terminal_shows_every_word_whole(self):
        """But for the one that is longer than the terminal is wide."""
        words = {word for column, cell in cells(self.ask("stock")["report"]) if column["type"] == "text"
                 for word in str(cell or "").split() if len(word) < 20}
        for columns in (60, 80, 132, 300):
            status, shown = self.studio.terminal("report", "stock", "--by", "S-01", columns=columns)
            self.assertEqual(status, 0, shown)
            self.assertLessEqual(words, set(shown.split()), columns)
            section = shown[shown.index("Balances by lot"):shown.index("Deliveries")]
            self.assertLessEqual(max(map(len, section.splitlines())), max(columns, 82), columns)
        self.assertRegex(section, r"L-0040 .* NB-0039 +2026-04-27 +30 +30 +ml\n")

    @unittest.skipUnless(shutil.which("pdftotext"), "needs pdftotext")
    def test_on_paper_nothing_is_cut_and_each_page_says_whose_it_is(self):
        path, report = self.paper("inspection", "--names", "--reason", "visit")
        pages = self.pages(path)
        letters = ""
        for number, page in enumerate(pages, 1):
            width, height = float(page.get("width")), float(page.get("height"))
            self.assertAlmostEqual(width, 595.28, places=1)
            words = page.findall("{*}word")
            line = " ".join(w.text for w in words)
            self.assertIn(f"page {number} of {len(pages)}", line)
            self.assertIn("Studio Tüpfel", line)
            self.assertIn("to 2026-03-02", line)
            letters += "".join(w.text for w in words)
            for word in words:
                x0, x1, y0, y1 = (float(word.get(k)) for k in ("xMin", "xMax", "yMin", "yMax"))
                self.assertTrue(MARGIN <= x0 and x1 <= width - MARGIN, word.text)
                self.assertTrue(MARGIN - 3 <= y0 and y1 <= height - MARGIN + 3, word.text)
        self.assertGreater(len(pages), 2)
        self.assertNotIn("DRILL", letters)
        self.assert_all_letters(report, letters)

    def assert_all_letters(self, report, letters):
        """As many of each letter as the cells have: words may be broken over lines, in any order."""
        left = {}
        for letter in unicodedata.normalize("NFKC", letters):
            left[letter] = left.get(letter, 0) + 1
        for column, cell in cells(report):
            if isinstance(cell, str) and column["type"] == "text":
                for letter in unicodedata.normalize("NFKC", "".join(cell.split())):
                    left[letter] = left.get(letter, 0) - 1
        missing = {letter: n for letter, n in left.items() if n < 0}
        self.assertEqual(missing, {})

    @unittest.skipUnless(shutil.which("pdftotext"), "needs pdftotext")
    def test_a_name_in_any_script_is_on_paper(self):
        client = self.connection.write("client.add", by="S-01", name="; ".join(SCRIPTS[:8]),
                                       address="; ".join(SCRIPTS[8:]))["client_code"]
        path, _ = self.paper("client", client, "--names", "--reason", "visit")
        self.assertNotIn("No font", self.said)
        text = unicodedata.normalize("NFKC", subprocess.run(
            ["pdftotext", path, "-"], capture_output=True, text=True, timeout=PATIENCE, check=True).stdout)
        for name in SCRIPTS:
            for letter in unicodedata.normalize("NFKC", "".join(name.split())):
                self.assertIn(letter, text, name)

    def test_what_no_font_has_is_told_and_the_page_is_whole(self):
        client = self.connection.write("client.add", by="S-01", name="Zoë 𠮷野 \ue000 דוד")["client_code"]
        words = ("client", client, "--names", "--reason", "visit")
        path, report = self.paper(*words, env=self.fonts_only("noto/NotoSans-Regular.ttf"))
        self.assertRegex(self.said, r"U\+20BB7 \(fonts-hanazono\); U\+91CE \(fonts-noto-cjk\); "
                                    r"U\+E000 \(no package\); U\+05D\d, .*\(fonts-noto-core, or")
        self.assertEqual(report["sections"][-1]["rows"][0][1], "Zoë 𠮷野 \ue000 דוד")
        path, _ = self.paper(*words, env=self.fonts_only("noto", "wqy"))
        self.assertRegex(self.said, r"numbers: U\+20BB7 \(fonts-hanazono\); U\+E000 \(no package\)\.")

    @unittest.skipUnless(shutil.which("pdftotext"), "needs pdftotext")
    def test_each_page_of_a_drill_says_so(self):
        path, report = self.paper("lot", "L-0002", "--drill")
        self.assertTrue(report["drill"])
        for page in self.pages(path):
            words = page.findall("{*}word")
            self.assertIn("DRILL", [w.text for w in words])  # in its head
            high = max(words, key=lambda w: float(w.get("yMax")) - float(w.get("yMin")))
            self.assertIn(high.text, "DRILL")  # and across it
            self.assertGreater(float(high.get("yMax")) - float(high.get("yMin")), 60)

    def test_a_paper_is_proved_by_the_file_beside_it(self):
        path, _ = self.paper("client", self.client_code)
        companion = path.with_name(path.name + ".json")
        self.run_client("report", "verify", companion)
        text = companion.read_text()
        at = text.index(self.client_code)
        companion.write_text(text[:at] + "X" + text[at + 1:])
        self.run_client("report", "verify", companion, status=1)

    def test_what_is_no_report_says_what_it_is(self):
        path, _ = self.paper("lot", "L-0002")
        companion = path.with_name(path.name + ".json")
        whole = companion.read_bytes()
        self.assertIn(f"stipple report verify {companion}", self.run_client("report", "verify", path, status=2).stderr)
        wrong = self.studio.folder / "wrong"
        for data, said in ((b"", "empty"), (b"\0\1\2\xff" * 9, "not text"), (whole[:-9], "strict JSON"),
                           (b"{}", "no report"), (b"[" * 1000, "strict JSON"), (b" " * (17 << 20), "16 MiB")):
            wrong.write_bytes(data)
            done = self.run_client("report", "verify", wrong, status=2)
            self.assertIn(said, done.stderr)
        self.run_client("report", "verify", self.studio.folder, status=2)
        self.run_client("report", "verify", self.studio.folder / "none", status=2)

    def test_a_paper_and_a_file_of_two_reports_are_told_apart(self):
        path, _ = self.paper("lot", "L-0002")
        companion = path.with_name(path.name + ".json")
        digest = json.loads(companion.read_text())["digest"]
        groups = " ".join(digest[i:i + 4] for i in range(0, 64, 4))
        for printed in (groups, groups[:19], digest.upper()):
            self.run_client("report", "verify", companion, "--printed", printed)
        other = "0" if digest[15] != "0" else "1"
        for printed in (digest[:15] + other, "STIPPLE:00:00:00"):
            self.run_client("report", "verify", companion, "--printed", printed, status=1)
        for printed in (digest[:15], digest + "0", "sixteen digits or more", ""):
            self.run_client("report", "verify", companion, "--printed", printed, status=2)

    @unittest.skipUnless(shutil.which("zbarimg") and shutil.which("pdftoppm"), "needs zbarimg and pdftoppm")
    def test_the_code_on_the_paper_is_scanned_back(self):
        for words in (["--paper", "a4"], ["--paper", "letter"]):
            path, _ = self.paper("lot", "L-0002", "--drill", *words)
            subprocess.run(["pdftoppm", "-r", "150", "-f", "1", "-l", "1", "-singlefile", "-png", path, path],
                           timeout=PATIENCE, check=True)
            scanned = subprocess.run(["zbarimg", "-q", "--raw", f"{path}.png"], capture_output=True, text=True,
                                     timeout=PATIENCE, check=True).stdout.strip()
            companion = path.with_name(path.name + ".json")
            self.run_client("report", "verify", companion, "--printed", scanned)
            self.run_client("report", "verify", companion, "--printed", scanned[:-1] + "G", status=1)

    def test_what_was_checked_is_printed_again(self):
        path, _ = self.paper("lot", "L-0002")
        again = self.studio.folder / "again.pdf"
        self.run_client("report", "verify", path.with_name(path.name + ".json"), "--pdf", again)
        self.assertEqual(path.read_bytes(), again.read_bytes())
        new = self.studio.folder / "new.pdf"
        self.run_client("report", "lot", "L-0002", "--pdf", new, "--csv", new, status=2)
        self.run_client("report", "lot", "L-0002", "--pdf", new, "--paper", "a5", status=2)

    def test_no_report_replaces_another_nor_what_proves_it(self):
        path = self.studio.folder / "kept.csv"
        events = len(self.connection.call("event.list", type="report.lot", limit=1000)["events"])
        for name in (path, path.with_name("kept.csv.json")):
            name.write_text("what was handed out")
            done = self.run_client("report", "lot", "L-0002", "--by", "S-01", "--csv", path, status=1)
            self.assertIn(f"{name} is there already", done.stderr)
            self.assertEqual(name.read_text(), "what was handed out")
            name.unlink()
        self.assertEqual(len(self.connection.call("event.list", type="report.lot", limit=1000)["events"]), events)
        self.run_client("report", "lot", "L-0002", "--by", "S-01", "--csv", path)

    @unittest.skipUnless(shutil.which("pdftotext"), "needs pdftotext")
    def test_a_table_that_goes_on_says_which_it_is(self):
        path, report = self.paper("stock")
        text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, timeout=PATIENCE,
                              check=True).stdout
        titles = {section["title"] for section in report["sections"]}
        continued = re.findall(r"^\s*(.*), continued$", text, re.MULTILINE)
        self.assertGreater(len(continued), 0)
        self.assertLessEqual(set(continued), titles)

    def test_what_cannot_be_written_is_told(self):
        done = self.run_client("report", "stock", "--by", "S-01", "--csv", "/nowhere/a.csv", status=1)
        self.assertIn("/nowhere/a.csv", done.stderr)
        self.assertFalse([f for f in os.listdir(self.studio.folder) if "XXXX" in f])


if __name__ == "__main__":
    unittest.main()
