-- What matches, mixes and sessions do to the state; run as those in apply.sql are.

-- name: apply_match_accept
INSERT INTO match (studio, client, course, uuid, code, event, product, takes, accepted_at,
                   accepted_offset)
SELECT :studio, (SELECT id FROM client WHERE uuid = :body ->> '$.made.client'),
       (SELECT id FROM course WHERE uuid = :body ->> 'course'), :body ->> '$.made.match',
       :body ->> '$.made.match_code', :seq, product.id, :body -> '$.made.takes', :occurred_at,
       {offset}
FROM product WHERE product.uuid = :body ->> '$.made.product';

-- name: apply_booked_movements
-- Before the containers, whose `remaining` is still what it was.
INSERT INTO movement (studio, container, event, kind, delta, remaining)
SELECT :studio, container.id, :seq, CASE :type WHEN 'mix.make' THEN 'mix' ELSE 'use' END,
       booked.value ->> 'delta', container.remaining + (booked.value ->> 'delta')
FROM json_each(:body, '$.made.booked') AS booked
JOIN container ON container.uuid = booked.value ->> 'container';

-- name: apply_booked_containers
-- What is taken from is open, if that was not known before: since the session, even where only an
-- amendment says so.
UPDATE container SET
    remaining = remaining + (booked.value ->> 'delta'),
    opened_at = CASE WHEN opened_at <= coalesce(session.occurred_at, :occurred_at)
                       OR booked.value ->> 'delta' > 0
                     THEN opened_at ELSE coalesce(session.occurred_at, :occurred_at) END,
    opened_offset = CASE WHEN opened_at <= coalesce(session.occurred_at, :occurred_at)
                           OR booked.value ->> 'delta' > 0
                         THEN opened_offset ELSE coalesce(session.occurred_offset, {offset}) END
FROM json_each(:body, '$.made.booked') AS booked
LEFT JOIN session ON session.uuid = :body ->> '$.made.session'
WHERE container.uuid = booked.value ->> 'container';

-- name: apply_mix_container
-- A cup is open from the beginning.
INSERT INTO container (studio, uuid, code, filled, remaining, opened_at, opened_offset)
SELECT :studio, :body ->> '$.made.mix', :body ->> '$.made.mix_code', :body ->> '$.made.filled_ul',
       :body ->> '$.made.filled_ul', CASE :body ->> 'kind' WHEN 'cup' THEN :occurred_at END,
       CASE :body ->> 'kind' WHEN 'cup' THEN {offset} END;

-- name: apply_mix
INSERT INTO mix (container, studio, kind, client, match, discard_by, made_at, made_offset, ends)
SELECT id, :studio, :body ->> 'kind', (SELECT id FROM client WHERE uuid = :body ->> '$.made.client'),
       (SELECT id FROM match WHERE uuid = :body ->> 'match'), :body ->> '$.made.discard_by',
       :occurred_at, {offset},
       min(:body ->> '$.made.discard_by', coalesce(
           (SELECT min(mix.ends)
            FROM json_each(:body, '$.made.inputs') AS input
            JOIN container ON container.uuid = input.value ->> 'container'
            JOIN mix ON mix.container = container.id), :body ->> '$.made.discard_by'))
FROM container WHERE uuid = :body ->> '$.made.mix';

-- name: apply_mix_movement
INSERT INTO movement (studio, container, event, kind, delta, remaining)
SELECT :studio, id, :seq, 'mix', filled, remaining
FROM container WHERE uuid = :body ->> '$.made.mix';

-- name: apply_mix_inputs
INSERT INTO mix_input (mix, input, taken, ul)
SELECT (SELECT id FROM container WHERE uuid = :body ->> '$.made.mix'), container.id,
       input.value ->> 'taken_ul', input.value ->> 'ul'
FROM json_each(:body, '$.made.inputs') AS input
JOIN container ON container.uuid = input.value ->> 'container';

-- name: apply_mix_bottles
-- Of what an input is itself a mix of, the mix has the same share.
INSERT INTO mix_bottle (mix, bottle, ul)
SELECT mix_input.mix, coalesce(deeper.bottle, mix_input.input),
       sum(mix_input.ul * coalesce(deeper.ul / container.filled, 1.0))
FROM mix_input
JOIN container ON container.id = mix_input.input
LEFT JOIN mix_bottle AS deeper ON deeper.mix = mix_input.input
WHERE mix_input.mix = (SELECT id FROM container WHERE uuid = :body ->> '$.made.mix')
GROUP BY 1, 2;

