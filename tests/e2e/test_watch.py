"""Following the history: in order, nothing missing, nothing twice, nothing that was not committed."""

import itertools
import json
import os
import shutil
import signal
import subprocess
import unittest
import uuid

from studio import PATIENCE, Refused, Studio, stock

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

    def start_client(self, *words):
        """`stipple watch` with its streams to us, ended with the test."""
        watch = subprocess.Popen(
            [os.environ["STIPPLE"], "--socket", str(self.studio.socket), "watch", *words],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(watch.communicate)
        self.addCleanup(watch.terminate)
        return watch

    def test_the_client_shows_the_day_as_it_happens(self):
        watch = self.start_client("--from", "1")
        self.assertIn("studio set", watch.stdout.readline())
        self.add(1)
        line = next(line for line in watch.stdout if "product add" in line)
        self.assertIn("P-0001", line)

    def test_the_client_says_when_something_had_happened(self):
        stock(self.writer)
        self.writer.write("lot.receive", product="P-0001", lot_no="Z", expiry="2099-01-31",
                          each_ul=15000, occurred_at="2020-01-02T10:00:00+01:00")
        watch = self.start_client("--from", "1")
        received = [line for line in itertools.islice(watch.stdout, len(self.history()))
                    if "lot receive" in line]
        self.assertNotIn("happened", received[0])
        self.assertIn("(happened 2020-01-02 10:00 +01:00)", received[2])
        self.assertRegex(received[2], r"^\S+ \S+ \+01:00  lot receive")  # both by one clock

    def test_the_client_gives_events_as_they_were_sent(self):
        watch = self.start_client("--json", "--from", "1")
        self.assertEqual(json.loads(watch.stdout.readline()), self.history()[0])

    def shown(self, watch, n):
        return [json.loads(watch.stdout.readline())["seq"] for _ in range(n)]

    def test_the_client_goes_on_where_it_was_when_the_daemon_is_back(self):
        self.add(5)
        watch = self.start_client("--json", "--from", "1")
        seen = self.shown(watch, len(self.history()))
        for _ in range(2):
            self.assertEqual(self.studio.stop(), 0)
            self.assertIn("ended", watch.stderr.readline())
            self.studio.start()
            self.writer = self.studio.connect()
            self.assertIn("Connected again", watch.stderr.readline())
            self.add(3, first=len(seen))
            seen += self.shown(watch, 3)
        self.assertEqual(seen, [event["seq"] for event in self.history()])

    def test_the_client_says_when_the_daemon_that_is_back_has_another_history(self):
        self.add(5)
        watch = self.start_client("--json", "--from", "1")
        self.shown(watch, len(self.history()))
        self.studio.stop()
        shutil.rmtree(self.studio.data)
        self.studio.start()
        _, told = watch.communicate(timeout=PATIENCE)
        self.assertIn("[param.range]", told)
        self.assertEqual(watch.returncode, 2)

    def test_the_client_says_that_it_was_too_slow_and_leaves_nothing_out(self):
        watch = self.start_client("--json", "--from", "1")
        self.add(2500)  # nobody reads meanwhile
        last = self.writer.call("daemon.status")["store"]["events"]
        self.assertEqual(self.shown(watch, last), list(range(1, last + 1)))
        watch.terminate()
        # Told that it lags; or let go, where the writing took so long that it looked dead.
        self.assertRegex(watch.communicate(timeout=PATIENCE)[1], "Shown too slowly|Connected again")

    def test_an_interrupted_client_has_shown_what_it_had(self):
        self.add(3)
        watch = self.start_client("--json", "--from", "1")
        self.shown(watch, len(self.history()))
        watch.send_signal(signal.SIGINT)
        out, told = watch.communicate(timeout=PATIENCE)
        self.assertEqual((watch.returncode, out, told), (-signal.SIGINT, "", ""))

    def test_a_client_that_nobody_listens_to_ends(self):
        watch = self.start_client("--from", "1")
        watch.stdout.readline()
        watch.stdout.close()
        while watch.poll() is None:
            self.add(1, first=len(self.history()))
        self.assertIn(watch.returncode, (0, -signal.SIGPIPE))
        watch.stdout = None

    def test_the_client_is_refused_a_place_that_is_none(self):
        for place in ("0", "-1", "x", "1.5", ""):
            done = self.studio.client("watch", f"--from={place}")
            self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
        self.assertEqual(self.studio.client("watch", "--from", "99").returncode, 2)
        self.assertEqual(self.studio.client("watch", "--timeout", "0").returncode, 2)


if __name__ == "__main__":
    unittest.main()
