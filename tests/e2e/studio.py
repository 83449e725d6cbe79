"""A real daemon on a temporary socket, and what the tests say to it.

The binaries are told by the environment: STIPPLED (the daemon), STIPPLED_FIXED (the same with a
clock that stands), STIPPLE (the client)."""

import codecs
import fcntl
import json
import os
import pathlib
import pty
import select
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import termios
import uuid

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
NOW = "2026-03-02T09:00:00Z"
PATIENCE = 60  # seconds after which a test that waits has failed; never how a test decides


def lab(l, a, b, light="D65", observer=10, **more):
    return {"kind": "lab", "value": [l, a, b], "illuminant": light, "observer": observer, **more}


SKIN = [lab(61.2, 9.8, 15.1)]
STUBBLE = [lab(57.0, 8.3, 12.2)]


def example_params(example, studio):
    """An example's, but for the disk that backups go to: the studio's folder stands for it."""
    disk, here = "/media/backup/", f"{studio.folder}/"
    return {p["name"]: p["value"].replace(disk, here) if p["name"] == "path" else p["value"]
            for p in example["params"]}


class Refused(Exception):
    """An error reply: `name`, `field`, and the whole `error`."""

    def __init__(self, error):
        super().__init__(error["message"])
        self.error = error
        self.name = error.get("data", {}).get("name")
        self.field = error.get("data", {}).get("field")


class Connection:
    """One connection: raw bytes, lines, or calls."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(PATIENCE)
        self.socket.connect(str(path))
        self.rest = b""
        self.last_id = 0

    def close(self):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data if isinstance(data, bytes) else data.encode())

    def line(self):
        """The next line, or None at the end of the stream."""
        while b"\n" not in self.rest:
            try:
                more = self.socket.recv(65536)
            except ConnectionResetError:
                more = b""
            if not more:
                return None
            self.rest += more
        line, self.rest = self.rest.split(b"\n", 1)
        return line

    def reply(self):
        line = self.line()
        if line is None:
            raise EOFError("the daemon closed the connection")
        return json.loads(line)

    def request(self, method, params=None, **more):
        self.last_id += 1
        return {"jsonrpc": "2.0", "id": self.last_id, "method": method, "params": params or {}, **more}

    def call(self, method, /, **params):
        self.send(json.dumps(self.request(method, params)) + "\n")
        reply = self.reply()
        if "error" in reply:
            raise Refused(reply["error"])
        return reply["result"]

    def write(self, method, /, **params):
        params.setdefault("op_id", str(uuid.uuid4()))
        return self.call(method, **params)

    def write_all(self, method, rows):
        """The results of many writes in their order; sent hundreds at a time, so that few syncs serve all."""
        results = {}
        for first in range(0, len(rows), 250):
            calls = [self.request(method, {"op_id": str(uuid.uuid4()), **row}) for row in rows[first:first + 250]]
            self.send("".join(json.dumps(call) + "\n" for call in calls))
            for _ in calls:
                if "error" in (reply := self.reply()):
                    raise Refused(reply["error"])
                results[reply["id"]] = reply["result"]
        return [results[key] for key in sorted(results)]


class Studio:
    """A data directory with a daemon on it; use it in a `with`."""

    def __init__(self, fixed=False, config=None, now=NOW):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="stipple-"))
        self.data = self.folder / "data"
        self.socket = self.folder / "s"
        self.fixed, self.now, self.config = fixed, now, None
        if config is not None:
            self.config = self.folder / "config.json"
            self.config.write_text(config if isinstance(config, str) else json.dumps(config))
        self.process = None
        self.connections = []

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        for connection in self.connections:
            connection.close()
        self.stop()
        shutil.rmtree(self.folder)

    def command(self):
        if self.fixed:
            words = [os.environ["STIPPLED_FIXED"], self.data, self.socket, self.now]
            return words + ([self.config] if self.config else [])
        words = [os.environ["STIPPLED"], "--data", self.data, "--socket", self.socket]
        return words + (["--config", self.config] if self.config else [])

    def start(self):
        """Returns when the socket listens; raises with the daemon's own words when it does not."""
        self.process = subprocess.Popen(self.command(), stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True)
        stream = self.process.stdout if self.fixed else self.process.stderr
        ready, _, _ = select.select([stream], [], [], PATIENCE)
        told = stream.readline() if ready else ""
        while told.startswith("stippled: ") and " may be open: " in told:
            told = stream.readline()
        if self.process.poll() is not None or ("ready" not in told and "listens" not in told):
            rest = stream.read() if ready else ""  # what was read ahead is not told again
            out, err = self.process.communicate(timeout=PATIENCE)
            raise RuntimeError(f"no daemon: {told}{rest}{out}{err}")

    def stop(self, how=signal.SIGTERM):
        """Ends the daemon; its exit status."""
        if self.process is None:
            return None
        self.process.send_signal(how)
        _, err = self.process.communicate(timeout=PATIENCE)
        status, self.process = self.process.returncode, None
        if "Sanitizer" in err or "runtime error" in err:
            raise AssertionError(err)
        return status

    def connect(self):
        self.connections.append(Connection(self.socket))
        return self.connections[-1]

    def client(self, *words, stdin=None, env=None):
        """Runs the command-line client; the completed process."""
        full = {**os.environ, "STIPPLE_SOCKET": str(self.socket), **(env or {})}
        return subprocess.run([os.environ["STIPPLE"], *map(str, words)], input=stdin, text=True,
                              capture_output=True, env=full, timeout=PATIENCE, check=False)

    def terminal(self, *words, columns=80, typed=()):
        """The client on a terminal of that width: its exit status, and all that appeared there. `typed`: pairs
        of what is waited for and what is then typed."""
        def take_terminal():
            os.setsid()
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        env = {**os.environ, "STIPPLE_SOCKET": str(self.socket), "NO_COLOR": "1"}
        env.pop("COLUMNS", None)
        process = subprocess.Popen([os.environ["STIPPLE"], *map(str, words)], env=env, stdin=slave, stdout=slave,
                                   stderr=slave, preexec_fn=take_terminal)
        os.close(slave)
        shown, seen, typed, decoder = "", 0, list(typed), codecs.getincrementaldecoder("utf-8")()
        while select.select([master], [], [], PATIENCE)[0]:
            try:
                part = os.read(master, 65536)
            except OSError:  # nobody has it open any more
                break
            shown += decoder.decode(part).replace("\r", "")
            while typed and typed[0][0] in shown[seen:]:
                wanted, keys = typed.pop(0)
                seen = shown.index(wanted, seen) + len(wanted)
                os.write(master, keys.encode())
        os.close(master)
        if typed:
            process.kill()
        return process.wait(PATIENCE), shown


def stock(connection, expiry="2099-06-30"):
    """A black pigment and sterile diluent on the shelf; the codes of what was made."""
    black = connection.write("product.add", maker="Demo Pigments", name="Neutral Black",
                             kind="pigment", pao_days=180, drop_ul=50, pigment="neutral-carbon")
    fluid = connection.write("product.add", maker="Demo Pigments", name="Dilution Fluid",
                             kind="diluent", pao_days=90, drop_ul=50, claims=["sterile"])
    bottles = connection.write("lot.receive", product=black["product_code"], lot_no="NB-2207",
                               expiry=expiry, containers=2, each_ul=15000)
    connection.write("lot.receive", product=fluid["product_code"], lot_no="DF-0088",
                     expiry=expiry, each_ul=100000)
    return [c["container_code"] for c in bottles["containers"]]
