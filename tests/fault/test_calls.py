"""Writes whose clients vanish in the middle of them, and calls of every method of the table that are
cancelled, from before they come to behind a queue: each is done or not, the op_id tells which, nobody
hears an answer that is not theirs.

Clients that vanish: STIPPLE_VANISH, 400 when not said."""

import json
import os
import random
import threading
import unittest
import uuid

from wire import Connection, Studio, say, stock

VANISH = int(os.environ.get("STIPPLE_VANISH", "400"))
# Calls between a call and its cancelling; None: the cancelling comes first.
MOMENTS = (None, 0, 1, 32)
AHEAD = {"event.list": 6, "stock.adjust": 4}  # what a call has to wait for, and how much of it


def text(*calls):
    return "".join(json.dumps(call) + "\n" for call in calls).encode()


def request(ident, method, params):
    return {"jsonrpc": "2.0", "id": ident, "method": method, "params": params}


def adjust(bottle, op):
    return {"op_id": op, "container": bottle, "delta_ul": 1, "reason": "found", "words": "dripped back"}


def history(connection):
    """The op_ids of all events, in order."""
    ops, position = [], 1
    while position:
        page = connection.call("event.list", limit=1000, **{"from": position})
        ops.extend(event["op_id"] for event in page["events"])
        position = page.get("next")
    return ops


class Vanish(unittest.TestCase):
    def vanish(self, studio, bottle, op, chance):
        """Calls and is gone, at some byte of what it had to say; whether the write was said whole."""
        victim = Connection(studio.socket)
        report = text(request("report", "event.list", {"limit": 1000}))
        calls = report + text(request(op, "stock.adjust", adjust(bottle, op)))
        cut = chance.choice((len(calls), len(calls), chance.randrange(len(calls))))
        victim.send(calls[:cut])
        if cut >= len(report) and chance.random() < 0.3:
            victim.socket.recv(1)
        victim.close()
        return cut == len(calls)

    def heir(self, studio, number):
        """Who comes next, and has the descriptor that became free: hears what it asked for and no more."""
        heir = Connection(studio.socket)
        for ident in (f"heir {number}", f"heir {number} again"):
            heir.send(text(request(ident, "studio.show", {})))
            self.assertEqual(heir.reply()["id"], ident)
        heir.close()

    def test_a_write_is_done_or_not_and_nobody_inherits_its_answer(self):
        chance = random.Random(2)
        with Studio() as studio:
            connection = studio.connect()
            bottle = stock(connection)[0]
            whole = {}
            for number in range(VANISH):
                op = str(uuid.UUID(int=number + 1, version=4))
                whole[op] = self.vanish(studio, bottle, op, chance)
                self.heir(studio, number)
            before = history(connection)
            done = set(before) & set(whole)
            self.assertEqual({op for op in done if not whole[op]}, set(), "half a line was acted on")
            again = text(*(request(op, "stock.adjust", adjust(bottle, op)) for op in whole))
            sender = threading.Thread(target=connection.send, args=(again,))
            sender.start()
            for _ in whole:
                self.assertIn("result", connection.reply())
            sender.join()
            after = history(connection)
            self.assertEqual(len(after), len(set(after)), "an op_id stands twice")
            self.assertEqual(len(after), len(before) + VANISH - len(done))
            left = {c["code"]: c["left_ul"] for c in connection.call("stock.list", kind="pigment")["containers"]}
            self.assertEqual(left[bottle], 15000 + VANISH)
            say(f"{VANISH} clients vanished, {len(done)} of their writes were done, {VANISH - len(done)} not and then "
                f"once; {2 * VANISH} answers to those who came after them, 0 wrong")


class Cancel(unittest.TestCase):
    def setUp(self):
        self.studio = Studio(fixed=True)
        self.studio.start()
        self.addCleanup(self.studio.__exit__)
        self.first = self.studio.connect()
        self.last, self.tried, self.cancelled = 0, 0, 0
        self.gone, self.there = set(), set()

    def op(self):
        self.last += 1
        return str(uuid.UUID(int=self.last << 32, version=4))

    def params(self, example):
        disk, here = "/media/backup/", f"{self.studio.folder}/"
        params = {p["name"]: p["value"].replace(disk, here) if p["name"] == "path" else p["value"]
                  for p in example["params"]}
        if "op_id" in params:
            params["op_id"] = self.op()
        return params

    def moment(self, method, params, between, ahead):
        """One call and its cancelling: each is answered once, and what they say fits."""
        connection = Connection(self.studio.socket)
        call, cancel = request("call", method, params), request("cancel", "rpc.cancel", {"id": "call"})
        before = [request(f"ahead {n}", ahead, adjust(self.bottle, self.op()) if ahead == "stock.adjust" else {})
                  for n in range(AHEAD[ahead])]
        filler = [request(f"filler {n}", "rpc.cancel", {"id": "nobody"}) for n in range(between or 0)]
        calls = [cancel, *before, call] if between is None else [*before, call, *filler, cancel]
        connection.send(text(*calls))
        answers = {}
        while len(answers) < len(calls):
            answer = connection.reply()
            if "method" not in answer:  # a notification to a subscriber is no answer
                self.assertNotIn(answer["id"], answers)
                answers[answer["id"]] = answer
        connection.close()
        self.assertEqual(set(answers), {c["id"] for c in calls})
        was = answers["cancel"]["result"]["cancelled"]
        name = answers["call"].get("error", {}).get("data", {}).get("name")
        self.assertEqual(was, name == "rpc.cancelled", answers["call"])
        self.tried += 1
        self.cancelled += was
        if "op_id" in params:
            (self.there if "result" in answers["call"] else self.gone).add(params["op_id"])

    def test_at_every_moment_of_every_method(self):
        self.bottle = stock(self.first)[0]
        methods = [m for m in self.first.call("rpc.discover")["methods"] if m["name"] != "rpc.cancel"]
        for method in methods:
            example = next(e for e in method["examples"] if "result" in e)
            for ahead in AHEAD:
                for between in MOMENTS:
                    with self.subTest(method["name"], ahead=ahead, between=between):
                        self.moment(method["name"], self.params(example), between, ahead)
        kept = history(self.first)
        self.assertEqual(len(kept), len(set(kept)))
        self.assertLessEqual(self.there, set(kept), "what was answered as done is not there")
        self.assertEqual(self.gone & set(kept), set(), "what was cancelled or refused is there")
        self.assertGreater(self.cancelled, 0)
        say(f"{self.tried} calls of {len(methods)} methods cancelled at {len(MOMENTS)} moments: {self.cancelled} in "
            f"time, {self.tried - self.cancelled} too late, each answered once")

    def test_in_a_batch(self):
        bottle = stock(self.first)[0]
        ops = [self.op() for _ in range(62)]
        batch = [request(op, "stock.adjust", adjust(bottle, op)) for op in ops]
        batch += [request("cancel", "rpc.cancel", {"id": ops[-1]}), request("again", "rpc.cancel", {"id": ops[-1]})]
        self.first.send(text(batch))
        answers = {a["id"]: a for a in self.first.reply()}
        self.assertEqual(set(answers), {c["id"] for c in batch})
        self.assertFalse(answers["again"]["result"]["cancelled"])
        done = {op for op in ops if "result" in answers[op]}
        self.assertEqual(set(history(self.first)) & set(ops), done)
        self.assertEqual(len(done), 62 - answers["cancel"]["result"]["cancelled"])


if __name__ == "__main__":
    unittest.main()
