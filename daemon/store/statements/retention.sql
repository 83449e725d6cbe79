-- How long records are kept, and how a person's is ended.

-- fragment: client_last_day
-- The day on which anything was last done for the client, as the clocks there showed it.
date(max(client.added_at + client.added_offset * 60000,
         coalesce((SELECT max(coalesce(closed_at + closed_offset * 60000,
                                       opened_at + opened_offset * 60000))
                   FROM course WHERE course.client = client.id), 0),
         coalesce((SELECT max(occurred_at + occurred_offset * 60000)
                   FROM session WHERE session.client = client.id AND session.struck IS NULL), 0),
         coalesce((SELECT max(incident.occurred_at + incident.occurred_offset * 60000)
                   FROM session JOIN incident ON incident.session = session.id
                   WHERE session.client = client.id), 0)) / 1000.0, 'unixepoch')

-- fragment: retained_columns
client.uuid, client.code, {client_last_day}, iif(client.sealed IS NULL, 'true', 'false'),
(SELECT count(*) FROM course WHERE course.client = client.id AND course.closed_at IS NULL),
(SELECT min(session.code) FROM session
 WHERE session.client = client.id AND session.review = 'open'),
(SELECT min(recall.code)
 FROM client_lot
 JOIN recall_lot ON recall_lot.lot = client_lot.lot
 JOIN recall ON recall.id = recall_lot.recall
 WHERE client_lot.client = client.id AND recall.closed_at IS NULL)

-- name: retained_show
SELECT {retained_columns} FROM client WHERE client.uuid = :client;

-- name: retained_list
-- Those of whom anything is left to go.
SELECT {retained_columns}, 'c' || client.id
FROM client
WHERE NOT EXISTS (SELECT 1 FROM purged WHERE purged.client = client.id) AND client.id > :after
ORDER BY client.id LIMIT :limit;

-- name: client_key_end
DELETE FROM client_key WHERE client = :client;

-- name: client_session_keys_end
DELETE FROM session_key WHERE session IN (
    SELECT session.uuid FROM client JOIN session ON session.client = client.id
    WHERE client.uuid = :client);

-- name: apply_client_erase
UPDATE client SET sealed = NULL WHERE uuid = :body ->> 'client';

-- name: scrub_want
INSERT OR IGNORE INTO scrub (due) VALUES (1);

-- name: scrub_wanted
SELECT 1 FROM scrub;

-- name: scrub_end
DELETE FROM scrub;

-- fragment: kept_uses
(SELECT json_group_array(json_patch('{}', json_object(
     'line', used.value ->> 'line', 'container', used.value ->> 'container',
     'ul', used.value ->> 'ul', 'pieces', used.value ->> 'pieces',
     'missing', used.value ->> 'missing', 'refusal', used.value ->> 'refusal',
     'said', iif(used.value ->> 'said' IS NULL, NULL, 'purged'))))
 FROM json_each(event.body, '$.made.uses') AS used)

-- fragment: kept_made
(SELECT json_group_object(made.key, json(event.body -> made.fullkey))
 FROM json_each(event.body, '$.made') AS made
 WHERE made.key IN ('client', 'client_code', 'course', 'course_code', 'match', 'match_code',
                    'product', 'takes', 'session', 'session_code', 'artist', 'booked', 'review',
                    'ended', 'returned', 'opened', 'incident', 'incident_code'))

-- fragment: kept_given
(SELECT json_group_object(given.key, json(event.body -> given.fullkey))
 FROM json_each(event.body) AS given
 WHERE given.key IN ('client', 'course', 'session', 'artist', 'recall', 'way', 'reached',
                     'held_at', 'held_at_offset_min', 'incident', 'seen_at', 'seen_at_offset_min',
                     'offset_min'))

-- fragment: kept
-- What stays of a body: who, when, which bottle and how much, which the stock and the trace are
-- made of. Whatever is not named here goes: every word that somebody wrote, and all that says
-- anything about the person.
json_patch({kept_given}, json_object(
    'made', json_patch({kept_made}, json_object(
        'uses', json(iif(event.body -> '$.made.uses' IS NULL, NULL, {kept_uses})))),
    'service', iif(event.body ->> 'service' IS NULL, NULL, ''),
    'reason', iif(event.body ->> 'reason' IS NULL, NULL, 'purged'),
    'override_reason', iif(event.body ->> 'override_reason' IS NULL, NULL, 'purged')))

-- fragment: incident_owner
-- It goes with the session that it stands under now.
(SELECT client.uuid
 FROM incident
 JOIN session ON session.id = incident.session
 JOIN client ON client.id = session.client
 WHERE incident.uuid = event.body ->> '$.made.incident')

-- fragment: record_owner
-- Whose record the event is. What was recorded of a session goes with the session; a look or a
-- report about several people is nobody's alone.
CASE event.type
    WHEN 'incident.record' THEN {incident_owner}
    WHEN 'incident.amend' THEN {incident_owner}
    WHEN 'client.look' THEN iif(json_array_length(event.body, '$.clients') = 1,
                                event.body ->> '$.clients[0]', NULL)
    WHEN 'report.client' THEN event.body ->> '$.asked.client'
    ELSE event.body ->> '$.made.client'
END

-- name: record_events
-- The events that are the records of :clients, a JSON array of ids, and what a purge leaves of each.
-- Sessions, matches and attempts to tell somebody are found by their rows; the others are looked for.
WITH asked (id, uuid) AS (
    SELECT client.id, client.uuid FROM json_each(:clients) AS given
    JOIN client ON client.uuid = given.value),
owned (seq, uuid) AS MATERIALIZED (
    SELECT event.seq, {record_owner} FROM event
    WHERE event.type IN ('client.add', 'client.amend', 'client.look', 'course.open',
                         'course.amend',
                         'course.close', 'course.reopen', 'incident.record', 'incident.amend', 'report.client')
      AND event.body IS NOT NULL),
found (client, seq) AS (
    SELECT asked.id, session.event FROM asked JOIN session ON session.client = asked.id
    UNION
    SELECT asked.id, session_amendment.event FROM asked
    JOIN session ON session.client = asked.id
    JOIN session_amendment ON session_amendment.session = session.id
    UNION
    SELECT asked.id, match.event FROM asked JOIN match ON match.client = asked.id
    UNION
    SELECT asked.id, recall_contact.event FROM asked
    JOIN recall_contact ON recall_contact.client = asked.id
    UNION
    SELECT asked.id, owned.seq FROM asked JOIN owned ON owned.uuid = asked.uuid)
SELECT client.uuid, event.seq, event.type, {kept}
FROM found
JOIN client ON client.id = found.client
JOIN event ON event.seq = found.seq
WHERE event.body IS NOT NULL
ORDER BY client.id, event.seq;
