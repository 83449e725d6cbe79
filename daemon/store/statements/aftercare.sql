-- What the studio gives its clients to read after a session.

-- fragment: aftercare_columns
aftercare.version, event.occurred_at, {event_offset}, event.recorded_at, 0, staff.code, staff.name,
json_object('steps', event.body -> 'steps', 'doctor', event.body ->> 'doctor')

-- fragment: aftercare_tables
aftercare
JOIN event ON event.seq = aftercare.event
LEFT JOIN staff ON staff.uuid = event."by"

-- name: aftercare_show
SELECT {aftercare_columns} FROM {aftercare_tables} WHERE aftercare.version = :version;

-- name: aftercare_newest
SELECT {aftercare_columns} FROM {aftercare_tables}
WHERE aftercare.id = (SELECT max(id) FROM aftercare);

-- name: aftercare_list
-- Newest first.
SELECT {aftercare_columns} FROM {aftercare_tables} ORDER BY aftercare.id DESC;
