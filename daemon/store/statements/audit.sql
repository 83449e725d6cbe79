-- Every table of the state, in the order of its key, to be held against a rebuild.

-- name: audit_integrity
PRAGMA integrity_check;

-- name: audit_foreign_keys
PRAGMA foreign_key_check;

-- name: audit_schema
-- The tables themselves, with the triggers that keep the history.
SELECT name, type, tbl_name, sql FROM sqlite_schema ORDER BY name;

-- name: audit_purged
SELECT * FROM purged ORDER BY event;

-- name: audit_studio
SELECT * FROM studio ORDER BY id;

-- name: audit_staff
SELECT * FROM staff ORDER BY id;

-- name: audit_aftercare
SELECT * FROM aftercare ORDER BY id;

-- name: audit_client
SELECT * FROM client ORDER BY id;

-- name: audit_course
SELECT * FROM course ORDER BY id;

-- name: audit_course_amendment
SELECT course, event, reason, was FROM course_amendment ORDER BY course, event;

-- name: audit_product
SELECT * FROM product ORDER BY id;

-- name: audit_lot
SELECT * FROM lot ORDER BY id;

-- name: audit_lot_amendment
SELECT lot, event, studio, reason, was FROM lot_amendment ORDER BY lot, event;

-- name: audit_container
SELECT * FROM container ORDER BY id;

-- name: audit_movement
SELECT container, event, kind, studio, delta, remaining FROM movement
ORDER BY container, event, kind;

-- name: audit_match
SELECT * FROM match ORDER BY id;

-- name: audit_mix
SELECT * FROM mix ORDER BY container;

-- name: audit_mix_input
SELECT mix, input, taken, ul FROM mix_input ORDER BY mix, input;

-- name: audit_mix_bottle
SELECT mix, bottle, ul FROM mix_bottle ORDER BY mix, bottle;

-- name: audit_session
SELECT * FROM session ORDER BY id;

-- name: audit_session_use
SELECT session, line, container, amount, missing, zone, refusal, ended
FROM session_use ORDER BY session, line;

-- name: audit_session_said
SELECT session, line, said, ul, pieces FROM session_said ORDER BY session, line;

-- name: audit_session_amendment
SELECT session, event, reason, was FROM session_amendment ORDER BY session, event;

-- name: audit_lot_client
SELECT lot, client, session, line FROM lot_client ORDER BY lot, client, session, line;

-- name: audit_client_lot
SELECT client, lot, session, line FROM client_lot ORDER BY client, lot, session, line;

-- name: audit_incident
SELECT * FROM incident ORDER BY id;

-- name: audit_incident_amendment
SELECT incident, event, reason, was FROM incident_amendment ORDER BY incident, event;

-- name: audit_recall
SELECT * FROM recall ORDER BY id;

-- name: audit_recall_lot
SELECT * FROM recall_lot ORDER BY recall, lot;

-- name: audit_recall_spared
SELECT * FROM recall_spared ORDER BY recall, lot;

-- name: audit_recall_contact
SELECT * FROM recall_contact ORDER BY recall, client, event;

-- name: audit_purges
-- Every purge, whose records it took, and which events.
SELECT event.seq, event.occurred_at, {event_offset}, coalesce(staff.code, event."by"),
       coalesce(event.body ->> 'reason', ''), json_group_array(DISTINCT record.value ->> 'client_code'),
       json_group_array(gone.value ->> 'event')
FROM event LEFT JOIN staff ON staff.uuid = event."by" {purge_body}
GROUP BY event.seq;
