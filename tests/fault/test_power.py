"""Power loss at the moments of what a daemon does to its disk, played from a trace by `power`: its
first start and every method's examples; many clients, with checkpoints, stops and kills; syncs that
fail, each with a restart; a migration. Every write that was acknowledged is there afterwards. With
synchronous=NORMAL some are not, or the trial would prove nothing.

Points: STIPPLE_POINTS, 1600 when not said."""

import os
import re
import signal
import subprocess
import sys
import threading
import unittest

from disk import EIO, SYNC, DiskStudio, Load, ask, prepare, shelf

POINTS = int(os.environ.get("STIPPLE_POINTS", "1600"))
STORIES = 4
SAID = re.compile(r"(\d+) points of (\d+) moments, (\d+) audits, (\d+) acknowledged, (\d+) losses at "
                  r"(\d+) points, (\d+) broken")


class Watcher(threading.Thread):
    """Reads every event as it happens, until the daemon is gone: what it was shown was told."""

    def __init__(self, studio):
        super().__init__()
        self.connection = studio.connect()
        ask(self.connection, "event.subscribe")
        self.start()

    def run(self):
        while self.connection.line() is not None:
            pass


class Power(unittest.TestCase):
    """A story is told by a daemon and its clients; `play` lets the power fail in it."""

    def studio(self, **settings):
        studio = DiskStudio(**settings)
        self.addCleanup(studio.__exit__)
        return studio

    def prepared(self, wal_times=25, **settings):
        """A studio with what clients need, from now on written down."""
        studio = self.studio(WAL_TIMES=wal_times, **settings)
        studio.start()
        prepare(studio.connect())
        studio.stop()
        studio.record()
        studio.start()
        return studio

    def play(self, studio, points):
        """What `power` says of the trace, and of its losses."""
        done = subprocess.run([os.environ["POWER"], studio.trace, str(points), "1"],
                              capture_output=True, text=True, check=False)
        found = SAID.search(done.stdout)
        self.assertIsNotNone(found, done.stdout + done.stderr)
        print(f"{self._testMethodName}: {done.stdout.strip()}", file=sys.stderr)
        names = ["points", "moments", "audits", "acknowledged", "lost", "losing", "broken"]
        said = dict(zip(names, map(int, found.groups())))
        self.assertGreaterEqual(said["points"], points)
        return said, done.stderr

    def survive(self, studio):
        studio.stop()
        said, losses = self.play(studio, POINTS // STORIES)
        self.assertEqual(said["broken"], 0, losses)
        self.assertGreater(said["acknowledged"], 0)
        self.assertEqual(said["lost"], 0, losses)

    def test_first_start_and_every_method(self):
        studio = self.studio()
        studio.record()
        studio.start()
        connection = studio.connect()
        for method in connection.call("rpc.discover")["methods"]:
            for example in method["examples"]:
                params = {p["name"]: p["value"] for p in example["params"]}
                if method["name"] == "backup.make":
                    params["path"] = params["path"].replace("/media/backup", str(studio.folder))
                ask(connection, method["name"], **params)
        self.survive(studio)

    def busy_day(self, studio):
        """Clients of every kind, and a daemon that is stopped, killed and killed in the middle."""
        load = Load(studio, 1)
        for how in (signal.SIGTERM, signal.SIGKILL, None):
            watcher = Watcher(studio)
            for _ in range(4):
                load.run()
            connection = studio.connect()
            erased = load.answers[load.of("done", method="client.add")[-1]]["client_code"]
            told = load.one("client.erase", client=erased, reason="asked for", override_reason="asked for")
            self.assertEqual(told, "done")
            self.assertIn("result", ask(connection, "backup.make", path=str(studio.folder / f"{how}.db")))
            if how is None:
                load.run(sent=lambda: studio.stop(signal.SIGKILL))
            else:
                studio.stop(how)
            watcher.join()
            studio.start()
        load.run()

    def test_many_clients(self):
        studio = self.prepared()
        self.busy_day(studio)
        self.survive(studio)

    def test_syncs_that_fail(self):
        studio = self.prepared()
        load = Load(studio, 2)
        unknown = 0
        for number in range(8):
            load.run()
            studio.faults.set(SYNC, EIO, after=number % 4)
            load.run()
            studio.faults.clear()
            if load.of("store.unknown"): # not when it was a checkpoint's
                unknown += 1
                self.assertEqual(studio.ended(), 7)
                studio.start()
            load.run(ops=load.open())
            self.assertEqual(load.open(), [])
        self.assertGreater(unknown, 0)
        self.survive(studio)

    def test_a_migration(self):
        """From the first schema through all steps, with what was on the shelf then."""
        studio = self.studio()
        studio.become_old(1, shelf)
        studio.record()
        studio.start()
        studio.connect().write("client.add", name="First Client")
        Load(studio, 3).run()
        self.survive(studio)

    def test_with_less_than_full_synchronous_it_loses(self):
        studio = self.prepared(wal_times=1, SYNCHRONOUS="NORMAL")
        self.busy_day(studio)
        studio.stop()
        said, losses = self.play(studio, 200)
        self.assertGreater(said["losing"], 0, "the trial proves nothing")
        for line in losses.splitlines():  # a start notices some of them
            self.assertRegex(line, "is lost|-wal is damaged")


if __name__ == "__main__":
    unittest.main()
