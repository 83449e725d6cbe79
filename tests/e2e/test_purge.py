"""Purges of random studios: the chain stays whole, the state is rebuilt, lots and traces are as they
were, and nothing that was said about those who went is left anywhere, in no backup either."""

import json
import random
import unittest

from studio import Refused, Studio, stock

SEEDS, CLIENTS, STEPS = range(1, 4), 6, 90
D65 = {"kind": "lab", "illuminant": "D65", "observer": 10}
FIND = {"skin": [{**D65, "value": [61.2, 9.8, 15.1]}], "stubble": [{**D65, "value": [57.0, 8.3, 12.2]}]}
# Columns of reports that may not say any more what they said.
WORDS = {"place", "needle", "zone", "service", "reason", "change", "aftercare", "hygiene"}


class RandomStudio:
    """A studio in which random things happen to a few clients. Every word that somebody wrote about
    one of them bears their marker."""

    def __init__(self, studio, seed):
        self.studio, self.connection = studio, studio.connect()
        self.write, self.call = self.connection.write, self.connection.call
        self.chance = random.Random(seed)
        self.bottles = stock(self.connection)
        self.write("staff.add", name="First Artist", jobs=["artist"])
        self.write("product.add", maker="Demo", name="Liner", kind="cartridge", by="S-01")
        self.write("lot.receive", product="P-0003", lot_no="N-1", each_pieces=200, by="S-01")
        self.codes = [self.client(i) for i in range(CLIENTS)]
        self.cups, self.courses, self.sessions = [], {}, {}
        self.incidents = []
        self.moving = set()  # entered for the wrong one: what was said goes with whom it is put right to

    def marker(self, code):
        return f"word-{code}-{self.chance.randrange(10**9)}" + "x" * self.chance.randrange(300)

    def do(self, method, **params):
        try:
            return self.write(method, by="S-01", **params)
        except Refused as refused:
            assert refused.name != "daemon.internal", refused
            return None

    def client(self, number):
        code = f"C-{number + 1:04}"
        self.write("client.add", name=f"Name of {code}", notes=self.marker(code), by="S-01")
        return code

    def step(self):
        code = self.chance.choice(self.codes)
        mark = self.marker(code)
        kind = self.chance.randrange(11)
        if kind == 0:
            made = self.do("course.open", client=code, service="alopecia", zones=[mark[:30]], notes=mark,
                           consent={"reference": mark[:60]})
            if made:
                self.courses[made["course_code"]] = code
        elif kind == 1:
            self.do("match.accept", client=code, find=FIND)
        elif kind == 2:
            taken = [{"container": self.chance.choice(self.bottles), "ul": 20}, {"container": "B-0003", "ul": 400}]
            made = self.do("mix.make", kind="cup", client=code, inputs=taken)
            if made:
                self.cups.append((made["mix_code"], code))
        elif kind in (3, 4, 5):
            self.session(code, mark)
        elif kind == 6 and self.sessions:
            session = self.chance.choice(list(self.sessions))
            owner = self.sessions[session]
            mark = self.marker("nobody" if session in self.moving else owner)
            self.do("session.amend", session=session, reason=mark[:900], place=mark[:110], override_reason=mark,
                    uses=self.uses(owner, mark) if self.chance.random() < 0.5 else [])
        elif kind == 7 and self.moving:
            session = self.chance.choice(sorted(self.moving))
            mark = self.marker("nobody")
            if self.do("session.amend", session=session, client=code, reason=mark[:900], override_reason=mark):
                self.sessions[session] = code
        elif kind == 7 and self.sessions and self.chance.random() < 0.3:
            session = self.chance.choice(list(self.sessions))
            mark = self.marker("nobody" if session in self.moving else self.sessions[session])
            self.do("session.strike", session=session, reason=mark[:900])
        elif kind == 8 and self.sessions:
            self.incident(mark)
        elif kind == 9:
            self.call(self.chance.choice(["client.show", "report.client"]), client=code, reason=mark, by="S-01")
        else:
            self.do("client.amend", client=code, reason=mark, address=mark)

    def uses(self, code, mark):
        uses = [{"container": self.chance.choice(self.bottles), "ul": self.chance.randrange(1, 90),
                 "zone": mark[:38]}]
        own = [cup for cup, owner in self.cups if owner == code]
        if own and self.chance.random() < 0.6:
            uses.append({"container": own[-1], "zone": mark[:38]})
        if self.chance.random() < 0.5:
            uses.append({"container": "B-0004", "pieces": 1})
        return uses

    def session(self, code, mark):
        course = [k for k, owner in self.courses.items() if owner == code]
        moving = self.chance.random() < 0.3
        mark = self.marker("nobody") if moving else mark
        made = self.do("session.record", client=code, uses=self.uses(code, mark), place=mark[:110], notes=mark,
                       override_reason=mark, **({"course": course[-1]} if course else {}))
        if made:
            self.sessions[made["session_code"]] = code
            self.moving |= {made["session_code"]} if moving else set()

    def incident(self, mark):
        """Written down, or put right; it may be another session that it came of."""
        session = self.chance.choice(list(self.sessions))
        if self.incidents and self.chance.random() < 0.5:
            self.do("incident.amend", incident=self.chance.choice(self.incidents), reason=self.marker("nobody")[:900],
                    session=session, words=mark)
            return
        made = self.do("incident.record", session=session, words=mark)
        self.incidents += [made["incident_code"]] if made else []

    def end(self):
        """Nothing is open any more."""
        for course, code in self.courses.items():
            self.do("course.close", course=course, reason=self.marker(code)[:900])
        for session, code in self.sessions.items():
            self.do("session.review", session=session, reason=self.marker(code)[:900])

    def recall(self, close):
        opened = self.write("recall.open", maker="Demo Pigments", products=["Neutral Black"], lots=["NB-2207"],
                            by="S-01")
        for client in self.call("recall.show", recall=opened["recall_code"])["clients"][:3]:
            self.do("recall.contact", recall=opened["recall_code"], client=client["client_code"], way="phone",
                    reached=True, words=self.marker(client["client_code"]))
        if close:
            self.write("recall.close", recall=opened["recall_code"], reason="done", unreached="moved away", by="S-01")
        return opened["recall_code"]

    def lots(self):
        return [lot["code"] for lot in self.call("lot.list")["lots"]]

    def traces(self):
        """Every use, from either end, without the part of the body."""
        def bare(uses):
            return sorted(json.dumps({k: v for k, v in use.items() if k != "zone"}, sort_keys=True) for use in uses)
        forward = [use for lot in self.lots() for use in self.call("trace.lot", lot=lot, limit=1000)["uses"]]
        back = [use for code in self.codes for use in self.call("trace.client", client=code, limit=1000)["uses"]]
        return bare(forward), bare(back)

    @staticmethod
    def table(section):
        """A report's rows without what somebody said."""
        stays = [i for i, column in enumerate(section["columns"]) if column["name"] not in WORDS]
        return section["title"], [[row[i] for i in stays] for row in section["rows"]]

    def totals(self):
        """What each lot held, used and threw away, as it is told in every way there is."""
        period = {"from": "2000-01-01", "to": "2026-03-02"}
        reports = [self.call("report.stock", by="S-01", reason="totals", **period)]
        reports += [self.call("report.lot", lot=lot, by="S-01", reason="totals") for lot in self.lots()]
        tables = [self.table(section) for report in reports for section in report["report"]["sections"]]
        return (self.call("stock.list", discarded=True, limit=1000), self.call("mix.list", discarded=True),
                [self.call("lot.show", lot=lot) for lot in self.lots()], tables)


