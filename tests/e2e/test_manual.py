"""What the programs say of themselves: help, manual pages, completion."""

import os
import re
import shutil
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

    @unittest.skipUnless(shutil.which("groff"), "groff is not installed")
    def test_groff_has_nothing_to_say_against_them(self):
        for name, page in self.pages().items():
            done = subprocess.run(["groff", "-man", "-ww", "-Kutf8", "-Tutf8"], input=page,
                                  capture_output=True, text=True, check=True)
            self.assertEqual(done.stderr, "", name)
            self.assertIn("EXIT STATUS", re.sub(".\\x08", "", done.stdout))  # bold is overstruck

    def test_every_command_is_in_the_page(self):
        page = self.pages()["stipple"].replace("\\-", "-")
        for line in said(CLIENT, "complete", COMP_LINE="stipple ").splitlines():
            self.assertRegex(page, rf"\n\.SS stipple {line}\b")

    def complete(self, line):
        return said(CLIENT, "complete", COMP_LINE=line).split()

    def test_half_written_lines_are_completed(self):
        self.assertEqual(self.complete("stipple lot rec"), ["receive"])
        self.assertIn("--scan", self.complete("stipple lot receive --s"))
        self.assertEqual(self.complete("stipple stoc"), ["stock"])

    def test_each_shell_has_its_script(self):
        for shell in ("bash", "zsh", "fish"):
            script = said(CLIENT, "complete", "--script", shell)
            self.assertIn("stipple complete", script)
            if shutil.which(shell):
                subprocess.run([shell, "-n"], input=script, text=True, check=True)
        done = subprocess.run([CLIENT, "complete", "--script", "sh"], capture_output=True,
                              check=False)
        self.assertEqual(done.returncode, 2)

    @unittest.skipUnless(shutil.which("bash"), "bash is not installed")
    def test_bash_takes_it(self):
        script = said(CLIENT, "complete", "--script", "bash")
        self.assertIn("stipple complete", said("bash", "-c", script + "complete -p stipple"))


if __name__ == "__main__":
    unittest.main()
