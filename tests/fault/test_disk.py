"""A disk that fails or is full, at the N-th write, sync and truncate, while clients write: nothing
acknowledged is lost, and what each of them was told is what happened. The same at a start, at a
stop, in a backup, and where the WAL's index cannot grow.

Every N up to 200 is tried where STIPPLE_FAULTS is 200; 20 of them when it is not said."""

import itertools
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import unittest

from disk import (ALWAYS, EIO, ENOMEM, ENOSPC, GROW, INDEX, NAME, READ, SYNC, TRUNCATE, WRITE, DiskStudio, Load, ask,
                  books, history, prepare, shelf)

LAST = 200
FAULTS = int(os.environ.get("STIPPLE_FAULTS", "20"))
NUMBERS = range(0, LAST, LAST // FAULTS)  # so many calls go through before the one that fails
FAILURES = [(WRITE, EIO), (WRITE, ENOSPC), (SYNC, EIO), (TRUNCATE, EIO), (READ, EIO), (NAME, EIO), (NAME, ENOSPC)]
UNKNOWN = 7  # the status of a daemon that does not know what became of its last batch


def thinned(last):
    """Every number below it, or ever fewer of them."""
    numbers, every = [0], LAST // FAULTS
    while numbers[-1] < last:
        numbers.append(numbers[-1] + 1 + numbers[-1] * (every - 1) // 2)
    return numbers


class Judge:
    """Holds what clients were told against the history."""

    def __init__(self, test, studio, load):
        self.test, self.studio, self.load = test, studio, load
        self.made, self.position, self.checked = {}, 1, 0

    def look(self):
        """Reads on in the history: what was told is there, once, as it was told."""
        connection = self.studio.connect()
        while self.position:
            page = connection.call("event.list", limit=1000, **{"from": self.position})
            for event in page["events"]:
                self.test.assertNotIn(event["op_id"], self.made, "an op_id stands twice")
                self.made[event["op_id"]] = event["body"]["made"]
            last = page["events"][-1]["seq"] if page["events"] else self.position - 1
            self.position = page.get("next")
        self.position = last + 1
        for op, told in self.load.told.items():
            if told == "done":
                self.test.assertEqual(self.made.get(op), self.load.answers[op], op)
            elif told in ("store.full", "store.failed", "daemon.stopping"):
                self.test.assertNotIn(op, self.made, told)
        self.checked += 1

    def settle(self):
        """After the restart, or with space again, every open op is sent again and is done."""
        self.look()
        self.load.run(ops=self.load.open())
        self.test.assertEqual(self.load.open(), [])
        self.look()

    def audit(self):
        audit = self.studio.connect().call("audit.verify")
        self.test.assertTrue(audit["whole"], audit["findings"])


class Disk(unittest.TestCase):
    def begin(self, seed, wal_times=25):
        studio = DiskStudio(WAL_TIMES=wal_times)
        self.addCleanup(studio.__exit__)
        studio.start()
        prepare(studio.connect())
        load = Load(studio, seed)
        return studio, load, Judge(self, studio, load)

    def say(self, load, judge, text):
        judge.audit()
        lost = [op for op in load.of("done") if op not in judge.made]
        print(f"{self._testMethodName}: {text}; {len(load.told)} writes, {len(load.of('done'))} "
              f"acknowledged, {len(lost)} lost", file=sys.stderr)

    def until_it_fails(self, studio, load, deep):
        for _ in range(LAST):
            if studio.faults.failed():
                return
            load.run(deep)
        self.fail("the fault was never met")

    def broken(self, seed, kinds, deep):
        """A disk that fails once: in a commit the daemon ends and tells so, in a checkpoint it goes
        on."""
        studio, load, judge = self.begin(seed)
        ends = 0
        for number in NUMBERS:
            studio.faults.set(kinds, EIO, after=number)
            self.until_it_fails(studio, load, deep)
            if load.of("store.unknown"):
                self.assertEqual(studio.ended(), UNKNOWN)
                studio.start()
                ends += 1
            judge.settle()
        self.assertGreater(ends, 0)
        self.say(load, judge, f"{len(NUMBERS)} faults, the daemon ended by {ends}")

    def test_a_write_fails(self):
        self.broken(1, WRITE, 2)

    def test_a_sync_fails(self):
        self.broken(2, SYNC, 1)

    def test_a_truncate_fails(self):
        """Only checkpoints cut files, and they go on another time."""
        studio, load, judge = self.begin(3, wal_times=1000)
        for number in range(FAULTS):
            studio.faults.set(TRUNCATE, (EIO, ENOSPC)[number % 2])
            self.until_it_fails(studio, load, 1)
            judge.settle()
        self.assertEqual(set(load.told.values()), {"done"})
        self.say(load, judge, f"{FAULTS} faults")

    def test_a_read_fails(self):
        """What could not be read is said to have failed, and was not done."""
        studio, load, judge = self.begin(4)
        for number in NUMBERS:
            studio.faults.set(READ, EIO, after=number)
            connection = studio.connect()
            for _ in range(LAST):
                reply = ask(connection, "event.list", limit=1000)
                self.assertEqual(reply.get("error", {}).get("data", {}).get("name", "store.failed"), "store.failed")
                load.run(1)
                if studio.faults.failed():
                    break
            studio.faults.clear()
            judge.settle()
        self.say(load, judge, f"{len(NUMBERS)} faults")

    def full(self, seed, kinds, numbers):
        studio, load, judge = self.begin(seed)
        process = studio.process
        for number in numbers:
            studio.faults.set(kinds, ENOSPC, after=number, times=ALWAYS)
            self.until_it_fails(studio, load, 2)
            while load.run(2) != {"store.full"}:  # there may have been room for small ones
                pass
            for method in ("stock.list", "event.list", "daemon.status"):
                self.assertIn("result", ask(load.connections[0], method))
            studio.faults.clear()
            judge.settle()
        self.assertIsNone(process.poll())
        self.assertEqual(set(load.told.values()), {"done"})
        self.say(load, judge, f"{len(numbers)} times full, the daemon stayed")

    def test_the_disk_is_full(self):
        self.full(5, WRITE, NUMBERS)

    def test_there_is_no_room_to_grow(self):
        self.full(6, GROW, range(FAULTS))

    def test_nobody_is_refused_for_what_was_undone(self):
        """Who came second in a batch that the full disk undid did not come too late."""
        studio, load, judge = self.begin(7)
        for _ in range(FAULTS):
            studio.faults.set(WRITE, ENOSPC, times=ALWAYS)
            twice = [load.mint("stock.adjust", {"container": "B-0002", "delta_ul": -15000, "reason": "spill"})
                     for _ in range(load.n)]
            self.assertEqual(load.run(ops=[load.next() for _ in range(5 * load.n)] + twice), {"store.full"})
            studio.faults.clear()
        judge.look()

    def test_a_start_after_a_crash(self):
        """Fails in words and leaves what it found: the next one has everything."""
        studio, load, judge = self.begin(8)
        for _ in range(3):
            load.run()
        studio.stop(signal.SIGKILL)
        kept = studio.folder / "kept"
        shutil.copytree(studio.data, kept)
        studio.start()
        wanted = self.whole(studio)
        studio.stop(signal.SIGKILL)
        failed = self.starts(studio, lambda: shutil.copytree(kept, studio.data), range(FAULTS), wanted)
        judge.look()
        self.say(load, judge, f"{failed} starts failed")

    def test_a_first_start(self):
        """Leaves nothing that the next one would not make a studio of."""
        studio = self.begin(9)[0]
        studio.stop()
        numbers = [*range(FAULTS // 2), *range(FAULTS // 2, 1000, 2000 // FAULTS)]
        failed = self.starts(studio, lambda: None, numbers)
        print(f"{self._testMethodName}: {failed} starts failed", file=sys.stderr)

    def migration(self, schema, work):
        """Fails at some step in words, and leaves a studio that the next start makes today's of."""
        studio = DiskStudio()
        self.addCleanup(studio.__exit__)
        wanted = studio.become_old(schema, work)
        kept = studio.folder / "kept"
        shutil.copytree(studio.data, kept)
        failed = self.starts(studio, lambda: shutil.copytree(kept, studio.data), thinned(1000), wanted)
        print(f"{self._testMethodName}: {failed} starts failed, {len(wanted)} events there after each",
              file=sys.stderr)

    def test_a_migration_from_the_first_schema(self):
        self.migration(1, shelf)

    def test_a_migration_of_all_books(self):
        self.migration(5, books)

    def whole(self, studio):
        """The history, when the state fits it and the chain holds."""
        connection = studio.connect()
        audit = connection.call("audit.verify")
        self.assertTrue(audit["whole"], audit["findings"])
        return history(connection)

    def starts(self, studio, lay, numbers, wanted=None):
        """Starts on what `lay` puts there, each with another fault; how many of them failed. The next start
        finds everything, the history `wanted` where it is told."""
        failed = 0
        for kinds, error in FAILURES:
            for number in numbers:
                shutil.rmtree(studio.data)
                lay()
                studio.faults.set(kinds, error, after=number, times=ALWAYS)
                status, met = studio.attempt(), studio.faults.failed()
                studio.faults.clear()
                self.assertIn(status, (None, 1, UNKNOWN))
                failed += status is not None
                studio.stop(signal.SIGKILL)
                studio.start()
                self.assertEqual(found := self.whole(studio), wanted or found)
                self.assertNotEqual(found, [])
                studio.stop(signal.SIGKILL)
                if not met:
                    break
        studio.start()
        return failed

    def test_a_start_on_a_full_disk(self):
        """Reads what a crash left, refuses to write, and writes again when there is room."""
        studio, load, judge = self.begin(14)
        load.run()
        studio.stop(signal.SIGKILL)
        studio.faults.set(GROW, ENOSPC, times=ALWAYS)
        studio.start()
        judge.look()
        while load.run(2) != {"store.full"}:
            pass
        studio.faults.clear()
        judge.settle()
        self.say(load, judge, "went on when there was room")

    def test_a_stop(self):
        """What the last checkpoint could not move is found by the next start."""
        studio, load, judge = self.begin(10)
        for (kinds, error), number in itertools.product(FAILURES, range(3)):
            load.run()
            studio.faults.set(kinds, error, after=number, times=ALWAYS)
            self.assertEqual(studio.stop(), 0)
            studio.faults.clear()
            studio.start()
            judge.look()
        self.say(load, judge, f"{3 * len(FAILURES)} stops")

    def test_a_backup(self):
        """Is whole or not there, and what it cannot do is nobody else's trouble."""
        studio, load, judge = self.begin(11)
        load.run()
        made, path = 0, studio.folder / "b.db"
        for kinds, error in FAILURES:
            for number in NUMBERS:
                studio.faults.set(kinds, error, after=number)
                reply = ask(load.connections[0], "backup.make", path=str(path))
                met = studio.faults.failed()
                studio.faults.clear()
                if "result" in reply:
                    made += 1
                    status = subprocess.run([os.environ["STIPPLED"], "--verify", path], capture_output=True, check=False)
                    self.assertEqual(status.returncode, 0, status.stdout)
                    path.unlink()
                else:
                    self.assertIn(reply["error"]["data"]["name"], ("store.full", "store.failed", "backup.path", "backup.unsound"))
                    self.assertFalse(path.exists())
                pathlib.Path(f"{path}.part").unlink(missing_ok=True)
                if not met:
                    break
        load.run()
        judge.look()
        self.say(load, judge, f"{made} copies in spite of it")

    def index(self, seed, error):
        """A commit that is on the disk and in no index: unknown now, and there after the restart."""
        studio, load, judge = self.begin(seed, wal_times=0)
        studio.faults.set(INDEX, error, times=ALWAYS)
        self.until_it_fails(studio, load, 8)
        studio.faults.clear()
        self.assertEqual(studio.ended(), UNKNOWN)
        studio.start()
        judge.look()
        found = [op for op in load.of("store.unknown") if op in judge.made]
        self.assertNotEqual(found, [])
        judge.settle()
        self.say(load, judge, f"{len(found)} unknown writes were there")

    def test_the_index_cannot_grow(self):
        self.index(12, ENOSPC)

    def test_there_is_no_memory_for_the_index(self):
        self.index(13, ENOMEM)


if __name__ == "__main__":
    unittest.main()
