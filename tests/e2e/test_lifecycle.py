"""Starting, stopping, and what keeps a daemon from starting."""

import contextlib
import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import unittest
import uuid

from studio import PATIENCE, Studio, stock


def run(*words):
    return subprocess.run([os.environ["STIPPLED"], *map(str, words)], capture_output=True, text=True,
                          timeout=PATIENCE, check=False)


def changed(path, sql):
    """The database file after the statement, with nothing left beside it."""
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute(sql)
        db.commit()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.read_bytes()


class Lifecycle(unittest.TestCase):
    def test_help_version_and_wrong_words(self):
        self.assertIn("--data DIR", run("--help").stdout)
        self.assertRegex(run("--version").stdout, r"^stippled \d+\.\d+\.\d+\n$")
        self.assertEqual(run("--what").returncode, 2)
        self.assertEqual(run("what").returncode, 2)

    def test_stops_cleanly_and_starts_again_with_everything(self):
        with Studio() as studio:
            connection = studio.connect()
            bottles = stock(connection)
            before = connection.call("daemon.status")["store"]
            for how in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                self.assertEqual(studio.stop(how), 0)
                self.assertFalse(studio.socket.exists())
                studio.start()
            connection = studio.connect()
            after = connection.call("daemon.status")["store"]
            self.assertEqual((after["events"], after["seal"]), (before["events"], before["seal"]))
            listed = connection.call("stock.list", kind="pigment")["containers"]
            self.assertEqual([c["code"] for c in listed], bottles)

    def test_a_second_daemon_is_kept_out(self):
        with Studio() as studio:
            second = run("--data", studio.data, "--socket", studio.folder / "other")
            self.assertEqual(second.returncode, 5)
            self.assertIn("Another daemon", second.stderr)
            self.assertIn("version", studio.connect().call("daemon.status"))

    def test_a_socket_that_answers_is_not_taken_over(self):
        with Studio() as studio:
            second = run("--data", studio.folder / "other", "--socket", studio.socket)
            self.assertEqual(second.returncode, 1)
            self.assertIn("listens on", second.stderr)
            self.assertIn("version", studio.connect().call("daemon.status"))

    def test_reads_that_wait_are_answered_and_not_begun_when_the_daemon_stops(self):
        with Studio() as studio:
            asking = [studio.connect() for _ in range(8)]
            for connection in asking:
                calls = [connection.request("audit.verify") for _ in range(60)]
                last = connection.request("daemon.status")
                connection.send(json.dumps(calls) + "\n" + json.dumps(last) + "\n")
            lines = [[json.loads(connection.line())] for connection in asking]
            self.assertEqual(studio.stop(), 0)
            for connection, seen in zip(asking, lines):
                seen.append(json.loads(connection.line()))
                batch = next(reply for reply in seen if isinstance(reply, list))
                self.assertEqual(len(batch), 60)
                names = {r["error"]["data"]["name"] for r in batch if "error" in r}
                self.assertLessEqual(names, {"daemon.stopping"})

    def test_a_second_signal_does_not_cut_the_stop_short(self):
        with Studio() as studio:
            connection = studio.connect()
            connection.send((json.dumps(connection.request("rpc.discover")) + "\n") * 8)
            self.assertTrue(connection.socket.recv(1))
            studio.process.send_signal(signal.SIGTERM)
            while studio.socket.exists():
                pass
            studio.process.send_signal(signal.SIGTERM)
            connection.close()
            self.assertEqual(studio.stop(), 0)

    def test_a_terminal_that_closes_does_not_matter_to_who_was_told_so(self):
        with Studio() as studio:
            studio.stop()
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
            try:
                studio.start()
            finally:
                signal.signal(signal.SIGHUP, signal.SIG_DFL)
            studio.process.send_signal(signal.SIGHUP)
            self.assertIn("version", studio.connect().call("daemon.status"))
            self.assertEqual(studio.stop(), 0)

    def test_files_and_clients_do_not_take_the_place_of_streams_that_are_closed(self):
        with Studio() as studio:
            studio.stop()
            words = ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", *studio.command()]
            with subprocess.Popen(words) as daemon:
                while not studio.socket.exists():
                    pass
                self.assertIn("version", studio.connect().call("daemon.status"))
                for stream in range(3):
                    self.assertEqual(os.readlink(f"/proc/{daemon.pid}/fd/{stream}"), "/dev/null")
                daemon.terminate()
                self.assertEqual(daemon.wait(PATIENCE), 0)

    def test_killed_it_leaves_a_socket_that_does_not_matter(self):
        with Studio() as studio:
            studio.stop(signal.SIGKILL)
            self.assertTrue(studio.socket.exists())
            studio.start()
            self.assertIn("version", studio.connect().call("daemon.status"))

    def test_files_are_for_the_owner_and_the_group(self):
        with Studio() as studio:
            stock(studio.connect())
            self.assertEqual(studio.data.stat().st_mode & 0o7777, 0o750)
            self.assertEqual(studio.socket.stat().st_mode & 0o7777, 0o660)
            for path in studio.data.iterdir():
                self.assertEqual(path.stat().st_mode & 0o7, 0, path)

    def test_a_crash_leaves_no_core_with_names_and_keys_in_it(self):
        before = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (before[1], before[1]))
        try:
            with Studio() as studio:
                self.assertEqual(resource.prlimit(studio.process.pid, resource.RLIMIT_CORE), (0, 0))
        finally:
            resource.setrlimit(resource.RLIMIT_CORE, before)

    def test_a_newer_or_foreign_or_damaged_database_is_refused_untouched(self):
        with Studio() as studio:
            stock(studio.connect())
            studio.stop()
            path = studio.data / "stipple.db"
            whole = path.read_bytes()
            newer = changed(path, "PRAGMA user_version = 9999")
            foreign = studio.folder / "foreign.db"
            changed(foreign, "CREATE TABLE other (x)")
            for name, content in (("newer", newer), ("foreign", foreign.read_bytes()),
                                  ("no database", b"hello " * 1000), ("cut", whole[:5000])):
                with self.subTest(name):
                    path.write_bytes(content)
                    refused = run("--data", studio.data, "--socket", studio.socket)
                    self.assertEqual(refused.returncode, 1, refused.stderr)
                    self.assertTrue(refused.stderr.strip())
                    self.assertEqual(path.read_bytes(), content)
            path.write_bytes(whole)
            studio.start()

    def test_a_configuration_is_checked_like_a_call(self):
        cases = (('{"roles":[{"role":"boss","uid":1}]}', "roles[0].role"),
                 ('{"roles":[{"role":"viewer"}]}', "roles[0]"),
                 ('{"datta":"/x"}', "datta"), ("{", "not strict JSON"), ("", "not strict JSON"),
                 ('{"roles":[{"role":"viewer","user":"nobody-of-that-name"}]}', "nobody-of-that-name"))
        with Studio() as studio:
            path = studio.folder / "c.json"
            for text, said in cases:
                with self.subTest(text):
                    path.write_text(text)
                    refused = run("--data", studio.folder / "d2", "--socket", studio.folder / "s2",
                                  "--config", path)
                    self.assertEqual(refused.returncode, 2)
                    self.assertIn(said, refused.stderr)
            self.assertEqual(run("--config", studio.folder / "absent").returncode, 2)

    def test_the_log_is_a_line_a_message_whatever_a_name_holds(self):
        with Studio() as studio:
            odd = studio.folder / "a\nstippled: \x1b[2Jb"
            odd.touch()
            refused = run("--data", odd, "--socket", studio.folder / "s2")
            self.assertEqual(refused.returncode, 1)
            self.assertRegex(refused.stderr, r"^[ -~]+\n$")

    def test_a_path_too_long_for_a_socket_is_refused(self):
        with Studio() as studio:
            refused = run("--data", studio.folder / "d3", "--socket", studio.folder / ("x" * 120))
            self.assertNotEqual(refused.returncode, 0)
            self.assertIn("107", refused.stderr)

    def test_writes_accepted_before_the_stop_are_kept(self):
        with Studio() as studio:
            connection = studio.connect()
            bottle = stock(connection)[0]
            ops = [str(uuid.uuid4()) for _ in range(100)]
            lines = [connection.request("stock.adjust", {"op_id": op, "container": bottle,
                                                         "delta_ul": -1, "reason": "spill"}) for op in ops]
            connection.send("".join(json.dumps(line) + "\n" for line in lines))
            first = connection.reply()
            self.assertEqual(studio.stop(), 0)
            done = 0
            while first is not None:
                done += "result" in first
                line = connection.line()
                first = json.loads(line) if line else None
            studio.start()
            events = studio.connect().call("event.list", type="stock.adjust", limit=1000)["events"]
            self.assertGreaterEqual(len(events), done)
            self.assertLessEqual({e["op_id"] for e in events}, set(ops))

    def test_the_default_places_follow_the_environment(self):
        with Studio() as studio:
            state, runtime = studio.folder / "state", studio.folder / "run"
            runtime.mkdir()
            env = {"STATE_DIRECTORY": str(state), "RUNTIME_DIRECTORY": str(runtime)}
            daemon = subprocess.Popen([os.environ["STIPPLED"]], env={**os.environ, **env},
                                      stderr=subprocess.PIPE, text=True)
            self.assertIn(str(runtime / "stippled.sock"), daemon.stderr.readline())
            asked = subprocess.run([os.environ["STIPPLE"], "status"], timeout=PATIENCE, check=False,
                                   env={**os.environ, **env, "STIPPLE_SOCKET": ""}, capture_output=True)
            self.assertEqual(asked.returncode, 0, asked.stderr)
            daemon.terminate()
            daemon.communicate(timeout=PATIENCE)
            self.assertEqual(daemon.returncode, 0)
            self.assertTrue((state / "stipple.db").exists())
            shutil.rmtree(state)


if __name__ == "__main__":
    unittest.main()
