"""What the measuring scripts share: servers and clients on cores of their own, rounds in turn, medians and noise.

The programs are told by the environment: STIPPLED and STIPPLE, and BENCH, the folder of what is built in
tests/bench."""

import json
import os
import pathlib
import socket
import statistics
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "e2e"))
from studio import Connection, Studio, stock  # noqa: E402, F401

CORES = sorted(os.sched_getaffinity(0))
CLIENT_CORE, SERVER_CORE = CORES[0], CORES[-1]
POLL = 0.00005  # seconds between two tries to connect
RUN_MS = 250    # of one run of the client


def program(name):
    return pathlib.Path(os.environ["BENCH"], name)


def rounds(most=1000):
    """As many as were asked for; 0 asks for a single one, of the least of everything, to see that all runs."""
    return min(max(asked(), 1), most)


def asked():
    return int(sys.argv[1]) if len(sys.argv) > 1 else 7


def run_ms():
    return RUN_MS if asked() else 10


def some(shapes):
    return shapes if asked() else shapes[:1]


def pinned(cores):
    return lambda: os.sched_setaffinity(0, cores)


def connect(path, process):
    """Once the process listens there."""
    while process.poll() is None:
        peer = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            peer.connect(str(path))
            return peer
        except OSError:
            peer.close()
            time.sleep(POLL)
    sys.exit(f"{process.args[0]} ended with {process.returncode}: {process.stderr.read().decode().strip()}")


class Server:
    """A server on its core, in a `with`; ended by SIGTERM."""

    def __init__(self, command, path, env=None, cores=(SERVER_CORE,)):
        self.path = path
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                        preexec_fn=pinned(cores), env={**os.environ, **(env or {})})
        connect(path, self.process).close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.communicate()
        self.path.unlink(missing_ok=True)

    def spent(self):
        """Seconds that its threads were on a core."""
        tasks = pathlib.Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) * 1e-9


class Run:
    """One run of the client against a server: calls a second, µs of the server's core a call, p50 and p99 in µs."""

    def __init__(self, server, what, connections, depth, milliseconds, containers=(), cores=(CLIENT_CORE,)):
        before = server.spent()
        words = [program("bench_load"), server.path, what, connections, depth, milliseconds, *containers]
        done = subprocess.run([str(word) for word in words], stdout=subprocess.PIPE, text=True, check=True,
                              preexec_fn=pinned(cores))
        requests, replies, seconds, self.p50, self.p99 = map(float, done.stdout.split())
        self.rate = replies / seconds
        self.core_us = (server.spent() - before) / requests * 1e6


def median(values):
    return statistics.median(values)


def noise(values):
    """How far half of the rounds lie apart, as a share of their median, in percent."""
    if len(values) < 2:
        return 0
    low, _, high = statistics.quantiles(values, n=4)
    return (high - low) / statistics.median(values) * 100


def payload_of(path):
    """The text of the result of daemon.status, as the daemon writes it."""
    connection = Connection(path)
    connection.send(json.dumps(connection.request("daemon.status")) + "\n")
    line = connection.line()
    connection.close()
    return line[line.index(b'"result":') + len(b'"result":'):-1]
