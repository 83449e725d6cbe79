"""The command-line client against a real daemon: what a person types, sees and gets back."""

import itertools
import json
import os
import re
import subprocess
import unittest

from studio import PATIENCE, ROOT, Studio, stock

MATCH = ("match", "--skin", "61.2,9.8,15.1", "--stubble", "57.0,8.3,12.2", "--light", "D65/10")
CSV = """spot,L,a,b,light,aperture_mm
skin,61.4,9.7,15.0,D65/10,8
skin,61.0,9.9,15.2,D65/10,8
stubble,57.3,8.2,12.1,D65/10,8
stubble,56.7,8.4,12.3,D65/10,8
"""


class Client(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.studio = Studio()
        cls.studio.start()
        cls.bottles = stock(cls.studio.connect())

    @classmethod
    def tearDownClass(cls):
        cls.studio.__exit__()

    def run_client(self, *words, status=0, **more):
        done = self.studio.client(*words, **more)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done

    def test_a_match_says_the_recipe_the_bottle_and_that_it_is_to_be_tested(self):
        shown = self.run_client(*MATCH).stdout
        for wanted in ("starting point: test first", "1 drop + 21 drops", "0.05 ml pigment + 1.05 ml",
                       "1 + 12", "1 + 29", self.bottles[0], "NB-2207", "healed", "in 3 years", "modelled"):
            self.assertIn(wanted, shown)
        self.assertRegex(shown, r"#[0-9a-f]{6}")
        self.assertNotIn("\x1b", shown)

    def test_json_is_what_the_daemon_sent(self):
        shown = self.run_client(*MATCH, "--json").stdout
        direct = json.dumps(self.studio.connect().call(
            "match.find", skin=[{"kind": "lab", "value": [61.2, 9.8, 15.1], "illuminant": "D65", "observer": 10}],
            stubble=[{"kind": "lab", "value": [57.0, 8.3, 12.2], "illuminant": "D65", "observer": 10}]))
        self.assertEqual(json.loads(shown), json.loads(direct))
        self.assertEqual(shown.count("\n"), 1)

    def test_swatches_are_for_terminals_that_have_them(self):
        colour = {"COLORTERM": "truecolor", "TERM": "xterm-256color"}
        words = [os.environ["STIPPLE"], *MATCH]
        script = ["script", "-qec", " ".join(words), "/dev/null"]
        for env, wanted in ((colour, True), ({**colour, "NO_COLOR": "1"}, False), ({"COLORTERM": ""}, False)):
            full = {**os.environ, "STIPPLE_SOCKET": str(self.studio.socket), **env}
            shown = subprocess.run(script, env=full, capture_output=True, text=True, timeout=PATIENCE,
                                   check=True).stdout
            self.assertEqual("\x1b[48;2;" in shown, wanted, env)
            self.assertIn("#", shown)

    def test_readings_come_from_a_file_or_standard_input_as_csv_or_json(self):
        path = self.studio.folder / "readings.csv"
        path.write_text(CSV)
        from_file = self.run_client("match", "--readings", path, "--json").stdout
        from_stdin = self.run_client("match", "--readings", "-", "--json", stdin=CSV).stdout
        self.assertEqual(from_file, from_stdin)
        rows = [line.split(",") for line in CSV.splitlines()[1:]]
        spots = {"skin": [], "stubble": []}
        for spot, *values, _, aperture in rows:
            spots[spot].append({"kind": "lab", "value": [float(v) for v in values], "illuminant": "D65",
                                "observer": 10, "aperture_mm": float(aperture)})
        as_json = self.run_client("match", "--readings", "-", "--json", stdin=json.dumps(spots)).stdout
        self.assertEqual(json.loads(as_json), json.loads(from_file))

    def test_bad_readings_are_told_in_words(self):
        cases = (("", "empty"), (CSV.replace("61.4", "61;4"), ""), (CSV.replace("61.4", "nan"), ""),
                 (CSV.replace(",D65/10,8", ",,8"), "light"), ("spot,L,a\nskin,1,2\n", ""),
                 ('{"skin": [', ""), ("\x00\x01", ""))
        for text, said in cases:
            with self.subTest(text[:40]):
                done = self.run_client("match", "--readings", "-", status=2, stdin=text)
                self.assertIn(said, done.stderr)
                self.assertEqual(done.stdout, "")

    def test_exit_statuses(self):
        self.run_client("product", "show", "P-9999", status=3)
        self.run_client("nonsense", status=2)
        self.run_client("match", status=2)
        self.run_client("lot", "receive", "P-0001", "--lot", "NB-2207", "--expiry", "2099-07-31", "--each",
                        "15ml", status=5)
        self.run_client("status", status=6, env={"STIPPLE_SOCKET": str(self.studio.folder / "nobody")})
        self.run_client("match", "--skin", "55,-40,20", "--stubble", "57,8.3,12.2", "--light", "D65/10", status=1)

    def test_data_is_on_stdout_and_talk_on_stderr(self):
        done = self.run_client("stock")
        self.assertIn(self.bottles[0], done.stdout)
        done = self.run_client("product", "show", "P-9999", status=3)
        self.assertEqual(done.stdout, "")
        self.assertIn("P-9999", done.stderr)

    def test_a_day_in_the_stock_room(self):
        with Studio() as studio:
            def run(*words, status=0):
                done = studio.client(*words)
                self.assertEqual(done.returncode, status, done.stderr)
                return done.stdout
            run("studio", "set", "--name", "Corner Studio", "--time-zone", "Europe/Oslo")
            run("staff", "add", "First Artist", "--job", "artist", "--uid", os.getuid())
            run("product", "add", "--maker", "Maker", "--name", "Black", "--kind", "pigment", "--pigment",
                "neutral-carbon", "--drop", "50ul", "--pao", "180")
            run("lot", "receive", "P-0001", "--lot", "A1", "--expiry", "2099-01-31", "--containers", "2",
                "--each", "15ml")
            run("lot", "amend", "L-0001", "--lot", "A2", "--reason", "mistyped")
            self.assertIn("mistyped", run("lot", "show", "A2"))
            run("stock", "open", "B-0002")
            run("stock", "adjust", "B-0002", "--delta", "-1ml", "--reason", "spill")
            run("stock", "discard", "B-0001", "--reason", "cap broken", "--route", "ordinary")
            listed = run("stock")
            self.assertIn("14 ml", listed)
            self.assertNotIn("B-0001", listed)
            run("lot", "hold", "L-0001", "--reason", "notice")
            self.assertIn("no pigment to choose from", run(*MATCH))
            run("lot", "release", "L-0001", "--reason", "other lot meant")
            self.assertIn("B-0002", run(*MATCH))
            self.assertIn("lot release", run("events"))
            self.assertNotIn("lot release", run("events", "--type", "stock open"))
            self.assertNotRegex(run("events"), r"[a-z]\.[a-z]|uid:")
            self.assertIn("whole", run("audit"))
            self.assertIn("Corner Studio", run("studio"))
            self.assertIn("First Artist", run("staff", "list"))

    def test_refusals_speak_of_options_and_commands(self):
        cases = ((("lot", "receive", "P-0001", "--lot", "Z"), "its volume (--each) or its pieces (--pieces)"),
                 (("stock", "discard", self.bottles[0], "--reason", "broken"), "--route"),
                 (("mix", "--kind", "stock", "--discard-by", "2099-01-31"), "by --input or by a --from-match"),
                 ((*MATCH, "--total", "500ml"), "--total must be"))
        for words, said in cases:
            with self.subTest(said):
                told = self.run_client(*words, status=2).stderr
                self.assertIn(said, told)
                self.assertNotRegex(told, r"`|_")

    def test_the_pigments_to_choose_from_are_listed(self):
        self.assertRegex(self.run_client("pigment", "list").stdout, r"(?m)^auburn +red .* modelled$")

    def test_text_keeps_to_the_columns_asked_for(self):
        lines = self.run_client("explain", "PAO", env={"COLUMNS": "40"}).stdout.splitlines()
        self.assertGreater(len(lines), 5)
        self.assertLessEqual(max(map(len, lines)), 40)

    def test_a_group_of_commands_has_help(self):
        self.assertIn("lot hold", self.run_client("help", "lot").stdout)

    def test_call_speaks_every_method(self):
        shown = self.run_client("call", "reading.describe", "-",
                                stdin='{"spot":[{"kind":"rgb","space":"sRGB","value":[0.7,0.55,0.48]}]}').stdout
        self.assertEqual(json.loads(shown)["n"], 1)
        for text, status in (("{", 2), ("[]", 2), ("{}", 2)):
            self.run_client("call", "reading.describe", text, status=status)

    def test_explain_knows_the_words(self):
        for word in ("PAO", "fefo", "MCDM", "ITA", "ΔE00", "de00"):
            self.assertTrue(self.run_client("explain", word).stdout.strip())

    def test_every_command_has_help(self):
        commands = re.findall(r"^  ((?:[a-z]+ )?[a-z]+)  ", self.run_client("help").stdout, re.M)
        self.assertGreater(len(commands), 20)
        for command in commands:
            with self.subTest(command):
                usage = self.run_client(*command.split(), "--help").stdout.splitlines()[0]
                self.assertRegex(usage, "^stipple " + r"\W+".join(command.split()))

    def test_a_closed_or_full_standard_output_is_not_success(self):
        words = [os.environ["STIPPLE"], *MATCH]
        env = {**os.environ, "STIPPLE_SOCKET": str(self.studio.socket)}
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, env=env, timeout=PATIENCE,
                                  check=False)
        self.assertEqual(done.returncode, 1)


class Readme(unittest.TestCase):
    def test_the_answer_shown_is_the_answer_given(self):
        lines = (ROOT / "README.md").read_text().splitlines()
        asked = next(i for i, line in enumerate(lines) if line.startswith("    $ stipple match"))
        shown = itertools.takewhile(lambda line: not line or line.startswith("    "), lines[asked + 2:])
        with Studio(fixed=True) as studio:
            stock(studio.connect(), expiry="2027-06-30")
            given = studio.client(*lines[asked].split()[2:])
        self.assertEqual([line[4:] for line in shown], given.stdout.splitlines() + [""])


class Demo(unittest.TestCase):
    def test_the_demo_leaves_nothing_behind(self):
        with Studio() as studio:
            here = studio.folder / "tmp"
            here.mkdir()
            done = subprocess.run([ROOT / "client/demo"], env={**os.environ, "TMPDIR": str(here)}, text=True,
                                  capture_output=True, timeout=600, check=False)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertIn("starting point: test first", done.stdout)
            self.assertIn("Next:", done.stdout + done.stderr)
            self.assertEqual(list(here.iterdir()), [])


if __name__ == "__main__":
    unittest.main()
