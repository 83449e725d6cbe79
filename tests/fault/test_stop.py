"""SIGTERM while 64 clients write as fast as they can: what was answered is what happened, what was
not answered can be asked for by its op_id, the socket and the lock are gone, and the end comes soon.

Stops: STIPPLE_STOPS, 4 when not said."""

import fcntl
import json
import os
import random
import signal
import threading
import time
import unittest
import uuid

from wire import Connection, Studio, say, stock

STOPS = int(os.environ.get("STIPPLE_STOPS", "4"))
CLIENTS, DEEP = 64, 16
GRACE = 2  # seconds after its last write for replies to be taken
ENDED_MOST = 30  # seconds, on a machine that does much else; the daemon's own limit is GRACE


class Writer(threading.Thread):
    """Keeps so many writes under way until the connection ends; what was told of each, by op_id."""

    def __init__(self, studio, bottle, seed):
        super().__init__()
        self.connection, self.bottle, self.last = Connection(studio.socket), bottle, seed << 64
        self.told, self.fault = {}, None
        self.begun = threading.Event()

    def call(self):
        self.last += 1
        op = str(uuid.UUID(int=self.last, version=4))
        self.told[op] = None
        params = {"op_id": op, "container": self.bottle, "delta_ul": 1, "reason": "found", "words": "dripped back"}
        return json.dumps({"jsonrpc": "2.0", "id": op, "method": "stock.adjust", "params": params}) + "\n"

    def run(self):
        try:
            self.connection.send("".join(self.call() for _ in range(DEEP)))
            while line := self.connection.line():
                answer = json.loads(line)
                assert self.told[answer["id"]] is None, "answered twice, or to the wrong caller"
                self.told[answer["id"]] = "done" if "result" in answer else answer["error"]["data"]["name"]
                self.begun.set()
                self.connection.send(self.call())
        except OSError:
            self.drain()
        except Exception as fault:  # pylint: disable=broad-except
            self.fault = fault
        self.connection.close()

    def drain(self):
        """What was answered before the connection ended."""
        while line := self.connection.line():
            answer = json.loads(line)
            self.told[answer["id"]] = "done" if "result" in answer else answer["error"]["data"]["name"]


class Stop(unittest.TestCase):
    def stop(self, studio, signals):
        """Sends them one after the other; seconds until the daemon has ended, which it must with 0."""
        begun = time.monotonic()
        for number in signals[:-1]:
            studio.process.send_signal(number)
        self.assertEqual(studio.stop(signals[-1]), 0)
        self.assertFalse(studio.socket.exists())
        with open(studio.data / "stipple.lock", "rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return time.monotonic() - begun

    def test_what_was_answered_happened_and_the_rest_can_be_asked(self):
        chance = random.Random(3)
        kinds = ([signal.SIGTERM], [signal.SIGTERM] * 3, [signal.SIGINT, signal.SIGTERM], [signal.SIGHUP])
        told, slowest = {}, 0.0
        with Studio() as studio:
            bottle = stock(studio.connect())[0]
            for number in range(STOPS):
                writers = [Writer(studio, bottle, number * CLIENTS + i + 1) for i in range(CLIENTS)]
                for writer in writers:
                    writer.start()
                for writer in writers:
                    self.assertTrue(writer.begun.wait(60))
                time.sleep(chance.uniform(0, 0.3))
                slowest = max(slowest, self.stop(studio, kinds[number % len(kinds)]))
                for writer in writers:
                    writer.join()
                    self.assertIsNone(writer.fault)
                    told.update(writer.told)
                studio.start()
            counts = self.check(studio.connect(), bottle, told)
        self.assertLess(slowest, ENDED_MOST)
        if slowest < GRACE:  # or a reader may have been too slow
            self.assertEqual(counts["unanswered, done"], 0)
        say(f"{STOPS} stops under {CLIENTS} writers {DEEP} deep: {counts['done']} acknowledged, 0 lost; "
            f"{counts['daemon.stopping']} refused, 0 done; {counts[None]} unanswered, {counts['unanswered, done']} of "
            f"them done, all told by their op_id; socket and lock gone, status 0, the slowest in {slowest:.2f} s")

    def check(self, connection, bottle, told):
        kept, position = [], 1
        while position:
            page = connection.call("event.list", type="stock.adjust", limit=1000, **{"from": position})
            kept.extend(event["op_id"] for event in page["events"])
            position = page.get("next")
        there = set(kept)
        self.assertEqual(len(kept), len(there), "an op_id stands twice")
        of = {what: {op for op, said in told.items() if said == what} for what in ("done", "daemon.stopping", None)}
        self.assertEqual(sum(map(len, of.values())), len(told), set(told.values()))
        self.assertLessEqual(of["done"], there, "an acknowledged write is lost")
        self.assertEqual(of["daemon.stopping"] & there, set(), "a refused write was done")
        counts = {**{what: len(ops) for what, ops in of.items()}, "unanswered, done": len(of[None] & there)}
        for op in sorted(of[None]):
            connection.write("stock.adjust", op_id=op, container=bottle, delta_ul=1, reason="found",
                             words="dripped back")
        left = {c["code"]: c["left_ul"] for c in connection.call("stock.list", kind="pigment")["containers"]}
        self.assertEqual(left[bottle], 15000 + counts["done"] + counts[None])
        self.assertTrue(connection.call("audit.verify")["whole"])
        return counts


if __name__ == "__main__":
    unittest.main()
