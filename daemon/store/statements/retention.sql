-- How long records are kept, and how a person's is ended.

-- fragment: client_last_day
-- The day on which anything was last done for the client, as the clocks there showed it.
date(max(client.added_at + client.added_offset * 60000,
         coalesce((SELECT max(coalesce(closed_at + closed_offset * 60000,
                                       opened_at + opened_offset * 60000))
                   FROM course WHERE course.client = client.id), 0),
         coalesce((SELECT max(occurred_at + occurred_offset * 60000)
                   FROM session WHERE session.client = client.id), 0),
         coalesce((SELECT max(incident.occurred_at + incident.occurred_offset * 60000)
                   FROM session JOIN incident ON incident.session = session.id
                   WHERE session.client = client.id), 0)) / 1000.0, 'unixepoch')

-- fragment: retained_columns
client.uuid, client.code, {client_last_day},
(SELECT count(*) FROM course WHERE course.client = client.id AND course.closed_at IS NULL)

-- name: retained_show
SELECT {retained_columns} FROM client WHERE client.uuid = :client AND client.sealed IS NOT NULL;

-- name: retained_list
-- Those who can still be named.
SELECT {retained_columns}, 'c' || client.id
FROM client WHERE client.sealed IS NOT NULL AND client.id > :after ORDER BY client.id LIMIT :limit;

-- name: client_key_end
DELETE FROM client_key WHERE client = :client;

-- name: apply_client_erase
UPDATE client SET sealed = NULL WHERE uuid = :body ->> 'client';
