-- The books: clients and their courses, mixes, matches kept, sessions, and the trace between lots and
-- clients.

-- `sealed` is the client's identity, encrypted under the client's own key; NULL once erased. The key
-- (itself sealed under the studio's) stands apart and is no part of the history.
CREATE TABLE client (
    id INTEGER PRIMARY KEY,
    studio INTEGER NOT NULL REFERENCES studio (id),
    uuid TEXT NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE, -- C-0001
    sealed TEXT, -- base64
    added_at INTEGER NOT NULL,
    added_offset INTEGER NOT NULL
) STRICT;
CREATE TABLE client_key (
    client TEXT PRIMARY KEY, -- uuid
    sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- `facts`: the body's own members, as they stand.
CREATE TABLE course (
    id INTEGER PRIMARY KEY,
    studio INTEGER NOT NULL REFERENCES studio (id),
    client INTEGER NOT NULL REFERENCES client (id),
    uuid TEXT NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE, -- K-0001
    service TEXT NOT NULL,
    facts TEXT NOT NULL, -- JSON object
    opened_at INTEGER NOT NULL,
    opened_offset INTEGER NOT NULL,
    closed_at INTEGER,
    closed_offset INTEGER,
    closed_reason TEXT
) STRICT;
CREATE INDEX course_client ON course (client);

-- Intervals that the studio has set, in days; NULL where it follows practice.
ALTER TABLE studio ADD COLUMN gap_days INTEGER;
ALTER TABLE studio ADD COLUMN healing_days INTEGER;
ALTER TABLE studio ADD COLUMN touch_up_days INTEGER;
ALTER TABLE studio ADD COLUMN refresh_days INTEGER;

ALTER TABLE staff ADD COLUMN licences TEXT NOT NULL DEFAULT '[]'; -- [{name, number, expiry}]

-- A match that was accepted. What went in and what came out is its event's body; `takes` is what a
-- mix of it takes from which bottle.
CREATE TABLE match (
    id INTEGER PRIMARY KEY,
    studio INTEGER NOT NULL REFERENCES studio (id),
    client INTEGER REFERENCES client (id),
    course INTEGER REFERENCES course (id),
    uuid TEXT NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE, -- M-0001
    event INTEGER NOT NULL REFERENCES event (seq),
    product INTEGER NOT NULL REFERENCES product (id),
    takes TEXT NOT NULL, -- JSON array
    accepted_at INTEGER NOT NULL,
    accepted_offset INTEGER NOT NULL
) STRICT;
CREATE INDEX match_client ON match (client);
CREATE INDEX match_course ON match (course);

-- A bottle of a lot, or a mix, which has no lot but parents. The two tables are made again because
-- SQLite cannot take a NOT NULL or a CHECK away (sqlite.org/lang_altertable.html section 7).
CREATE TABLE container_next (
    id INTEGER PRIMARY KEY,
    studio INTEGER NOT NULL REFERENCES studio (id),
    lot INTEGER REFERENCES lot (id),
    uuid TEXT NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE, -- B-0001, a mix X-0001
    filled INTEGER NOT NULL,
    remaining INTEGER NOT NULL CHECK (remaining >= 0),
    opened_at INTEGER,
    opened_offset INTEGER,
    discarded_at INTEGER,
    discarded_offset INTEGER
) STRICT;
INSERT INTO container_next
SELECT id, studio, lot, uuid, code, filled, remaining, opened_at, opened_offset, discarded_at,
       discarded_offset
FROM container;
DROP TABLE container;
ALTER TABLE container_next RENAME TO container;
CREATE INDEX container_lot ON container (lot);

CREATE TABLE movement_next (
    studio INTEGER NOT NULL REFERENCES studio (id),
    container INTEGER NOT NULL REFERENCES container (id),
    event INTEGER NOT NULL REFERENCES event (seq),
    kind TEXT NOT NULL CHECK (kind IN
        ('receive', 'open', 'adjust', 'discard', 'hold', 'release', 'mix', 'use')),
    delta INTEGER NOT NULL,
    remaining INTEGER NOT NULL,
    PRIMARY KEY (container, event, kind) -- a cup is used and what is left discarded at once
) STRICT, WITHOUT ROWID;
INSERT INTO movement_next SELECT studio, container, event, kind, delta, remaining FROM movement;
DROP TABLE movement;
ALTER TABLE movement_next RENAME TO movement;

CREATE TABLE mix (
    container INTEGER PRIMARY KEY REFERENCES container (id),
    studio INTEGER NOT NULL REFERENCES studio (id),
    kind TEXT NOT NULL CHECK (kind IN ('cup', 'stock')),
    client INTEGER REFERENCES client (id), -- a cup is bound to one
    match INTEGER REFERENCES match (id),
    discard_by TEXT NOT NULL, -- day
    made_at INTEGER NOT NULL,
    made_offset INTEGER NOT NULL
) STRICT;
CREATE INDEX mix_client ON mix (client);
CREATE INDEX mix_match ON mix (match);
-- `taken`: booked from the input; `ul`: of it in the mix. A first dilution may leave a rest.
CREATE TABLE mix_input (
    mix INTEGER NOT NULL REFERENCES mix (container),
    input INTEGER NOT NULL REFERENCES container (id),
    taken INTEGER NOT NULL,
    ul INTEGER NOT NULL,
    PRIMARY KEY (mix, input)
) STRICT, WITHOUT ROWID;
CREATE INDEX mix_input_of ON mix_input (input);
-- Every bottle that is in a mix, through any depth.
CREATE TABLE mix_bottle (
    mix INTEGER NOT NULL REFERENCES mix (container),
    bottle INTEGER NOT NULL REFERENCES container (id),
    ul REAL NOT NULL,
    PRIMARY KEY (mix, bottle)
) STRICT, WITHOUT ROWID;
CREATE INDEX mix_bottle_of ON mix_bottle (bottle);

CREATE TABLE session (
    id INTEGER PRIMARY KEY,
    studio INTEGER NOT NULL REFERENCES studio (id),
    client INTEGER NOT NULL REFERENCES client (id),
    course INTEGER REFERENCES course (id),
    artist INTEGER NOT NULL REFERENCES staff (id),
    uuid TEXT NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE, -- V-0001
    event INTEGER NOT NULL UNIQUE REFERENCES event (seq),
    occurred_at INTEGER NOT NULL,
    occurred_offset INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    facts TEXT NOT NULL, -- JSON object: the body's own members, as they stand
    override_reason TEXT,
    review TEXT CHECK (review IN ('open', 'done')) -- of an override, by a manager
) STRICT;
CREATE INDEX session_client ON session (client, occurred_at);
CREATE INDEX session_course ON session (course);
CREATE INDEX session_open ON session (review) WHERE review = 'open';
-- What was used of which container.
CREATE TABLE session_use (
    session INTEGER NOT NULL REFERENCES session (id),
    line INTEGER NOT NULL,
    container INTEGER NOT NULL, -- without REFERENCES, which would want an index of as much again
    amount INTEGER NOT NULL,    -- microlitres or pieces
    missing INTEGER NOT NULL,   -- of it not in the container, as the books had it
    zone TEXT,
    refusal TEXT,  -- why it was not to be used, as an error's name
    ended INTEGER REFERENCES event (seq), -- the amendment that took the line back
    PRIMARY KEY (session, line)
) STRICT, WITHOUT ROWID;
CREATE TABLE session_amendment (
    session INTEGER NOT NULL REFERENCES session (id),
    event INTEGER NOT NULL REFERENCES event (seq),
    reason TEXT NOT NULL,
    was TEXT NOT NULL, -- JSON object
    PRIMARY KEY (session, event)
) STRICT, WITHOUT ROWID;

-- The trace, clustered by the two keys that it is asked by: a row a lot and line that stands.
CREATE TABLE lot_client (
    lot INTEGER NOT NULL,
    client INTEGER NOT NULL,
    session INTEGER NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (lot, client, session, line)
) STRICT, WITHOUT ROWID;
CREATE TABLE client_lot (
    client INTEGER NOT NULL,
    lot INTEGER NOT NULL,
    session INTEGER NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (client, lot, session, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE incident (
    id INTEGER PRIMARY KEY,
    studio INTEGER NOT NULL REFERENCES studio (id),
    session INTEGER NOT NULL REFERENCES session (id),
    uuid TEXT NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE, -- I-0001
    occurred_at INTEGER NOT NULL,
    occurred_offset INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    facts TEXT NOT NULL -- JSON object
) STRICT;
CREATE INDEX incident_session ON incident (session);

PRAGMA user_version = 2;