def everything(folder):
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


class Purge(unittest.TestCase):
    def studio(self, **more):
        studio = Studio(fixed=True, **more)
        studio.start()
        self.addCleanup(studio.__exit__)
        return studio

    def whole(self, connection):
        audit = connection.call("audit.verify")
        self.assertTrue(audit["whole"], audit["findings"])
        return audit

    def test_random_studios_keep_all_but_the_words(self):
        for seed in SEEDS:
            with self.subTest(seed=seed):
                self.random_studio(RandomStudio(self.studio(), seed))

    def random_studio(self, studio):
        for _ in range(STEPS):
            studio.step()
        studio.recall(close=True)
        studio.end()
        before, gone = (studio.traces(), studio.totals()), []
        self.assertEqual(before[0][0], before[0][1])
        self.assertGreater(len(before[0][0]), 10)
        events = studio.call("event.list", limit=1000)["events"]
        for code in studio.chance.sample(studio.codes, 3):
            made = studio.write("retention.purge", clients=[code], reason="the time is over", by="S-01")
            gone.append(code)
            audit = self.whole(studio.connection)
            self.assertEqual(audit["purges"][-1]["clients"], [code])
            self.assertEqual((studio.traces(), studio.totals()), before)
            self.assertEqual(made["events"], len(made["clients"][0]["events"]))
        self.history(studio, events, gone)
        self.words(studio, gone)

    def history(self, studio, before, gone):
        """The events are all there, in place, with their hashes; some without their bodies."""
        after = studio.call("event.list", limit=1000)["events"]
        for old, new in zip(before, after):
            self.assertEqual({k: v for k, v in old.items() if k != "body"},
                             {k: v for k, v in new.items() if k not in ("body", "purged_by")})
            self.assertEqual("body" not in new, "purged_by" in new)
        for code in studio.codes:
            self.assertEqual("purged_by" in studio.call("client.show", client=code), code in gone)

    def words(self, studio, gone):
        told = json.dumps([studio.call("event.list", limit=1000), studio.call("session.list", limit=1000)])
        copy = studio.studio.folder / "copy.db"
        studio.call("backup.make", path=str(copy))
        studio.studio.stop()
        files = everything(studio.studio.folder)
        for code in studio.codes:
            self.assertEqual(f"word-{code}-" in told, code not in gone)
            self.assertEqual(f"word-{code}-".encode() in files, code not in gone, code)
            self.assertEqual(f"word-{code}-".encode() in copy.read_bytes(), code not in gone, code)
            self.assertNotIn(f"Name of {code}".encode(), files)

    def test_what_was_purged_says_so(self):
        studio = RandomStudio(self.studio(), 7)
        for _ in range(60):
            studio.step()
        session = next(iter(studio.sessions))
        code = studio.sessions[session]
        studio.end()
        by = studio.write("retention.purge", clients=[code], reason="asked for it", by="S-01")
        event = self.whole(studio.connection)["purges"][0]["seq"]
        self.assertEqual(by["warnings"][0]["name"], "purge.final")
        shown = studio.call("session.show", session=session)
        self.assertEqual((shown["purged_by"], "place" in shown), (event, False))
        self.assertTrue(shown["uses"])
        self.assertEqual({"purged"}, {a["reason"] for a in shown.get("amendments", [{"reason": "purged"}])})
        export = studio.call("client.export", client=code, by="S-01", reason="asked")
        self.assertEqual(export["purged_by"], event)
        self.assertTrue(any(e.get("purged_by") == event for e in export["history"]))
        report = studio.call("report.client", client=code, by="S-01", reason="asked")
        self.assertIn("purged", json.dumps(report))
        self.assertNotIn("word-" + code, json.dumps([shown, export, report]))
        self.assertEqual([], [c for c in studio.call("retention.plan")["clients"] if c["code"] == code])
        studio.write("studio.set", rule_packs=["us-neha"], by="S-01")
        found = studio.call("inspect.run", limit=1000)["findings"]
        self.assertNotIn(session, {f.get("code") for f in found})
        with self.assertRaises(Refused) as refused:
            studio.write("session.record", client=code, uses=[{"container": "B-0004", "pieces": 1}], by="S-01")
        self.assertEqual(refused.exception.name, "client.purged")
        for words in (("session", "show", session), ("client", code), ("client", "export", code, "--by", "S-01"),
                      ("events",), ("audit",), ("session", "list"), ("report", "client", code, "--by", "S-01")):
            done = studio.studio.client(*words)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertRegex(done.stdout, r"(?i)purged")

    def test_a_subscriber_is_told_what_went(self):
        studio = RandomStudio(self.studio(), 3)
        studio.write("retention.purge", clients=["C-0001"], reason="asked for it", by="S-01")
        end = studio.call("daemon.status")["store"]["events"]
        studio.call("event.subscribe", **{"from": 1})
        seen = [studio.connection.reply()["params"] for _ in range(end)]
        gone = [e for e in seen if "purged_by" in e]
        self.assertEqual(["client.add"], [e["type"] for e in gone])
        self.assertNotIn("body", gone[0])

    def test_what_is_open_stays_and_nothing_is_half_done(self):
        studio = RandomStudio(self.studio(), 5)
        for code in studio.codes:
            studio.session(code, studio.marker(code))
        studio.end()
        recall = studio.recall(close=False)
        on_list = studio.call("recall.show", recall=recall)["clients"][0]["client_code"]
        free = studio.client(CLIENTS)
        before = studio.call("daemon.status")["store"]["seal"]
        for override in ({}, {"override_reason": "a judge said so"}):
            with self.assertRaises(Refused) as refused:
                studio.write("retention.purge", clients=[free, on_list], reason="so", by="S-01", **override)
            self.assertEqual((refused.exception.name, refused.exception.field), ("client.kept", "clients[1]"))
            self.assertIn(recall, str(refused.exception))
        self.assertEqual(studio.call("daemon.status")["store"]["seal"], before)
        plan = {c["code"]: c for c in studio.call("retention.plan")["clients"]}
        self.assertEqual((plan[on_list]["verdict"], plan[on_list]["open_recall"]), ("stay", recall))
        self.assertEqual(plan[free]["verdict"], "may_go")
        with self.assertRaises(Refused) as refused:
            studio.write("client.erase", client=on_list, reason="so", by="S-01")
        self.assertEqual(refused.exception.name, "client.kept")

    def test_the_words_of_the_command_line(self):
        studio = RandomStudio(self.studio(), 11)
        studio.write("course.open", client="C-0002", service="full", by="S-01")
        run = studio.studio.client
        dry = run("retention", "purge", "--may-go", "--dry-run")
        self.assertEqual(dry.returncode, 0, dry.stderr)
        self.assertIn("C-0001: the bodies of 1 events", dry.stdout)
        self.assertNotIn("C-0002", dry.stdout)
        self.assertIn("Nothing was done", dry.stderr)
        dry = run("retention", "purge", "C-0001", "C-0002", "--dry-run")
        self.assertIn("C-0002: The record of C-0002 stays. There is a course that is not closed.", dry.stdout)
        self.assertEqual(run("retention", "purge", "--reason", "so").returncode, 2)
        self.assertEqual(run("retention", "purge", "C-0001", "--must-go", "--reason", "so").returncode, 2)
        self.assertEqual(run("retention", "purge", "C-0001", "--by", "S-01").returncode, 2)
        self.assertIn("There is no record that has to go.", run("retention", "purge", "--must-go", "--reason", "so").stderr)
        done = run("retention", "purge", "--may-go", "--reason", "the time is over", "--by", "S-01")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("C-0006", done.stdout)
        listed = run("retention").stdout
        self.assertIn("C-0002", listed)
        self.assertNotIn("C-0001", listed)
        self.assertIn("C-0001, C-0003", run("audit").stdout)


if __name__ == "__main__":
    unittest.main()
