"""Rule packs as data, and an inspection from the first gap to the last."""

import copy
import json
import re
import shlex
import unittest

import jsonschema

from studio import ROOT, Refused, Studio

PACKS = sorted((ROOT / "profiles/rules").glob("*.json"))
SCHEMA = json.loads((ROOT / "tests/data/rule_pack.schema.json").read_text())
# What us-neha misses of a session of which only the client is told.
SESSION_GAPS = ["uses[kinds=pigment]", "uses[kinds=cartridge]", "course", "uses.zone", "signatures.who",
                "complications", "aftercare", "copy_offered"]
WORST = ["grave", "serious", "formal"]


class Packs(unittest.TestCase):
    def faults(self, pack):
        return list(jsonschema.Draft202012Validator(SCHEMA).iter_errors(pack))

    def test_every_pack_passes_the_schema(self):
        self.assertGreaterEqual(len(PACKS), 7)
        for path in PACKS:
            pack = json.loads(path.read_text())
            self.assertEqual(self.faults(pack), [], path.name)
            last = max(json.loads(p.read_text())["date_read"] for p in PACKS if p.name.startswith(f"{pack['id']}."))
            earlier = "" if pack["date_read"] == last else "." + pack["date_read"]
            self.assertEqual(path.stem, pack["id"] + earlier)

    def test_what_was_read_before_can_still_be_asked_for(self):
        with Studio(fixed=True) as studio:
            connection = studio.connect()
            connection.write("client.add", name="Somebody")
            connection.write("staff.add", name="An Artist")
            connection.write("session.record", client="C-0001", by="S-01")
            asked = {}
            for day in ("2026-11-20", "2026-11-26", "2026-11-27", None):
                params = {"day": day} if day else {}
                result = connection.call("inspect.run", pack="us-neha", **params)
                asked[day] = (result["packs"][0]["date_read"], [f["fields"][0] for f in result["findings"]])
            self.assertEqual(asked["2026-11-20"], asked["2026-11-26"])
            self.assertEqual(asked["2026-11-27"], asked[None])
            self.assertEqual((asked["2026-11-20"][0], asked[None][0]), ("2026-11-20", "2026-11-27"))
            self.assertNotIn("copy_offered", asked["2026-11-20"][1])
            self.assertIn("copy_offered", asked[None][1])

    def test_a_setting_without_the_sentence_it_rests_on_does_not_pass(self):
        pack = json.loads((ROOT / "profiles/rules/dk.json").read_text())
        for change in ("keep_basis", "how_sure", "date_read", "citation"):
            broken = copy.deepcopy(pack)
            del broken[change]
            self.assertNotEqual(self.faults(broken), [], change)
        broken = copy.deepcopy(pack)
        broken["required"][0]["record"] = "parrot"
        self.assertNotEqual(self.faults(broken), [])
        broken = copy.deepcopy(pack)
        broken["required"][0]["value"] = "batch"
        self.assertNotEqual(self.faults(broken), [])


