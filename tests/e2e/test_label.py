"""Labels are read back as they were meant."""

import json
import struct
import subprocess
import unittest
import zlib

from studio import PATIENCE, ROOT, Studio

ENV = {"LSAN_OPTIONS": f"suppressions={ROOT / 'tests/support/lsan_pages.supp'}"}
GTIN = "9506000134352"
FNC1 = "|"


def scanned(path):
    """What the symbol on it says, FNC1 as a bar."""
    done = subprocess.run(["dmtxread", "-N1", f"-G{ord(FNC1)}", path],
                          capture_output=True, text=True, timeout=PATIENCE, check=False)
    return done.stdout


class Labels(unittest.TestCase):
    def setUp(self):
        self.studio = Studio()
        self.studio.start()
        self.addCleanup(self.studio.__exit__)
        self.write = self.studio.connect().write
        self.by = self.write("staff.add", name="First Artist", jobs=["artist"])["staff_code"]
        self.write("studio.set", by=self.by, name="Studio Tüpfel")
        self.write("product.add", by=self.by, maker="Demo Pigments", name="Чёрный",
                   kind="pigment", gtin=GTIN)
        self.write("product.add", by=self.by, maker="Demo Pigments", name="Dilution Fluid",
                   kind="diluent", pao_days=90)

        self.client = self.write("client.add", name="Somebody", by=self.by)["client_code"]

    def say(self, *words, status=0):
        done = self.studio.client(*words)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def receive(self, product, lot, each_ul=15000, **more):
        made = self.write("lot.receive", by=self.by, product=product, lot_no=lot, containers=1,
                          each_ul=each_ul, **more)
        return made["containers"][0]["container_code"]

    def label(self, *words, status=0):
        done = self.studio.client("label", *words, env=ENV)
        if "draws no labels" in done.stderr:
            self.skipTest("built without labels")
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done

    def png(self, code, *words):
        path = self.studio.folder / f"{code}.png"
        self.label(code, "--out", path, *words)
        return path

    def test_a_bottle_is_meant_by_its_label(self):
        code = self.receive("P-0001", "NB-7", expiry="2060-06-30")
        other = self.receive("P-0001", code, expiry="2060-06-30")
        label = f"010{GTIN}1760063010NB-7\x1d21{code}"
        self.say("stock", "open", label, "--by", self.by)
        water = self.receive("P-0002", "DW-1", expiry="2060-06-30")
        made = json.loads(self.say("mix", "--client", self.client, "--input", f"{label}=1ml", "--input",
                                   f"{water}=2ml", "--by", self.by, "--json"))
        self.assertEqual(made["inputs"][0]["container_code"], code)
        used = json.loads(self.say("session", "record", "--client", self.client, "--by", self.by, "--use",
                                   f"(01)0{GTIN}(17)600630(10)NB-7(21){code}=1ml@crown", "--json"))
        self.assertEqual(used["uses"][0]["container_code"], code)
        foreign = f"(01)0{GTIN}(10)NB-9(21){other}"
        self.assertIn("container.not_found", self.say("stock", "open", foreign, "--by", self.by, status=3))

    def test_a_bottle_with_a_gtin_says_product_lot_expiry_and_which_bottle(self):
        code = self.receive("P-0001", "NB-(7)/a", expiry="2060-06-30")
        content = f"010{GTIN}1760063010NB-(7)/a{FNC1}21{code}"
        for words in ([], ["--size", "40x20"], ["--size", "100x62"]):
            text = scanned(self.png(code, *words))
            self.assertEqual(text.removeprefix(FNC1), content)
            self.assertTrue(text.startswith(FNC1), "FNC1 in front makes it GS1")

    def test_what_gs1_cannot_hold_leaves_the_code_alone(self):
        for product, lot in (("P-0002", "DF-1"), ("P-0001", "N" * 21), ("P-0001", "№ 7 [b]")):
            code = self.receive(product, lot, expiry="2060-06-30")
            self.assertEqual(scanned(self.png(code)), code)

    def test_lot_receive_knows_the_lot_by_the_makers_label_and_the_bottle_by_ours(self):
        code = self.receive("P-0001", "NB-7", expiry="2060-06-30")
        text = scanned(self.png(code)).removeprefix(FNC1).replace(FNC1, "\x1d")
        again = self.say("lot", "receive", "--scan", text, "--each", "15ml", "--by", self.by, status=5)
        self.assertIn("container.exists", again)
        makers = text.partition("\x1d21")[0]
        self.assertRegex(self.say("lot", "receive", "--scan", makers, "--each", "15ml", "--by", self.by),
                         r"already \(L-0001,")

    def test_a_cup_says_its_code_whose_it_is_what_is_in_it_and_until_when(self):
        client = self.write("client.add", by=self.by, name="Someone")["client_code"]
        black = self.receive("P-0001", "NB-7", expiry="2060-06-30")
        fluid = self.receive("P-0002", "DF-1", expiry="2060-06-30")
        cup = self.write("mix.make", by=self.by, client=client, inputs=[
            {"container": black, "ul": 50}, {"container": fluid, "ul": 950}])
        code = cup["mix_code"]
        self.assertEqual(scanned(self.png(code)), code)
        path = self.studio.folder / "all.pdf"
        listed = self.label(black, fluid, code, "--out", path, "--json")
        self.assertEqual([row["code"] for row in json.loads(listed.stdout)["labels"]],
                         [black, fluid, code])
        pages = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True,
                               timeout=PATIENCE, check=True).stdout.split("\f")
        self.assertEqual(len(pages), 4, pages)
        for words in ([black, "Чёрный", "Lot NB-7", "Expiry 2060-06-30", "Studio Tüpfel"],
                      [fluid, "Dilution Fluid", "DF-1"],
                      [code, f"For {client}", "0.05 ml Чёрный, lot NB-7",
                       "0.95 ml Dilution Fluid, lot DF-1", f"Discard by {cup['discard_by']}"]):
            page = pages.pop(0)
            for word in words:
                self.assertIn(word, page)

    def test_a_bottle_says_what_is_not_printed_on_it(self):
        made = self.write("lot.receive", by=self.by, product="P-0002", each_ul=15000)
        code = made["containers"][0]["container_code"]
        path = self.studio.folder / "label.pdf"
        for opened in (False, True):
            self.label(code, "--out", path)
            text = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, timeout=PATIENCE,
                                  check=True).stdout
            self.assertIn(f"No lot number: {made['lot_code']}", text)
            self.assertEqual("After opening 90 days" in text, not opened)
            self.assertEqual("Usable until" in text, opened)
            if not opened:
                self.write("stock.open", by=self.by, container=code)

    def test_a_picture_is_as_large_as_the_label(self):
        data = self.png(self.receive("P-0002", "DF-1", expiry="2060-06-30")).read_bytes()
        self.assertEqual(struct.unpack(">II", data[16:24]), (732, 343))
        self.assertEqual(data[33:54][4:17], b"pHYs" + struct.pack(">IIB", 11811, 11811, 1))
        self.assertEqual(struct.unpack(">I", data[50:54])[0], zlib.crc32(data[37:50]))

    def test_what_does_not_fit_or_is_not_there_is_refused(self):
        code = self.receive("P-0001", "N" * 20, expiry="2060-06-30")
        path = self.studio.folder / "none.png"
        for words, status, said in ((["--size", "12x10"], 2, "does not fit"),
                                    (["--size", "62"], 2, "62x29"),
                                    (["--size", "1e9x2"], 2, "62x29"),
                                    (["B-0099"], 2, "one label")):
            self.assertIn(said, self.label(code, *words, "--out", path, status=status).stderr)
        self.label("B-0099", "--out", path, status=3)
        self.label("X-0099", "--out", path, status=3)
        self.label(code, "--out", self.studio.folder / "label.txt", status=2)
        self.assertFalse(path.exists())


if __name__ == "__main__":
    unittest.main()
