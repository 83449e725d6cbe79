-- A session that was written down and did not take place.
ALTER TABLE session ADD COLUMN struck INTEGER REFERENCES event (seq);

PRAGMA user_version = 13;
