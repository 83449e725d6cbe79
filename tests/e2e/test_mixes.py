"""Mixes and the rules of a place, as a person meets them: what a match offered, and what is refused."""

import json
import unittest

from studio import Studio

MATCH = ("match", "--skin", "61.2,9.8,15.1", "--stubble", "57.0,8.3,12.2", "--light", "D65/10")


class Mixes(unittest.TestCase):
    def setUp(self):
        self.studio = Studio()
        self.studio.start()
        self.addCleanup(self.studio.__exit__)
        self.connection = self.studio.connect()
        self.write = self.connection.write
        self.artist = self.write("staff.add", name="An Artist")["staff_code"]
        self.client = self.write("client.add", name="Somebody", by=self.artist)["client_code"]
        self.bottle("Neutral Black", "pigment", "NB-1", pao_days=180, drop_ul=50, pigment="neutral-carbon")
        self.bottle("Water", "diluent", "DW-1", pao_days=30, drop_ul=50)

    def bottle(self, name, kind, lot, expiry="2099-06-30", **more):
        product = self.write("product.add", maker="Demo Pigments", name=name, kind=kind, by=self.artist, **more)
        self.write("lot.receive", product=product["product_code"], lot_no=lot, expiry=expiry, each_ul=15000,
                   by=self.artist)

    def say(self, *words, status=0):
        done = self.studio.client(*words)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return " ".join((done.stdout + done.stderr).split())

    def accept(self):
        self.say(*MATCH, "--accept", "--client", self.client, "--by", self.artist)

    def follow(self, *packs):
        self.write("studio.set", rule_packs=list(packs), by=self.artist)

    def test_what_comes_next_is_about_what_was_done(self):
        shown = self.say(*MATCH, "--accept", "--client", self.client, "--by", self.artist)
        self.assertIn("Next: stipple mix --from-match M-0001", shown)
        self.assertNotRegex(shown, "Next: stipple (stock|lot|product)")
        self.assertIn("Next: stipple stock", self.say(*MATCH))
        old = self.say("lot", "receive", "P-0001", "--lot", "OLD", "--expiry", "2020-01-31", "--each", "1ml", "--by", self.artist)
        self.assertIn("Next: stipple lot show L-0003", old)
        self.assertNotIn("stock open", old)
        self.write("lot.hold", lot="L-0001", reason="a notice came", by=self.artist)
        held = self.say("lot", "receive", "P-0001", "--lot", "NB-1", "--expiry", "2099-06-30", "--each", "1ml", "--by", self.artist)
        self.assertIn("Next: stipple lot show L-0001", held)
        self.assertNotIn("stock open", held)

    def test_a_client_who_is_gone_is_offered_no_course(self):
        self.assertIn("Next: stipple course open C-0001", self.say("client", "C-0001", "--by", self.artist))
        self.say("client", "erase", "C-0001", "--reason", "asked for", "--by", self.artist)
        self.assertNotIn("course open", self.say("client", "C-0001", "--by", self.artist))

    def test_what_changed_since_the_match_is_told_all_at_once(self):
        self.accept()
        self.write("lot.hold", lot="L-0001", reason="a notice came", by=self.artist)
        self.write("stock.adjust", container="B-0002", counted_ul=100, reason="spill", by=self.artist)
        shown = self.say("mix", "--from-match", "M-0001", "--by", self.artist, status=5)
        self.assertIn("match.changed", shown)
        self.assertIn("B-0001: The lot is on hold. B-0002: 100 µL are left, and 1050 µL are wanted.", shown)
        self.assertIn("Match again", shown)

    def test_a_bottle_that_would_come_first_now_is_told_and_the_one_offered_is_taken(self):
        self.accept()
        self.write("lot.receive", product="P-0001", lot_no="NB-2", expiry="2098-01-31", each_ul=15000,
                   by=self.artist)
        shown = self.say("mix", "--from-match", "M-0001", "--by", self.artist)
        self.assertIn("B-0003 of lot NB-2 would come before B-0001 now: it is sealed, and usable until "
                      "2098-01-31.", shown)
        inputs = self.connection.call("mix.show", mix="X-0001")["inputs"]
        self.assertEqual([i["container_code"] for i in inputs], ["B-0001", "B-0002"])
        self.assertIn("X-0001 was mixed from it before", self.say("mix", "--from-match", "M-0001", "--by",
                                                                  self.artist))

    def test_a_recipe_that_goes_by_a_first_dilution_is_told_where_it_is_mixed(self):
        self.say("match", "--skin", "61.2,9.8,15.1", "--stubble", "60.6,9.6,14.8", "--light", "D65/10",
                 "--accept", "--client", self.client, "--by", self.artist)
        shown = self.say("mix", "--from-match", "M-0001", "--by", self.artist)
        self.assertIn("1. Mix 0.05 ml pigment + 0.15 ml diluent 2. Take 0.05 ml of that + 1.05 ml diluent "
                      "The rest of the first, 0.15 ml, is thrown away.", shown)
        self.accept()
        self.assertNotIn("1. Mix", self.say("mix", "--from-match", "M-0002", "--by", self.artist))

    def test_a_pack_with_single_use_cups_refuses_a_stock_dilution_by_name_and_citation(self):
        stock = ("mix", "--kind", "stock", "--discard-by", "2098-12-31", "--input", "B-0001=1ml", "--input",
                 "B-0002=4ml", "--by", self.artist)
        self.say(*stock)
        self.follow("dk", "us-nj")
        shown = self.say(*stock, status=5)
        for wanted in ("rule.cups", "us-nj", "N.J.A.C. 8:27-2.4", "single-use", "Mix a cup"):
            self.assertIn(wanted, shown)
        cup = ("mix", "--client", self.client, "--input", "X-0001=0.5ml", "--by", self.artist)
        self.assertIn("X-0001 is a stock dilution", self.say(*cup, status=5))
        self.follow("dk")
        self.say(*cup)

    def test_a_diluent_that_is_not_sterile_warns_until_a_pack_decides(self):
        cup = ("mix", "--client", self.client, "--input", "B-0001=0.1ml", "--input", "B-0002=0.9ml", "--by",
               self.artist)
        self.assertIn("distilled is not sterile", self.say(*cup))
        self.follow("us-neha")
        shown = self.say(*cup, status=5)
        for wanted in ("rule.diluent", "B-0002: Demo Pigments Water does not claim to be sterile", "us-neha",
                       "NEHA Body Art Model Code", "amend the product's claims"):
            self.assertIn(wanted, shown)
        shown = self.say(*MATCH)
        self.assertIn("Demo Pigments Water (P-0002) is left out", shown)
        self.assertNotIn("of lot DW-1", shown)
        self.say("product", "amend", "P-0002", "--claim", "sterile", "--reason", "on the label", "--by", self.artist)
        self.say(*cup)
        self.assertIn("of lot DW-1", self.say(*MATCH))

    def test_a_session_against_the_rules_is_kept_with_what_they_say(self):
        self.say("mix", "--client", self.client, "--input", "B-0001=0.1ml", "--input", "B-0002=0.9ml", "--by",
                 self.artist)
        self.follow("us-neha")
        done = json.loads(self.studio.client("session", "record", "--client", self.client, "--use", "X-0001@crown",
                                             "--use", "B-0001=0.1ml@front", "--by", self.artist, "--json").stdout)
        self.assertEqual(done["session_code"], "V-0001")
        named = {(w["name"], w.get("field")) for w in done["warnings"]}
        self.assertIn(("rule.diluent", "uses[0]"), named)
        self.assertIn(("rule.cups", "uses[1]"), named)
        self.assertNotIn(("rule.cups", "uses[0]"), named)


if __name__ == "__main__":
    unittest.main()
