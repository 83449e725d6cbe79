"""Every rule of every pack is a real check: books that have all it asks for pass, and each thing left
out of them is found, or cannot be left out."""

import copy
import json
import unittest

from studio import ROOT, Refused, Studio

PACKS = [json.loads(path.read_text()) for path in sorted((ROOT / "profiles/rules").glob("*.json"))]
RULES = [(pack, rule) for pack in PACKS for rule in pack["required"]]
CLAIMS = ["tattoo_purpose", "batch", "ingredients", "sterile"]
KINDS = ("pigment", "diluent", "cartridge")

# What each record has when nothing is missing; a name in place of a line of use stands for its container.
WHOLE = {
    "studio": ("studio.set", {"permit": "17", "address": "1 Demo Street"}),
    "staff": ("staff.add", {"name": "Demo Artist", "jobs": ["artist"],
                            "licences": [{"name": "registration", "expiry": "2027-01-31"}]}),
    "product": ("product.add", {"maker": "Demo Pigments", "name": "Black", "kind": "pigment", "claims": CLAIMS,
                                "colour_index": ["CI 77266"]}),
    "lot": ("lot.receive", {"lot_no": "N1", "expiry": "2027-01-31", "supplier": "A shop, 1 Demo Street",
                            "document": "R-17", "occurred_at": "2026-02-01T09:00:00Z"}),
    "client": ("client.add", {"name": "Demo Client", "born": "1980-01-01", "phone": "555 0100",
                              "address": "2 Demo Street"}),
    "course": ("course.open", {"service": "full", "consent": {"reference": "1", "signed": "2026-02-01"},
                               "questionnaire": {"reference": "2"}}),
    "session": ("session.record", {
        "occurred_at": "2026-03-01T09:00:00Z", "artist": "S-01", "course": "K-0001",
        "uses": [{"container": "pigment", "ul": 10, "zone": "crown"}, {"container": "cartridge", "pieces": 1}],
        "signatures": [{"who": "client", "meaning": "consent"}, {"who": "artist", "meaning": "done as recorded"}],
        "aftercare": "2026-01", "complications": "none", "copy_offered": True}),
}


def without(value, path, rule):
    """The parameters without what the rule's path leads to."""
    head, _, rest = path.partition(".")
    name, _, picked = head.partition("[")
    if name not in value:
        return
    if rule.get("check") == "holds":
        value["licences"][0]["expiry"] = "2020-01-31"
    elif rule.get("check") == "has" and rest:
        value[name] = [item for item in value[name] if item[rest] != rule["value"]]
    elif rule.get("check") == "has":
        value[name] = [item for item in value[name] if item != rule["value"]]
    elif picked:
        word = picked.rstrip("]").partition("=")[2]
        value[name] = [item for item in value[name] if item["container"] != word]
    elif not rest:
        del value[name]
    else:
        for item in value[name] if isinstance(value[name], list) else [value[name]]:
            without(item, rest, rule)


