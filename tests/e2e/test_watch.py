"""Following the history: in order, nothing missing, nothing twice, nothing that was not committed."""

import json
import os
import subprocess
import unittest
import uuid

from studio import Refused, Studio

BATCH = 64


def product(name):
    return {"op_id": str(uuid.uuid4()), "maker": "Demo", "name": name, "kind": "other"}


class Watch(unittest.TestCase):
    def setUp(self):
        self.studio = Studio()
        self.studio.start()
        self.addCleanup(self.studio.__exit__)
        self.writer = self.studio.connect()
        self.watcher = self.studio.connect()

    def add(self, n, first=0):
        """Writes n events, many under way at once."""
        for start in range(first, first + n, BATCH):
            calls = [self.writer.request("product.add", product(f"Product {i}"))
                     for i in range(start, min(start + BATCH, first + n))]
            self.writer.send(json.dumps(calls) + "\n")
            for reply in self.writer.reply():
                self.assertIn("result", reply)

    def told(self, n):
        """The next n notifications, all of them events."""
        lines = [self.watcher.reply() for _ in range(n)]
        for line in lines:
            self.assertEqual(line["method"], "event.happened")
            self.assertNotIn("id", line)
        return [line["params"] for line in lines]

    def history(self):
        return self.writer.call("event.list", limit=1000)["events"]

    def test_the_past_and_the_present_come_in_one_row(self):
        self.add(100)
        position = self.watcher.call("event.subscribe", **{"from": 1})
        self.assertEqual(position["next"], 1)
        self.add(100, first=100)
        self.assertEqual(self.told(position["events"] + 100), self.history())

    def test_without_a_place_it_begins_with_what_comes_next(self):
        self.add(3)
        position = self.watcher.call("event.subscribe")
        self.assertEqual(position["next"], position["events"] + 1)
        self.add(1, first=3)
        self.assertEqual(self.told(1), self.history()[-1:])

    def test_what_was_refused_is_not_told(self):
        self.watcher.call("event.subscribe")
        with self.assertRaises(Refused):
            self.writer.write("product.retire", product="P-9999")
        self.add(1)
        self.assertEqual(self.told(1)[0]["type"], "product.add")

    def test_who_ends_goes_on_where_it_was(self):
        self.add(40)
        self.watcher.call("event.subscribe", **{"from": 1})
        seen = self.told(7)
        self.watcher.send(json.dumps(self.watcher.request("event.unsubscribe")) + "\n")
        while "result" not in (line := self.watcher.reply()):
            seen.append(line["params"])
        self.add(20, first=40)
        next_place = line["result"]["next"]
        self.assertEqual(next_place, seen[-1]["seq"] + 1)
        self.watcher.call("event.subscribe", **{"from": next_place})
        rest = self.told(len(self.history()) - len(seen))
        self.assertEqual(seen + rest, self.history())
        self.assertEqual(self.watcher.call("event.unsubscribe")["next"], len(self.history()) + 1)
        self.assertEqual(self.watcher.call("event.unsubscribe"), {})

    def test_a_subscription_ends_with_its_connection_and_the_daemon_with_one(self):
        self.watcher.call("event.subscribe", **{"from": 1})
        self.watcher.close()
        self.add(10)
        other = self.studio.connect()
        other.call("event.subscribe", **{"from": 1})
        self.assertEqual(self.studio.stop(), 0)

    def test_silence_is_told_too(self):
        position = self.watcher.call("event.subscribe", heartbeat_s=1)
        line = self.watcher.reply()
        self.assertEqual(line["method"], "event.heartbeat")
        self.assertEqual(line["params"], {"next": position["next"]})

    def test_who_takes_nothing_is_told_and_let_go(self):
        self.add(800)
        self.watcher.call("event.subscribe", **{"from": 1})
        taken = b""
        for start in range(800, 4000, BATCH):
            self.add(BATCH, first=start)
            taken += self.watcher.socket.recv(4096)  # so little that it falls behind, not silent
        self.watcher.rest += taken
        lines = [self.watcher.reply()]
        while lines[-1]["method"] == "event.happened":
            lines.append(self.watcher.reply())
        self.assertEqual(lines[-1]["method"], "event.overflow")
        seen = [line["params"]["seq"] for line in lines[:-1]]
        self.assertEqual(seen, list(range(1, len(seen) + 1)))
        self.assertEqual(lines[-1]["params"], {"next": len(seen) + 1})
        self.assertEqual(self.watcher.call("event.unsubscribe"), {})

    def test_many_watch_and_all_see_the_same(self):
        watchers = [self.studio.connect() for _ in range(20)]
        for watcher in watchers:
            watcher.call("event.subscribe", **{"from": 1})
        self.add(64)
        wanted = self.history()
        for self.watcher in watchers:
            self.assertEqual(self.told(len(wanted)), wanted)

    def test_the_client_shows_the_day_as_it_happens(self):
        watch = subprocess.Popen(
            [*self.watch_command(), "--from", "1"], stdout=subprocess.PIPE, text=True)
        self.addCleanup(watch.communicate)
        self.addCleanup(watch.terminate)
        self.assertIn("studio.set", watch.stdout.readline())
        self.add(1)
        line = next(line for line in watch.stdout if "product.add" in line)
        self.assertIn("P-0001", line)

    def watch_command(self):
        return [os.environ["STIPPLE"], "--socket", str(self.studio.socket), "watch"]

    def test_the_client_gives_events_as_they_were_sent(self):
        watch = subprocess.Popen([*self.watch_command(), "--json", "--from", "1"],
                                 stdout=subprocess.PIPE, text=True)
        self.addCleanup(watch.communicate)
        self.addCleanup(watch.terminate)
        self.assertEqual(json.loads(watch.stdout.readline()), self.history()[0])


if __name__ == "__main__":
    unittest.main()
