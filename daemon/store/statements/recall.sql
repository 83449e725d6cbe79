-- Recalls, from the words of a notice to who was told.

-- name: recall_next
SELECT coalesce(max(id), 0) + 1 FROM recall;

-- name: recall_walk
-- Every lot there ever was, with all that a notice may name.
SELECT lot.uuid, product.maker, product.name, lot.lot_no, lot.batch_no
FROM product JOIN lot ON lot.product = product.id
ORDER BY product.id, lot.id;

-- fragment: given_lots
-- :lots is a JSON array of [lot's uuid, verdict].
json_each(:lots) AS given JOIN lot ON lot.uuid = given.value ->> 0

-- name: recall_stock
-- What is to be set aside: bottles that stand there, and mixes with something of them.
SELECT container.uuid, container.code, json_group_array(DISTINCT lot.code), given.value ->> 1,
       CASE WHEN {liquid} THEN container.remaining END,
       CASE WHEN NOT {liquid} THEN container.remaining END,
       container.opened_at, container.opened_offset
FROM {given_lots}
JOIN product ON product.id = lot.product
JOIN container ON container.lot = lot.id
WHERE +container.discarded_at IS NULL
GROUP BY container.id
UNION ALL
SELECT container.uuid, container.code, json_group_array(DISTINCT lot.code), min(given.value ->> 1),
       container.remaining, NULL, container.opened_at, container.opened_offset
FROM {given_lots}
JOIN container AS bottle ON bottle.lot = lot.id
JOIN mix_bottle ON mix_bottle.bottle = bottle.id
JOIN container ON container.id = mix_bottle.mix
WHERE +container.discarded_at IS NULL
GROUP BY container.id
ORDER BY 4, 2;

-- name: recall_clients
-- Whom the lots reached, the surest first.
SELECT uuid, code, sealed, min(verdict), json_group_array(DISTINCT lot_code),
       json_group_array(DISTINCT session_code), json_group_array(DISTINCT day), id
FROM (SELECT client.id, client.uuid, client.code, client.sealed, given.value ->> 1 AS verdict,
             lot.code AS lot_code, session.code AS session_code,
             date((session.occurred_at + session.occurred_offset * 60000) / 1000, 'unixepoch')
                 AS day
      FROM {given_lots}
      JOIN lot_client ON lot_client.lot = lot.id
      JOIN client ON client.id = lot_client.client
      JOIN session ON session.id = lot_client.session
      ORDER BY client.id, session.occurred_at, lot.id)
GROUP BY id ORDER BY min(verdict), id;

-- fragment: recall_listed
-- A row a use, of the recall's lots.
FROM recall_lot JOIN lot_client ON lot_client.lot = recall_lot.lot
WHERE recall_lot.recall = recall.id

-- fragment: recall_columns
recall.uuid, recall.code, recall.notice, recall.noticed_at, 0, recall.opened_at,
recall.opened_offset, recall.recorded_at, 0, recall.closed_at, recall.closed_offset,
recall.withdrawn_at, recall.withdrawn_offset, recall.closed_reason, recall.unreached_reason,
recall.withdrawn_reason, (SELECT count(*) FROM recall_lot WHERE recall_lot.recall = recall.id)

-- name: recall_show
SELECT {recall_columns} FROM recall WHERE uuid = :recall;

-- name: recall_list
-- Newest first.
SELECT {recall_columns},
(SELECT count(DISTINCT lot_client.client) {recall_listed}),
(SELECT count(DISTINCT recall_contact.client) FROM recall_contact
 WHERE recall_contact.recall = recall.id AND recall_contact.reached
   AND EXISTS (SELECT 1 {recall_listed} AND lot_client.client = recall_contact.client)),
'r' || recall.id
FROM recall
WHERE recall.id < :before AND (NOT :open_only OR recall.closed_at IS NULL)
ORDER BY recall.id DESC LIMIT :limit;

-- fragment: recall_event
-- When the event happened, and who said so.
event.occurred_at, coalesce(event.body ->> 'offset_min', 0), coalesce(staff.code, event."by")

-- name: recall_lots
-- What it holds or held, and how that came, where it was not at the opening.
SELECT lot.uuid, recall_lot.verdict, {recall_event},
       CASE event.type WHEN 'recall.include' THEN event.body ->> 'reason' END,
       freed.occurred_at, coalesce(freed.body ->> 'offset_min', 0), freed.body ->> 'reason'
FROM recall
JOIN recall_lot ON recall_lot.recall = recall.id
JOIN lot ON lot.id = recall_lot.lot
LEFT JOIN event ON event.seq = recall_lot.event
LEFT JOIN event AS freed ON freed.seq = recall_lot.released
LEFT JOIN staff ON staff.uuid = event."by"
WHERE recall.uuid = :recall ORDER BY recall_lot.verdict, lot.id;

-- name: recall_lots_spared
SELECT lot.uuid, 'no', {recall_event}, event.body ->> 'reason', NULL, 0, NULL
FROM recall
JOIN recall_spared ON recall_spared.recall = recall.id
JOIN lot ON lot.id = recall_spared.lot
JOIN event ON event.seq = recall_spared.event
LEFT JOIN staff ON staff.uuid = event."by"
WHERE recall.uuid = :recall ORDER BY lot.id;

-- name: recall_notices
-- Those that stand, to be held against a lot.
SELECT recall.uuid, recall.code, recall.closed_at, recall.closed_offset, notice ->> 'maker',
       notice -> 'products', notice -> 'lots', notice -> 'batches',
       coalesce(notice ->> 'all_lots', 0), notice ->> 'text'
FROM recall WHERE withdrawn_at IS NULL AND (:recall IS NULL OR uuid = :recall) ORDER BY id;

-- name: recall_stands
-- What the recall has to do with the lot: held, released, spared; no row: nothing.
SELECT CASE WHEN recall_lot.released IS NULL THEN 'held' ELSE 'released' END
FROM recall JOIN lot ON lot.uuid = :lot
JOIN recall_lot ON recall_lot.recall = recall.id AND recall_lot.lot = lot.id
WHERE recall.uuid = :recall
UNION ALL
SELECT 'spared'
FROM recall JOIN lot ON lot.uuid = :lot
JOIN recall_spared ON recall_spared.recall = recall.id AND recall_spared.lot = lot.id
WHERE recall.uuid = :recall;

-- name: recall_reached
-- Recalls of which a lot is in what was used; :containers is a JSON array.
SELECT DISTINCT recall.code
FROM json_each(:containers) AS used
JOIN container ON container.uuid = used.value
LEFT JOIN mix_bottle ON mix_bottle.mix = container.id
JOIN container AS bottle ON bottle.id = coalesce(mix_bottle.bottle, container.id)
JOIN recall_lot ON recall_lot.lot = bottle.lot
JOIN recall ON recall.id = recall_lot.recall
WHERE recall.withdrawn_at IS NULL ORDER BY recall.id;

-- name: recall_contacts
-- The log of a recall, client by client.
SELECT client.uuid, recall_contact.occurred_at, recall_contact.occurred_offset,
       recall_contact.way, recall_contact.reached, coalesce(staff.code, event."by"),
       recall_contact.sealed
FROM recall
JOIN recall_contact ON recall_contact.recall = recall.id
JOIN client ON client.id = recall_contact.client
JOIN event ON event.seq = recall_contact.event
LEFT JOIN staff ON staff.uuid = event."by"
WHERE recall.uuid = :recall
ORDER BY recall_contact.client, recall_contact.occurred_at, recall_contact.event;

-- name: recall_reaches
-- Whether the client is on the recall's list.
SELECT 1
FROM recall
JOIN recall_lot ON recall_lot.recall = recall.id
JOIN client ON client.uuid = :client
JOIN lot_client ON lot_client.lot = recall_lot.lot AND lot_client.client = client.id
WHERE recall.uuid = :recall LIMIT 1;

-- name: recall_open_on_lot
-- A recall of the lot that is under way.
SELECT recall.code
FROM lot
JOIN recall_lot ON recall_lot.lot = lot.id
JOIN recall ON recall.id = recall_lot.recall
WHERE lot.uuid = :lot AND recall.closed_at IS NULL LIMIT 1;

-- name: recall_draw
-- A lot for a drill: one that reached somebody, where there is one.
SELECT lot.uuid FROM lot
ORDER BY NOT EXISTS (SELECT 1 FROM lot_client WHERE lot_client.lot = lot.id),
         lot.id * :seed % :prime
LIMIT 1;

-- name: recall_drills
-- Scores, newest first.
SELECT {recall_event}, event.body ->> '$.made.lot_code', event.body ->> '$.made.maker',
       event.body ->> '$.made.product_name', event.body ->> '$.made.found',
       event.body ->> '$.made.on_list', event.body ->> '$.made.reachable',
       event.body ->> '$.made.percent', event.body ->> '$.made.took_ms', 'd' || event.seq
FROM event LEFT JOIN staff ON staff.uuid = event."by"
WHERE event.type = 'recall.drill' AND event.body IS NOT NULL AND event.seq < :before
ORDER BY event.seq DESC LIMIT :limit;

-- name: ref_recall
SELECT uuid, code FROM recall WHERE uuid = lower(:text)
UNION ALL SELECT uuid, code FROM recall WHERE code = upper(:text);
