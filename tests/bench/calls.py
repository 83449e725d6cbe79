"""daemon.status beside a bare server on the same libraries, one that builds its replies through cJSON, the
textbook echo and redis-server's PING. Usage: calls.py [ROUNDS]

Each shape (connections × requests under way on each) is measured of every server in turn, ROUNDS times. `rate`
is calls a second, `core` the time a call that the server was on its core: a busy machine disturbs the second
less. Ratios are stippled's rate over the peer's."""

import contextlib
import pathlib
import shutil
import sys
import tempfile

from measure import CLIENT_CORE, SERVER_CORE, Run, Server, Studio, median, noise, payload_of, program, rounds, run_ms, some, stock

SHAPES = [(1, 1), (1, 16), (8, 1), (8, 16), (64, 1), (64, 16)]


def peers(folder, payload):
    """Name, what is asked, and the started server of each."""
    for name in ("bare", "joined", "tree", "echo"):
        path = folder / name
        yield name, "status", Server([program("bench_peer"), name, path, payload], path)
    if shutil.which("redis-server"):
        path = folder / "redis"
        command = ["redis-server", "--port", "0", "--save", "", "--dir", folder, "--unixsocket", path]
        yield "redis", "ping", Server(command, path)


def shape_measure(servers, shape, core):
    """Runs of each server, in turn."""
    found = {name: [] for name, _, _ in servers}
    for _ in range(rounds()):
        for name, what, server in servers:
            found[name].append(Run(server, what, *shape, run_ms(), cores=(core,)))
    return found


def shape_print(shape, found):
    rate = {name: median([run.rate for run in runs]) for name, runs in found.items()}
    core = {name: median([run.core_us for run in runs]) for name, runs in found.items()}
    ours = found["stippled"]
    print(f"{shape[0]:4} × {shape[1]:2} {rate['stippled'] / 1e3:9.1f} {noise([run.rate for run in ours]):5.0f}%"
          f" {median([run.p50 for run in ours]):7.0f} {median([run.p99 for run in ours]):7.0f}"
          f" {core['stippled']:7.2f} " +
          " ".join(f"{rate['stippled'] / rate[name]:6.2f} {core[name] / core['stippled']:6.2f}"
                   for name in rate if name != "stippled"))


def main():
    with Studio() as studio, contextlib.ExitStack() as stack:
        stock(studio.connect())
        payload = studio.folder / "payload"
        payload.write_bytes(payload_of(studio.socket))
        studio.stop()
        path = studio.folder / "stippled"
        servers = [("stippled", "status", Server(studio.command()[:3] + ["--socket", path], path))]
        servers += peers(studio.folder, payload)
        for _, _, server in servers:
            stack.enter_context(server)
        names = [name for name, _, _ in servers if name != "stippled"]
        for core, where in ((CLIENT_CORE, "a core each"), (SERVER_CORE, "one core for client and server")):
            print(f"\ndaemon.status, {payload.stat().st_size} bytes; {where}\n"
                  f"{'':9} {'1000/s':>9} {'noise':>6} {'p50 µs':>7} {'p99 µs':>7} {'core µs':>7} " +
                  " ".join(f"{name:>6} {'(core)':>6}" for name in names))
            for shape in some(SHAPES):
                shape_print(shape, shape_measure(servers, shape, core))


main()
