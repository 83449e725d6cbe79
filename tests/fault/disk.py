"""A studio whose daemon runs on the trial's disk (disk.h), and clients who write to it by many
methods at once. Each call's id is its op_id, so that a reply says of itself what it answers."""

import json
import mmap
import os
import pathlib
import struct
import subprocess
import sys
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "e2e"))
from studio import PATIENCE, SKIN, STUBBLE, Studio, stock  # noqa: E402

WRITE, SYNC, TRUNCATE, READ, NAME, INDEX, GROW = 1, 2, 4, 8, 16, 32, 64  # disk.h
EIO, ENOMEM, ENOSPC = 5, 12, 28
ALWAYS = 0xFFFFFFFF


class Faults:
    """What the disk does wrong, in the daemon's memory too: `set` while it runs."""

    def __init__(self, path):
        self.path = path
        path.write_bytes(bytes(24))
        with open(path, "r+b") as file:
            self.map = mmap.mmap(file.fileno(), 24)

    def set(self, kinds, error, after=0, times=1):
        """Of the calls of these kinds so many go through and the next `times` fail."""
        self.clear()
        struct.pack_into("=6I", self.map, 0, 0, error, after, times, 0, 0)
        struct.pack_into("=I", self.map, 0, kinds)

    def clear(self):
        struct.pack_into("=I", self.map, 0, 0)

    def failed(self):
        return struct.unpack_from("=I", self.map, 16)[0]


class DiskStudio(Studio):
    """`settings`: of the disk, without their prefix: TRACE, SYNCHRONOUS, WAL_TIMES. The clock stands,
    a second later at each start: the ids that are made follow from it."""

    def __init__(self, **settings):
        super().__init__(fixed=True)
        self.starts = 0
        self.trace, self.log, faults = (self.folder.with_suffix(f".{end}") for end in ("trace", "log", "faults"))
        self.faults = Faults(faults)
        self.settings = {"ROOT": self.folder, "FAULTS": self.faults.path, **settings}

    def __exit__(self, *error):
        super().__exit__(*error)
        said = self.log.read_text()
        if "Sanitizer" in said or "runtime error" in said:
            raise AssertionError(said)
        for file in (self.trace, self.log, self.faults.path):
            file.unlink(missing_ok=True)

    def record(self):
        """From the next start on everything is written down."""
        self.settings["TRACE"] = self.trace

    def start(self):
        self.starts += 1
        self.now = f"2026-03-02T09:{self.starts // 60:02}:{self.starts % 60:02}Z"
        super().start()

    def become_old(self, schema, work):
        """Makes a studio by `work`, and of it what a program of that schema would have left; its history."""
        self.start()
        work(self.connect())
        events = history(self.connect())
        self.stop()
        today, database = self.folder / "today.db", self.data / "stipple.db"
        database.rename(today)
        subprocess.run([os.environ["OLD_STUDIO"], today, database, str(schema)], check=True,
                       stdout=subprocess.DEVNULL)
        today.unlink()
        return events

    def command(self):
        """Standard error goes to a file: a pipe that nobody reads would be full at some time."""
        words = [f"STIPPLE_DISK_{name}={value}" for name, value in self.settings.items()]
        return ["sh", "-c", 'exec env "$@" 2>>"$0"', self.log, *words, os.environ["STIPPLED_DISK"],
                *super().command()[1:]]

    def attempt(self):
        """A start that may fail: the exit status of that, or None when the daemon runs."""
        try:
            self.start()
            return None
        except RuntimeError:
            return self.ended()

    def ended(self):
        """The exit status of a daemon that ends by itself."""
        self.process.communicate(timeout=PATIENCE)
        status, self.process = self.process.returncode, None
        return status


def request(method, params):
    """A call whose id says what a reply to it is about (told.h)."""
    name = params.get("op_id", method)
    if method == "backup.make":
        name = "copy " + pathlib.Path(params["path"]).name
    return {"jsonrpc": "2.0", "id": name, "method": method, "params": params}


def ask(connection, method, /, **params):
    """One call; its reply, whatever that is."""
    connection.send(json.dumps(request(method, params)) + "\n")
    return connection.reply()


def history(connection):
    """Every event, in order."""
    events, position = [], 1
    while position:
        page = connection.call("event.list", limit=1000, **{"from": position})
        events.extend(page["events"])
        position = page.get("next")
    return events


def shelf(connection):
    """What the first schema knew: bottles, and what becomes of them."""
    connection.write("staff.add", name="An Artist", jobs=["artist"], uid=os.getuid())
    connection.write("stock.open", container=stock(connection)[0])
    connection.write("stock.adjust", container="B-0001", delta_ul=-50, reason="spill")
    connection.write("lot.receive", product="P-0001", lot_no="DENTED", expiry="2099-06-30", each_ul=15000)
    connection.write("lot.hold", lot="L-0003", reason="a doubt")
    connection.write("stock.discard", container="B-0004", reason="damaged", route="ordinary")