class Inspection(unittest.TestCase):
    def setUp(self):
        self.studio = Studio(fixed=True)
        self.studio.start()
        self.addCleanup(self.studio.__exit__)
        self.connection = self.studio.connect()
        self.write = self.connection.write
        self.write("staff.add", name="First Artist", jobs=["Artist"], licences=[
            {"name": "registration", "expiry": "2026-03-01"}])
        self.write("staff.add", name="Front Desk", jobs=["manager"], by="S-01")
        self.write("product.add", maker="Demo Pigments", name="Neutral Black", kind="pigment",
                   by="S-01")
        self.write("lot.receive", product="P-0001", each_ul=15000, by="S-01",
                   occurred_at="2026-02-01T12:00:00Z")

    def inspect(self, **params):
        return self.connection.call("inspect.run", **params)

    def gaps(self, **params):
        return [(f["record"], f.get("code"), f["fields"][0]) for f in
                self.inspect(**params)["findings"]]

    def test_what_is_missing_is_listed_worst_first(self):
        result = self.inspect(pack="us-neha")
        self.assertEqual(self.gaps(pack="us-neha"),
                         [("lot", "L-0001", "lot_no"), ("staff", "S-01", "licences.expiry"),
                          ("lot", "L-0001", "expiry"), ("studio", None, "permit")])
        order = [WORST.index(f["gravity"]) for f in result["findings"]]
        self.assertEqual(order, sorted(order))
        self.assertEqual({r["record"]: (r["checked"], r["gaps"]) for r in result["records"]}["staff"],
                         (2, 1))

    def test_what_was_mended_is_gone(self):
        self.write("lot.amend", lot="L-0001", batch_no="B7", expiry="2027-01-31", reason="found",
                   by="S-01")
        self.write("studio.set", permit="17", by="S-01")
        self.write("staff.amend", staff="S-01", reason="renewed", by="S-01",
                   licences=[{"name": "registration", "expiry": "2026-03-02"}])
        self.assertEqual(self.gaps(pack="us-neha"), [])
        self.assertEqual(self.gaps(pack="us-neha", to="2026-03-03"),
                         [("staff", "S-01", "licences.expiry")])

    def test_a_session_without_lines_or_the_artist_s_signature_has_gaps(self):
        self.write("client.add", name="Hidden Name", by="S-01")
        self.write("session.record", client="C-0001", by="S-01",
                   occurred_at="2026-02-20T10:00:00Z")
        gaps = [gap[2] for gap in self.gaps(pack="us-neha") if gap[0] == "session"]
        self.assertEqual(gaps, SESSION_GAPS)
        self.write("course.open", client="C-0001", service="full", by="S-01")
        self.write("session.amend", session="V-0001", reason="forgotten", by="S-01", course="K-0001",
                   uses=[{"container": "B-0001", "ul": 100, "zone": "crown"}], sterilizer="load 7",
                   aftercare="v2", copy_offered=True, complications="none",
                   signatures=[{"who": "client", "meaning": "aftercare received"},
                               {"who": "artist", "meaning": "done as recorded"}])
        self.assertNotIn("session", [gap[0] for gap in self.gaps(pack="us-neha")])
        self.assertNotIn("session", [gap[0] for gap in self.gaps(pack="us-nj")])

    def test_a_session_is_looked_at_in_its_period_only(self):
        self.write("client.add", name="Hidden Name", by="S-01")
        self.write("session.record", client="C-0001", by="S-01",
                   occurred_at="2026-02-20T10:00:00Z")
        all_of_them = len(SESSION_GAPS)
        for period, n in (({"from": "2026-02-21"}, 0), ({"from": "2026-02-20"}, all_of_them),
                          ({"to": "2026-02-19"}, 0), ({"to": "2026-02-20"}, all_of_them)):
            gaps = [gap for gap in self.gaps(pack="us-neha", **period) if gap[0] == "session"]
            self.assertEqual(len(gaps), n, period)

    def test_a_limit_leaves_out_the_mildest_and_counts_them(self):
        result = self.inspect(pack="us-neha", limit=1)
        self.assertEqual([f["gravity"] for f in result["findings"]], ["grave"])
        self.assertEqual(result["more"], 3)

    def in_period(self, gap, **period):
        return gap in self.gaps(pack="us-neha", **period)

    def test_a_period_leaves_out_what_came_later_or_was_used_up_before(self):
        gap = ("lot", "L-0001", "lot_no")
        self.assertFalse(self.in_period(gap, to="2026-01-31"))
        self.assertTrue(self.in_period(gap, **{"from": "2026-03-01"}))
        self.write("stock.discard", container="B-0001", reason="damage", route="ordinary", by="S-01",
                   occurred_at="2026-02-20T12:00:00Z")
        self.assertFalse(self.in_period(gap, **{"from": "2026-02-21"}))
        for period in ({}, {"from": "2026-02-20"}, {"from": "2026-02-10", "to": "2026-02-12"},
                       {"to": "2026-02-01"}):
            self.assertTrue(self.in_period(gap, **period), period)

    def test_what_was_in_use_in_a_period_counts_though_it_ended_since(self):
        self.write("client.add", name="Hidden Name", by="S-01", occurred_at="2026-02-01T09:00:00Z")
        self.write("course.open", client="C-0001", service="full", by="S-01", occurred_at="2026-02-01T09:00:00Z")
        self.write("course.close", course="K-0001", reason="moved away", by="S-01",
                   occurred_at="2026-02-10T09:00:00Z")
        self.write("staff.retire", staff="S-02", reason="moved away", by="S-01", occurred_at="2026-03-01T09:00:00Z")
        self.write("mix.make", kind="stock", inputs=[{"container": "B-0001", "ul": 500}], by="S-01",
                   discard_by="2026-03-02", occurred_at="2026-02-10T09:00:00Z")
        self.write("stock.discard", container="B-0001", reason="damage", route="ordinary", by="S-01",
                   occurred_at="2026-02-12T12:00:00Z")
        self.write("session.record", client="C-0001", by="S-01", uses=[{"container": "X-0001", "ul": 100}],
                   occurred_at="2026-02-20T10:00:00Z")
        course, lot = ("course", "K-0001", "consent"), ("lot", "L-0001", "lot_no")
        self.assertTrue(self.in_period(course, **{"from": "2026-02-10", "to": "2026-02-11"}))
        self.assertFalse(self.in_period(course, **{"from": "2026-02-11"}))
        # Nobody had it but out of the mix.
        self.assertTrue(self.in_period(lot, **{"from": "2026-02-20", "to": "2026-02-20"}))
        self.assertFalse(self.in_period(lot, **{"from": "2026-02-21"}))
        looked = {r["record"]: r["checked"] for r in self.inspect(pack="ca-on", **{"from": "2026-02-21"})["records"]}
        self.assertEqual((looked["client"], looked["staff"]), (0, 2))
        looked = {r["record"]: r["checked"] for r in self.inspect(pack="ca-on", **{"from": "2026-03-02"})["records"]}
        self.assertEqual(looked["staff"], 1)
        looked = {r["record"]: r["checked"] for r in self.inspect(pack="ca-on", **{"from": "2026-02-20"})["records"]}
        self.assertEqual(looked["client"], 1)

    def test_the_studio_s_own_packs_are_what_it_is_held_against(self):
        self.write("studio.set", rule_packs=["us-neha", "eu-reach-75"], by="S-01")
        packs = {f["pack"] for f in self.inspect()["findings"]}
        self.assertEqual(packs, {"us-neha", "eu-reach-75"})
        with self.assertRaises(Refused) as caught:
            self.inspect(day="2020-01-01")
        self.assertEqual(caught.exception.field, "day")

    def test_an_unknown_pack_is_refused_with_the_nearest(self):
        with self.assertRaises(Refused) as caught:
            self.write("studio.set", rule_packs=["us-neho"], by="S-01")
        self.assertEqual(caught.exception.name, "rule.not_found")
        self.assertIn("us-neha", caught.exception.error["data"]["hint"])

    def test_clients_are_looked_through_without_a_look_or_a_name(self):
        self.write("client.add", name="Hidden Name", by="S-01")
        before = self.connection.call("daemon.status")["store"]["events"]
        result = self.inspect(pack="ca-on")
        self.assertIn(("client", "C-0001", "phone"), self.gaps(pack="ca-on"))
        self.assertNotIn("Hidden", json.dumps(result))
        self.assertEqual(self.connection.call("daemon.status")["store"]["events"], before)

    def test_a_delivery_asks_for_what_the_packs_want_on_the_label(self):
        self.write("studio.set", rule_packs=["us-neha", "eu-reach-75"], by="S-01")
        self.write("product.add", maker="Demo Pigments", name="Water", kind="diluent", by="S-01")
        ink = self.write("lot.receive", product="P-0001", lot_no="1", each_ul=1, by="S-01")
        water = self.write("lot.receive", product="P-0002", lot_no="2", each_ul=1, by="S-01")
        self.assertEqual([w["name"] for w in ink["warnings"]].count("lot.label"), 1)
        self.assertEqual((ink["product_code"], ink["claims_missing"]), ("P-0001", ["tattoo_purpose", "batch", "ingredients"]))
        done = self.studio.client("lot", "receive", "P-0001", "--lot", "3", "--each", "1ml", "--expiry", "2060-06", "--by", "S-01")
        line = re.search(r"Next: stipple (product amend .*?)   \(", done.stderr).group(1)
        done = self.studio.client(*shlex.split(line), "--by", "S-01")
        self.assertEqual(done.returncode, 0, done.stderr)
        again = self.write("lot.receive", product="P-0001", lot_no="4", each_ul=1, by="S-01")
        self.assertNotIn("claims_missing", again)
        self.assertNotIn("lot.label", [w["name"] for w in again["warnings"]])
        text = next(w["text"] for w in water["warnings"] if w["name"] == "lot.not_sterile")
        self.assertIn("NEHA", text)

    def test_every_command_that_mends_can_be_typed(self):
        self.write("client.add", name="Hidden Name", by="S-01")
        self.write("course.open", client="C-0001", service="full", by="S-01")
        for name in sorted({path.stem.partition(".")[0] for path in PACKS}):
            done = self.studio.client("inspect", "--pack", name)
            self.assertEqual(done.returncode, 0, done.stderr)
            commands = re.findall(r"^ +stipple (.+)$", done.stdout, re.M)
            findings = self.inspect(pack=name)["findings"]
            self.assertEqual(len(commands), len({finding["id"] for finding in findings}), done.stdout)
            for command in commands:
                words = shlex.split(command)
                page = self.studio.client("help", *words[:2]).stdout
                self.assertIn(f"stipple {words[0]} {words[1]}", page, command)
                for word in words:
                    if word.startswith("--"):
                        self.assertIn(word, page, command)

    def test_a_label_that_claims_something_keeps_it(self):
        self.write("product.amend", product="P-0001", claims=["batch"], reason="read", by="S-01")
        shown = self.studio.client("inspect", "--pack", "eu-reach-75").stdout
        command = re.search(r"stipple (product amend .*) --reason", shown).group(1)
        done = self.studio.client(*shlex.split(command), "--reason", "read", "--by", "S-01")
        self.assertEqual(done.returncode, 0, done.stderr)
        claims = self.connection.call("product.show", product="P-0001")["claims"]
        self.assertEqual(sorted(claims), ["batch", "ingredients", "tattoo_purpose"])

    def test_who_signed_already_stays_beside_the_one_that_is_missing(self):
        self.write("client.add", name="Hidden Name", by="S-01")
        self.write("session.record", client="C-0001", by="S-01", signatures=[
            {"who": "client", "meaning": "consent, and it's mine"}])
        shown = self.studio.client("inspect", "--pack", "us-neha").stdout
        option = re.search(r"session amend V-0001 .*(--add-signed artist,MEANING)", shown).group(1)
        done = self.studio.client("session", "amend", "V-0001", *option.split(), "--reason", "found", "--by", "S-01")
        self.assertEqual(done.returncode, 0, done.stderr)
        signatures = self.connection.call("session.show", session="V-0001", by="S-01")["signatures"]
        self.assertEqual([(s["who"], s["meaning"]) for s in signatures],
                         [("client", "consent, and it's mine"), ("artist", "MEANING")])

    def test_lines_that_an_amendment_took_back_are_no_lines(self):
        self.write("client.add", name="Hidden Name", by="S-01")
        self.write("session.record", client="C-0001", by="S-01", uses=[{"container": "B-0001", "ul": 9}])
        self.assertNotIn("uses[kinds=pigment]", [gap[2] for gap in self.gaps(pack="us-neha")])
        self.write("session.amend", session="V-0001", reason="nothing was used", uses=[], by="S-01")
        self.assertIn("uses[kinds=pigment]", [gap[2] for gap in self.gaps(pack="us-neha")])

    def test_what_was_erased_was_there(self):
        self.write("client.add", name="Hidden Name", by="S-01")
        for words in ({}, {"complications": "none"}):
            self.write("session.record", client="C-0001", by="S-01", **words)
        asked = [(gap[1], gap[2]) for gap in self.gaps(pack="us-neha") if gap[2] == "complications"]
        self.assertEqual(asked, [("V-0001", "complications")])
        self.write("client.erase", client="C-0001", reason="asked for it", by="S-01",
                   override_reason="they insist")
        self.assertNotIn(("V-0002", "complications"), [(g[1], g[2]) for g in self.gaps(pack="us-neha")])

    def test_a_pack_is_shown_with_what_it_rests_on(self):
        shown = self.studio.client("rule", "show", "dk").stdout
        for text in ("Denmark", "1827", "§ 9", "How sure"):
            self.assertIn(text, shown)
        self.assertIn("ca-on", self.studio.client("rule").stdout)
        self.assertEqual(self.studio.client("rule", "show", "kd").returncode, 3)


if __name__ == "__main__":
    unittest.main()