class Checks(unittest.TestCase):
    def setUp(self):
        self.studio = Studio(fixed=True)
        self.studio.start()
        self.addCleanup(self.studio.__exit__)
        self.connection = self.studio.connect()
        self.write = self.connection.write
        self.write(*WHOLE["staff"][:1], **WHOLE["staff"][1])
        self.write("studio.set", by="S-01", **WHOLE["studio"][1])
        self.bottles, self.made = {}, 0
        for i, kind in enumerate(KINDS):
            self.make("product", {**copy.deepcopy(WHOLE["product"][1]), "name": kind, "kind": kind,
                                  "colour_index": ["CI 77266"] if kind == "pigment" else []})
            self.make("lot", {**WHOLE["lot"][1], "product": f"P-000{i + 1}"}, kind)
        self.make("client", WHOLE["client"][1])
        self.make("course", {**WHOLE["course"][1], "client": "C-0001"})

    def make(self, record, params, kind="pigment"):
        """Records it; its code, None for the studio."""
        params = copy.deepcopy(params)
        self.made += 1
        if record == "product" and kind != "pigment":
            params["kind"] = kind
        if record == "lot":
            params.setdefault("product", f"P-000{KINDS.index(kind) + 1}")
            params["each_pieces" if kind == "cartridge" else "each_ul"] = 1000
            params["lot_no"] = f"N{self.made}" if "lot_no" in params else None
            params = {name: value for name, value in params.items() if value is not None}
        if record == "course":
            params.setdefault("client", "C-0001")
        if record == "session":
            params.setdefault("client", "C-0001")
            for use in params.get("uses", []):
                use["container"] = self.bottles[use["container"]]
        method = WHOLE[record][0]
        made = self.write(method, by="S-01", **params)
        if record == "lot":
            self.bottles.setdefault(kind, made["containers"][0]["container_code"])
        return made.get(f"{record}_code")

    def findings(self, pack, connection=None):
        return (connection or self.connection).call(
            "inspect.run", pack=pack["id"], day=pack["date_read"], limit=1000)["findings"]

    def test_books_that_have_everything_pass_every_pack(self):
        self.assertEqual(self.make("session", WHOLE["session"][1]), "V-0001")
        for pack in PACKS:
            self.assertEqual(self.findings(pack), [], pack["id"])

    def shown(self, record, code, path):
        """Whether the record shows something there: it could not be left out."""
        method = {"staff": "staff.list"}.get(record, f"{record}.show")
        params = {} if record in ("staff", "studio") else {record: code}
        if record == "client":
            params.update(by="S-01", reason="test")
        value = self.connection.call(method, **params)
        for part in path.split("."):
            value = value[part.partition("[")[0]]
            value = value[0] if isinstance(value, list) else value
        return value is not None

    def test_what_is_left_out_is_found_or_cannot_be_left_out(self):
        self.make("session", WHOLE["session"][1])
        asked = {"found": 0, "refused": 0, "always there": 0}
        for pack, rule in RULES:
            with self.subTest(pack=pack["id"], read=pack["date_read"], rule=rule):
                asked[self.left_out(pack, rule)] += 1
        self.assertGreater(asked["found"], 50, asked)
        print(f"{len(RULES)} rules: {asked}")

    def left_out(self, pack, rule):
        record, params = rule["record"], copy.deepcopy(WHOLE[rule["record"]][1])
        kind = rule.get("kinds", ["pigment"])[0] if record in ("product", "lot") else "pigment"
        for path in rule["fields"]:
            without(params, path, rule)
        if record == "studio":
            return self.studio_left_out(pack, rule)
        if record == "product" and "name" in params:
            params["name"] = f"{kind} {self.made}"
        try:
            code = self.make(record, params, kind)
        except Refused as refused:
            self.assertIn(refused.field.partition(".")[0], [path.partition(".")[0] for path in rule["fields"]])
            return "refused"
        wanted = (record, code, rule["fields"], rule.get("check", "present"), rule.get("value"))
        found = [(f["record"], f.get("code"), f["fields"], f["check"], f.get("value")) for f in self.findings(pack)]
        if wanted in found:
            return "found"
        self.assertTrue(any(self.shown(record, code, path) for path in rule["fields"]), wanted)
        return "always there"

    def studio_left_out(self, pack, rule):
        """What a studio says cannot be taken back, so another one says nothing."""
        with Studio(fixed=True) as other:
            findings = self.findings(pack, other.connect())
            self.assertIn(("studio", rule["fields"]), [(f["record"], f["fields"]) for f in findings])
        return "found"

    def test_a_session_is_told_what_is_missing_and_is_kept(self):
        self.write("studio.set", by="S-01", rule_packs=["us-neha", "us-nj"])
        done = self.write("session.record", by="S-01", client="C-0001", uses=[])
        self.assertEqual(done["session_code"], "V-0001")
        told = [(w["field"], w["text"]) for w in done["warnings"] if w["name"] == "rule.missing"]
        self.assertEqual([field for field, _ in told],
                         ["uses", "uses", "course", "uses.zone", "signatures.who", "signatures.who", "complications",
                          "aftercare", "copy_offered"])
        self.assertIn("`us-neha`: 7.2", told[0][1])
        self.assertEqual(sum("`us-nj`" in text for _, text in told), 1)  # the client's signature; the rest is said
        whole = copy.deepcopy(WHOLE["session"][1])
        for use in whole["uses"]:
            use["container"] = self.bottles[use["container"]]
        done = self.write("session.record", by="S-01", **whole)
        self.assertNotIn("rule.missing", [w["name"] for w in done["warnings"]])


if __name__ == "__main__":
    unittest.main()
