-- People: whose a session's words are, what was put right of a course, and when a record was written
-- down, where it tells of an earlier day.

-- What is sealed of a session and of what came of it lies under a key of its own, and that under the
-- client's: an amendment to another client hands it over, and erasing a client ends exactly their
-- words. No part of the history, like the clients' keys.
CREATE TABLE session_key (
    session TEXT PRIMARY KEY, -- uuid
    sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE course_amendment (
    course INTEGER NOT NULL REFERENCES course (id),
    event INTEGER NOT NULL REFERENCES event (seq),
    reason TEXT NOT NULL,
    was TEXT NOT NULL, -- JSON object
    PRIMARY KEY (course, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX course_amendment_event ON course_amendment (event);

ALTER TABLE client ADD COLUMN recorded_at INTEGER;
ALTER TABLE course ADD COLUMN recorded_at INTEGER;
ALTER TABLE course ADD COLUMN closed_recorded_at INTEGER;

-- What was made by whom, also where a purge has taken over the body.
CREATE TEMP TABLE made AS
SELECT event.type, event.recorded_at, event.body ->> '$.made.client' AS client,
       event.body ->> '$.made.course' AS course
FROM event WHERE event.type IN ('client.add', 'course.open', 'course.close')
UNION ALL
SELECT event.type, event.recorded_at, gone.value ->> '$.kept.made.client',
       gone.value ->> '$.kept.made.course'
FROM event AS purge
JOIN json_each(purge.body, '$.made.clients') AS record
JOIN json_each(record.value, '$.events') AS gone
JOIN event ON event.seq = gone.value ->> 'event'
WHERE purge.type = 'retention.purge';
UPDATE client SET recorded_at = made.recorded_at
FROM temp.made WHERE made.type = 'client.add' AND made.client = client.uuid;
UPDATE course SET recorded_at = made.recorded_at
FROM temp.made WHERE made.type = 'course.open' AND made.course = course.uuid;
UPDATE course SET closed_recorded_at = made.recorded_at
FROM temp.made WHERE made.type = 'course.close' AND made.course = course.uuid;
DROP TABLE temp.made;

PRAGMA user_version = 11;
