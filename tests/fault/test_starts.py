"""Twenty daemons started at once on one directory, which is empty at first and then what a stop or a
kill left: one wins and serves, the others name it and leave, and nothing is lost or made twice.

Crowds: STIPPLE_CROWDS, 6 when not said."""

import os
import pathlib
import re
import signal
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "e2e"))
from studio import PATIENCE, Studio, stock  # noqa: E402

DAEMONS = 20
LOCKED = 5  # the exit status of a daemon that came second
CROWDS = int(os.environ.get("STIPPLE_CROWDS", "6"))


def serves(daemon):
    """Whether it listens, once that is decided."""
    for line in daemon.stderr:
        if "listens" in line:
            return True
        daemon.said += line
    return False


class Starts(unittest.TestCase):
    def crowd(self, studio):
        """Starts them all; the one that serves is the studio's."""
        daemons = [subprocess.Popen(studio.command(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
                   for _ in range(DAEMONS)]
        for daemon in daemons:
            daemon.said = ""
        winners = [daemon for daemon in daemons if serves(daemon)]
        self.assertEqual(len(winners), 1, [daemon.said for daemon in daemons])
        studio.process = winners[0]
        for daemon in daemons:
            if daemon is not studio.process:
                self.left(daemon, studio)

    def left(self, daemon, studio):
        self.assertEqual(daemon.wait(PATIENCE), LOCKED)
        named = re.search(rf"Another daemon \(process (\d+|unknown)\) uses {studio.data}\.\n$", daemon.said)
        self.assertIsNotNone(named, daemon.said)
        self.assertIn(named[1], ("unknown", str(studio.process.pid)))
        daemon.stderr.close()

    def test_one_wins_and_nineteen_say_so(self):
        studio = Studio()
        self.addCleanup(studio.__exit__)
        events = 0
        for number in range(CROWDS):
            self.crowd(studio)
            connection = studio.connect()
            if number == 0:
                bottle = stock(connection)[0]
            else:
                self.assertEqual(connection.call("daemon.status")["store"]["events"], events)
            connection.write("stock.adjust", container=bottle, delta_ul=-1, reason="spill")
            events = connection.call("daemon.status")["store"]["events"]
            if number < CROWDS - 1:
                studio.stop((signal.SIGKILL, signal.SIGTERM)[number % 2])
        for once in ("studio.set", "audit.key"):
            self.assertEqual(len(connection.call("event.list", type=once)["events"]), 1, once)
        audit = connection.call("audit.verify")
        self.assertTrue(audit["whole"], audit["findings"])
        print(f"{CROWDS} crowds of {DAEMONS} daemons, {CROWDS} served, {CROWDS * (DAEMONS - 1)} left in words",
              file=sys.stderr)


if __name__ == "__main__":
    unittest.main()
