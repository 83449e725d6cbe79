-- The history, and the state of one studio that it makes.
--
-- Keys inside are integers, the studio's number among them; a UUID stands once, on its entity.
-- Moments are milliseconds since 1970-01-01T00:00:00Z beside the offset, in minutes, that they were
-- written with; days are YYYY-MM-DD.

PRAGMA application_id = 1398032720; -- "STIP"

-- salt and body are NULL once purged; the chain does not need them.
CREATE TABLE event (
    seq INTEGER PRIMARY KEY,
    op_id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    occurred_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    "by" TEXT NOT NULL,
    body TEXT,
    salt BLOB,
    body_sha256 BLOB NOT NULL,
    prev BLOB NOT NULL,
    hash BLOB NOT NULL
) STRICT;
CREATE INDEX event_type ON event (type);

CREATE TRIGGER event_kept BEFORE DELETE ON event
BEGIN SELECT raise(ABORT, 'events are never deleted'); END;
CREATE TRIGGER event_fixed BEFORE UPDATE ON event
BEGIN SELECT raise(ABORT, 'events are never changed'); END;

CREATE TABLE studio (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    name TEXT,
    address TEXT,
    permit TEXT,
    time_zone TEXT NOT NULL,
    rule_packs TEXT NOT NULL, -- JSON array
    depth_mm REAL,
    dots_per_cm2 REAL,
    dot_mm REAL,
    gain REAL,
    healed REAL,
    half_life_years REAL,
    sessions INTEGER
) STRICT;

CREATE TABLE staff (
    id INTEGER PRIMARY KEY,
    studio INTEGER NOT NULL REFERENCES studio (id),
    uuid TEXT NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    jobs TEXT NOT NULL, -- JSON array
    uid INTEGER,
    added_at INTEGER NOT NULL,
    added_offset INTEGER NOT NULL,
    retired_at INTEGER,
    retired_offset INTEGER
) STRICT;
CREATE INDEX staff_uid ON staff (uid);

CREATE TABLE product (
    id INTEGER PRIMARY KEY,
    studio INTEGER NOT NULL REFERENCES studio (id),
    uuid TEXT NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE,
    maker TEXT NOT NULL COLLATE NOCASE,
    name TEXT NOT NULL COLLATE NOCASE,
    kind TEXT NOT NULL CHECK (kind IN ('pigment', 'diluent', 'cartridge', 'anaesthetic', 'other')),
    gtin TEXT,
    colour_index TEXT NOT NULL, -- JSON array
    claims TEXT NOT NULL,       -- JSON array
    pao_days INTEGER,
    ratio_range TEXT NOT NULL, -- JSON array
    drop_ul INTEGER,
    pigment TEXT,
    added_at INTEGER NOT NULL,
    added_offset INTEGER NOT NULL,
    retired_at INTEGER,
    retired_offset INTEGER
) STRICT;
CREATE UNIQUE INDEX product_name ON product (maker, name) WHERE retired_at IS NULL;

CREATE TABLE lot (
    id INTEGER PRIMARY KEY,
    studio INTEGER NOT NULL REFERENCES studio (id),
    product INTEGER NOT NULL REFERENCES product (id),
    uuid TEXT NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE,
    lot_no TEXT,
    batch_no TEXT,
    expiry TEXT,
    supplier TEXT,
    document TEXT,
    received_at INTEGER NOT NULL,
    received_offset INTEGER NOT NULL,
    held TEXT, -- the reason of the hold under way
    held_at INTEGER
) STRICT;
CREATE INDEX lot_product ON lot (product);
CREATE INDEX lot_number ON lot (lot_no);
CREATE INDEX lot_batch ON lot (batch_no);

CREATE TABLE lot_amendment (
    studio INTEGER NOT NULL REFERENCES studio (id),
    lot INTEGER NOT NULL REFERENCES lot (id),
    event INTEGER NOT NULL REFERENCES event (seq),
    reason TEXT NOT NULL,
    was TEXT NOT NULL, -- JSON object
    PRIMARY KEY (lot, event)
) STRICT, WITHOUT ROWID;

-- Microlitres or pieces, as the product's kind has it.
CREATE TABLE container (
    id INTEGER PRIMARY KEY,
    studio INTEGER NOT NULL REFERENCES studio (id),
    lot INTEGER NOT NULL REFERENCES lot (id),
    uuid TEXT NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE,
    filled INTEGER NOT NULL,
    remaining INTEGER NOT NULL CHECK (remaining >= 0),
    opened_at INTEGER,
    opened_offset INTEGER,
    discarded_at INTEGER,
    discarded_offset INTEGER
) STRICT;
CREATE INDEX container_lot ON container (lot);

-- The stock ledger: what each event did to each container, and what was left after it.
CREATE TABLE movement (
    studio INTEGER NOT NULL REFERENCES studio (id),
    container INTEGER NOT NULL REFERENCES container (id),
    event INTEGER NOT NULL REFERENCES event (seq),
    kind TEXT NOT NULL
        CHECK (kind IN ('receive', 'open', 'adjust', 'discard', 'hold', 'release')),
    delta INTEGER NOT NULL,
    remaining INTEGER NOT NULL,
    PRIMARY KEY (container, event)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 1;
