"""What the programs say of themselves: help, manual pages, completion."""

import os
import re
import subprocess
import unittest

CLIENT, DAEMON = os.environ["STIPPLE"], os.environ["STIPPLED"]


def said(*words, **env):
    done = subprocess.run(words, capture_output=True, text=True, check=True,
                          env={**os.environ, **env})
    return done.stdout


def options(text):
    return {word.strip("[](),.") for word in text.split() if word.strip("[](").startswith("--")}


class Manual(unittest.TestCase):
    def pages(self):
        return {"stipple": said(CLIENT, "help", "--man"), "stippled": said(DAEMON, "--man")}

    def test_pages_are_sound_and_say_what_the_help_says(self):
        for name, page in self.pages().items():
            with self.subTest(page=name):
                self.assertTrue(page.startswith(f".TH {name.upper()} "))
                for line in page.splitlines():
                    self.assertTrue(not line.startswith((".", "'")) or line.split()[0] in
                                    (".TH", ".SH", ".SS", ".TP", ".PP", ".RS", ".RE", ".nf", ".fi",
                                     ".br"), line)
        plain = self.pages()["stippled"].replace("\\-", "-").replace("\\fR", " ").replace(
            "\\fB", "")
        self.assertLessEqual(options(said(DAEMON, "--help")), options(plain))

    def test_groff_has_nothing_to_say_against_them(self):
        for name, page in self.pages().items():
            done = subprocess.run(["groff", "-man", "-ww", "-Kutf8", "-Tutf8"], input=page,
                                  capture_output=True, text=True, check=True)
            self.assertEqual(done.stderr, "", name)
            self.assertIn("EXIT STATUS", re.sub(".\\x08", "", done.stdout))  # bold is overstruck

    def test_mandoc_has_nothing_to_warn_of(self):
        for name, page in self.pages().items():
            done = subprocess.run(["mandoc", "-T", "lint", "-W", "warning"], input=page,
                                  capture_output=True, text=True, check=False)
            self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""), name)

    def test_exit_statuses_are_in_pages_and_help(self):
        pages, words = self.pages(), said(CLIENT, "help")
        for status, means in enumerate(("done", "failed", "not understood", "not found", "not allowed",
                                        "conflict", "daemon not reachable", "outcome unknown")):
            self.assertIn(f"\n.TP\n{status}\n{means}\n", pages["stipple"])
            self.assertIn(f"{status} {means}", " ".join(words.split()))
        for status in (0, 1, 2, 5, 7):
            self.assertRegex(pages["stippled"], rf"(?s)EXIT STATUS.*\b{status} ")

    def test_every_command_is_in_the_page(self):
        page = self.pages()["stipple"].replace("\\-", "-")
        for line in said(CLIENT, "complete", COMP_LINE="stipple ").splitlines():
            self.assertRegex(page, rf"\n\.SS stipple {line}\b")

    def test_each_shell_has_its_script(self):
        for shell in ("bash", "zsh", "fish"):
            script = said(CLIENT, "complete", "--script", shell)
            self.assertIn("stipple complete", script)
            subprocess.run([shell, "-n"], input=script, text=True, check=True)
        done = subprocess.run([CLIENT, "complete", "--script", "sh"], capture_output=True,
                              check=False)
        self.assertEqual(done.returncode, 2)


if __name__ == "__main__":
    unittest.main()
