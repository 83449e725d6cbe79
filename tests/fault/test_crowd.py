"""More clients than the daemon takes, and fewer descriptors than it wants: those inside are served,
the others are told so or wait, and nobody spins.

Connections attempted: STIPPLE_CROWD, 10000 when not said."""

import json
import os
import resource
import time
import unittest
import uuid

from wire import Beside, Connection, Studio, counters, memory, say, stock

CROWD = int(os.environ.get("STIPPLE_CROWD", "10000"))
MEMORY_MOST = 40  # MiB, with a thousand clients who do no more than be there
REST = 2  # seconds in which the daemon is left alone
TURNS_MOST = 25 * REST  # at ten tries a second to accept, and the tick of a clock


class Guest:
    """A client who came, and what became of it: held, refused in words, or closed."""

    def __init__(self, studio, number):
        self.connection = Connection(studio.socket)
        self.number = number
        self.outcome = self.ask()

    def ask(self):
        question = {"jsonrpc": "2.0", "id": f"guest {self.number}", "method": "rpc.cancel", "params": {"id": 0}}
        try:
            self.connection.send(json.dumps(question) + "\n")
        except OSError:
            pass  # it may have said why before it closed
        line = self.connection.line()
        if line is None:
            return "closed"
        answer = json.loads(line)
        if answer["id"] == question["id"]:
            assert answer["result"] == {"cancelled": False}, answer
            return "held"
        assert answer["id"] is None and answer["error"]["data"]["name"] == "daemon.busy", answer
        assert answer["error"]["data"]["retry"] and self.connection.line() is None
        return "refused"


def come(studio, n, guests):
    """So many come one after the other; those who are held stay, in `guests`. Outcomes by number."""
    outcomes = dict.fromkeys(("held", "refused", "closed"), 0)
    for number in range(n):
        guest = Guest(studio, number)
        outcomes[guest.outcome] += 1
        if guest.outcome == "held":
            guests.append(guest)
        else:
            guest.connection.close()
    return outcomes


def leave(guests, n):
    for guest in guests[:n]:
        guest.connection.close()
    del guests[:n]


class FewFiles(Studio):
    """Its daemon may have 64 files open."""

    def command(self):
        return ["prlimit", "--nofile=64:64", *super().command()]


class Crowd(unittest.TestCase):
    def setUp(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        self.guests = []
        self.addCleanup(lambda: leave(self.guests, len(self.guests)))

    def all_served(self):
        self.assertEqual({guest.ask() for guest in self.guests}, {"held"})

    def turns_at_rest(self, studio):
        """Turns of the daemon's loop while nobody asks anything. The one who looks is inside already."""
        inside = self.guests[-1].connection
        before = inside.call("daemon.status")["counters"]["turns"]
        time.sleep(REST)
        return inside.call("daemon.status")["counters"]["turns"] - before

    def test_ten_thousand_come_and_a_thousand_stay(self):
        with Studio() as studio:
            bottle = stock(studio.connect())[0]
            most = studio.connections[0].call("daemon.status")["limits"]["connections"]
            self.assertEqual(most, 1024)
            with Beside(studio, bottle) as beside:
                outcomes = come(studio, CROWD, self.guests)
                beside.served()
                self.assertEqual(outcomes["held"], most - 2)
                self.assertEqual(sum(outcomes.values()), CROWD)
                self.all_served()
                kept_out = studio.client("status")
                self.assertEqual(kept_out.returncode, 1, kept_out.stdout)
                self.assertIn("1024 connections open", kept_out.stderr)
                half = most // 2
                leave(self.guests, half)
                self.assertEqual(come(studio, half, self.guests)["held"], half)
                self.all_served()
            peak = memory(studio)
            self.assertLess(peak, MEMORY_MOST)
            leave(self.guests, len(self.guests))
            told = studio.connections[0].call("daemon.status")["counters"]
            self.assertEqual(told["dropped_slow"] + told["dropped_stalled"] + told["dropped_heavy"], 0)
            say(f"{CROWD} connections attempted, {outcomes['held']} held beside 2, {outcomes['refused']} refused in "
                f"words, {outcomes['closed']} closed; {beside.told()}; at most {peak:.1f} MiB")

    def test_with_64_files_the_daemon_keeps_those_it_needs(self):
        with FewFiles() as studio:
            connection = studio.connect()
            bottle = stock(connection)[0]
            most = connection.call("daemon.status")["limits"]["connections"]
            self.assertIn(most, range(8, 64))
            outcomes = come(studio, 100, self.guests)
            self.assertEqual((outcomes["held"], outcomes["closed"]), (most - 1, 0))
            self.all_served()
            connection.write("stock.adjust", container=bottle, delta_ul=1, reason="found", words="dripped back")
            connection.call("backup.make", path=str(studio.folder / "copy.db"))
            self.assertTrue(connection.call("audit.verify")["whole"])
            turns = self.turns_at_rest(studio)
            self.assertLess(turns, TURNS_MOST)
            leave(self.guests, 3)
            self.assertEqual(come(studio, 3, self.guests)["held"], 3)
            say(f"64 files: {most} of 101 clients held and the rest refused in words, a backup made; turns of "
                f"the loop in {REST} s at rest: {turns}")

    def test_without_descriptors_it_rests_until_one_is_free(self):
        """The limit falls below what the daemon has room for: accept(2) itself fails."""
        with Studio() as studio:
            connection = studio.connect()
            bottle = stock(connection)[0]
            self.guests = [Guest(studio, n) for n in range(4)]
            open_now = len(os.listdir(f"/proc/{studio.process.pid}/fd"))
            resource.prlimit(studio.process.pid, resource.RLIMIT_NOFILE, (open_now, open_now))
            waiting = [Connection(studio.socket) for _ in range(8)]
            questions = [{"jsonrpc": "2.0", "id": str(uuid.uuid4()), "method": "studio.show"} for _ in waiting]
            for one, question in zip(waiting, questions):
                one.send(json.dumps(question) + "\n")
            turns = self.turns_at_rest(studio)
            self.assertIn(turns, range(1, TURNS_MOST))
            self.all_served()
            connection.write("stock.adjust", container=bottle, delta_ul=1, reason="found", words="dripped back")
            for one, question in zip(waiting, questions):
                leave(self.guests, 1)
                self.assertEqual(one.reply()["id"], question["id"])
                one.close()
            told = counters(studio)
            self.assertEqual(told["refused"], 0)
            say(f"no descriptor left: {turns} turns of the loop in {REST} s, 4 inside served, 8 waited and were served "
                "as descriptors came free")


if __name__ == "__main__":
    unittest.main()
