"""Clients who work while others do the daemon harm, and what the daemon uses meanwhile."""

import json
import os
import pathlib
import re
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "e2e"))
from studio import PATIENCE, SKIN, STUBBLE, Connection, Studio, stock  # noqa: E402


def say(*words):
    """What a trial did, and how much."""
    print(*words, file=sys.stderr)


def memory(studio, which="VmHWM"):
    """Resident memory of the daemon in MiB, at its most; as it is with VmRSS."""
    status = pathlib.Path(f"/proc/{studio.process.pid}/status").read_text()
    return int(re.search(rf"^{which}:\s+(\d+) kB", status, re.M)[1]) / 1024


def counters(studio):
    """As a client who comes for that alone is told."""
    connection = Connection(studio.socket)
    found = connection.call("daemon.status")["counters"]
    connection.close()
    return found


class Beside:
    """Somebody at work in another thread: asks, writes and matches on one connection, and holds each
    answer against its question. In a `with`; `served` waits for so many more answers."""

    def __init__(self, studio, bottle=None):
        self.connection = Connection(studio.socket)
        self.bottle = bottle
        self.answered, self.written, self.slowest = 0, 0, 0.0
        self.fault, self.over = None, False
        self.more = threading.Condition()
        self.thread = threading.Thread(target=self.work)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over = True
        self.thread.join()
        self.connection.close()
        if self.fault:
            raise self.fault

    def work(self):
        try:
            while not self.over:
                self.ask("daemon.status", "counters")
                self.ask("match.find", "candidates", skin=SKIN, stubble=STUBBLE)
                if self.bottle:
                    op = f"{self.written:08x}-0000-4000-8000-{os.getpid() % 2**16:012x}"
                    self.ask("stock.adjust", "left_ul", op_id=op, container=self.bottle, delta_ul=1, reason="found",
                             words="dripped back")
                    self.written += 1
        except (AssertionError, OSError, EOFError) as fault:
            self.fault = fault
            with self.more:
                self.more.notify_all()

    def ask(self, method, member, **params):
        begun = time.monotonic()
        question = self.connection.request(method, params)
        self.connection.send(json.dumps(question) + "\n")
        answer = self.connection.reply()
        assert answer["id"] == question["id"] and member in answer.get("result", {}), answer
        with self.more:
            self.slowest = max(self.slowest, time.monotonic() - begun)
            self.answered += 1
            self.more.notify_all()

    def served(self, n=15):
        with self.more:
            wanted = self.answered + n
            if not self.more.wait_for(lambda: self.answered >= wanted or self.fault, PATIENCE) or self.fault:
                raise AssertionError(f"not served beside it: {self.fault}")

    def told(self):
        return f"{self.answered} calls answered beside it, the slowest in {self.slowest * 1000:.0f} ms"
