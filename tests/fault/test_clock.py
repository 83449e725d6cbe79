"""The computer's clock is set an hour and ten years forth and back, between calls, while eight clients
write, and while no daemon runs. Events keep their order by number, each jump is an event of its own
before whatever is written next, and what is computed from days is what it was once the clock is
right again.

Jumps under load: STIPPLE_JUMPS, 200 when not said."""

import datetime
import mmap
import os
import pathlib
import random
import struct
import sys
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "e2e"))
from disk import WRITES, prepare  # noqa: E402
from studio import Refused, Studio  # noqa: E402

JUMPS = int(os.environ.get("STIPPLE_JUMPS", "200"))
CLIENTS = 8
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
YEARS = 3653 * DAY  # ten
START = int(datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.timezone.utc).timestamp() * 1000)


def moment(text):
    return round(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() * 1000)


class Clocks:
    """The one that can be set and the one that cannot, in the daemon's memory too."""

    def __init__(self, path):
        path.write_bytes(struct.pack("=qq", START, 0))
        with open(path, "r+b") as file:
            self.map = mmap.mmap(file.fileno(), 16)

    def read(self):
        return struct.unpack("=qq", self.map)

    def jump(self, ms):
        struct.pack_into("=q", self.map, 0, self.read()[0] + ms)

    def wait(self, ms):
        """Time goes by; in between one of them is behind, which is less than anything a jump is."""
        for at in (8, 0):
            struct.pack_into("=q", self.map, at, struct.unpack_from("=q", self.map, at)[0] + ms)


class ClockStudio(Studio):
    def __init__(self):
        super().__init__(fixed=True)
        path = self.folder / "clocks"
        self.clocks, self.now = Clocks(path), str(path)


