-- Sessions, what was used in them, and what came of it.

-- name: session_next
SELECT coalesce(max(id), 0) + 1 FROM session;

-- name: session_key
SELECT sealed FROM session_key WHERE session = :session;

-- name: session_key_add
INSERT INTO session_key (session, sealed) VALUES (:session, :sealed);

-- name: session_key_move
UPDATE session_key SET sealed = :sealed WHERE session = :session;

-- name: session_key_end
DELETE FROM session_key WHERE session = :session;

-- fragment: session_columns
session.uuid, session.code, client.uuid, client.code, course.uuid, course.code, staff.uuid,
staff.code, staff.name, session.occurred_at, session.occurred_offset, session.recorded_at, 0,
json_remove(session.facts, '$.sealed'), session.facts ->> 'sealed', session.override_reason, session.review,
iif(session.struck IS NULL, NULL, 'true'), {client_purge}

-- fragment: session_tables
session
JOIN client ON client.id = session.client
JOIN staff ON staff.id = session.artist
LEFT JOIN course ON course.id = session.course

-- name: session_show
SELECT {session_columns} FROM {session_tables} WHERE session.uuid = :session;

-- name: session_list
-- Newest written first.
SELECT {session_columns}, 's' || session.id FROM {session_tables}
WHERE session.id < :before
  AND (:client IS NULL OR client.uuid = :client)
  AND (:course IS NULL OR course.uuid = :course)
  AND (:artist IS NULL OR staff.uuid = :artist)
  AND (NOT :open_only OR session.review = 'open')
  AND (:since IS NULL OR date(session.occurred_at / 1000 + session.occurred_offset * 60,
                              'unixepoch') >= :since)
  AND (:until IS NULL OR date(session.occurred_at / 1000 + session.occurred_offset * 60,
                              'unixepoch') <= :until)
ORDER BY session.id DESC LIMIT :limit;

-- fragment: kinds_within
-- The kinds of the products in a bottle or a mix, as a JSON array.
CASE WHEN mix.container IS NOT NULL
     THEN (SELECT json_group_array(DISTINCT product.kind) FROM {mix_bottles})
     WHEN lot.id IS NOT NULL THEN json_array(product.kind) END

-- name: container_kinds
SELECT {kinds_within}
FROM container
LEFT JOIN lot ON lot.id = container.lot
LEFT JOIN product ON product.id = lot.product
LEFT JOIN mix ON mix.container = container.id
WHERE container.uuid = :container;

-- name: session_uses
-- Those taken back too.
SELECT session_use.line, container.uuid, container.code, lot.uuid, lot.code, lot.lot_no,
       coalesce(product.name, mix.kind), match.uuid, match.code,
       CASE WHEN said.line IS NOT NULL THEN said.ul WHEN {liquid} THEN session_use.amount END,
       CASE WHEN said.line IS NOT NULL THEN said.pieces
            WHEN NOT {liquid} THEN session_use.amount END,
       session_use.missing, session_use.zone, said.said, session_use.refusal,
       iif(session_use.ended IS NULL, 'false', 'true'),
       {kinds_within},
       coalesce(mix.made_at, container.opened_at), coalesce(mix.made_offset, container.opened_offset)
FROM session
JOIN session_use ON session_use.session = session.id
LEFT JOIN session_said AS said ON said.session = session.id AND said.line = session_use.line
LEFT JOIN container ON container.id = session_use.container
LEFT JOIN lot ON lot.id = container.lot
LEFT JOIN product ON product.id = lot.product
LEFT JOIN mix ON mix.container = container.id
LEFT JOIN match ON match.id = mix.match
WHERE session.uuid = :session ORDER BY session_use.line;

-- name: session_threw
-- What the session threw away of a cup, where nobody has brought it back since.
SELECT -movement.delta
FROM container JOIN movement ON movement.container = container.id
WHERE container.uuid = :container AND movement.kind = 'discard'
  AND movement.event = (SELECT max(event) FROM movement AS last
                        WHERE last.container = container.id AND last.kind IN ('discard', 'return'))
  AND EXISTS (SELECT 1 FROM session
              LEFT JOIN session_amendment AS amendment ON amendment.session = session.id
              WHERE session.uuid = :session
                AND movement.event IN (session.event, amendment.event));