-- fragment: session_facts
-- What stands in columns of its own, and what is no fact of the session, taken away.
json_remove(:body, '$.made', '$.request', '$.offset_min', '$.peer_uid', '$.uses', '$.client', '$.course',
            '$.artist', '$.override_reason', '$.session', '$.reason', '$.held_at',
            '$.held_at_offset_min', '$.add_uses', '$.zone', '$.add_readings')

-- fragment: held_at
-- When the session was, where an amendment says so.
(strftime('%s', :body ->> 'held_at') * 1000 + substr(:body ->> 'held_at', 21, 3))

-- name: apply_session_record
INSERT INTO session (studio, client, course, artist, uuid, code, event, occurred_at,
                     occurred_offset, recorded_at, facts, override_reason, review)
SELECT :studio, client.id, (SELECT id FROM course WHERE uuid = :body ->> 'course'), staff.id,
       :body ->> '$.made.session', :body ->> '$.made.session_code', :seq, :occurred_at, {offset},
       :recorded_at, {session_facts}, :body ->> 'override_reason', :body ->> '$.made.review'
FROM client JOIN staff ON staff.uuid = :body ->> '$.made.artist'
WHERE client.uuid = :body ->> '$.made.client';

-- name: apply_session_uses
-- What was only said, and could not be booked so, has no amount.
INSERT INTO session_use (session, line, container, amount, missing, zone, refusal)
SELECT session.id, used.value ->> 'line', coalesce(container.id, 0),
       CASE WHEN used.value ->> 'said' IS NULL
            THEN coalesce(used.value ->> 'ul', used.value ->> 'pieces') ELSE 0 END,
       used.value ->> 'missing', used.value ->> 'zone', used.value ->> 'refusal'
FROM json_each(:body, '$.made.uses') AS used
JOIN session ON session.uuid = :body ->> '$.made.session'
LEFT JOIN container ON container.uuid = used.value ->> 'container';

-- name: apply_session_said
INSERT INTO session_said (session, line, said, ul, pieces)
SELECT session.id, used.value ->> 'line', used.value ->> 'said', used.value ->> 'ul',
       used.value ->> 'pieces'
FROM json_each(:body, '$.made.uses') AS used
JOIN session ON session.uuid = :body ->> '$.made.session'
WHERE used.value ->> 'said' IS NOT NULL;

-- fragment: used_cups
SELECT container.id
FROM json_each(:body, '$.made.uses') AS used
JOIN container ON container.uuid = used.value ->> 'container'
JOIN mix ON mix.container = container.id
WHERE mix.kind = 'cup' AND +container.discarded_at IS NULL

-- name: apply_session_cups_movement
-- A cup is thrown away after the session.
INSERT INTO movement (studio, container, event, kind, delta, remaining)
SELECT :studio, id, :seq, 'discard', -remaining, 0 FROM container WHERE id IN ({used_cups});

