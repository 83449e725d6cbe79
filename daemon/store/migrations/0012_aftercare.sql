-- The studio's own text of what to mind after a session, by version; the words stand in their events.
CREATE TABLE aftercare (
    id INTEGER PRIMARY KEY,
    studio INTEGER NOT NULL REFERENCES studio (id),
    event INTEGER NOT NULL UNIQUE REFERENCES event (seq),
    version TEXT NOT NULL UNIQUE COLLATE NOCASE
) STRICT;

PRAGMA user_version = 12;