-- fragment: other_uses
-- The lines that stand of a container, but for one session's.
container
JOIN movement ON movement.container = container.id AND movement.kind = 'use'
LEFT JOIN session_amendment AS amendment ON amendment.event = movement.event
JOIN session ON session.id = coalesce(amendment.session,
                                      (SELECT id FROM session WHERE event = movement.event))
JOIN session_use ON session_use.session = session.id AND session_use.container = container.id
                AND session_use.ended IS NULL
WHERE container.uuid = :container AND session.uuid <> :session

-- name: container_openings
-- When a bottle was first opened, one session's use of it apart.
SELECT opening.at, opening.offset_min
FROM (SELECT event.occurred_at AS at, coalesce(event.body ->> 'offset_min',
             (SELECT offset_min FROM purged WHERE purged.event = event.seq), 0) AS offset_min
      FROM container
      JOIN movement ON movement.container = container.id
      JOIN event ON event.seq = movement.event
      WHERE container.uuid = :container
        AND (movement.kind = 'open' OR (movement.kind = 'mix' AND movement.delta < 0))
      UNION ALL SELECT session.occurred_at, session.occurred_offset FROM {other_uses}) AS opening
ORDER BY opening.at LIMIT 1;

-- name: container_lacked
-- The first other session that used of it what the books did not have then.
SELECT session.code FROM {other_uses} AND session_use.missing > 0 ORDER BY session.id LIMIT 1;

-- name: session_amendments
-- Oldest first.
SELECT event.type, event.recorded_at, {event_offset}, coalesce(staff.code, event."by"),
       session_amendment.reason, session_amendment.was
FROM session
JOIN session_amendment ON session_amendment.session = session.id
JOIN event ON event.seq = session_amendment.event
LEFT JOIN staff ON staff.uuid = event."by"
WHERE session.uuid = :id ORDER BY session_amendment.event;

-- name: session_before
-- The client's last one before a moment.
SELECT session.code, session.occurred_at, session.occurred_offset
FROM client JOIN session ON session.client = client.id
WHERE client.uuid = :client AND session.occurred_at < :before AND session.uuid IS NOT :session
  AND session.struck IS NULL
ORDER BY session.occurred_at DESC LIMIT 1;

-- name: course_due
-- Courses under way, what was planned and what was done.
SELECT course.uuid, course.code, client.uuid, client.code, course.service, course.opened_at,
       course.opened_offset, course.facts ->> '$.layout.sessions', count(session.id),
       max(session.occurred_at), session.occurred_offset
FROM course
JOIN client ON client.id = course.client
LEFT JOIN session ON session.course = course.id AND session.struck IS NULL
WHERE course.closed_at IS NULL AND (:client IS NULL OR client.uuid = :client)
GROUP BY course.id;

-- name: course_zones
-- The parts of the scalp that a course names, then those where its sessions were and that the
-- client's matches were kept for.
SELECT json_group_array(zone) FROM (
    SELECT min(zone) AS zone FROM (
        SELECT 0 AS rank, named.key AS at, named.value AS zone
        FROM course, json_each(course.facts, '$.zones') AS named WHERE course.uuid = :course
        UNION ALL
        SELECT 1, session.id, session_use.zone
        FROM course
        JOIN session ON session.course = course.id AND session.struck IS NULL
        JOIN session_use ON session_use.session = session.id AND session_use.ended IS NULL
        WHERE course.uuid = :course
        UNION ALL
        SELECT 2, match.id, event.body ->> '$.find.layout.zone'
        FROM course
        JOIN match ON match.client = course.client
        JOIN event ON event.seq = match.event
        WHERE course.uuid = :course)
    WHERE zone IS NOT NULL GROUP BY lower(zone) ORDER BY min(rank), min(at));

-- name: match_last
SELECT match.code, product.name
FROM match JOIN product ON product.id = match.product
WHERE match.client = (SELECT id FROM client WHERE uuid = :client)
ORDER BY match.id DESC LIMIT 1;
