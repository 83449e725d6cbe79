"""Completion as a person has it: in bash, zsh and fish themselves, at a terminal, with the scripts that
the program prints, against a studio with codes to complete."""

import fcntl
import os
import pathlib
import pty
import re
import select
import struct
import subprocess
import termios
import time
import unittest

from studio import PATIENCE, Studio, stock

PROMPT = "ready> "
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[=>]|\x07|\x1b\][^\x07]*\x07")


class Shell:
    """A shell at a terminal of its own."""

    def __init__(self, words, env):
        self.said = ""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvpe(words[0], words, env)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 400, 0, 0))

    def close(self):
        os.close(self.fd)
        os.waitpid(self.pid, 0)

    def type(self, text):
        os.write(self.fd, text.encode())

    def wait(self, pattern):
        """Reads until the terminal shows that, and gives what it showed since the last time."""
        end = time.monotonic() + PATIENCE
        while not re.search(pattern, self.said):
            ready, _, _ = select.select([self.fd], [], [], max(0, end - time.monotonic()))
            if not ready:
                raise AssertionError(f"{pattern!r} never came, but {self.said!r}")
            self.said = ESCAPES.sub("", self.said + os.read(self.fd, 65536).decode(errors="replace"))
        said, self.said = self.said, ""
        return said


class Completion(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.studio = Studio()
        cls.studio.start()
        connection = cls.studio.connect()
        cls.black, _ = stock(connection)
        connection.write("lot.receive", product="P-0001", lot_no="$(reboot)", expiry="2099-01-31", each_ul=1)
        connection.write("client.add", name="Demo Client")
        client = pathlib.Path(os.environ["STIPPLE"])
        cls.env = {**os.environ, "PATH": f"{client.parent}:{os.environ['PATH']}", "TERM": "dumb",
                   "STIPPLE_SOCKET": str(cls.studio.socket), "HOME": str(cls.studio.folder), "LC_ALL": "C.UTF-8",
                   "PS1": PROMPT, "PROMPT": PROMPT}
        cls.env.pop("COLUMNS", None)

    @classmethod
    def tearDownClass(cls):
        cls.studio.__exit__()

    def start(self, *words):
        shell = Shell(words, self.env)
        self.addCleanup(shell.close)
        return shell

    def script(self, shell):
        path = self.studio.folder / f"stipple.{shell}"
        path.write_text(self.studio.client("complete", "--script", shell).stdout)
        return path

    def completed(self, shell, line):
        """What the line becomes with one press of the key."""
        shell.type(f"{line}\t\x14")
        return re.search("LINE<([^>]*)>", shell.wait("LINE<[^>]*>"))[1].rstrip()

    # A line, and what it becomes.
    ONE_WAY = (("stipple prod", "stipple product"),
               ("stipple lot rec", "stipple lot receive"),
               ("stipple lot receive --sc", "stipple lot receive --scan"),
               ("stipple stock --kind dil", "stipple stock --kind diluent"),
               ("stipple stock open B-0002 --b", "stipple stock open B-0002 --by"),
               ("stipple --json stock --lot NB", "stipple --json stock --lot NB-2207"),
               ("stipple client C-", "stipple client C-0001"),
               ("stipple trace lot D", "stipple trace lot DF-0088"),
               ("stipple help sess", "stipple help session"),
               ("stipple stock --kind=dil", "stipple stock --kind=diluent"))

    def check(self, shell):
        for line, wanted in self.ONE_WAY:
            with self.subTest(line):
                self.assertEqual(self.completed(shell, line), wanted)

    def test_bash(self):
        shell = self.start("bash", "--norc", "--noprofile", "-i")
        shell.wait(PROMPT)
        shell.type("""bind -x '"\\C-t": printf "LINE<%s>" "$READLINE_LINE"; READLINE_LINE='\r""")
        shell.type(f"source {self.script('bash')}; echo so''urced\r")
        shell.wait("sourced\r?\n")
        self.check(shell)

    def test_zsh(self):
        shell = self.start("zsh", "-f", "-i")
        shell.wait(PROMPT)
        shell.type("show() { print -rn -- \"LINE<$BUFFER>\"; BUFFER= }; zle -N show; bindkey -e; "
                   "bindkey '^T' show\r")
        shell.type("autoload -Uz compinit && compinit -D -u; "
                   f"source {self.script('zsh')}; echo so''urced\r")
        shell.wait("sourced\r?\n")
        self.check(shell)

    def fish(self, line):
        done = subprocess.run(["fish", "--no-config", "-c",
                               f"source {self.script('fish')}; complete -C {line!r}"],
                              env=self.env, capture_output=True, text=True, timeout=PATIENCE, check=True)
        self.assertEqual(done.stderr, "")
        return [row.split("\t") for row in done.stdout.splitlines()]

    def test_fish(self):
        for line, wanted in self.ONE_WAY:
            with self.subTest(line):
                first = self.fish(line)[0][0]
                self.assertEqual(line[:len(line) - len(line.split(" ")[-1])] + first, wanted)
        self.assertEqual(dict(self.fish("stipple product show P-")),
                         {"P-0001": "Neutral Black", "P-0002": "Dilution Fluid"})

    def test_what_a_shell_would_act_upon_is_not_offered(self):
        done = self.studio.client("complete", "--about", "--", "stipple", "lot", "show", "")
        self.assertIn("NB-2207\tNeutral Black\n", done.stdout)
        self.assertNotIn("reboot", done.stdout)
        self.assertIn("L-0003\t", done.stdout)

    def test_without_a_daemon_the_tables_still_know(self):
        for words, wanted in ((("stock", "open", "--a"), "--at"), (("stock", "open", ""), None)):
            done = self.studio.client("complete", "--about", "--", "stipple", *words,
                                      env={"STIPPLE_SOCKET": "/nowhere"})
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertEqual(done.stdout.split("\t")[0], wanted or "")

    def test_names_of_people_are_not_offered_and_nothing_is_written(self):
        events = self.studio.connect().call("daemon.status")["store"]["events"]
        done = self.studio.client("complete", "--about", "--", "stipple", "client", "")
        self.assertIn("C-0001\n", done.stdout)
        self.assertNotIn("Demo", done.stdout)
        self.assertEqual(self.studio.connect().call("daemon.status")["store"]["events"], events)


if __name__ == "__main__":
    unittest.main()
