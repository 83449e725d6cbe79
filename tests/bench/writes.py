"""Durable writes: stock.adjust beside a server that writes the same rows with plain SQLite, one synchronous=FULL
transaction a call. Usage: writes.py [ROUNDS]

Both write to the same disk in turn, ROUNDS times each shape (connections × requests under way on each); then
again with 5 ms added to every sync, as on a slow disk. The ratio is that of the rounds' medians, calls a
second; of a lone client it is that of the times a call."""

import contextlib
import shutil
import tempfile

from measure import Run, Server, Studio, median, noise, program, rounds, run_ms, some, stock

SHAPES = [((1, 1), 0.95), ((64, 1), 5), ((64, 16), 9)]
SLOW_SHAPES = [((1, 1), 0.95), ((64, 16), 60)]
SLOW_ROUNDS = 3  # the plain server takes over six seconds for one
BOTTLES = 64


def shelf(studio):
    """Ids of the bottles to be counted."""
    connection = studio.connect()
    stock(connection)
    black = connection.call("stock.list")["containers"][0]
    made = connection.write("lot.receive", product=black["product"], lot_no="NB-3000", expiry="2099-06-30",
                            containers=BOTTLES, each_ul=1000000)
    return [bottle["container"] for bottle in made["containers"]]


def shape_measure(servers, bottles, shape, times):
    found = {name: [] for name in servers}
    for _ in range(times):
        for name, server in servers.items():
            found[name].append(Run(server, "adjust", *shape, 2 * run_ms(), bottles))
    return found


def shape_print(shape, wanted, found):
    ours, plain = found["stippled"], found["rows"]
    ratio = median([run.rate for run in ours]) / median([run.rate for run in plain])
    print(f"{shape[0]:4} × {shape[1]:2} {median([run.rate for run in ours]):9.0f} {noise([run.rate for run in ours]):5.0f}%"
          f" {median([run.rate for run in plain]):9.0f} {noise([run.rate for run in plain]):5.0f}%"
          f" {ratio:7.2f} {wanted:7} {median([run.p50 for run in ours]) / 1e3:8.2f}"
          f" {median([run.p99 for run in ours]) / 1e3:8.2f} {median([run.core_us for run in ours]):8.1f}"
          f" {median([run.p99 for run in plain]) / 1e3:8.2f} {median([run.core_us for run in plain]):8.1f}")


def compare(studio, bottles, shapes, times, env, title):
    path, plain = studio.folder / "stippled", studio.folder / "rows"
    with contextlib.ExitStack() as stack:
        # In a folder of its own: the plain server leaves its journal behind, which fits no other copy.
        folder = stack.enter_context(tempfile.TemporaryDirectory(dir=studio.folder))
        copy = shutil.copy(studio.data / "stipple.db", folder)
        servers = {"stippled": Server([*studio.command()[:3], "--socket", path], path, env),
                   "rows": Server([program("bench_peer"), "rows", plain, copy], plain, env)}
        for server in servers.values():
            stack.enter_context(server)
        print(f"\n{title}\n{'':9} {'calls/s':>9} {'noise':>6} {'plain':>9} {'noise':>6} {'ratio':>7} {'wanted':>7}"
              f" {'p50 ms':>8} {'p99 ms':>8} {'core µs':>8} {'plain p99':>8} {'core µs':>8}")
        for shape, wanted in some(shapes):
            shape_print(shape, wanted, shape_measure(servers, bottles, shape, times))


def main():
    with Studio() as studio:
        bottles = shelf(studio)
        studio.stop()
        compare(studio, bottles, SHAPES, rounds(), {}, "stock.adjust")
        compare(studio, bottles, SLOW_SHAPES, rounds(SLOW_ROUNDS), {"LD_PRELOAD": program("libbench_slow_sync.so")},
                "stock.adjust, 5 ms added to every sync")


main()
