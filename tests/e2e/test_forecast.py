"""What the courses under way will use up, as whoever restocks asks for it and as the day tells it."""

import json
import os
import subprocess
import unittest

from studio import PATIENCE, Studio, lab, stock

FIND = {"skin": [lab(61.2, 9.8, 15.1)], "stubble": [lab(57.0, 8.3, 12.2)]}


class Forecast(unittest.TestCase):
    """It is 2026-03-02; a client whose course asks for a session every ten days was here on
    2026-02-21, and a kept match takes 0.05 ml of pigment and 1.05 ml of diluent each time."""

    def setUp(self):
        self.studio = Studio(fixed=True)
        self.studio.start()
        self.addCleanup(self.studio.__exit__)
        self.c = self.studio.connect()
        self.c.write("staff.add", name="An Artist", jobs=["artist"], uid=os.getuid())
        self.black, _ = stock(self.c)
        self.c.write("client.add", name="Demo Client")
        self.c.write("course.open", client="C-0001", service="full", occurred_at="2026-02-20T10:00:00+01:00")
        self.c.write("session.record", course="K-0001", occurred_at="2026-02-21T10:00:00+01:00")
        self.c.write("match.accept", client="C-0001", course="K-0001", find=FIND)

    def said(self, *words):
        done = self.studio.client(*words, env={"COLUMNS": "110"})
        self.assertEqual((done.returncode, done.stderr), (0, ""), words)
        return done.stdout

    def leave(self, ul):
        self.c.write("stock.adjust", container=self.black, counted_ul=ul, reason="count")

    def test_tomorrows_session_empties_a_bottle(self):
        self.leave(50)
        said = self.said("forecast")
        self.assertIn(f"Tomorrow's session of C-0001 empties {self.black} (Neutral Black, lot NB-2207).", said)
        self.assertIn("2 sessions of 1 course until 2026-04-01", said)
        self.assertIn("The session of C-0001 on 2026-03-03 empties", self.said("forecast", "--day", "2026-03-01"))
        low = self.said("stock", "--low", "--expiring", "60d")
        self.assertIn("Nothing is low.", low)
        self.assertIn(f"Tomorrow's session of C-0001 empties {self.black}", low)
        self.assertNotIn("empties", self.said("stock", "--expiring", "60d"))

    def test_a_stock_dilution_comes_to_its_end_too(self):
        self.c.write("mix.make", kind="stock", discard_by="2026-03-20",
                     inputs=[{"container": self.black, "ul": 500}, {"container": "B-0003", "ul": 4500}])
        self.assertIn("X-0001  stock", self.said("stock", "--expiring", "18d"))
        self.assertNotIn("X-0001", self.said("stock", "--expiring", "17d"))
        self.assertNotIn("X-0001", self.said("stock", "--expiring", "18d", "--kind", "pigment"))
        self.assertIn("X-0001  stock", self.said("mix", "list", "--expiring", "18d"))

    def test_what_the_client_says_is_what_the_daemon_said(self):
        self.leave(50)
        direct = self.c.call("stock.forecast", days=42)
        self.assertEqual(json.loads(self.said("forecast", "--days", "6w", "--json")), direct)
        listed = json.loads(self.said("stock", "--low", "--expiring", "42d", "--json"))
        self.assertEqual(sorted(listed), ["ahead", "expiring", "low", "mixes"])
        self.assertEqual(listed["ahead"], direct)
        end = direct["ends"][0]
        self.assertEqual((end["container_code"], end["how"], end["day"], end["session"]["course_code"]),
                         (self.black, "empty", "2026-03-03", "K-0001"))

    def test_what_runs_short_is_held_against_the_reorder_point(self):
        self.c.write("product.amend", product="P-0001", reorder_ul=60, reason="to be watched")
        for bottle in (self.black, "B-0002"):
            self.c.write("stock.discard", container=bottle, reason="gone", route="ordinary")
        self.c.write("lot.receive", product="P-0001", lot_no="NB-1", expiry="2099-06-30", each_ul=80)
        said = self.said("forecast")
        self.assertIn("Neutral Black (P-0001) comes down to its reorder point, 0.06 ml, tomorrow.", said)
        self.assertIn("Neutral Black (P-0001) does not suffice for the session of C-0001 on 2026-03-13; "
                      "short by 0.02 ml in all.", said)

    def test_it_says_what_it_stands_on(self):
        self.c.write("client.add", name="Other Client")
        self.c.write("course.open", client="C-0002", service="hairline", occurred_at="2026-02-20T10:00:00+01:00")
        said = self.said("forecast", "--days", "1")
        self.assertIn("Of 1 of 2 courses nothing is known yet", said)
        self.assertIn("K-0002 of C-0002.", said)
        self.assertIn("1 of 2 sessions were due before 2026-03-02", said)
        self.c.write("course.close", course="K-0001", reason="moved away")
        self.c.write("course.close", course="K-0002", reason="moved away")
        self.assertEqual(self.said("forecast"), "No course under way has a session until 2026-04-01.\n")

    def test_whoever_watches_is_told_when_it_is_known_and_when_it_changes(self):
        watch = subprocess.Popen([os.environ["STIPPLE"], "--socket", str(self.studio.socket), "watch"],
                                 stdout=subprocess.PIPE, text=True)
        self.addCleanup(watch.communicate, timeout=PATIENCE)
        self.addCleanup(watch.terminate)
        self.leave(50)
        ahead = next(line for line in watch.stdout if line.startswith("Ahead"))
        self.assertEqual(ahead, f"Ahead: Tomorrow's session of C-0001 empties {self.black} (Neutral Black, "
                                "lot NB-2207).\n")
        self.leave(30)  # the next one is taken from too: the line stands, and is not said again
        self.c.write("stock.discard", container="B-0002", reason="gone", route="ordinary")
        ahead = next(line for line in watch.stdout if line.startswith("Ahead"))
        self.assertEqual(ahead, "Ahead: Neutral Black (P-0001) does not suffice for tomorrow's session of "
                                "C-0001; short by 0.02 ml in all.\n")


if __name__ == "__main__":
    unittest.main()
