"""What a look back costs in a studio of many years: a report of a month or of a year, of one lot, of
one client, and an inspection. Usage: period.py [SESSIONS [FOLDER]]; $STIPPLED names the daemon. With a
folder the studio is kept there, and taken from there when it is there already.

Clients come in through a daemon, so that what is sealed can be opened; the ten years behind them are
filled in by SQL, past the ledger. Every session uses a cup of pigment and diluent, and a cartridge; one
in 50 is amended, one in 100 bottles spilt, one in 200 sessions brings an incident."""

import json
import os
import pathlib
import shutil
import sqlite3
import statistics
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "e2e"))
from studio import Studio  # noqa: E402

NOW = "2026-03-02T09:00:00Z"
ROUNDS = 5
CLIENT_SESSIONS = 3  # the sessions of one client's course
FILL = """
CREATE TEMP TABLE setting AS SELECT
    :sessions AS sessions, 315360000000 / :sessions AS step, 1772442000000 - 315360000000 AS began,
    (SELECT max(seq) FROM event) AS seq, :clients AS clients;
CREATE TEMP TABLE n (i INTEGER PRIMARY KEY);
INSERT INTO n WITH RECURSIVE c (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM c WHERE i + 1 < :sessions)
    SELECT i FROM c;
-- Lot 3k is of pigment, 3k + 1 of diluent, 3k + 2 of cartridges; each lasts for 300 sessions.
CREATE TEMP TABLE k AS SELECT i AS k, i * 300 AS first FROM n WHERE i * 300 < :sessions;
CREATE TEMP TABLE p (p INTEGER); INSERT INTO p VALUES (0), (1), (2);
INSERT INTO event SELECT seq + 1 + 3 * k + p, printf('lot-%d', 3 * k + p), 'lot.receive', began + first * step,
        began + first * step, 'uid:0',
        json_object('each_ul', 15000, 'lot_no', printf('N%d', 3 * k + p), 'made', json_object(
            'lot', printf('lot-%d', 3 * k + p), 'containers', json_array(
                json_object('container', printf('b-%d-0', 3 * k + p)), json_object('container', printf('b-%d-1', 3 * k + p)),
                json_object('container', printf('b-%d-2', 3 * k + p)))), 'offset_min', 0),
        NULL, zeroblob(32), zeroblob(32), zeroblob(32)
    FROM setting, k, p;
INSERT INTO lot (id, studio, product, uuid, code, lot_no, expiry, received_at, received_offset)
    SELECT 1 + 3 * k + p, 1, 1 + p, printf('lot-%d', 3 * k + p), printf('L-%04d', 1 + 3 * k + p),
        CASE WHEN k % 40 <> 7 THEN printf('N%d', 3 * k + p) END, '2099-06-30', began + first * step, 0
    FROM setting, k, p;
CREATE TEMP TABLE b AS SELECT 3 * k + p AS lot, p, b, first + 100 * b AS first, 9 * k + 3 * p + b AS bottle
    FROM k, p, (SELECT p AS b FROM p);
INSERT INTO container (id, studio, lot, uuid, code, filled, remaining, opened_at, opened_offset, discarded_at, discarded_offset)
    SELECT 1 + bottle, 1, 1 + lot, printf('b-%d-%d', lot, b), printf('B-%04d', 1 + bottle),
        CASE p WHEN 0 THEN 5010 WHEN 1 THEN 50000 ELSE 100 END, 0,
        CASE WHEN first < sessions THEN began + first * step END, CASE WHEN first < sessions THEN 0 END,
        CASE WHEN first + 300 < sessions THEN began + (first + 100) * step END,
        CASE WHEN first + 300 < sessions THEN 0 END
    FROM setting, b;
INSERT INTO movement SELECT 1, id, seq + lot, 'receive', filled, filled FROM setting, container;
UPDATE setting SET seq = (SELECT max(seq) FROM event);
-- The courses, one a client.
INSERT INTO course (id, studio, client, uuid, code, service, facts, opened_at, opened_offset, closed_at, closed_offset)
    SELECT 1 + i, 1, 1 + i, printf('k-%d', i), printf('K-%04d', 1 + i), 'full',
        CASE i % 50 WHEN 3 THEN '{}' ELSE '{"zones":["crown"],"consent":{"reference":"c","signed":"2016-01-01"},'
            || '"questionnaire":{"reference":"q"}}' END,
        began + i * 3 * step, 0,
        CASE WHEN (i + 30) * 3 < sessions THEN began + (i + 30) * 3 * step END,
        CASE WHEN (i + 30) * 3 < sessions THEN 0 END
    FROM setting, n WHERE i < clients;
-- Two events a session: the cup, and the session itself.
CREATE TEMP TABLE v AS SELECT i, began + i * step AS at, seq + 1 + 2 * i AS event, 1 + i % clients AS client,
        (SELECT count(*) FROM b) + 1 + i AS cup, (i / 300) * 9 + i / 100 % 3 AS bottle FROM setting, n;
INSERT INTO event SELECT event, printf('mix-%d', i), 'mix.make', at, at, 'uid:0',
        json_object('kind', 'cup', 'offset_min', 0, 'made', json_object('mix', printf('x-%d', i), 'filler', hex(zeroblob(380)))),
        NULL, randomblob(32), randomblob(32), randomblob(32) FROM v
    UNION ALL SELECT event + 1, printf('session-%d', i), 'session.record', at + 1000, at + 1000, 'uid:0',
        json_object('offset_min', 0, 'made', json_object('session', printf('v-%d', i), 'filler', hex(zeroblob(580)))),
        NULL, randomblob(32), randomblob(32), randomblob(32) FROM v ORDER BY 1;
INSERT INTO container (id, studio, uuid, code, filled, remaining, opened_at, opened_offset, discarded_at, discarded_offset)
    SELECT cup, 1, printf('x-%d', i), printf('X-%04d', 1 + i), 550, 0, at, 0, at + 1000, 0 FROM v;
INSERT INTO mix (container, studio, kind, client, discard_by, made_at, made_offset)
    SELECT cup, 1, 'cup', client, date(at / 1000, 'unixepoch'), at, 0 FROM v;
INSERT INTO mix_input SELECT cup, 1 + bottle, 50, 50 FROM v UNION ALL SELECT cup, 4 + bottle, 500, 500 FROM v;
INSERT INTO mix_bottle SELECT cup, 1 + bottle, 50 FROM v UNION ALL SELECT cup, 4 + bottle, 500 FROM v;
INSERT INTO movement SELECT 1, 1 + bottle, event, 'mix', -50, 0 FROM v
    UNION ALL SELECT 1, 4 + bottle, event, 'mix', -500, 0 FROM v
    UNION ALL SELECT 1, cup, event, 'mix', 550, 550 FROM v
    UNION ALL SELECT 1, cup, event + 1, 'use', -550, 0 FROM v
    UNION ALL SELECT 1, cup, event + 1, 'discard', 0, 0 FROM v
    UNION ALL SELECT 1, 7 + bottle, event + 1, 'use', -1, 0 FROM v;
INSERT INTO session (id, studio, client, course, artist, uuid, code, event, occurred_at, occurred_offset, recorded_at, facts,
        override_reason, review)
    SELECT 1 + i, 1, client, client, 1, printf('v-%d', i), printf('V-%04d', 1 + i), event + 1, at + 1000, 0, at + 1000,
        CASE i % 50 WHEN 9 THEN '{"place":"chair 1"}' ELSE '{"place":"chair 1","needle":"3RL 0.25","depth_mm":0.5,'
            || '"aftercare":"2026-01","barrier":true,"disinfected":true,"signatures":[{"who":"client","meaning":"consent"},'
            || '{"who":"artist","meaning":"done as recorded"}]}' END,
        CASE i % 200 WHEN 11 THEN 'there was no other' END, CASE i % 200 WHEN 11 THEN 'done' END
    FROM v;
INSERT INTO session_use (session, line, container, amount, missing, zone, refusal)
    SELECT 1 + i, 1, cup, 550, CASE i % 100 WHEN 5 THEN 10 ELSE 0 END, 'crown', CASE i % 200 WHEN 11 THEN 'lot.expired' END FROM v
    UNION ALL SELECT 1 + i, 2, 7 + bottle, 1, 0, NULL, NULL FROM v;
INSERT INTO lot_client SELECT (SELECT lot FROM container WHERE id = 1 + bottle + 3 * p), client, 1 + i, 1 + p / 2 FROM v, p;
INSERT INTO client_lot SELECT client, lot, session, line FROM lot_client;
-- What went otherwise.
UPDATE setting SET seq = (SELECT max(seq) FROM event);
INSERT INTO event SELECT seq + 1 + i, printf('odd-%d', i),
        CASE WHEN i % 50 = 0 THEN 'session.amend' ELSE 'stock.adjust' END, began + i * step + 2000, began + i * step + 2000, 'uid:0',
        json_object('offset_min', 0, 'reason', 'count', 'words', 'seen'),
        NULL, randomblob(32), randomblob(32), randomblob(32) FROM setting, n WHERE i % 50 IN (0, 1);
INSERT INTO session_amendment SELECT 1 + i, seq + 1 + i, 'misread', '{"place":"chair 2"}' FROM setting, n WHERE i % 50 = 0;
INSERT INTO movement SELECT 1, 1 + bottle, seq + 1 + v.i, 'adjust', -5, 0 FROM setting, v WHERE v.i % 50 = 1;
INSERT INTO incident (studio, session, uuid, code, occurred_at, occurred_offset, recorded_at, facts)
    SELECT 1, 1 + i, printf('i-%d', i), printf('I-%04d', 1 + i), began + i * step + 86400000, 0, began + i * step + 86400000,
        '{}' FROM setting, n WHERE i % 200 = 0 AND i * step + 86400000 < 315360000000;
UPDATE container SET remaining = (SELECT sum(delta) FROM movement WHERE movement.container = container.id);
"""


