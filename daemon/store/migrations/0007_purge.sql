-- Purges: the bodies that the history lawfully lost, and by which event.

-- What stays of a body stands in the body of the purge.
CREATE TABLE purged (
    event INTEGER PRIMARY KEY REFERENCES event (seq),
    purge INTEGER NOT NULL REFERENCES event (seq),
    client INTEGER NOT NULL REFERENCES client (id), -- whose record it was
    offset_min INTEGER NOT NULL                     -- of its occurred_at
) STRICT;
CREATE INDEX purged_client ON purged (client);

-- A body and its salt may go, both and nothing else, while the purge that names them is the last
-- event there is: in its own transaction.
DROP TRIGGER event_fixed;
CREATE TRIGGER event_fixed BEFORE UPDATE ON event
WHEN new.body IS NOT NULL OR new.salt IS NOT NULL
  OR new.seq IS NOT old.seq OR new.op_id IS NOT old.op_id OR new.type IS NOT old.type
  OR new.occurred_at IS NOT old.occurred_at OR new.recorded_at IS NOT old.recorded_at
  OR new."by" IS NOT old."by" OR new.body_sha256 IS NOT old.body_sha256
  OR new.prev IS NOT old.prev OR new.hash IS NOT old.hash
  OR NOT EXISTS (SELECT 1 FROM purged
                 WHERE event = old.seq AND purge = (SELECT max(seq) FROM event))
BEGIN SELECT raise(ABORT, 'events are never changed'); END;

-- A row while the file has still to be written anew, so that nothing is left in it of what was
-- destroyed. Like the keys of clients it is no part of the history.
CREATE TABLE scrub (due INTEGER PRIMARY KEY CHECK (due = 1)) STRICT;

PRAGMA user_version = 7;
