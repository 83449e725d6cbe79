"""How long a client's record is kept, and what is left when it is ended."""

import sqlite3
import unittest

from studio import Refused, Studio


class Retention(unittest.TestCase):
    def setUp(self):
        self.studio = Studio(fixed=True)
        self.studio.start()
        self.addCleanup(self.studio.__exit__)
        self.connection = self.studio.connect()
        self.write = self.connection.write
        self.write("staff.add", name="First Artist", jobs=["artist"])
        self.write("client.add", name="Anna Probeperson", by="S-01")

    def erase(self, **more):
        return self.write("client.erase", client="C-0001", reason="asked for it", by="S-01", **more)

    def refused(self, **more):
        with self.assertRaises(Refused) as caught:
            self.erase(**more)
        return caught.exception

    def verdict(self, day):
        return self.connection.call("retention.plan", day=day)["clients"][0]["verdict"]

    def test_what_may_go_what_must_and_what_stays(self):
        self.assertEqual(self.verdict("2026-03-02"), "may_go")
        self.write("studio.set", rule_packs=["us-nj"], by="S-01")
        self.assertEqual(self.verdict("2029-03-02"), "stay")
        self.assertEqual(self.verdict("2029-03-03"), "may_go")
        self.write("studio.set", rule_packs=["us-nj", "dk"], by="S-01")
        row = self.connection.call("retention.plan", day="2030-01-01")["clients"][0]
        self.assertEqual((row["verdict"], row["keep_until"], row["keep_pack"], row["go_pack"]),
                         ("stay", "2031-03-03", "dk", "dk"))
        self.assertEqual(self.verdict("2031-03-03"), "stay")
        self.assertEqual(self.verdict("2031-03-04"), "must_go")

    def test_the_answer_says_by_when_it_is_gone_from_backups(self):
        self.write("client.add", name="Berta Probeperson", by="S-01")
        answer = self.erase()
        self.assertNotIn("backups_until", answer)
        self.assertIn("Nobody has said", answer["warnings"][-1]["text"])
        self.write("studio.set", backup_days=90, by="S-01")
        for method in ("client.erase", "retention.purge"):
            who = {"client": "C-0002"} if method == "client.erase" else {"clients": ["C-0002"]}
            answer = self.write(method, reason="asked for it", by="S-01", **who)
            self.assertEqual(answer["backups_until"], "2026-05-31")
            self.assertIn("2026-05-31", answer["warnings"][-1]["text"])
        self.assertTrue(self.connection.call("audit.verify")["whole"])

    def test_a_course_under_way_stays_and_a_session_counts_anew(self):
        self.write("studio.set", rule_packs=["us-nj"], by="S-01")
        self.write("course.open", client="C-0001", service="full", by="S-01")
        self.assertEqual(self.verdict("2040-01-01"), "stay")
        self.write("course.close", course="K-0001", reason="done", by="S-01")
        self.assertEqual(self.verdict("2040-01-01"), "may_go")

    def test_inside_the_keep_period_only_an_override_erases(self):
        self.write("studio.set", rule_packs=["us-nj"], by="S-01")
        refused = self.refused()
        self.assertEqual((refused.name, refused.field), ("client.kept", "client"))
        self.assertIn("warn", refused.error["data"]["hint"])
        answer = self.erase(override_reason="a judge said so")
        self.assertEqual(answer["keep_until"], "2029-03-02")
        self.assertEqual([w["name"] for w in answer["warnings"]],
                         ["erase.final", "erase.kept", "erase.backups"])
        self.assertEqual(self.refused(override_reason="again").name, "client.erased")

    def test_whoever_overrides_is_told_of_all_that_is_overridden(self):
        self.write("studio.set", rule_packs=["us-nj"], by="S-01")
        self.write("course.open", client="C-0001", service="full", by="S-01")
        self.write("session.record", client="C-0001", uses=[{"container": "a bottle without a label", "ul": 10}],
                   by="S-01")
        told = str(self.refused())
        for why in ("a course that is not closed", "V-0001 still waits for a manager", "By us-nj", "until 2029-03-02"):
            self.assertIn(why, told)

    def test_the_trace_stays_whole_under_the_code_and_the_audit_agrees(self):
        self.write("product.add", maker="Demo", name="Black", kind="pigment", by="S-01")
        self.write("lot.receive", product="P-0001", lot_no="1", each_ul=15000, by="S-01")
        self.write("session.record", client="C-0001", by="S-01",
                   uses=[{"container": "B-0001", "ul": 100}])
        before = self.connection.call("trace.lot", lot="L-0001")
        self.erase()
        self.assertEqual(self.connection.call("trace.lot", lot="L-0001"), before)
        self.assertTrue(self.connection.call("audit.verify")["whole"])
        card = self.connection.call("client.show", client="C-0001")
        self.assertTrue(card["erased"])
        self.assertNotIn("identity", card)
        with self.assertRaises(Refused):
            self.connection.call("client.export", client="C-0001", reason="asked", by="S-01")

    def test_the_key_is_overwritten_wherever_it_lay(self):
        with sqlite3.connect(f"file:{self.studio.data}/stipple.db?mode=ro", uri=True) as database:
            key, = database.execute("SELECT sealed FROM client_key").fetchone()
        database.close()
        self.erase()
        self.studio.stop()
        for path in self.studio.data.iterdir():
            self.assertNotIn(key, path.read_bytes(), path.name)

    def test_the_same_call_again_gets_its_first_answer(self):
        op_id = "00000000-0000-4000-8000-0000000000aa"
        self.assertEqual(self.erase(op_id=op_id), self.erase(op_id=op_id))

    def test_from_the_command_line(self):
        done = self.studio.client("retention")
        self.assertIn("may go", done.stdout)
        done = self.studio.client("client", "erase", "C-0001", "--reason", "asked", "--by", "S-01")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("Erased: C-0001.", done.stdout)
        done = self.studio.client("retention")
        self.assertRegex(done.stdout, r"C-0001 +may go +yes")


if __name__ == "__main__":
    unittest.main()