def people(connection, clients):
    """Products, an artist, and as many clients."""
    for name, kind in (("Black", "pigment"), ("Fluid", "diluent"), ("3RL", "cartridge")):
        connection.write("product.add", maker="Demo Pigments", name=name, kind=kind, claims=["sterile"], pao_days=3650)
    connection.write("staff.add", name="An Artist", jobs=["artist"], uid=os.getuid())
    connection.write("studio.set", rule_packs=["us-neha", "us-nj"], permit="17")
    connection.write_all("client.add", [
        {"name": f"Client {i}", "born": "1980-01-01", "phone": "555 0100", "address": "1 Example Street",
         "occurred_at": "2016-03-05T09:00:00Z"} for i in range(clients)])


def studio_make(studio, sessions):
    clients = sessions // CLIENT_SESSIONS
    studio.start()
    people(studio.connect(), clients)
    studio.stop()
    database = sqlite3.connect(studio.data / "stipple.db")
    database.executescript("PRAGMA synchronous = OFF; PRAGMA cache_size = -500000; PRAGMA foreign_keys = OFF;")
    text = FILL.replace(":sessions", str(sessions)).replace(":clients", str(clients))
    database.executescript(f"BEGIN; {text} COMMIT; PRAGMA wal_checkpoint(TRUNCATE);")
    database.close()


