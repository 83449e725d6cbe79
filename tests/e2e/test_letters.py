"""The letters of a recall, as text and on pages that can be posted."""

import os
import pathlib
import re
import shutil
import subprocess
import unittest
from xml.etree import ElementTree

from studio import PATIENCE, Studio

PEOPLE = [("Anna Probeperson", "Probevej 1\n2200 København N"), ("Bo Probeperson", "Probevej 2"),
          ("محمد عبد الله", "شارع الملك ١٢"), ("山田 太郎", "東京都千代田区"), ("Никита Παπαδόπουλος", None)]
MM = 72 / 25.4


class Letters(unittest.TestCase):
    def setUp(self):
        self.studio = Studio()
        self.studio.start()
        connection = self.studio.connect()
        self.call, self.write = connection.call, connection.write
        self.write("staff.add", name="Demo Artist", uid=os.getuid())
        self.write("studio.set", name="Demo Studio", address="Probegade 9\nTelephone +45 1")
        product = self.write("product.add", maker="Scalp Aesthetics", name="Scalpaink SC", kind="pigment")
        self.write("lot.receive", product=product["product_code"], lot_no="A-1", batch_no="7", each_ul=15000)
        for name, address in PEOPLE:
            self.write("client.add", name=name, phone="+45 1", **({"address": address} if address else {}))
        for i in range(len(PEOPLE)):
            self.write("session.record", client=f"C-000{i + 1}", uses=[{"container": "B-0001", "ul": 500}])
        self.write("recall.open", maker="Scalp Aesthetics", lots=["A-1"])

    def tearDown(self):
        self.studio.__exit__()

    def letters(self, *words, status=0):
        done = self.studio.client("recall", "letter", "R-0001", *words)
        self.assertEqual(done.returncode, status, done.stderr)
        return done

    def paper(self, *words):
        """The pages with their words, each with the place of its upper left corner in mm, and what was said."""
        path = self.studio.folder / f"{len(list(self.studio.folder.iterdir()))}.pdf"
        done = self.studio.client("recall", "letter", "R-0001", "--pdf", path, *words)
        if "makes no PDF" in done.stderr:
            self.skipTest("built without pages")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        xml = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, text=True,
                             timeout=PATIENCE, check=True).stdout
        return [[(word.text, float(word.get("xMin")) / MM, float(word.get("yMin")) / MM)
                 for word in page.findall(".//{*}word")]
                for page in ElementTree.fromstring(xml).findall(".//{*}page")], done.stderr

    def text_file(self, text):
        path = self.studio.folder / "own.txt"
        path.write_text(text)
        return path

    def test_each_client_gets_one_letter_that_can_be_posted(self):
        letters = self.letters().stdout.split("\f")
        self.assertEqual(len(letters), len(PEOPLE))
        for i, ((name, address), letter) in enumerate(zip(PEOPLE, letters)):
            self.assertTrue(letter.startswith("Demo Studio\nProbegade 9\nTelephone +45 1\n\n"), letter)
            self.assertIn(f"\n\n{name}\n{address or ''}\n\n", letter)
            self.assertIn(f"\n\nDear {name},\n\n", letter)
            self.assertIn("  Scalp Aesthetics Scalpaink SC, lot A-1, batch 7\n", letter)
            self.assertRegex(letter, r"\n\n\d{4}-\d\d-\d\d\n\n")
            self.assertTrue(letter.endswith(f"Our reference: R-0001, C-000{i + 1}\n"), letter)
            self.assertNotIn("{", letter)
            for other, _ in PEOPLE[:i] + PEOPLE[i + 1:]:
                self.assertNotIn(other, letter)

    def test_why_names_were_looked_at_is_written_down(self):
        self.letters()
        self.letters("--reason", "second round", "--left")
        looks = [event["body"] for event in self.call("event.list", type="client.look")["events"]]
        self.assertEqual([look["reason"] for look in looks], ["letters of the recall", "second round"])
        self.assertEqual({look["method"] for look in looks}, {"recall.show"})

    def test_a_file_each_and_none_is_overwritten(self):
        text = self.text_file("{client}: {name}\n")
        words = ("--text", text, "--directory", self.studio.folder)
        self.letters(*words)
        letter = self.studio.folder / "R-0001-C-0002.txt"
        self.assertEqual(letter.read_text(), "C-0002: Bo Probeperson\n")
        self.assertEqual(letter.stat().st_mode & 0o777, 0o600)
        self.assertIn("File exists", self.letters(*words, status=2).stderr)

    def test_only_what_was_written_is_logged_and_only_for_those_who_are_left(self):
        self.write("recall.contact", recall="R-0001", client="C-0001", way="phone", reached=True)
        text = self.text_file("{client}\n")
        left = self.letters("--left", "--log", "--text", text).stdout
        self.assertEqual(left.split("\n\f"), ["C-0002", "C-0003", "C-0004", "C-0005\n"])
        log = {c["client_code"]: c["log"] for c in self.call("recall.show", recall="R-0001")["clients"]}
        self.assertEqual([(t["way"], t["reached"]) for t in log["C-0002"]], [("letter", False)])
        self.assertEqual(len(log["C-0001"]), 1)
        text.write_text("{client} {nmae}\n")
        self.assertIn("no {nmae}", self.letters("--log", "--text", text, status=2).stderr)
        contacts = self.call("event.list", type="recall.contact")["events"]
        self.assertEqual(len(contacts), len(PEOPLE))

    @unittest.skipUnless(shutil.which("pdftotext"), "needs pdftotext")
    def test_on_paper_each_has_a_page_and_the_address_shows_in_the_window(self):
        pages, said = self.paper("--log")
        self.assertEqual(len(pages), len(PEOPLE))
        self.assertIn("one side", said)
        self.assertIn("No address of C-0005 is known.", said)
        self.assertNotIn("No font", said)
        for (name, _), words in zip(PEOPLE, pages):
            text = " ".join(word for word, _, _ in words)
            for letter in re.sub(r"\s", "", name):
                self.assertIn(letter, text)
            self.assertIn("batch 7", text)
        name = next(word for word in pages[0] if word[0] == "Anna")
        self.assertEqual((round(name[1]), 50 < name[2] < 60), (25, True))
        self.assertEqual(len(self.call("event.list", type="recall.contact")["events"]), len(PEOPLE))

    @unittest.skipUnless(shutil.which("pdftotext"), "needs pdftotext")
    def test_a_long_letter_goes_on_and_nothing_of_it_is_cut(self):
        text = "{name}\n{address}\n\n" + "".join(f"paragraph{i} of a letter\n\n" for i in range(90))
        pages, _ = self.paper("--text", self.text_file(text), "--paper", "letter")
        words = [word for page in pages for word, _, _ in page]
        self.assertEqual(len(pages) % len(PEOPLE), 0)
        self.assertGreater(len(pages), len(PEOPLE))
        for i in range(90):
            self.assertEqual(words.count(f"paragraph{i}"), len(PEOPLE))
        self.assertIn("C-0001, page 2", " ".join(word for word, _, _ in pages[1]))

    def test_what_cannot_be_is_refused_before_a_name_is_opened(self):
        path = self.studio.folder / "letters.pdf"
        for words in (["--pdf", path, "--directory", self.studio.folder], ["--paper", "a5"],
                      ["--text", self.studio.folder / "none.txt"]):
            self.letters(*words, status=2)
        self.assertEqual(self.call("event.list", type="client.look")["events"], [])
        self.assertFalse(pathlib.Path(path).exists())


if __name__ == "__main__":
    unittest.main()
