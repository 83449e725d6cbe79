"""Everything that an inspection prints to mend the books, typed in any order: it mends, and nothing that stood is lost."""

import random
import re
import shlex
import unittest

from studio import ROOT, Studio

PACKS = sorted({path.stem.partition(".")[0] for path in (ROOT / "profiles/rules").glob("*.json")})
# What a person fills in, by option; the values that a command needs besides stand in FILLED_OF.
FILLED = {"--permit": "permit 17", "--address": "1 High Street", "--lot": "F1", "--batch": "B77", "--expiry": "2027-06-30",
          "--supplier": "Supplier", "--ci": "CI 77266", "--born": "1980-01-01", "--phone": "555 0100", "--course": "K-0001",
          "--consent": "no. 15", "--consent-signed": "2026-02-02", "--questionnaire": "health 15", "--service": "full",
          "--aftercare": "2026-01", "--complications": "none", "--zone": "crown", "--reason": "papers found"}
FILLED_OF = {("V-0001", "--add-use"): "B-0001=0.1ml, B-0003=2", ("V-0002", "--add-use"): "B-0003=1",
             ("V-0003", "--add-use"): "B-0001=0.2ml@temples", ("S-02", "--add-licence"): "permit,P 2,2027-01-31"}
# What is left open behind what the command says already.
OPEN = {"MEANING": "done as recorded", "NUMBER,EXPIRY": "R 2,2027-01-31"}


class Remedies(unittest.TestCase):
    """On a clock that stands at 2026-03-02 10:00."""

    def prepare(self, studio):
        self.studio, self.connection = studio, studio.connect()
        write = self.connection.write
        write("staff.add", name="First Artist", jobs=["artist"], licences=[
            {"name": "registration", "number": "R 1", "expiry": "2026-03-01"}, {"name": "hygiene", "expiry": "2027-03-01"}])
        write("staff.add", name="Second Artist", jobs=["artist"], by="S-01")
        for name, kind, claims in (("Black", "pigment", ["nickel"]), ("Water", "diluent", ["sterile"]),
                                   ("Needles", "cartridge", [])):
            write("product.add", maker="Alba", name=name, kind=kind, claims=claims, by="S-01")
        for number, amount in ((1, {"each_ul": 15000}), (2, {"each_ul": 100000}), (3, {"each_pieces": 20})):
            write("lot.receive", product=f"P-000{number}", by="S-01", occurred_at="2026-02-01T09:00:00Z", **amount)
        for name in ("Probe Person", "Other Person"):
            write("client.add", name=name, by="S-01")
        write("course.open", client="C-0001", service="full", by="S-01")
        write("course.open", client="C-0002", service="full", by="S-01",
              consent={"reference": "no. 14", "expires": "2027-01-01"})
        write("mix.make", kind="cup", client="C-0001", by="S-01",
              inputs=[{"container": "B-0001", "ul": 100}, {"container": "B-0002", "ul": 900}])
        write("session.record", client="C-0001", by="S-01")
        write("session.record", course="K-0001", by="S-01", uses=[{"container": "X-0001"}],
              signatures=[{"who": "client", "meaning": "consent, and it's mine"}])
        write("session.record", course="K-0001", by="S-01", place="chair 1",
              uses=[{"container": "B-0003", "pieces": 1, "zone": "temples"}])
        write("studio.set", rule_packs=PACKS, by="S-01")

    def filled(self, command):
        """The words of a command as somebody types it: what it leaves open is filled in."""
        words = shlex.split(command)
        code = next((word for word in words[2:3] if not word.startswith("--")), None)
        for i, word in enumerate(words[:-1]):
            if word.startswith("--") and re.fullmatch(r"[A-Z][A-Z,]*(\[.*\])*", words[i + 1]):
                words[i + 1] = FILLED_OF.get((code, word)) or FILLED[word]
            for mark, text in OPEN.items():
                if words[i + 1].endswith("," + mark):
                    words[i + 1] = words[i + 1][:-len(mark)] + text
        return words

    def lines(self, session):
        shown = self.connection.call("session.show", session=session, by="S-01")
        return [(use["container_code"], use.get("ul"), use.get("pieces")) for use in shown["uses"] if not use["ended"]]

    def typed_in(self, order):
        with Studio(fixed=True) as studio:
            self.prepare(studio)
            shown = self.studio.client("inspect").stdout
            commands = re.findall(r"^ +stipple (.+)$", shown, re.M)
            findings = self.connection.call("inspect.run")["findings"]
            self.assertEqual(len(commands), len({finding["id"] for finding in findings}), shown)
            order.shuffle(commands)
            for command in commands:
                done = self.studio.client(*self.filled(command), "--by", "S-01")
                self.assertEqual(done.returncode, 0, f"{command}\n{done.stdout}{done.stderr}")
            self.assertEqual(self.connection.call("inspect.run")["findings"], [])
            self.stands()

    def stands(self):
        show = lambda what, code: self.connection.call(f"{what}.show", by="S-01", **{what: code})
        self.assertEqual(self.lines("V-0001"), [("B-0001", 100, None), ("B-0003", None, 2)])
        self.assertEqual(sorted(self.lines("V-0002")), [("B-0003", None, 1), ("X-0001", 1000, None)])
        self.assertEqual(self.lines("V-0003"), [("B-0003", None, 1), ("B-0001", 200, None)])
        reached = self.connection.call("trace.lot", lot="L-0001")["uses"]
        self.assertEqual({use["session_code"] for use in reached}, {"V-0001", "V-0002", "V-0003"})
        signed = [(s["who"], s["meaning"]) for s in show("session", "V-0002")["signatures"]]
        self.assertEqual(signed, [("client", "consent, and it's mine"), ("artist", "done as recorded")])
        self.assertEqual(show("session", "V-0003")["place"], "chair 1")
        claims = self.connection.call("product.show", product="P-0001")["claims"]
        self.assertEqual((claims[0], sorted(claims)), ("nickel", ["batch", "ingredients", "nickel", "tattoo_purpose"]))
        self.assertEqual(show("course", "K-0002")["consent"],
                         {"reference": "no. 14", "signed": "2026-02-02", "expires": "2027-01-01"})
        staff = self.connection.call("staff.list")["staff"]
        self.assertEqual({licence["name"]: licence["expiry"] for licence in staff[0]["licences"]},
                         {"registration": "2027-01-31", "hygiene": "2027-03-01"})

    def test_whatever_the_order_each_gap_is_mended_and_nothing_is_lost(self):
        for seed in range(2):
            with self.subTest(seed=seed):
                self.typed_in(random.Random(seed))


if __name__ == "__main__":
    unittest.main()
