"""How long others wait while somebody does the daemon harm, and what memory it takes. Usage: hostile.py [ROUNDS]

One client asks for the status, then reads the stock, then writes to it, one call after the other: of a daemon at
rest, and while each kind of hostile client goes on, each on a daemon of its own, in turn, ROUNDS times. All have all
cores, as on a studio's computer; but the hostile one gets what is left of them (nice 19), so that what the others
wait is the daemon's doing. Ratios are of the p99 to that at rest; `peak` is the most memory in any round."""

import contextlib
import json
import multiprocessing
import os
import pathlib
import resource
import socket
import sys
import threading
import time
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "fault"))
from measure import CORES, Connection, Run, Server, Studio, median, noise, rounds, run_ms, stock  # noqa: E402
from wire import memory  # noqa: E402

MIB = 2**20
HISTORY = 2000  # events, so that an audit takes a while
CROWD = 1000
CALLS = ("status", "list", "adjust")


def line(method, ident=1, **params):
    return json.dumps({"jsonrpc": "2.0", "id": ident, "method": method, "params": params}).encode() + b"\n"


def pushed(connection, data):
    """Sends what is taken without waiting; false when the connection is gone."""
    try:
        connection.socket.send(data, socket.MSG_DONTWAIT)
    except BlockingIOError:
        pass
    except OSError:
        return False
    return True


def arrive(path):
    """A connection, when there is room among those who wait to be let in."""
    while True:
        try:
            return Connection(path)
        except BlockingIOError:
            time.sleep(0.001)


def stall(path):
    """Half a line on each of a hundred connections, and on another whenever one is dropped."""
    held = []
    while True:
        held = [one for one in held if pushed(one, b"")]
        while len(held) < 100:
            held.append(arrive(path))
            held[-1].send(line("daemon.status")[:20])
            yield
        time.sleep(0.01)
        yield


def deaf(path):
    """Twenty who ask for long answers and read none, over and over as they are dropped."""
    held = [arrive(path) for _ in range(20)]
    while True:
        for at, one in enumerate(held):
            if not pushed(one, (line("rpc.discover") + line("event.list")) * 20):
                one.close()
                held[at] = arrive(path)
            yield


def vanish(path):
    """Asks for a long answer and for a write, and is gone."""
    while True:
        one = arrive(path)
        one.send(line("event.list", limit=1000) + line("stock.adjust", op_id=str(uuid.uuid4()), container="B-0002",
                                                       delta_ul=1, reason="found", words="dripped back"))
        one.close()
        yield


def gibibyte(path):
    """A line without an end."""
    piece = b"x" * MIB
    while True:
        one = arrive(path)
        try:
            while True:
                one.send(piece)
        except OSError:
            one.close()
        yield


def deep(path):
    """Brackets 64 Ki deep, as fast as they are refused."""
    one = arrive(path)
    while True:
        one.send(b"[" * 65536 + b"\n")
        one.line()
        yield


def tiny(path):
    """A stream of the smallest calls there are."""
    one = arrive(path)
    calls = line("rpc.cancel", id=0) * 10000
    threading.Thread(target=lambda: [one.send(calls) for _ in iter(int, 1)], daemon=True).start()
    while one.socket.recv(MIB):
        yield


def batch(path):
    """Batches of 64 audits."""
    one = arrive(path)
    while True:
        one.send(json.dumps([json.loads(line("audit.verify", n)) for n in range(64)]) + "\n")
        yield
        one.line()


def cancel(path):
    """Takes back what was asked for, each time."""
    one = arrive(path)
    while True:
        one.send((line("event.list", "call") + line("rpc.cancel", id="call")) * 4)
        for _ in range(8):
            one.line()
        yield


def crowd(path):
    """A thousand who stay, and others who come, ask and go."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    held = []
    while True:
        one = arrive(path)
        one.send(line("daemon.status"))
        one.line()
        if len(held) < CROWD:
            held.append(one)
        else:
            one.close()
            yield


KINDS = {"half a line": stall, "never reads": deaf, "vanishes": vanish, "1 GiB line": gibibyte, "brackets": deep,
         "tiny calls": tiny, "64 audits": batch, "cancels": cancel, "1,000 beside": crowd}


def harm(kind, path, under_way):
    os.setpriority(os.PRIO_PROCESS, 0, 19)
    for _ in kind(path):
        under_way.set()


class Harm:
    """Somebody hostile, at it from here on, in a `with`."""

    def __init__(self, kind, path):
        under_way = multiprocessing.Event()
        self.process = multiprocessing.Process(target=harm, args=(kind, path, under_way), daemon=True)
        self.process.start()
        if not under_way.wait(60):
            sys.exit(f"{kind.__name__} did not begin")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if not self.process.is_alive():
            sys.exit("the hostile client ended by itself")
        self.process.kill()
        self.process.join()


def measured(studio, kind):
    """One run of each call, and the most memory in MiB."""
    path = studio.folder / "stippled"
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(Server([*studio.command()[:3], "--socket", path], path, cores=CORES))
        if kind:
            stack.enter_context(Harm(kind, path))
        runs = [Run(server, call, 1, 1, 2 * run_ms(), ["B-0001"], CORES) for call in CALLS]
        return runs, memory(server)


def lengthen(connection):
    connection.write_all("stock.adjust", [{"container": "B-0002", "delta_ul": 1, "reason": "found", "words": "x" * 500}
                                          for _ in range(HISTORY)])


def kind_print(name, found, rest):
    columns = list(zip(*(runs for runs, _ in found)))
    text = f"{name:14}"
    for column, quiet in zip(columns, zip(*(runs for runs, _ in rest))):
        p99 = [run.p99 for run in column]
        text += (f" {median([run.p50 for run in column]) / 1e3:10.2f} {median(p99) / 1e3:7.2f} {noise(p99):5.0f}%"
                 f" {median(p99) / median([run.p99 for run in quiet]):6.1f}")
    print(f"{text} {max(peak for _, peak in found):8.1f}")


def main():
    with Studio() as studio:
        connection = studio.connect()
        stock(connection)
        lengthen(connection)
        studio.stop()
        found = {name: [] for name in ("at rest", *KINDS)}
        for _ in range(rounds()):
            for name, runs in found.items():
                runs.append(measured(studio, KINDS.get(name)))
    heads = "".join(f" {call + ' p50':>10} {'p99':>7} {'noise':>6} {'ratio':>6}" for call in CALLS)
    print(f"\nbeside a hostile client, ms\n{'':14}{heads} {'peak MiB':>8}")
    for name, runs in found.items():
        kind_print(name, runs, found["at rest"])


main()