def prepare(connection):
    """What WRITES need."""
    connection.write("staff.add", name="An Artist", jobs=["artist"], uid=os.getuid())
    stock(connection)
    connection.write("client.add", name="First Client")


def books(connection):
    """Work with clients, of every kind that later schemas told in other tables."""
    prepare(connection)
    connection.write("course.open", client="C-0001", service="density")
    for number in range(20):
        method, params = WRITES[number % len(WRITES)](number)
        connection.write(method, **params)
    connection.write("match.accept", find={"skin": SKIN, "stubble": STUBBLE}, client="C-0001")
    connection.write("course.close", course="K-0001", reason="done")
    connection.write("recall.open", maker="Demo Pigments", products=["Neutral Black"], all_lots=True)
    connection.write("recall.contact", recall="R-0001", client="C-0001", reached=True, way="phone")
    connection.write("client.erase", client="C-0002", reason="asked for", override_reason="asked for")


# What clients do at once, by number; each is possible at any time.
WRITES = [
    lambda n: ("stock.adjust", {"container": "B-0001", "delta_ul": 1, "reason": "found", "words": "dripped back"}),
    lambda n: ("product.add", {"maker": "Demo Pigments", "name": f"Shade {n}", "kind": "pigment"}),
    lambda n: ("lot.receive", {"product": "P-0001", "lot_no": f"L{n}", "expiry": "2099-06-30", "containers": 3,
                               "each_ul": 5000}),
    lambda n: ("client.add", {"name": f"Client {n}", "notes": "x" * (n % 40 * 50)}),
    lambda n: ("mix.make", {"client": "C-0001", "inputs": [{"container": "B-0001", "ul": 1},
                                                          {"container": "B-0003", "ul": 1}]}),
    lambda n: ("session.record", {"client": "C-0001", "uses": [{"container": "B-0002", "ul": 1}]}),
    lambda n: ("studio.set", {"name": f"Studio {n}"}),
]


class Load:
    """Writes over several connections, each so many deep, the first of them in one batch; and what
    was told of each by op_id: "done", the name of an error, or None when no answer came. `answers`
    keeps the first results."""

    def __init__(self, studio, seed, connections=4):
        self.studio, self.last, self.number, self.n = studio, seed << 80, 0, connections
        self.asked, self.told, self.answers = {}, {}, {}
        self.life, self.connections = None, []

    def connect(self):
        """One set of connections in each life of the daemon."""
        if self.life != self.studio.starts:
            self.life = self.studio.starts
            self.connections = [self.studio.connect() for _ in range(self.n)]

    def mint(self, method, params):
        self.last += 1
        op = str(uuid.UUID(int=self.last, version=4))
        self.asked[op] = request(method, {**params, "op_id": op})
        return op

    def next(self):
        self.number += 1
        return self.mint(*WRITES[self.number % len(WRITES)](self.number))

    def run(self, deep=6, ops=None, sent=lambda: None):
        """Sends new writes, or these, and waits for all answers or the end of the connections; what
        was told of them. `sent` is called in between."""
        self.connect()
        ops = ops if ops is not None else [self.next() for _ in range(deep * self.n)]
        shares = [ops[i :: self.n] for i in range(self.n)]
        self.told.update((op, None) for op in ops)
        for i, (connection, share) in enumerate(zip(self.connections, shares)):
            lines = [json.dumps(self.asked[op]) for op in share]
            self.say(connection, [f"[{','.join(lines)}]"] if i == 0 and lines else lines)
        sent()
        for connection, share in zip(self.connections, shares):
            self.hear(connection, len(share))
        return {self.told[op] for op in ops}

    def say(self, connection, lines):
        try:
            connection.send("".join(f"{line}\n" for line in lines))
        except OSError:
            pass  # a daemon that ends closes what it does not answer any more

    def hear(self, connection, n):
        while n > 0 and (line := connection.line()) is not None:
            replies = json.loads(line)
            for reply in replies if isinstance(replies, list) else [replies]:
                n -= 1
                self.told[reply["id"]] = "done" if "result" in reply else reply["error"]["data"]["name"]
                if "result" in reply:
                    self.answers.setdefault(reply["id"], reply["result"])

    def one(self, method, /, **params):
        """One write of another kind; what was told of it."""
        op = self.mint(method, params)
        self.run(ops=[op])
        return self.told[op]

    def of(self, *outcomes, method=None):
        return [op for op, told in self.told.items()
                if told in outcomes and method in (None, self.asked[op]["method"])]

    def open(self):
        """Those of which nobody knows, or which were put off: to be sent again."""
        return self.of(None, "store.unknown", "store.full", "daemon.stopping")