class Clock(unittest.TestCase):
    def begin(self):
        studio = ClockStudio()
        self.addCleanup(studio.__exit__)
        studio.start()
        connection = studio.connect()
        prepare(connection)
        return studio, connection

    def history(self, connection):
        """Every event in order: each is within a minute of the one before it, or is a jump that says from
        where to where; the jumps, in milliseconds."""
        events, position, jumps = [], 1, []
        while position:
            page = connection.call("event.list", limit=1000, **{"from": position})
            events.extend(page["events"])
            position = page.get("next")
        self.assertEqual([event["seq"] for event in events], list(range(1, len(events) + 1)))
        for before, event in zip(events, events[1:]):
            shown = moment(event["recorded_at"])
            if event["type"] == "audit.clock":
                made = event["body"]["made"]
                self.assertEqual(event["by"], "daemon")
                self.assertEqual(moment(made["expected"]) + made["jump_ms"], shown)
                self.assertGreaterEqual(abs(made["jump_ms"]), MINUTE)
                jumps.append(made["jump_ms"])
                shown = moment(made["expected"])
            self.assertLess(abs(shown - moment(before["recorded_at"])), MINUTE, event)
        audit = connection.call("audit.verify")
        self.assertTrue(audit["whole"], audit["findings"])
        return jumps

    def write(self, connection, **more):
        """What is possible at any time."""
        self.written = getattr(self, "written", 0) + 1
        return connection.write("studio.set", address=f"Street {self.written}", **more)

    def test_between_calls(self):
        studio, connection = self.begin()
        wanted = [HOUR, -HOUR, YEARS, -YEARS, -HOUR, HOUR, -YEARS, YEARS]
        for ms in wanted:
            studio.clocks.jump(ms)
            self.write(connection)
            self.write(connection)
        studio.clocks.jump(YEARS)  # nobody writes in between, and nothing has happened
        connection.call("stock.list")
        studio.clocks.jump(-YEARS)
        studio.clocks.jump(MINUTE - 1)  # a computer that finds its time
        self.write(connection)
        self.assertEqual(self.history(connection), wanted)
        print(f"{len(wanted)} jumps between calls, {len(wanted)} in the history", file=sys.stderr)

    def test_a_refused_write_and_a_look_at_a_name_say_so_too(self):
        studio, connection = self.begin()
        studio.clocks.jump(YEARS)
        with self.assertRaises(Refused):
            connection.write("stock.adjust", container="B-0001", delta_ul=-10**6, reason="spill")
        studio.clocks.jump(-YEARS)
        connection.call("client.show", client="C-0001")
        self.assertEqual(self.history(connection), [YEARS, -YEARS])

    def test_time_that_goes_by_is_no_jump(self):
        studio, connection = self.begin()
        before = connection.call("daemon.status")["uptime_s"]
        for ms in (YEARS, HOUR, DAY):
            studio.clocks.wait(ms)
            connection.call("daemon.status")
        events = connection.call("daemon.status")["store"]["events"]
        self.write(connection)
        listed = connection.call("event.list", limit=1000)["events"]
        self.assertEqual(len(listed), events + 1)
        self.assertNotIn("audit.clock", {event["type"] for event in listed})
        self.assertEqual(connection.call("daemon.status")["uptime_s"] - before, (YEARS + HOUR + DAY) // 1000)

    def test_while_no_daemon_runs(self):
        """Back is seen, for then the last event lies ahead; forth may be time that went by, and more than a
        year of it is told as what it may be. What is seen at work is told apart from both."""
        studio, connection = self.begin()
        for ms in (-HOUR, -YEARS, YEARS + DAY, 366 * DAY):  # no moment twice: ids follow from it
            studio.stop()
            studio.clocks.jump(ms)
            studio.start()
            connection = studio.connect()
            self.write(connection)
            self.write(connection)
        studio.clocks.jump(-HOUR)
        self.write(connection)
        self.assertEqual(self.history(connection), [-HOUR, -YEARS, YEARS + DAY, 366 * DAY, -HOUR])
        for ms in (HOUR, 365 * DAY):
            studio.stop()
            studio.clocks.jump(ms)
            studio.start()
            connection = studio.connect()
            self.write(connection)
        told = [event["body"]["made"] for event in connection.call("event.list", type="audit.clock")["events"]]
        self.assertEqual([made["stopped"] for made in told], [True, True, True, True, False])

    def test_what_is_computed_is_right_when_the_clock_is(self):
        studio, connection = self.begin()
        connection.write("stock.open", container="B-0001")
        connection.write("lot.receive", product="P-0001", lot_no="SHORT", expiry="2027-01-31", each_ul=1000)
        connection.write("course.open", client="C-0001", service="density")
        looks = [("stock.list", {}), ("lot.list", {}), ("due.list", {}), ("stock.forecast", {}),
                 ("client.show", {"client": "C-0001"}), ("retention.plan", {}), ("studio.show", {})]

        def seen():
            return [connection.call(method, **params) for method, params in looks]

        right = seen()
        for ms in (HOUR, -HOUR, YEARS, -YEARS):
            studio.clocks.jump(ms)
            self.assertEqual(connection.call("daemon.status")["uptime_s"], 0)
            during = seen()
            if ms == YEARS:
                self.assertNotEqual(during[0], right[0])
                with self.assertRaises(Refused) as caught:
                    connection.write("mix.make", client="C-0001", inputs=[{"container": "B-0001", "ul": 1}])
                self.assertIn(caught.exception.name, ("lot.expired", "container.pao"))
            studio.clocks.jump(-ms)
            self.assertEqual(self.dateless(seen()), self.dateless(right))
        studio.clocks.jump(-HOUR)
        with self.assertRaises(Refused) as caught:
            self.write(connection, occurred_at="2026-03-02T09:00:00Z")
        self.assertEqual(caught.exception.name, "time.future")
        drill = connection.write("recall.drill")
        self.assertEqual(drill["took_ms"], 0)
        self.history(connection)

    def dateless(self, answers):
        """Without what a look itself leaves in the history."""
        if isinstance(answers, dict):
            return {name: self.dateless(value) for name, value in answers.items() if name not in ("history", "looks")}
        return [self.dateless(value) for value in answers] if isinstance(answers, list) else answers

    def test_a_subscriber_hears_its_heartbeat(self):
        studio, connection = self.begin()
        connection.call("event.subscribe", heartbeat_s=1)
        for ms in (-YEARS, YEARS):
            studio.clocks.jump(ms)
            self.assertEqual(connection.reply()["method"], "event.heartbeat")

    def test_while_clients_write(self):
        """Each jump where the daemon happens to be; the clock that nobody sets stands."""
        studio, connection = self.begin()
        over, chance = threading.Event(), random.Random(1)
        done, refused, faults = [0] * CLIENTS, [0] * CLIENTS, []

        def write(i):
            own, n = studio.connect(), i
            try:
                while not over.is_set():
                    method, params = WRITES[n % len(WRITES)](n)
                    n += CLIENTS
                    try:
                        own.write(method, **params)
                        done[i] += 1
                    except Refused:  # as by such a clock it has to be
                        refused[i] += 1
            except Exception as fault:  # pylint: disable=broad-except
                faults.append(fault)

        writers = [threading.Thread(target=write, args=(i,)) for i in range(CLIENTS)]
        for writer in writers:
            writer.start()
        for n in range(JUMPS):
            before = sum(done + refused)
            studio.clocks.jump(chance.choice([HOUR, -HOUR]) if n % 2 == 0 else YEARS if n % 4 == 1 else -YEARS)
            while sum(done + refused) == before and not faults:
                over.wait(0.001)
        over.set()
        for writer in writers:
            writer.join()
        self.assertEqual(faults, [])
        jumps = self.history(connection)
        self.assertGreater(len(jumps), 0)
        print(f"{JUMPS} jumps while {CLIENTS} clients wrote, {sum(done)} writes in order, {sum(refused)} refused, "
              f"{len(jumps)} jumps seen",
              file=sys.stderr)


if __name__ == "__main__":
    unittest.main()