-- name: apply_session_cups
-- Since the session, also where an amendment names the cup (those that end no lines by number are
-- of a version that took the amendment's own moment).
UPDATE container SET
    remaining = 0,
    discarded_at = CASE WHEN json_type(:body, '$.made.ended') IS NULL THEN :occurred_at
                        ELSE session.occurred_at END,
    discarded_offset = CASE WHEN json_type(:body, '$.made.ended') IS NULL THEN {offset}
                            ELSE session.occurred_offset END
FROM session
WHERE session.uuid = :body ->> '$.made.session' AND container.id IN ({used_cups});

-- name: apply_session_returns_movement
-- A cup that the session threw away comes back before its use is booked anew.
INSERT INTO movement (studio, container, event, kind, delta, remaining)
SELECT :studio, container.id, :seq, 'return', returned.value ->> 'delta',
       container.remaining + (returned.value ->> 'delta')
FROM json_each(:body, '$.made.returned') AS returned
JOIN container ON container.uuid = returned.value ->> 'container';

-- name: apply_session_returns
UPDATE container SET remaining = remaining + (returned.value ->> 'delta'),
                     discarded_at = NULL, discarded_offset = NULL
FROM json_each(:body, '$.made.returned') AS returned
WHERE container.uuid = returned.value ->> 'container';

-- fragment: gone
-- What goes back into a bottle that was thrown away went the same way.
SELECT container.id
FROM json_each(:body, '$.made.booked') AS booked
JOIN container ON container.uuid = booked.value ->> 'container'
WHERE container.discarded_at IS NOT NULL AND container.remaining > 0

-- name: apply_session_gone_movement
INSERT INTO movement (studio, container, event, kind, delta, remaining)
SELECT :studio, id, :seq, 'discard', -remaining, 0 FROM container WHERE id IN ({gone});

-- name: apply_session_gone
UPDATE container SET remaining = 0 WHERE id IN ({gone});

-- name: apply_session_opened
-- Who opened a bottle, now that the session did not, or at another time; nobody: it is sealed.
UPDATE container SET
    opened_at = strftime('%s', opened.value ->> 'opened_at') * 1000
                + substr(opened.value ->> 'opened_at', 21, 3),
    opened_offset = CASE WHEN opened.value ->> 'opened_at' IS NOT NULL
                         THEN coalesce(opened.value ->> 'opened_at_offset_min', 0) END
FROM json_each(:body, '$.made.opened') AS opened
WHERE container.uuid = opened.value ->> 'container';

-- fragment: trace_rows
-- Each line that stands, with each lot that is in what was used.
FROM session
JOIN session_use ON session_use.session = session.id AND session_use.ended IS NULL
LEFT JOIN mix_bottle ON mix_bottle.mix = session_use.container
JOIN container ON container.id = coalesce(mix_bottle.bottle, session_use.container)
WHERE session.uuid = :body ->> '$.made.session'

-- name: apply_trace_lots
INSERT INTO lot_client (lot, client, session, line)
SELECT DISTINCT container.lot, session.client, session.id, session_use.line {trace_rows};

-- name: apply_trace_clients
INSERT INTO client_lot (client, lot, session, line)
SELECT DISTINCT session.client, container.lot, session.id, session_use.line {trace_rows};

-- fragment: traced
FROM session JOIN client_lot ON client_lot.client = session.client
                            AND client_lot.session = session.id
WHERE session.uuid = :body ->> '$.made.session'

-- name: apply_untrace_lots
-- Before the clients' side, which knows the lots.
DELETE FROM lot_client WHERE (lot, client, session, line) IN (
    SELECT client_lot.lot, client_lot.client, client_lot.session, client_lot.line {traced});

-- name: apply_untrace_clients
DELETE FROM client_lot WHERE (client, lot, session, line) IN (
    SELECT client_lot.client, client_lot.lot, client_lot.session, client_lot.line {traced});

-- fragment: lines_ended
-- The lines that the event takes back, in words.
(SELECT group_concat(
     coalesce(said.said, container.code) ||
     CASE WHEN said.line IS NOT NULL
          THEN coalesce(' ' || said.ul || ' µL', ' ' || said.pieces || ' pieces', '')
          ELSE ' ' || session_use.amount || CASE WHEN {liquid} THEN ' µL' ELSE ' pieces' END END ||
     coalesce(' @' || session_use.zone, ''), ', ')
 FROM json_each(:body, '$.made.ended') AS ended
 JOIN session_use ON session_use.session = session.id AND session_use.line = ended.value
 LEFT JOIN session_said AS said ON said.session = session.id AND said.line = session_use.line
 LEFT JOIN container ON container.id = session_use.container
 LEFT JOIN lot ON lot.id = container.lot
 LEFT JOIN product ON product.id = lot.product)

-- name: apply_session_amendment
-- What the event changes, as it was; sealed words stay where they are, in the history.
INSERT INTO session_amendment (session, event, reason, was)
SELECT session.id, :seq, :body ->> 'reason', json_patch(
    (SELECT json_group_object(given.key, json(session.facts -> ('$.' || given.key)))
     FROM json_each({session_facts}) AS given
     WHERE given.key <> 'sealed' AND given.key <> 'readings'),
    json_object(
        'held_at', CASE WHEN :body ->> 'held_at' IS NOT NULL
                        THEN strftime('%Y-%m-%dT%H:%M:%SZ', session.occurred_at / 1000,
                                      'unixepoch') END,
        'artist', CASE WHEN :body ->> 'artist' <> staff.uuid THEN staff.code END,
        'client', CASE WHEN :body ->> 'client' <> client.uuid THEN client.code END,
        'course', CASE WHEN :body ->> 'course' <> course.uuid
                         OR :body ->> '$.made.client' <> client.uuid THEN course.code END,
        'override_reason', CASE WHEN :body ->> 'override_reason' IS NOT NULL
                                THEN session.override_reason END,
        'readings', CASE WHEN :body -> 'readings' IS NOT NULL OR :body -> 'add_readings' IS NOT NULL
                         THEN json((SELECT json_group_array(kept.value ->> 'name')
                                    FROM json_each(session.facts, '$.readings') AS kept)) END,
        'review', CASE WHEN :type = 'session.review' THEN session.review END,
        'struck_out', CASE WHEN :type = 'session.strike' THEN json('false') END,
        'uses', {lines_ended}))
FROM session
JOIN client ON client.id = session.client
JOIN staff ON staff.id = session.artist
LEFT JOIN course ON course.id = session.course
WHERE session.uuid = :body ->> '$.made.session';

-- fragment: session_changes
-- The facts that are said anew; an empty text takes one away.
(SELECT json_group_object(given.key, CASE WHEN given.type = 'text' AND given.value = '' THEN NULL
                                          ELSE json({session_facts} -> ('$.' || given.key)) END)
 FROM json_each({session_facts}) AS given)

-- fragment: readings_added
-- Behind those that stand, or that are said anew.
(SELECT json_group_array(json(kept.value))
 FROM (SELECT value FROM json_each(coalesce(:body -> 'readings', facts -> 'readings', '[]'))
       UNION ALL SELECT value FROM json_each(:body, '$.add_readings')) AS kept)

-- name: apply_session_amend
-- Another client does not take the course along.
UPDATE session SET
    client = (SELECT id FROM client WHERE uuid = :body ->> '$.made.client'),
    course = coalesce((SELECT id FROM course WHERE uuid = :body ->> 'course'),
                      (SELECT course.id FROM course JOIN client ON client.id = course.client
                       WHERE course.id = session.course
                         AND client.uuid = :body ->> '$.made.client')),
    artist = (SELECT id FROM staff WHERE uuid = :body ->> '$.made.artist'),
    occurred_at = coalesce({held_at}, occurred_at),
    occurred_offset = CASE WHEN :body ->> 'held_at' IS NULL THEN occurred_offset
                           ELSE coalesce(:body ->> 'held_at_offset_min', 0) END,
    facts = json_patch(json_patch(facts, {session_changes}),
                       CASE WHEN :body -> 'add_readings' IS NULL THEN '{}'
                            ELSE json_object('readings', json({readings_added})) END),
    override_reason = coalesce(:body ->> 'override_reason', override_reason),
    review = coalesce(:body ->> '$.made.review', review)
WHERE uuid = :body ->> '$.made.session';

-- name: apply_session_uses_end
-- The lines that the event names; in events of an older version new lines take the place of all
-- that stood.
UPDATE session_use SET ended = :seq
WHERE session = (SELECT id FROM session WHERE uuid = :body ->> '$.made.session') AND ended IS NULL
  AND (line IN (SELECT value FROM json_each(:body, '$.made.ended'))
       OR (json_type(:body, '$.made.ended') IS NULL
           AND json_array_length(:body, '$.made.uses') > 0));

-- name: apply_session_review
UPDATE session SET review = 'done' WHERE uuid = :body ->> '$.made.session';

-- name: apply_session_strike
-- Whoever strikes it out has looked at it.
UPDATE session SET struck = :seq, review = CASE WHEN review IS NOT NULL THEN 'done' END
WHERE uuid = :body ->> '$.made.session';

-- name: apply_incident_record
INSERT INTO incident (studio, session, uuid, code, occurred_at, occurred_offset, recorded_at, facts)
SELECT :studio, id, :body ->> '$.made.incident', :body ->> '$.made.incident_code', :occurred_at,
       {offset}, :recorded_at, {session_facts}
FROM session WHERE uuid = :body ->> '$.made.session';

-- fragment: seen_at
-- When it showed, where an amendment says so.
(strftime('%s', :body ->> 'seen_at') * 1000 + substr(:body ->> 'seen_at', 21, 3))

-- name: apply_incident_amendment
-- What the event changes, as it was; sealed words stay where they are, in the history.
INSERT INTO incident_amendment (incident, event, reason, was)
SELECT incident.id, :seq, :body ->> 'reason', json_patch('{}', json_object(
    'seen_at', CASE WHEN :body ->> 'seen_at' IS NOT NULL
                    THEN strftime('%Y-%m-%dT%H:%M:%SZ', incident.occurred_at / 1000,
                                  'unixepoch') END,
    'session', CASE WHEN :body ->> 'session' <> session.uuid THEN session.code END))
FROM incident JOIN session ON session.id = incident.session
WHERE incident.uuid = :body ->> 'incident';

-- name: apply_incident_amend
UPDATE incident SET
    session = (SELECT id FROM session WHERE uuid = :body ->> '$.made.session'),
    occurred_at = coalesce({seen_at}, occurred_at),
    occurred_offset = CASE WHEN :body ->> 'seen_at' IS NULL THEN occurred_offset
                           ELSE coalesce(:body ->> 'seen_at_offset_min', 0) END,
    facts = CASE WHEN :body ->> 'sealed' IS NULL THEN facts
                 ELSE json_set(facts, '$.sealed', :body ->> 'sealed') END
WHERE uuid = :body ->> 'incident';
