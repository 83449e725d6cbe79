-- Recalls: what a notice said, the lots it holds, and who of the clients was told.

CREATE TABLE recall (
    id INTEGER PRIMARY KEY,
    studio INTEGER NOT NULL REFERENCES studio (id),
    uuid TEXT NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE, -- R-0001
    notice TEXT NOT NULL,      -- JSON object: the body's own members, as they stand
    noticed_at INTEGER,        -- when the notice came; NULL: nobody said
    opened_at INTEGER NOT NULL,
    opened_offset INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL, -- from then on there was a list to go by
    closed_at INTEGER,
    closed_offset INTEGER,
    closed_reason TEXT
) STRICT;
CREATE TABLE recall_lot (
    recall INTEGER NOT NULL REFERENCES recall (id),
    lot INTEGER NOT NULL REFERENCES lot (id),
    verdict TEXT NOT NULL CHECK (verdict IN ('match', 'possible')),
    PRIMARY KEY (recall, lot)
) STRICT, WITHOUT ROWID;
CREATE INDEX recall_lot_of ON recall_lot (lot);
-- Each attempt to tell a client. `sealed`: its words, under the client's key, base64.
CREATE TABLE recall_contact (
    recall INTEGER NOT NULL REFERENCES recall (id),
    client INTEGER NOT NULL REFERENCES client (id),
    event INTEGER NOT NULL REFERENCES event (seq),
    way TEXT NOT NULL,
    reached INTEGER NOT NULL CHECK (reached IN (0, 1)),
    occurred_at INTEGER NOT NULL,
    occurred_offset INTEGER NOT NULL,
    sealed TEXT,
    PRIMARY KEY (recall, client, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX recall_contact_of ON recall_contact (client);

-- The last recall that holds the lot; NULL: none does. It stands until the lot is released, and
-- nothing releases a lot while a recall of it is open.
ALTER TABLE lot ADD COLUMN recall INTEGER REFERENCES recall (id);

PRAGMA user_version = 4;
