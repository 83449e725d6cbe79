"""Memory runs out at the n-th allocation, for every n, in every example of the method table: the answer is the
one there would have been, or a refusal by name, or the end of the connection; the history holds the whole event
or nothing of it, the daemon goes on, and holds no more memory than before (LeakSanitizer has the last word, where
the daemon is built with it).

STIPPLE_ALLOCATIONS: so many of each example's allocations are tried; STIPPLE_SEED chooses which. By hand "all" of
them, or a part of all: "3/8" is every eighth from the third on."""

import os
import random
import time
import unittest
import uuid

from memory import LOST_REPLY, MemoryStudio
from studio import PATIENCE, example_params

SEED = int(os.environ.get("STIPPLE_SEED", "1"))
ALLOCATIONS = os.environ.get("STIPPLE_ALLOCATIONS", "6")
COMMIT_MOST = 10000  # allocations of a commit
UNKNOWN = 7  # the daemon's exit status
# What is never twice the same, and what goes on behind its answer: that has a connection of its own.
STATUS, SUBSCRIBE = "daemon.status", "event.subscribe"


def name(reply):
    return reply["error"]["data"]["name"] if reply and "error" in reply else None


class Allocations(unittest.TestCase):
    def setUp(self):
        self.studio = MemoryStudio()
        self.addCleanup(self.studio.__exit__)
        self.studio.start()
        self.memory, self.connection = self.studio.memory, self.studio.connect()
        self.document = self.connection.call("rpc.discover")
        self.random = random.Random(SEED)
        self.tried, self.told, self.starts = 0, {}, 0

    def events(self):
        return self.connection.call("audit.seal")["seq"]

    def call(self, method, params, **fault):
        """The call with that fault; its reply. Connects anew where that is needed."""
        if "path" in params:
            for file in self.studio.folder.glob(os.path.basename(params["path"]) + "*"):
                file.unlink()
        if method == SUBSCRIBE:
            self.connection.close()
            self.connection = self.studio.connect()
            self.connection.call(STATUS)  # so that the daemon has taken it
        self.memory.set(**fault)
        reply = self.studio.ask(self.connection, method, params)
        self.memory.clear()
        if reply is LOST_REPLY:
            self.connection.close()
            self.connection = self.studio.connect() if self.studio.process.poll() is None else None
        return reply

    def judge(self, reply, wanted, recorded, where):
        """What became of a call whose memory ran out."""
        if reply is LOST_REPLY:
            outcome, fits = "closed", (0, recorded)
        elif name(reply) == "daemon.memory":
            outcome, fits = "refused", (0,)
        else:
            outcome, fits = "answered", (recorded,)
            if where[0] == STATUS:
                self.assertIn("result", reply, where)
            else:
                self.assertEqual(reply, wanted, where)
        self.assertIn(self.memory["recorded"], fits, (where, outcome))
        if not self.memory["failed"]:  # a page that SQLite had read anew the time before
            outcome = "unmet"
        self.told[outcome] = self.told.get(outcome, 0) + 1
        self.tried += outcome != "unmet"

    def numbers(self, last):
        if ALLOCATIONS.isdigit():
            return sorted(self.random.sample(range(1, last + 1), min(last, int(ALLOCATIONS))))
        first, step = ("1/1" if ALLOCATIONS == "all" else ALLOCATIONS).split("/")
        return range(int(first), last + 1, int(step))

    def rehearse(self, method, params, cold):
        """Each of its allocations fails once; the answer without that, its events, and where they are committed."""
        fault = {"seed": self.seed, "rehearse": True, "cold": cold}
        self.call(method, params, **fault)  # the first time, some memory is kept
        wanted = self.call(method, params, **fault)
        recorded, last, commit = self.memory["recorded"], self.memory["seen"], self.memory["commit_from"]
        self.assertIsNotNone(wanted, (method, params))
        self.call(method, params, **fault)
        held = self.memory["held"]
        for n in self.numbers(last):
            reply = self.call(method, params, at=n, **fault)
            self.judge(reply, wanted, recorded, (method, params, n, last, cold))
        self.settle(method, params, fault, held)
        return wanted, recorded, commit

    def settle(self, method, params, fault, held):
        """The calls that failed have left no memory behind; a connection that was closed may go a little later."""
        end = time.monotonic() + PATIENCE
        self.call(method, params, **fault)  # what is kept is there again
        while True:
            self.call(method, params, **fault)
            if self.memory["held"] <= held:
                return
            self.assertLess(time.monotonic(), end, (method, params, held, self.memory["held"]))

    def again(self, method, params, wanted, where):
        """After the daemon has gone down in a commit, or has lost the answer: the op_id tells."""
        if self.studio.process.poll() is not None:
            self.assertEqual(self.studio.stop(), UNKNOWN, where)
            self.studio.start()
            self.starts += 1
            self.connection = self.studio.connect()
        self.assertEqual(self.call(method, params, seed=self.seed), wanted, where)

    def commit(self, method, params, wanted, commit):
        """Now for good, with memory that runs out from the commit on."""
        for n in range(commit + 1, commit + COMMIT_MOST):
            reply = self.call(method, params, seed=self.seed, at=n)
            if name(reply) != "daemon.memory":
                break
            self.assertEqual(self.memory["recorded"], 0)
        self.assertLess(n, commit + COMMIT_MOST - 1, (method, params))
        where = (method, params, n, "commit")
        if name(reply) == "store.unknown":
            self.studio.process.wait(PATIENCE)
        elif reply is not LOST_REPLY:
            self.assertEqual(reply, wanted, where)
        self.tried += n - commit - 1 + bool(self.memory["failed"])
        if "op_id" in params:
            self.again(method, params, wanted, where)

    def example(self, method, example):
        params = example_params(example, self.studio)
        self.seed = uuid.uuid5(uuid.NAMESPACE_URL, method + example["name"]).fields[0] | 1
        before = self.events()
        for cold in (True, False):
            wanted, recorded, commit = self.rehearse(method, params, cold)
        self.assertEqual(self.events(), before, method)
        if recorded:
            self.commit(method, params, wanted, commit)
            self.assertEqual(self.events(), before + recorded, method)

    def test_every_method_with_every_allocation_failing(self):
        for method in self.document["methods"]:
            for example in method["examples"]:
                with self.subTest(method=method["name"], example=example["name"]):
                    self.example(method["name"], example)
            self.assertTrue(self.connection.call("audit.verify")["whole"], method["name"])
        self.studio.stop()
        print(f"{self.tried} allocations failed in {len(self.document['methods'])} methods: "
              f"{self.told.get('refused', 0)} calls refused, {self.told.get('answered', 0)} answered all the same, "
              f"{self.told.get('closed', 0)} connections closed, {self.starts} restarts; "
              f"{self.told.get('unmet', 0)} calls came to their end before that allocation")


if __name__ == "__main__":
    unittest.main()
