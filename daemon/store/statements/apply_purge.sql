-- What a purge does to the state; run as those in apply.sql are. A rebuild has applied the events
-- before it as the purge left them (`purges` in audit.sql), and comes out the same.

-- fragment: purge_records
json_each(:body, '$.made.clients') AS record
JOIN client ON client.uuid = record.value ->> 'client'

-- fragment: purge_clients
(SELECT client.id FROM {purge_records})

-- fragment: purge_sessions
(SELECT session.id FROM {purge_records} JOIN session ON session.client = client.id)

-- fragment: purge_events
json_each(record.value, '$.events') AS gone

-- name: apply_purge
INSERT INTO purged (event, purge, client, offset_min)
SELECT gone.value ->> 'event', :seq, client.id, gone.value ->> '$.kept.offset_min'
FROM {purge_records} JOIN {purge_events};

-- name: apply_purge_clients
UPDATE client SET sealed = NULL WHERE id IN {purge_clients};

-- name: apply_purge_courses
-- None of them is open.
UPDATE course SET service = '', facts = '{}', closed_reason = 'purged'
WHERE client IN {purge_clients};

-- name: apply_purge_course_amendments
UPDATE course_amendment SET reason = 'purged', was = '{}'
WHERE course IN (SELECT id FROM course WHERE client IN {purge_clients});

-- name: apply_purge_sessions
UPDATE session SET
    facts = '{}', override_reason = CASE WHEN override_reason IS NOT NULL THEN 'purged' END
WHERE client IN {purge_clients};

-- name: apply_purge_uses
UPDATE session_use SET zone = NULL WHERE session IN {purge_sessions};

-- name: apply_purge_said
UPDATE session_said SET said = 'purged' WHERE session IN {purge_sessions};

-- name: apply_purge_amendments
UPDATE session_amendment SET reason = 'purged', was = '{}' WHERE session IN {purge_sessions};

-- name: apply_purge_incidents
UPDATE incident SET facts = '{}' WHERE session IN {purge_sessions};

-- name: apply_purge_incident_amendments
UPDATE incident_amendment SET reason = 'purged', was = '{}'
WHERE incident IN (SELECT id FROM incident WHERE session IN {purge_sessions});

-- name: apply_purge_contacts
UPDATE recall_contact SET sealed = NULL WHERE client IN {purge_clients};

-- name: apply_purge_bodies
-- The history, which a rebuild does not have.
UPDATE event SET body = NULL, salt = NULL
WHERE seq IN (SELECT gone.value ->> 'event' FROM {purge_records} JOIN {purge_events});
