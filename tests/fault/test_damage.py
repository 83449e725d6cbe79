"""A studio's files with a bit flipped, cut short, newer than the daemon or another program's. A
start that sees it says so and leaves every file as it was; what no start can see, because nothing
reads there yet, is said by the call that comes to it or by an audit, unless it changes nothing. It
never ends the daemon.

Bits a place: STIPPLE_DAMAGES, 6 when not said."""

import contextlib
import os
import pathlib
import random
import re
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "e2e"))
from disk import WRITES, ask, prepare  # noqa: E402
from studio import PATIENCE, Studio  # noqa: E402

FLIPS = int(os.environ.get("STIPPLE_DAMAGES", "6"))
PAGE, WAL_HEADER, FRAME = 4096, 32, 24
FAILED, UNKNOWN = 1, 7  # exit statuses
DAMAGED = {"store.damaged", "store.failed", "store.unknown", "daemon.stopping"}


def files(data):
    return {path.name: path.read_bytes() for path in data.iterdir() if path.name.startswith("stipple.db")}


def lay(data, content):
    for path in data.iterdir():
        if path.name.startswith("stipple.db"):
            path.unlink()
    for name, content in content.items():
        (data / name).write_bytes(content)


def flipped(content, name, bit):
    changed = bytearray(content[name])
    changed[bit // 8] ^= 1 << bit % 8
    return {**content, name: bytes(changed)}


def rows(content):
    """Everything that SQLite reads there, None when it cannot."""
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        path = pathlib.Path(folder) / "stipple.db"
        path.write_bytes(content["stipple.db"])
        if "stipple.db-wal" in content:
            path.with_name("stipple.db-wal").write_bytes(content["stipple.db-wal"])
        with contextlib.closing(sqlite3.connect(path)) as db:
            db.text_factory = bytes
            try:
                tables = [row[0].decode() for row in
                          db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
                return [db.execute(f'SELECT * FROM "{table}" ORDER BY 1, 2').fetchall() for table in tables]
            except (sqlite3.Error, UnicodeDecodeError):
                return None


def last_commit(wal):
    """Where the frames of the last one begin."""
    starts, begins = [], WAL_HEADER
    for at in range(WAL_HEADER, len(wal) - PAGE - FRAME + 1, FRAME + PAGE):
        if struct.unpack_from(">I", wal, at + 4)[0]:
            starts.append(begins)
            begins = at + FRAME + PAGE
    return starts[-1]


class Damage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        """As a kill leaves it, with much in the journal, and as a stop does, with pages that are free."""
        cls.studio = Studio(fixed=True)  # the same bits each time
        cls.addClassCleanup(cls.studio.__exit__)
        cls.studio.start()
        connection = cls.studio.connect()
        prepare(connection)
        for n in range(60):
            method, params = WRITES[n % len(WRITES)](n)
            connection.write(method, **params)
        cls.studio.stop(signal.SIGKILL)
        cls.killed = files(cls.studio.data)
        cls.studio.start()
        cls.studio.stop()
        path = cls.studio.data / "stipple.db"
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
            db.execute("CREATE TABLE big AS SELECT randomblob(100000)")
            db.execute("DROP TABLE big")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cls.stopped = {path.name: path.read_bytes()}
        wal = cls.killed["stipple.db-wal"]
        last = {**cls.killed, "stipple.db-wal": wal[: last_commit(wal)]}
        cls.stopped_rows, cls.killed_rows, cls.last_rows = map(rows, (cls.stopped, cls.killed, last))

    def start(self, content):
        """None when it runs, else its words; it has changed nothing then."""
        lay(self.studio.data, content)
        try:
            self.studio.stop()
            self.studio.start()
            return None
        except RuntimeError as said:
            self.assertEqual(self.studio.process.returncode, FAILED, said)
            self.studio.process = None
            self.assertEqual({name: now for name, now in files(self.studio.data).items()
                              if not name.endswith("-shm") and (now or name in content)},
                             {name: was for name, was in content.items() if not name.endswith("-shm")})
            self.assertRegex(str(said), r"no daemon: stippled: .{20,}")
            self.assertNotRegex(str(said), "Sanitizer|runtime error")
            return str(said)

    def live(self):
        """Reads and writes with the daemon that runs; whether anything was said to be damaged."""
        connection, said, unknown = self.studio.connect(), False, False
        calls = [(method, {}) for method in ("stock.list", "lot.list", "client.list", "session.list", "event.list")]
        calls += [(method, {**params, "op_id": f"00000000-0000-4000-8000-{n:012}"})
                  for n, (method, params) in enumerate(write(1000) for write in WRITES)]
        try:
            for method, params in [*calls, ("audit.verify", {})]:
                reply = ask(connection, method, **params)
                name = reply.get("error", {}).get("data", {}).get("name")
                said |= name in DAMAGED
                unknown |= name == "store.unknown"
                if name is None and method == "audit.verify":
                    said |= not reply["result"]["whole"]
        except (EOFError, OSError):
            unknown = True
        if unknown:  # a commit came upon it, and the daemon ends by itself
            self.studio.process.wait(PATIENCE)
        self.assertEqual(self.studio.stop(), UNKNOWN if unknown else 0)
        return said or unknown

    def flip(self, content, name, first, end, chance, count):
        """Bits between these bytes; what became of it is counted."""
        bit = chance.randrange(first * 8, end * 8)
        damaged = flipped(content, name, bit)
        found = rows(damaged)
        if self.start(damaged) is not None:
            count["refused"] += 1
        elif self.live():
            count["said"] += 1
        else:
            torn = name.endswith("-wal") and bit // 8 >= last_commit(content[name])
            wanted = [self.stopped_rows if content is self.stopped else self.killed_rows]
            self.assertIn(found, wanted + [self.last_rows] * torn, f"bit {bit} of {name}: nobody noticed")
            count["nothing"] += 1

    def test_a_bit_is_flipped(self):
        db, wal = self.stopped["stipple.db"], self.killed["stipple.db-wal"]
        free = struct.unpack_from(">I", db, 32)[0]
        self.assertGreater(free, 0)
        places = {"header": (self.stopped, "stipple.db", 0, 100),
                  "schema": (self.stopped, "stipple.db", 100, PAGE),
                  "pages": (self.stopped, "stipple.db", PAGE, len(db)),
                  "freelist": (self.stopped, "stipple.db", (free - 1) * PAGE, (free - 1) * PAGE + 64),
                  "pages under a journal": (self.killed, "stipple.db", 0, len(self.killed["stipple.db"])),
                  "journal's header": (self.killed, "stipple.db-wal", 0, WAL_HEADER),
                  "journal": (self.killed, "stipple.db-wal", WAL_HEADER, len(wal)),
                  "journal's end": (self.killed, "stipple.db-wal", last_commit(wal), len(wal)),
                  "journal's index": (self.killed, "stipple.db-shm", 0, len(self.killed["stipple.db-shm"]))}
        total = {"refused": 0, "said": 0, "nothing": 0}
        for place, (content, name, first, end) in places.items():
            chance, count = random.Random(place), dict.fromkeys(total, 0)
            for _ in range(FLIPS):
                with self.subTest(place):
                    self.flip(content, name, first, end, chance, count)
            print(f"{place}: {FLIPS} bits, " + ", ".join(f"{n} {what}" for what, n in count.items()), file=sys.stderr)
            total = {what: n + count[what] for what, n in total.items()}
        print(f"{sum(total.values())} bits flipped, {total['refused']} refused and untouched, {total['said']} said "
              f"by a call or an audit, {total['nothing']} changed nothing", file=sys.stderr)

    def test_every_acknowledged_write_of_the_journal_is_missed(self):
        """A byte in any frame but the last commit's: that commit is gone, and others behind it."""
        wal = self.killed["stipple.db-wal"]
        refused = 0
        frames = range(WAL_HEADER, last_commit(wal), FRAME + PAGE)
        for at in frames[:: max(1, len(frames) // (2 * FLIPS))]:
            said = self.start(flipped(self.killed, "stipple.db-wal", (at + FRAME + 100) * 8))
            self.assertIsNotNone(said, at)
            self.assertIn("stipple.db-wal is damaged", said)
            self.assertIn("restore the last backup", said)
            refused += 1
        print(f"{refused} frames of {len(frames)} damaged, {refused} refused", file=sys.stderr)

    def test_it_is_cut_short(self):
        db, chance = self.stopped["stipple.db"], random.Random(1)
        ends = [0, 1, 99, 100, PAGE, len(db) - 1, *(chance.randrange(len(db)) for _ in range(FLIPS))]
        for end in ends:
            said = self.start({"stipple.db": db[:end]})
            self.assertIsNotNone(said, end)
            self.assertRegex(said, "cut short|damaged")
        print(f"{len(ends)} cuts, {len(ends)} refused", file=sys.stderr)

    def test_what_an_event_says_is_no_text_any_more(self):
        """Nobody is sent what is not JSON: the call is refused, and the audit says which event it is."""
        whole = self.stopped["stipple.db"]
        for there, damaged in ((b"dripped back", b"dripped b\xe1ck"), (b'"words":"dripped', b'"words";"dripped')):
            self.assertIn(there, whole)
            self.assertIsNone(self.start({"stipple.db": whole.replace(there, damaged)}))
            connection = self.studio.connect()
            self.assertIn(ask(connection, "event.list")["error"]["data"]["name"], DAMAGED)
            self.assertIn("event.body", str(ask(connection, "audit.verify")["result"]["findings"]))
        self.assertEqual(self.studio.stop(), 0)

    def newer(self):
        """In the database, and in a journal that is all there is of it."""
        lay(self.studio.data, self.stopped)
        with contextlib.closing(sqlite3.connect(self.studio.data / "stipple.db", isolation_level=None)) as db:
            db.execute("PRAGMA user_version = 9999")
            journalled = files(self.studio.data)
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return journalled, files(self.studio.data)

    def test_it_is_newer_or_not_ours(self):
        journalled, newer = self.newer()
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "other.db"
            with contextlib.closing(sqlite3.connect(path)) as db:
                db.execute("CREATE TABLE other (x)")
                db.execute("PRAGMA application_id = 1196444487")
                db.commit()
            foreign = path.read_bytes()
        cases = [(newer, "schema 9999"), (journalled, "schema 9999"),
                 ({"stipple.db": foreign}, "another program's"),
                 ({"stipple.db": b"hello " * 1000}, "not a database"),
                 ({"stipple.db": random.Random(2).randbytes(9000)}, "not a database"),
                 ({"stipple.db-wal": self.killed["stipple.db-wal"]}, "is gone")]
        for content, words in cases:
            self.assertIn(words, self.start(content) or "it runs")
            if "stipple.db" in content:
                self.verified(content, words)
        self.assertIsNone(self.start(self.killed))
        self.assertEqual(self.studio.stop(), 0)
        print(f"{len(cases)} files that are not this daemon's, {len(cases)} refused", file=sys.stderr)

    def verified(self, content, words):
        """The same by hand; what is in a journal is no file's."""
        path = self.studio.folder / "v.db"
        path.write_bytes(content["stipple.db"])
        done = subprocess.run([os.environ["STIPPLED"], "--verify", path], capture_output=True, text=True,
                              timeout=PATIENCE, check=False)
        if "stipple.db-wal" not in content:
            self.assertEqual(done.returncode, FAILED)
            self.assertTrue(re.search(words, done.stderr), done.stderr)
        self.assertEqual(path.read_bytes(), content["stipple.db"])


if __name__ == "__main__":
    unittest.main()
