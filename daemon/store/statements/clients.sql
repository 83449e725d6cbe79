-- Clients, their keys, and their courses.

-- name: client_key_add
INSERT INTO client_key (client, sealed) VALUES (:client, :sealed);

-- name: client_key
SELECT sealed FROM client_key WHERE client = :client;

-- name: client_key_any
SELECT client, sealed FROM client_key LIMIT 1;

-- name: client_next
SELECT coalesce(max(id), 0) + 1 FROM client;

-- fragment: client_purge
-- The event that purged the client's record.
(SELECT max(purged.purge) FROM purged WHERE purged.client = client.id)

-- fragment: client_columns
client.uuid, client.code, client.sealed, client.added_at, client.added_offset, client.recorded_at, 0,
(SELECT count(*) FROM course WHERE course.client = client.id AND course.closed_at IS NULL),
{client_purge}

-- name: client_show
SELECT {client_columns} FROM client WHERE client.uuid = :client;

-- name: client_list
SELECT {client_columns}, 'c' || client.id
FROM client WHERE client.id > :after ORDER BY client.id LIMIT :limit;

-- name: client_walk
-- Everybody who can still be opened, with their keys.
SELECT {client_columns}, client_key.sealed
FROM client JOIN client_key ON client_key.client = client.uuid
WHERE client.sealed IS NOT NULL ORDER BY client.id;

-- name: client_events
-- Everything in the history that names the client, or one of their sessions, or did before it was
-- purged, and what of it is sealed for them: another client's event may name this one. Who else was
-- looked at, or stood on the same list, is nobody's business here; of a session that was entered for
-- the wrong client, no more is than that.
SELECT event.seq, event.type, event.occurred_at, {event_offset}, event.recorded_at, {event_offset}, event."by",
       staff.code, staff.name,
       CASE WHEN owner.id <> asked.id
            THEN json_object('made', json_object(
                'session', session.uuid, 'session_code', session.code))
            ELSE json_remove(event.body, '$.request', '$.sealed', '$.offset_min', '$.clients',
                             '$.made.clients') END,
       iif(coalesce(owner.uuid, event.body ->> '$.made.client') = :client,
           event.body ->> 'sealed', NULL),
       session.uuid, purged.purge
FROM client AS asked
JOIN event
LEFT JOIN purged ON purged.event = event.seq
LEFT JOIN session ON session.uuid = event.body ->> '$.made.session'
LEFT JOIN client AS owner ON owner.id = session.client
LEFT JOIN staff ON staff.uuid = event."by"
WHERE asked.uuid = :client
  AND (instr(event.body, :client) > 0 OR owner.id = asked.id OR purged.client = asked.id)
ORDER BY event.seq;

-- name: course_next
SELECT coalesce(max(id), 0) + 1 FROM course;

-- fragment: course_columns
course.uuid, course.code, client.uuid, client.code, nullif(course.service, ''),
json_remove(course.facts, '$.sealed'),
course.facts ->> 'sealed', course.opened_at, course.opened_offset, course.recorded_at, 0,
course.closed_at, course.closed_offset, course.closed_recorded_at, 0, course.closed_reason,
{client_purge}

-- name: course_show
SELECT {course_columns} FROM course JOIN client ON client.id = course.client
WHERE course.uuid = :course;

-- name: course_amendments
-- Oldest first.
SELECT event.type, event.recorded_at, {event_offset}, coalesce(staff.code, event."by"),
       course_amendment.reason, course_amendment.was
FROM course
JOIN course_amendment ON course_amendment.course = course.id
JOIN event ON event.seq = course_amendment.event
LEFT JOIN staff ON staff.uuid = event."by"
WHERE course.uuid = :id ORDER BY course_amendment.event;

-- name: course_list
SELECT {course_columns}, 'k' || course.id
FROM course JOIN client ON client.id = course.client
WHERE course.id < :before AND (:client IS NULL OR client.uuid = :client)
  AND (NOT :open_only OR course.closed_at IS NULL)
ORDER BY course.id DESC LIMIT :limit;

-- name: ref_client
SELECT uuid, code FROM client WHERE uuid = lower(:text)
UNION ALL SELECT uuid, code FROM client WHERE code = upper(:text);

-- name: ref_course
SELECT uuid, code FROM course WHERE uuid = lower(:text)
UNION ALL SELECT uuid, code FROM course WHERE code = upper(:text);
