"""The README's tour, word for word, from the first bottle to the first recall drill."""

import os
import pathlib
import re
import subprocess
import unittest

from studio import PATIENCE, ROOT, Studio


def tour():
    """The commands of the first block under the tour's heading, without what is said of them."""
    readme = (ROOT / "README.md").read_text()
    block = re.search(r"## A studio in ten commands\n.*?```sh\n(.*?)```", readme, re.DOTALL)
    return [line for line in block[1].splitlines() if line and not line.startswith("#")]


class Tour(unittest.TestCase):
    def run_in(self, studio, command):
        """As a person would who has stipple installed."""
        path = f"{pathlib.Path(os.environ['STIPPLE']).parent}:{os.environ['PATH']}"
        done = subprocess.run(["/bin/sh", "-c", command], text=True, capture_output=True,
                              timeout=PATIENCE, check=False, stdin=subprocess.DEVNULL,
                              env={**os.environ, "PATH": path,
                                   "STIPPLE_SOCKET": str(studio.socket)})
        self.assertEqual(done.returncode, 0, f"{command}\n{done.stdout}{done.stderr}")
        return done.stdout

    def test_ten_commands_lead_to_the_first_drill(self):
        commands = tour()
        self.assertEqual(len(commands), 10)
        with Studio(fixed=True) as studio:
            said = [self.run_in(studio, command) for command in commands]
            reached = studio.connect().call("trace.lot", lot="L-0001")["clients"]
        self.assertEqual([client["client_code"] for client in reached], ["C-0001"])
        self.assertRegex(said[-1], r"Score, percent +100")


if __name__ == "__main__":
    unittest.main()
