"""Clients who stall, do not read, send what nobody can want, or ask for more than there is memory:
they are told so or dropped, the memory stays bounded, and others are served meanwhile.

Tiny requests in one stream: STIPPLE_TINY, a million when not said."""

import json
import os
import threading
import unittest
import uuid

from wire import Beside, Connection, Studio, counters, memory, say, stock

TINY = int(os.environ.get("STIPPLE_TINY", "1000000"))
HISTORY = 2000  # events, so that an audit takes a while
MIB = 2**20
# What all clients together may hold (daemon.status, limits) stands beside the daemon's own.
OWN = 48


def line(method, ident, **params):
    return json.dumps({"jsonrpc": "2.0", "id": ident, "method": method, "params": params}).encode() + b"\n"


def push(connection, data):
    """Sends what is taken without waiting; the number of bytes."""
    connection.socket.setblocking(False)
    sent = 0
    try:
        while sent < len(data):
            sent += connection.socket.send(data[sent : sent + MIB])
    except OSError:
        pass
    connection.socket.settimeout(60)
    return sent


class Hostile(unittest.TestCase):
    def setUp(self):
        self.studio = Studio()
        self.studio.start()
        self.addCleanup(self.studio.__exit__)
        first = self.studio.connect()
        bottle = stock(first)[0]
        self.limits = first.call("daemon.status")["limits"]
        beside = Beside(self.studio, bottle)
        beside.__enter__()
        self.beside, self.bottle = beside, bottle
        self.addCleanup(beside.__exit__)

    def lengthen(self):
        """A history that takes a while to audit."""
        writer = self.studio.connect()
        calls = [writer.request("stock.adjust", {"op_id": str(uuid.uuid4()), "container": self.bottle, "delta_ul": 1,
                                                 "reason": "found", "words": "x" * 500}) for _ in range(HISTORY)]
        threading.Thread(target=writer.send, args=("".join(json.dumps(c) + "\n" for c in calls),)).start()
        for _ in calls:
            self.assertIn("result", writer.reply())

    def bounded(self, *limits):
        """The most memory that was in use, when it is what these limits allow."""
        peak = memory(self.studio)
        self.assertLess(peak, OWN + sum(self.limits[limit] for limit in limits) / MIB)
        return peak

    def until(self, condition):
        """Waits for that while somebody is served."""
        while not condition(counters(self.studio)):
            self.beside.served()

    def test_who_stalls_is_dropped_and_who_is_idle_is_kept(self):
        idle, half, deaf = (self.studio.connect() for _ in range(3))
        half.send(line("daemon.status", 1)[:20])
        sent = push(deaf, b"".join(line("event.list", n) + line("rpc.discover", n) for n in range(1000)))
        watcher = self.studio.connect()
        watcher.call("event.subscribe")
        self.until(lambda told: told["dropped_stalled"] == 1 and told["dropped_slow"] >= 1)
        self.assertIsNone(half.line())
        while deaf.line():
            pass
        self.assertIn("result", json.loads(self.ask(idle, line("daemon.status", 1))))
        say(f"half a line and {sent} bytes of calls by one who does not read: both dropped, an idle one kept; "
            f"{self.beside.told()}; at most {self.bounded('unsent_drop_bytes', 'reply_bytes'):.1f} MiB")

    def ask(self, connection, data):
        connection.send(data)
        return connection.line()

    def test_two_hundred_who_do_not_read_hold_no_more_than_all_may(self):
        deaf = [self.studio.connect() for _ in range(200)]
        for connection in deaf:
            push(connection, b"".join(line("rpc.discover", n) for n in range(20)))
            self.beside.served(3)
        told = counters(self.studio)
        self.assertGreater(told["dropped_heavy"], 0)
        self.beside.served()
        say(f"{len(deaf)} ask for {20 * len(deaf)} long replies and read none: {told['dropped_heavy']} dropped as all "
            f"held too much; {self.beside.told()}; at most {self.bounded('held_bytes'):.1f} MiB")

    def test_replies_joined_in_batches_count_too(self):
        self.lengthen()
        greedy = self.studio.connect()
        batch = [json.loads(line("rpc.discover", n)) for n in range(18)] + [json.loads(line("audit.verify", "last"))]
        push(greedy, (json.dumps(batch) + "\n").encode() * 100)
        self.until(lambda told: told["dropped_heavy"] == 1)
        say(f"100 batches of 7 MB each that wait for one slow call: dropped; {self.beside.told()}; at most "
            f"{self.bounded('held_bytes', 'reply_bytes'):.1f} MiB")

    def test_calls_that_wait_have_a_limit(self):
        self.lengthen()
        slow = [self.studio.connect() for _ in range(4)]
        for connection in slow:
            push(connection, b"".join(line("audit.verify", n) for n in range(50)))
        large = [self.studio.connect() for _ in range(8)]
        for connection in large:
            connection.send(b"".join(line("trace.lot", n, lot="x" * 250000) for n in range(75)))
        answers = [connection.reply() for connection in large for _ in range(75)]
        names = [answer["error"]["data"]["name"] for answer in answers]
        self.assertLessEqual(set(names), {"daemon.busy", "lot.not_found"})
        self.assertGreater(names.count("daemon.busy"), 0)
        self.beside.served(4)
        say(f"600 calls of 250 kB that wait for slow ones: {names.count('daemon.busy')} refused as busy; "
            f"{self.beside.told()}; at most {self.bounded('waiting_bytes'):.1f} MiB")

    def test_a_line_of_a_gibibyte(self):
        connection, sent, piece = self.studio.connect(), 0, b"x" * MIB
        try:
            while sent < 1024 * MIB:
                sent += connection.socket.send(piece)
        except OSError:
            pass
        self.assertLess(sent, 1024 * MIB)
        self.assertEqual(connection.reply()["error"]["data"]["name"], "rpc.too_large")
        self.assertIsNone(connection.line())
        self.beside.served()
        say(f"of a line of 1 GiB {sent} bytes were taken; {self.beside.told()}; at most {self.bounded():.1f} MiB")

    def test_brackets_64_ki_deep(self):
        connection, deep = self.studio.connect(), 65536
        for text in ("[" * deep, "[" * deep + "]" * deep, '{"":' * (deep - 1), '{"a":[' * (deep // 2)):
            error = json.loads(self.ask(connection, text.encode() + b"\n"))["error"]
            self.assertEqual((error["code"], "deep" in error["message"]), (-32700, True), error)
        self.assertIn("result", json.loads(self.ask(connection, line("daemon.status", 1))))
        self.beside.served()
        say(f"brackets {deep} deep, four ways: refused; {self.beside.told()}; at most {self.bounded():.1f} MiB")

    def test_a_million_tiny_requests_in_one_stream(self):
        connection = self.studio.connect()
        step = 10000
        calls = (b"".join(b'{"jsonrpc":"2.0","id":%d,"method":"rpc.cancel","params":{"id":0}}\n' % n
                          for n in range(at, at + step)) for at in range(0, TINY, step))
        sender = threading.Thread(target=lambda: [connection.send(part) for part in calls])
        sender.start()
        for at in range(0, TINY, step):
            wanted = b"".join(b'{"jsonrpc":"2.0","id":%d,"result":{"cancelled":false}}\n' % n
                              for n in range(at, at + step))
            self.assertEqual(self.take(connection, len(wanted)), wanted)
            self.beside.served(1)
        sender.join()
        say(f"{TINY} tiny calls in one stream, each answered in its place; {self.beside.told()}; at most "
            f"{self.bounded():.1f} MiB")

    def take(self, connection, n):
        parts = []
        while n > 0:
            parts.append(connection.socket.recv(min(n, MIB)))
            self.assertTrue(parts[-1])
            n -= len(parts[-1])
        return b"".join(parts)

    def test_a_batch_of_64_slow_calls_leaves_room_for_others(self):
        self.lengthen()
        connection = self.studio.connect()
        calls = [connection.request("audit.verify") for _ in range(64)]
        before = self.beside.answered
        connection.send(json.dumps(calls) + "\n")
        answers = connection.reply()
        meanwhile = self.beside.answered - before
        self.assertEqual({a["id"] for a in answers}, {c["id"] for c in calls})
        self.assertTrue(all(a["result"]["whole"] for a in answers))
        self.assertGreater(meanwhile, 20)  # in a queue of all it would have been three
        say(f"a batch of 64 audits: {meanwhile} calls answered beside it before the batch was; {self.beside.told()}; "
            f"at most {self.bounded('reply_bytes'):.1f} MiB")


if __name__ == "__main__":
    unittest.main()
