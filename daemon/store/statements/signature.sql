-- Seals: signed ends of the history.

-- name: signing_key_last
-- The key that signs now.
SELECT body ->> '$.made.public_key', body ->> '$.made.fingerprint' FROM event
WHERE type = 'audit.key' AND json_valid(body) ORDER BY seq DESC LIMIT 1;

-- name: signing_keys
-- Every key the studio has had, each brought in by a seal of its own over the event before.
SELECT seq, lower(hex(prev)), body ->> '$.made.seq', body ->> '$.made.hash',
       body ->> '$.made.time', body ->> '$.made.public_key', body ->> '$.made.fingerprint',
       body ->> '$.made.signature'
FROM event WHERE type = 'audit.key' AND json_valid(body) ORDER BY seq;

-- name: seal_at
-- What an event's hash is, as a seal says it.
SELECT lower(hex(hash)) FROM event WHERE seq = :seq;

-- name: seal_search
-- Where a hash stands, when nobody says where.
SELECT seq FROM event WHERE lower(hex(hash)) = :hash;

-- name: signing_key_known
SELECT 1 FROM event
WHERE type = 'audit.key' AND json_valid(body) AND body ->> '$.made.public_key' = :key LIMIT 1;

-- name: seal_members
-- A seal as audit.seal gave it.
SELECT :text ->> 'seq', :text ->> 'hash', :text ->> 'time', :text ->> 'public_key',
       :text ->> 'fingerprint', :text ->> 'signature'
WHERE json_valid(:text);
