"""Backups while eight clients write: each is whole, and holds exactly the history up to the number
it names, with everything that was acknowledged before it was asked for.

Backups: STIPPLE_BACKUPS, 100 when not said."""

import json
import os
import pathlib
import subprocess
import sys
import threading
import time
import unittest
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "e2e"))
from studio import PATIENCE, Studio, stock  # noqa: E402

CLIENTS = 8
PAUSE_S = 0.01  # of a writer: a busy studio, and a history that a hundred audits can walk
BACKUPS = int(os.environ.get("STIPPLE_BACKUPS", "100"))


class Writers:
    """Clients that write until they are told to stop."""

    def __init__(self, studio, bottle):
        self.studio, self.bottle = studio, bottle
        self.over, self.acknowledged, self.slowest = threading.Event(), 0, 0.0
        self.lock, self.failed = threading.Lock(), []
        self.threads = [threading.Thread(target=self.write) for _ in range(CLIENTS)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        for thread in self.threads:
            thread.join()

    def write(self):
        try:
            connection = self.studio.connect()
            while not self.over.is_set():
                begun = time.monotonic()
                connection.write("stock.adjust", op_id=str(uuid.uuid4()), container=self.bottle,
                                 delta_ul=1, reason="found", words="dripped back")
                with self.lock:
                    self.acknowledged += 1
                    self.slowest = max(self.slowest, time.monotonic() - begun)
                time.sleep(PAUSE_S)
        except Exception as error:  # noqa: BLE001 - told by the test
            self.failed.append(error)


def verified(path, seal):
    done = subprocess.run([os.environ["STIPPLED"], "--verify", path, "--json", "--seal", json.dumps(seal)],
                          capture_output=True, text=True, timeout=PATIENCE, check=False)
    return done.returncode, json.loads(done.stdout)


class Backup(unittest.TestCase):
    def test_each_is_whole_at_a_known_number(self):
        with Studio() as studio:
            connection = studio.connect()
            bottle = stock(connection)[0]
            first = connection.call("daemon.status")["store"]["events"]
            last, path = 0, studio.folder / "b.db"
            with Writers(studio, bottle) as writers:
                for _ in range(BACKUPS):
                    before = writers.acknowledged
                    made = connection.call("backup.make", path=str(path))
                    status, audit = verified(path, made["seal"])
                    self.assertEqual((status, audit["whole"], audit["seal_contained"]), (0, True, True),
                                     audit["findings"])
                    self.assertEqual((audit["events"], audit["seal"]), (made["events"], made["seal"]["hash"]))
                    self.assertGreaterEqual(made["events"], first + before)
                    self.assertGreaterEqual(made["events"], last)
                    last = made["events"]
                    path.unlink()
                self.assertEqual(writers.failed, [])
            live = connection.call("audit.verify", seal=json.dumps(made["seal"]))
            self.assertTrue(live["whole"] and live["seal_contained"], live["findings"])
            print(f"{BACKUPS} backups, the last of {last} events; {writers.acknowledged} writes meanwhile, "
                  f"the slowest {writers.slowest * 1000:.0f} ms", file=sys.stderr)


if __name__ == "__main__":
    unittest.main()