def asked(sessions):
    """What is timed: a name, a method, its parameters."""
    month, year = {"from": "2025-11-01", "to": "2025-11-30"}, {"from": "2025-01-01", "to": "2025-12-31"}
    lot, client = f"L-{1 + 3 * (sessions // 600):04d}", f"C-{1 + sessions // 6:04d}"
    for method in ("report.stock", "report.inspection", "inspect.run"):
        yield f"{method}, a month", method, month
        yield f"{method}, a year", method, year
    yield "report.lot", "report.lot", {"lot": lot}
    yield "report.client", "report.client", {"client": client}
    yield "inspect.run, all ten years", "inspect.run", {}


def ask(studio, method, params):
    connection = studio.connect()
    begin = time.monotonic()
    connection.send(json.dumps(connection.request(method, params)) + "\n")
    reply = connection.reply()
    took = time.monotonic() - begin
    connection.close()
    if "error" in reply and reply["error"]["data"]["name"] != "rpc.too_large":
        sys.exit(f"{method}: {reply['error']['message']}")
    if "error" in reply:
        return took, "over 8 MiB"
    return took, f"{len(json.dumps(reply)) / 1024:.0f} KiB"


def processor_seconds(studio):
    """What the daemon has used of it: on a busy machine this says more than the clock."""
    fields = pathlib.Path(f"/proc/{studio.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main():
    sessions = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    kept = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    studio = Studio(fixed=False)
    try:
        if kept and kept.exists():
            shutil.copytree(kept, studio.data)
        else:
            studio_make(studio, sessions)
            if kept:
                shutil.copytree(studio.data, kept)
        begin = time.monotonic()
        studio.start()
        size = (studio.data / "stipple.db").stat().st_size
        print(f"{sessions} sessions, {size / sessions:.0f} bytes each; start {time.monotonic() - begin:.2f} s")
        for name, method, params in asked(sessions):
            before = processor_seconds(studio)
            times = [ask(studio, method, params) for _ in range(ROUNDS)]
            spent = (processor_seconds(studio) - before) / ROUNDS
            print(f"{name:32} {statistics.median(t for t, _ in times) * 1e3:10.1f} ms, of the processor "
                  f"{spent * 1e3:8.0f} ms {times[0][1]:>14}")
    finally:
        studio.__exit__()


if __name__ == "__main__":
    main()
