"""What a recorded session costs on disk: its event, and the mix and the rows that come of it.
Usage: event_cost.py; $STIPPLED names the daemon.

Each session uses a cup of pigment and diluent, and a cartridge: two lines, three indexed uses."""

import os
import pathlib
import sqlite3
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "e2e"))
from studio import Studio, stock  # noqa: E402

SESSIONS = 150  # the bottles suffice for as many


def session(connection, client):
    """As an artist would write it down who fills in everything but free words."""
    inputs = [{"container": "B-0001", "ul": 50}, {"container": "B-0003", "ul": 500}]
    cup = connection.write("mix.make", client=client, inputs=inputs)
    uses = [{"container": cup["mix_code"], "zone": "crown"}, {"container": "B-0004", "pieces": 1}]
    connection.write("session.record", client=client, uses=uses, place="chair 1",
                     needle="3RL 0.25", depth_mm=0.5, aftercare="2026-01", barrier=True,
                     disinfected=True, signatures=[{"who": "client", "meaning": "consent"}])


def shelf(connection):
    """Bottles B-0001 to B-0003, a box of cartridges, a client; the client's code."""
    connection.write("staff.add", name="An Artist", jobs=["artist"], uid=os.getuid())
    stock(connection)
    box = connection.write("product.add", maker="Demo Pigments", name="Cartridge", kind="cartridge",
                           claims=["sterile"])
    connection.write("lot.receive", product=box["product_code"], lot_no="3RL-1",
                     expiry="2099-06-30", each_pieces=SESSIONS)
    return connection.write("client.add", name="A Client")["client_code"]


def weights(database):
    """Bytes of every table with its indexes."""
    return dict(database.execute(
        "SELECT tbl_name, sum(pgsize) FROM dbstat JOIN sqlite_schema USING (name)"
        " GROUP BY tbl_name"))


def events_measure(database):
    columns = " + ".join(f"length({name})" for name in
                         ("op_id", "type", '"by"', "body", "salt", "body_sha256", "prev", "hash"))
    for kind, size, body in database.execute(
            f"SELECT type, avg({columns}), avg(length(body)) FROM event"
            " WHERE type IN ('mix.make', 'session.record') GROUP BY type"):
        print(f"{kind + ' event':24} {size:8.0f} bytes, its body {body:.0f}")


with Studio() as studio:
    artist = studio.connect()
    client_code = shelf(artist)
    reader = sqlite3.connect(studio.data / "stipple.db")
    before = weights(reader)
    for _ in range(SESSIONS):
        session(artist, client_code)
    events_measure(reader)
    grown = {table: size - before[table] for table, size in weights(reader).items()}
    reader.close()
    for table, size in sorted(grown.items(), key=lambda item: -item[1]):
        if size > 0:
            print(f"{table:24} {size / SESSIONS:8.0f} bytes a session")
