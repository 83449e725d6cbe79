"""What a purge costs: its answer, and how long the file is then written anew, while other writes wait.
Usage: purge_cost.py [SESSIONS]; $STIPPLED names the daemon."""

import os
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "e2e"))
from studio import Studio, stock  # noqa: E402

SESSIONS = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
EACH = 5  # sessions a client
BATCH = 50  # clients a purge


def fill(connection):
    connection.write("staff.add", name="An Artist", jobs=["artist"], uid=os.getuid())
    stock(connection)
    for number in range(SESSIONS // EACH):
        client = connection.write("client.add", name=f"Client {number}", notes="x" * 200)["client_code"]
        connection.call("client.show", client=client)
        for _ in range(EACH):
            connection.write("session.record", client=client, place="chair 1", needle="3RL 0.25",
                             aftercare="2026-01", barrier=True, disinfected=True, notes="x" * 100,
                             uses=[{"container": "B-0001", "ul": 5, "zone": "crown"}],
                             signatures=[{"who": "client", "meaning": "consent"}])
        yield client


def timed(what, connection, method, **params):
    begun = time.monotonic()
    connection.write(method, **params)
    print(f"{what:44} {(time.monotonic() - begun) * 1000:8.1f} ms")


with Studio() as studio:
    artist, other = studio.connect(), studio.connect()
    clients = list(fill(artist))
    size = (studio.data / "stipple.db").stat().st_size + (studio.data / "stipple.db-wal").stat().st_size
    print(f"{SESSIONS} sessions of {len(clients)} clients, {size / 2**20:.1f} MiB")
    timed("purge of one client", artist, "retention.purge", clients=clients[:1], reason="bench")
    timed("the next write, behind the rewriting", other, "stock.adjust", container="B-0002", delta_ul=-1,
          reason="spill", words="bench")
    timed(f"purge of {BATCH} clients", artist, "retention.purge", clients=clients[1:1 + BATCH], reason="bench")
    timed("the next write, behind the rewriting", other, "stock.adjust", container="B-0002", delta_ul=-1,
          reason="spill", words="bench")
    begun = time.monotonic()
    audit = artist.call("audit.verify")
    print(f"{'audit':44} {(time.monotonic() - begun) * 1000:8.1f} ms, whole: {audit['whole']}")
