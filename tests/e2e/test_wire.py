"""The wire: framing, strict JSON, JSON-RPC 2.0, limits, roles, op_id, cancelling."""

import json
import os
import socket
import unittest
import uuid

from studio import ROOT, SKIN, STUBBLE, Refused, Studio, stock

# What the suite must accept and this protocol refuses (tests/data/README.md).
REFUSED_ON_PURPOSE = {"y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json",
                      "y_object_escaped_null_in_key.json", "y_string_null_escape.json"}
SUITE = ROOT / "tests/data/jsontestsuite/test_parsing"


class Wire(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.studio = Studio()
        cls.studio.start()

    @classmethod
    def tearDownClass(cls):
        cls.studio.__exit__()

    def setUp(self):
        self.connection = self.studio.connect()

    def exchange(self, text):
        self.connection.send(text if isinstance(text, bytes) else text + "\n")
        return self.connection.reply()

    def code(self, text):
        return self.exchange(text)["error"]["code"]

    def test_a_call_is_answered_with_its_id(self):
        for ident in ("x", 0, -5, 2**53 - 1, "ü" * 64, None):
            reply = self.exchange(json.dumps({"jsonrpc": "2.0", "id": ident, "method": "daemon.status"}))
            self.assertEqual(reply["id"], ident)
            self.assertIn("result", reply)

    def test_ids_that_cannot_come_back_unchanged_are_refused(self):
        for ident in (1.5, True, [], {}, "x" * 129):
            reply = self.exchange(json.dumps({"jsonrpc": "2.0", "id": ident, "method": "daemon.status"}))
            self.assertEqual((reply["id"], reply["error"]["code"]), (None, -32600))

    def test_json_rpc_codes(self):
        self.assertEqual(self.code("{"), -32700)
        self.assertEqual(self.code("1"), -32600)
        self.assertEqual(self.code("[]"), -32600)
        self.assertEqual(self.code('{"jsonrpc":"1.0","id":1,"method":"daemon.status"}'), -32600)
        self.assertEqual(self.code('{"jsonrpc":"2.0","id":1,"method":7}'), -32600)
        self.assertEqual(self.code('{"jsonrpc":"2.0","id":1,"method":"daemon.stat"}'), -32601)
        self.assertEqual(self.code('{"jsonrpc":"2.0","id":1,"method":"daemon.status","params":[1]}'), -32602)
        self.assertEqual(self.code('{"jsonrpc":"2.0","id":1,"method":"daemon.status","params":{"x":1}}'), -32602)

    def test_lines_end_in_lf_or_crlf_and_blank_ones_are_ignored(self):
        call = json.dumps(self.connection.request("daemon.status"))
        self.connection.send(f"\n\r\n{call}\r\n\n")
        self.assertIn("result", self.connection.reply())

    def test_a_line_may_come_a_byte_at_a_time_and_many_at_once(self):
        for byte in json.dumps(self.connection.request("daemon.status")) + "\n":
            self.connection.send(byte)
        self.assertIn("result", self.connection.reply())
        calls = [self.connection.request("daemon.status") for _ in range(500)]
        self.connection.send("".join(json.dumps(c) + "\n" for c in calls))
        self.assertEqual({self.connection.reply()["id"] for _ in calls}, {c["id"] for c in calls})

    def test_a_notification_gets_no_reply(self):
        self.connection.send('{"jsonrpc":"2.0","method":"daemon.status"}\n')
        self.connection.send('{"jsonrpc":"2.0","method":"no.such"}\n')
        self.assertEqual(self.exchange('{"jsonrpc":"2.0","id":9,"method":"daemon.status"}')["id"], 9)

    def test_a_batch_is_answered_in_one_line(self):
        calls = [self.connection.request("daemon.status"), self.connection.request("studio.show"),
                 {"jsonrpc": "2.0", "method": "daemon.status"}, 5]
        replies = self.exchange(json.dumps(calls))
        self.assertEqual(len(replies), 3)
        self.assertEqual([r["id"] for r in replies if r["id"] is None], [None])
        self.assertEqual({r["id"] for r in replies}, {calls[0]["id"], calls[1]["id"], None})

    def test_a_batch_of_notifications_gets_nothing(self):
        self.connection.send('[{"jsonrpc":"2.0","method":"daemon.status"}]\n')
        self.assertEqual(self.exchange('{"jsonrpc":"2.0","id":1,"method":"daemon.status"}')["id"], 1)

    def test_a_batch_has_a_limit(self):
        call = {"jsonrpc": "2.0", "id": 1, "method": "daemon.status"}
        self.assertEqual(len(self.exchange(json.dumps([call] * 64))), 64)
        self.assertEqual(self.exchange(json.dumps([call] * 65))["error"]["data"]["name"], "rpc.too_large")

    def test_an_oversize_line_is_answered_and_the_connection_closed(self):
        self.connection.send(b"x" * (256 * 1024 + 1))
        self.assertEqual(self.connection.reply()["error"]["data"]["name"], "rpc.too_large")
        self.assertIsNone(self.connection.line())

    def test_the_longest_line_is_taken(self):
        call = json.dumps(self.connection.request("daemon.status"))
        self.connection.send(call + " " * (256 * 1024 - len(call)) + "\n")
        self.assertIn("result", self.connection.reply())

    def test_a_client_that_closes_its_sending_side_gets_its_answers(self):
        self.connection.send(json.dumps(self.connection.request("studio.show")) + "\n")
        self.connection.socket.shutdown(socket.SHUT_WR)
        self.assertIn("result", self.connection.reply())
        self.assertIsNone(self.connection.line())

    def test_json_test_suite_over_the_socket(self):
        """Single-line files: what is not JSON is a parse error; what is JSON is no request."""
        tried = 0
        for path in sorted(SUITE.glob("[ny]_*.json")):
            text = path.read_bytes()
            if b"\n" in text or b"\r" in text or not text.strip(b" "):
                continue
            tried += 1
            with self.subTest(path.name):
                replies = self.exchange(text + b"\n")
                codes = {r["error"]["code"] for r in (replies if isinstance(replies, list) else [replies])}
                refused = path.name.startswith("n_") or path.name in REFUSED_ON_PURPOSE
                self.assertEqual(codes, {-32700} if refused else {-32600})
        self.assertGreater(tried, 200)

    def test_the_connection_outlives_bad_lines(self):
        for line in ("{", "[1,", '{"a":1,"a":2}', '"\\ud800"', "nul"):
            self.assertEqual(self.code(line), -32700)
        self.assertIn("result", self.exchange('{"jsonrpc":"2.0","id":1,"method":"daemon.status"}'))

    def test_the_error_says_where_and_what(self):
        readings = [dict(STUBBLE[0], value=[57.0, "8,3", 12.2])]
        with self.assertRaises(Refused) as caught:
            self.connection.call("match.find", skin=SKIN, stubble=readings)
        self.assertEqual(caught.exception.field, "stubble[0].value[1]")
        self.assertEqual(caught.exception.name, "param.type")
        with self.assertRaises(Refused) as caught:
            self.connection.call("match.find", skin=SKIN, stuble=STUBBLE)
        self.assertEqual(caught.exception.name, "param.unknown")
        self.assertIn("stubble", caught.exception.error["data"]["hint"])

    def test_an_unknown_method_is_told_with_the_nearest_and_in_whole_characters(self):
        error = self.exchange('{"jsonrpc":"2.0","id":1,"method":"daemon.stat"}')["error"]
        self.assertIn("daemon.status", error["data"]["hint"])
        for name in ("a" * 63 + "ü", "ü" * 400, "a" + "ü" * 400):
            error = self.exchange(json.dumps({"jsonrpc": "2.0", "id": 1, "method": name},
                                             ensure_ascii=False))["error"]
            self.assertIn("rpc.discover", error["data"]["hint"])
        with self.assertRaises(Refused) as caught:
            self.connection.write("product.add", maker="M", name="N", kind="pigment",
                                  pigment="a" * 63 + "ü")
        self.assertEqual(caught.exception.name, "pigment.not_found")

    def test_discovery_says_the_same_every_time(self):
        first = self.connection.call("rpc.discover")
        self.assertEqual(self.connection.call("rpc.discover"), first)

    def test_the_same_op_id_does_nothing_twice(self):
        op, kept = str(uuid.uuid4()), self.connection.call("daemon.status")["store"]["events"]
        first = self.connection.write("studio.set", op_id=op, name="Once")
        self.assertEqual(self.connection.write("studio.set", op_id=op.upper(), name="Once"), first)
        with self.assertRaises(Refused) as caught:
            self.connection.write("studio.set", op_id=op, name="Twice")
        self.assertEqual(caught.exception.name, "op.reused")
        self.assertEqual(self.connection.call("daemon.status")["store"]["events"], kept + 1)

    def test_an_event_says_which_system_user_entered_it(self):
        self.connection.write("studio.set", permit="7")
        last = self.connection.call("event.list", type="studio.set", limit=1000)["events"][-1]
        self.assertEqual(last["body"]["peer_uid"], os.getuid())
        self.assertEqual(last["body"]["permit"], "7")

    def test_a_refusal_does_not_use_up_the_op_id(self):
        op = str(uuid.uuid4())
        with self.assertRaises(Refused):
            self.connection.write("studio.set", op_id=op, time_zone="Nowhere/Nowhere")
        self.assertEqual(self.connection.write("studio.set", op_id=op, time_zone="Europe/Oslo"), {})

    def test_cancelling_always_gets_an_answer(self):
        calls = [self.connection.request("audit.verify") for _ in range(40)]
        last = calls[-1]["id"]
        cancel = self.connection.request("rpc.cancel", {"id": last})
        self.connection.send("".join(json.dumps(c) + "\n" for c in calls + [cancel]))
        replies = {r["id"]: r for r in (self.connection.reply() for _ in range(41))}
        cancelled = replies[cancel["id"]]["result"]["cancelled"]
        self.assertEqual("error" in replies[last], cancelled)
        if cancelled:
            self.assertEqual(replies[last]["error"]["data"]["name"], "rpc.cancelled")


class Roles(unittest.TestCase):
    def test_only_those_named_get_in_and_only_to_what_is_theirs(self):
        config = {"roles": [{"role": "viewer", "uid": 65534}]}
        with Studio(config=config) as studio:
            os.chmod(studio.folder, 0o755)
            os.chmod(studio.socket, 0o777)
            if os.getuid() != 0:
                self.assertEqual(studio.connect().call("daemon.status")["roles"], ["manager"])
                return
            for uid, method, name in ((65534, "studio.show", None), (65534, "studio.set", "role.denied"),
                                      (65533, "daemon.status", "role.denied")):
                with self.subTest(uid=uid, method=method):
                    self.assertEqual(self.outcome(studio, uid, method), name or "ok")

    def outcome(self, studio, uid, method):
        """The error's name as user `uid`, in a process of its own."""
        read, write = os.pipe()
        if os.fork() == 0:
            os.setgroups([])
            os.setgid(uid)
            os.setuid(uid)
            try:
                params = {"op_id": str(uuid.uuid4()), "name": "X"} if method == "studio.set" else {}
                studio.connect().call(method, **params)
                os.write(write, b"ok")
            except Refused as refused:
                os.write(write, refused.name.encode())
            finally:
                os._exit(0)
        os.close(write)
        os.wait()
        return os.read(read, 100).decode()


class Pressure(unittest.TestCase):
    def test_the_counters_include_the_line_that_asks(self):
        with Studio() as studio:
            line = '{"jsonrpc":"2.0","id":1,"method":"daemon.status"}\r\n'
            connection = studio.connect()
            connection.send("\n" + line)
            counters = connection.reply()["result"]["counters"]
            self.assertEqual((counters["lines"], counters["bytes_in"]), (1, 1 + len(line)))

    def test_a_reader_that_never_reads_is_dropped_and_others_are_served(self):
        with Studio() as studio:
            greedy, other = studio.connect(), studio.connect()
            line = (json.dumps(greedy.request("rpc.discover")) + "\n").encode()
            greedy.socket.setblocking(False)
            sent = 0
            try:
                for _ in range(2000):
                    sent += greedy.socket.send(line)
            except (BlockingIOError, BrokenPipeError, ConnectionResetError):
                pass
            self.assertGreater(sent, 0)
            status = other.call("daemon.status")
            self.assertGreaterEqual(status["counters"]["connections"], 1)

    def test_eight_writers_and_readers_at_once(self):
        with Studio() as studio:
            bottle = stock(studio.connect())[0]
            connections = [studio.connect() for _ in range(8)]
            for connection in connections:
                lines = []
                for _ in range(20):
                    params = {"op_id": str(uuid.uuid4()), "container": bottle, "delta_ul": -1,
                              "reason": "spill"}
                    lines.append(connection.request("stock.adjust", params))
                    lines.append(connection.request("match.find", {"skin": SKIN, "stubble": STUBBLE}))
                connection.send("".join(json.dumps(line) + "\n" for line in lines))
            for connection in connections:
                self.assertTrue(all("result" in connection.reply() for _ in range(40)))
            row = connections[0].call("stock.list", kind="pigment")["containers"]
            self.assertEqual({c["code"]: c["left_ul"] for c in row}[bottle], 15000 - 160)
            self.assertTrue(connections[0].call("audit.verify")["whole"])


if __name__ == "__main__":
    unittest.main()
