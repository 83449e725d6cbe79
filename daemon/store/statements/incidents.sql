-- What came of sessions.

-- name: incident_next
SELECT coalesce(max(id), 0) + 1 FROM incident;

-- fragment: incident_columns
incident.uuid, incident.code, session.uuid, session.code, client.uuid, client.code,
incident.occurred_at, incident.occurred_offset, incident.recorded_at, 0, incident.facts ->> 'sealed'

-- name: incident_show
SELECT {incident_columns}
FROM incident
JOIN session ON session.id = incident.session
JOIN client ON client.id = session.client
WHERE incident.uuid = :incident;

-- name: session_incidents
SELECT {incident_columns}, 'i' || incident.id
FROM session
JOIN client ON client.id = session.client
JOIN incident ON incident.session = session.id
WHERE session.uuid = :session ORDER BY incident.id;

-- name: client_incidents
-- Newest first.
SELECT {incident_columns}
FROM client
JOIN session ON session.client = client.id
JOIN incident ON incident.session = session.id
WHERE client.uuid = :client ORDER BY incident.occurred_at DESC, incident.id DESC;

-- name: incident_amendments
-- Oldest first.
SELECT event.type, event.recorded_at, {event_offset}, coalesce(staff.code, event."by"),
       incident_amendment.reason, incident_amendment.was
FROM incident
JOIN incident_amendment ON incident_amendment.incident = incident.id
JOIN event ON event.seq = incident_amendment.event
LEFT JOIN staff ON staff.uuid = event."by"
WHERE incident.uuid = :id ORDER BY incident_amendment.event;
