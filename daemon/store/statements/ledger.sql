-- Transactions, and the history.

-- name: batch_begin
BEGIN IMMEDIATE;

-- name: batch_commit
COMMIT;

-- name: batch_rollback
ROLLBACK;

-- name: command_begin
-- One command of a batch, which may fail alone.
SAVEPOINT command;

-- name: command_keep
RELEASE command;

-- name: command_undo
ROLLBACK TO command;

-- name: snapshot_begin
BEGIN;

-- name: event_last
-- What the next event stands on.
SELECT seq, hash, recorded_at FROM event ORDER BY seq DESC LIMIT 1;

-- name: event_insert
INSERT INTO event (seq, op_id, type, occurred_at, recorded_at, "by", body, salt, body_sha256,
                   prev, hash)
VALUES (:seq, :op_id, :type, :occurred_at, :recorded_at, :by, :body, :salt, :body_sha256,
        :prev, :hash);

-- name: event_of_op
-- What an op_id did before.
SELECT body ->> 'request', body -> 'made', salt FROM event WHERE op_id = :op_id;

-- fragment: purge_body
-- What a purge says that it took; an audit reads this of files that anybody may have written.
JOIN json_each(event.body, '$.made.clients') AS record ON record.type = 'object'
JOIN json_each(record.value, '$.events') AS gone ON gone.type = 'object'
WHERE event.type = 'retention.purge' AND json_valid(event.body)

-- fragment: purges
(SELECT CAST(gone.value ->> 'event' AS INTEGER) AS event, min(event.seq) AS purge,
        gone.value -> 'kept' AS kept
 FROM event {purge_body} GROUP BY 1)

-- name: event_walk
-- The whole history, to be checked and applied again.
SELECT seq, op_id, type, occurred_at, recorded_at, "by", body, salt, body_sha256, prev, hash,
       purges.purge, purges.kept
FROM event LEFT JOIN {purges} AS purges ON purges.event = event.seq
ORDER BY event.seq;

-- fragment: event_offset
-- A purge keeps it.
coalesce(event.body ->> 'offset_min',
         (SELECT purged.offset_min FROM purged WHERE purged.event = event.seq), 0)

-- fragment: event_columns
event.seq, event.op_id, event.type, event.occurred_at,
{event_offset} AS occurred_offset, event.recorded_at, {event_offset}, event."by", staff.code, staff.name,
event.body, lower(hex(event.hash)), (SELECT purge FROM purged WHERE purged.event = event.seq),
CAST(event.seq AS TEXT)

-- name: event_page
-- From a sequence number on.
SELECT {event_columns}
FROM event LEFT JOIN staff ON staff.uuid = event."by"
WHERE event.seq >= :from
ORDER BY event.seq LIMIT :limit;

-- name: event_page_of_type
-- The same of one type.
SELECT {event_columns}
FROM event LEFT JOIN staff ON staff.uuid = event."by"
WHERE event.type = :type AND event.seq >= :from
ORDER BY event.seq LIMIT :limit;

-- name: json_items
-- A JSON array that a column holds, item by item.
SELECT value FROM json_each(:list) ORDER BY key;
