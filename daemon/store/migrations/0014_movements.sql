-- The kinds of movements one by one: for an IN of more than two words SQLite makes a table and throws
-- it away again, with each row that is written.
CREATE TABLE movement_next (
    studio INTEGER NOT NULL REFERENCES studio (id),
    container INTEGER NOT NULL REFERENCES container (id),
    event INTEGER NOT NULL REFERENCES event (seq),
    kind TEXT NOT NULL CHECK (
        kind = 'receive' OR kind = 'open' OR kind = 'adjust' OR kind = 'discard' OR kind = 'return' OR
        kind = 'hold' OR kind = 'release' OR kind = 'mix' OR kind = 'use'),
    delta INTEGER NOT NULL,
    remaining INTEGER NOT NULL,
    PRIMARY KEY (container, event, kind) -- a cup is used and what is left discarded at once
) STRICT, WITHOUT ROWID;
INSERT INTO movement_next SELECT studio, container, event, kind, delta, remaining FROM movement;
DROP TABLE movement;
ALTER TABLE movement_next RENAME TO movement;
CREATE INDEX movement_event ON movement (event);

PRAGMA user_version = 14;
