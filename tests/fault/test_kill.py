"""Kill -9 while eight clients write, again and again on one studio: every acknowledged write is
there, each op_id once, and the chain, the database and the state are whole.

Rounds: STIPPLE_ROUNDS, 100 when not said."""

import os
import pathlib
import random
import signal
import sys
import threading
import time
import unittest
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "e2e"))
from studio import PATIENCE, Connection, Refused, Studio, stock  # noqa: E402

CLIENTS = 8
AUDIT_EVERY = 10  # rounds; walking the whole history each time would take longer than making it
ROUNDS = int(os.environ.get("STIPPLE_ROUNDS", "100"))


class Writer(threading.Thread):
    """Writes as fast as answers come, until the daemon is gone; notes what was sent and what was acknowledged."""

    def __init__(self, studio, bottle, acknowledged, sent):
        super().__init__()
        self.bottle, self.acknowledged, self.sent = bottle, acknowledged, sent
        self.connection = Connection(studio.socket)
        self.begun, self.fault = threading.Event(), None
        self.start()

    def run(self):
        try:
            while True:
                op = str(uuid.uuid4())
                self.sent.append(op)
                self.connection.write("stock.adjust", op_id=op, container=self.bottle, delta_ul=1, reason="found",
                                      words="dripped back")
                self.acknowledged.append(op)
                self.begun.set()
        except (OSError, EOFError):
            self.connection.close()
        except Exception as fault:  # pylint: disable=broad-except
            self.fault = fault


class Kill(unittest.TestCase):
    def test_nothing_acknowledged_is_lost(self):
        chance = random.Random(1)
        acknowledged, sent = [], []
        with Studio() as studio:
            bottle = stock(studio.connect())[0]
            for number in range(1, ROUNDS + 1):
                writers = [Writer(studio, bottle, acknowledged, sent) for _ in range(CLIENTS)]
                for writer in writers:
                    self.assertTrue(writer.begun.wait(PATIENCE), writer.fault)
                time.sleep(chance.uniform(0.02, 0.3))
                studio.stop(signal.SIGKILL)
                for writer in writers:
                    writer.join()
                    self.assertIsNone(writer.fault)
                studio.start()
                if number % AUDIT_EVERY == 0 or number == ROUNDS:
                    self.check(studio.connect(), acknowledged, sent, bottle)
        print(f"{ROUNDS} rounds, {len(acknowledged)} acknowledged, 0 lost", file=sys.stderr)

    def check(self, connection, acknowledged, sent, bottle):
        kept, position = [], 1
        while position:
            page = connection.call("event.list", type="stock.adjust", limit=1000, **{"from": position})
            kept.extend(e["op_id"] for e in page["events"])
            position = page.get("next")
        self.assertEqual(len(kept), len(set(kept)), "an op_id stands twice")
        self.assertLessEqual(set(acknowledged), set(kept), "an acknowledged write is lost")
        self.assertLessEqual(set(kept), set(sent))
        row = connection.call("stock.list", kind="pigment")["containers"]
        self.assertEqual({c["code"]: c["left_ul"] for c in row}[bottle], 15000 + len(kept))
        audit = connection.call("audit.verify")
        self.assertTrue(audit["whole"], audit["findings"])
        for op in chosen(acknowledged):
            with self.assertRaises(Refused) as caught:
                connection.write("stock.adjust", op_id=op, container=bottle, delta_ul=2,
                                 reason="found", words="other")
            self.assertEqual(caught.exception.name, "op.reused")


def chosen(acknowledged):
    """Some of them, spread over all rounds."""
    return acknowledged[:: max(1, len(acknowledged) // 50)]


if __name__ == "__main__":
    unittest.main()
