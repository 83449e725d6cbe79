"""How soon a daemon answers, what it holds when nobody asks, and what a client takes. Usage: start.py [ROUNDS]

stippled on a studio with stock, redis-server on a Unix socket and a bare program on stippled's libraries are run
in turn: started, asked once, left alone for a moment, looked at, ended. Then `stipple match` and `true`, as
processes. Everything has one core, so that a start is not measured by whether another was free."""

import os
import pathlib
import shutil
import subprocess
import sys
import time

from measure import SERVER_CORE, Studio, connect, median, noise, program, rounds, stock

IDLE = 0.2  # seconds until whatever a start set going has ended
MATCH = ["match", "--skin", "61.2,9.8,15.1", "--stubble", "57.0,8.3,12.2", "--light", "D65/10"]


def memory(pid):
    """Resident kB, and those of them that no file stands behind."""
    lines = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
    return [int(line.split()[1]) for name in ("VmRSS", "RssAnon")
            for line in lines if line.startswith(name + ":")]


def served(command, path, question):
    """One round of a server: seconds to its first answer and its memory."""
    begun = time.perf_counter()
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    with connect(path, server) as peer:
        peer.sendall(question)
        answer = peer.recv(65536)
        taken = time.perf_counter() - begun
        if not answer:
            sys.exit(f"{command[0]} gave no answer")
        time.sleep(IDLE)
        held = memory(server.pid)
    server.terminate()
    server.communicate()
    pathlib.Path(path).unlink(missing_ok=True)
    return [taken * 1e3, *held]


def ran(command):
    """Milliseconds that a process takes from its start to its end."""
    begun = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - begun) * 1e3


def servers(folder):
    """Name, command, socket and question of each."""
    status = b'{"jsonrpc":"2.0","id":1,"method":"daemon.status","params":{}}\n'
    path = {name: str(folder / name) for name in ("stippled", "redis", "bare")}
    yield ("stippled", [os.environ["STIPPLED"], "--data", folder / "data", "--socket", path["stippled"]],
           path["stippled"], status)
    yield "bare", [program("bench_bare"), path["bare"], folder / "bare.db"], path["bare"], status
    if shutil.which("redis-server"):
        yield ("redis-server", ["redis-server", "--port", "0", "--save", "", "--dir", folder,
                                "--unixsocket", path["redis"]], path["redis"], b"PING\r\n")


def starts(folder):
    found = {}
    for _ in range(rounds()):
        for name, *server in servers(folder):
            found.setdefault(name, []).append(served(*server))
    print(f"\n{'':14} {'first answer':>14} {'noise':>6} {'resident':>12} {'anonymous':>12}")
    for name, runs in found.items():
        taken, resident, anonymous = map(median, zip(*runs))
        print(f"{name:14} {taken:11.2f} ms {noise([run[0] for run in runs]):5.0f}% {resident / 1024:8.1f} MiB"
              f" {anonymous / 1024:8.1f} MiB")
    ours = [median(column) for column in zip(*found["stippled"])]
    for name, runs in found.items():
        if name != "stippled":
            theirs = [median(column) for column in zip(*runs)]
            print(f"of {name}'s: first answer {ours[0] / theirs[0]:.2f}, resident {ours[1] / theirs[1]:.2f}")


def clients():
    with Studio() as studio:
        stock(studio.connect())
        commands = {"stipple match": [os.environ["STIPPLE"], "--socket", studio.socket, *MATCH],
                    "true": ["/bin/true"]}
        found = {name: [] for name in commands}
        for _ in range(rounds()):
            for name, command in commands.items():
                found[name].append(ran(command))
    for name, runs in found.items():
        print(f"{name:14} {median(runs):11.2f} ms {noise(runs):5.0f}%")


def main():
    os.sched_setaffinity(0, {SERVER_CORE})
    with Studio() as studio:
        stock(studio.connect())
        studio.stop()
        starts(studio.folder)
    clients()


main()
