-- What was put right of an incident.
CREATE TABLE incident_amendment (
    incident INTEGER NOT NULL REFERENCES incident (id),
    event INTEGER NOT NULL REFERENCES event (seq),
    reason TEXT NOT NULL,
    was TEXT NOT NULL, -- JSON object
    PRIMARY KEY (incident, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX incident_amendment_event ON incident_amendment (event);

PRAGMA user_version = 16;
