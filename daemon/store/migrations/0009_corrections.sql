-- What an amendment puts right: cups that come back, and what was typed that the books do not know.

-- A cup that was not used after all comes back by a movement of its own. The table is made again
-- because SQLite cannot change a CHECK.
CREATE TABLE movement_next (
    studio INTEGER NOT NULL REFERENCES studio (id),
    container INTEGER NOT NULL REFERENCES container (id),
    event INTEGER NOT NULL REFERENCES event (seq),
    kind TEXT NOT NULL CHECK (kind IN
        ('receive', 'open', 'adjust', 'discard', 'return', 'hold', 'release', 'mix', 'use')),
    delta INTEGER NOT NULL,
    remaining INTEGER NOT NULL,
    PRIMARY KEY (container, event, kind) -- a cup is used and what is left discarded at once
) STRICT, WITHOUT ROWID;
INSERT INTO movement_next SELECT studio, container, event, kind, delta, remaining FROM movement;
DROP TABLE movement;
ALTER TABLE movement_next RENAME TO movement;
CREATE INDEX movement_event ON movement (event);

-- What was said of a line that could not be booked so: its container is not in the books (then
-- session_use.container is 0), or is not counted in that unit. Its amount there is 0.
CREATE TABLE session_said (
    session INTEGER NOT NULL,
    line INTEGER NOT NULL,
    said TEXT NOT NULL, -- the container, as it was typed
    ul INTEGER,
    pieces INTEGER,
    PRIMARY KEY (session, line),
    FOREIGN KEY (session, line) REFERENCES session_use (session, line)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 9;
