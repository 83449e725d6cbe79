-- Lots, and the numbers printed on them.

-- fragment: lot_columns
lot.uuid, lot.code, product.uuid, product.code, product.name, product.maker, lot.lot_no,
lot.batch_no, lot.expiry, lot.supplier, lot.document, lot.received_at, lot.received_offset,
lot.held, (SELECT code FROM recall WHERE recall.id = lot.recall),
(SELECT count(*) FROM container WHERE container.lot = lot.id AND container.discarded_at IS NULL),
CASE WHEN {liquid} THEN (SELECT coalesce(sum(remaining), 0) FROM container
                         WHERE container.lot = lot.id) END,
CASE WHEN NOT {liquid} THEN (SELECT coalesce(sum(remaining), 0) FROM container
                             WHERE container.lot = lot.id) END

-- name: lot_show
SELECT {lot_columns}, lot.held_at
FROM lot JOIN product ON product.id = lot.product
WHERE lot.uuid = :lot;

-- name: lot_amendments
-- Oldest first.
SELECT event.type, event.recorded_at, {event_offset}, coalesce(staff.code, event."by"), lot_amendment.reason,
       lot_amendment.was
FROM lot
JOIN lot_amendment ON lot_amendment.lot = lot.id
JOIN event ON event.seq = lot_amendment.event
LEFT JOIN staff ON staff.uuid = event."by"
WHERE lot.uuid = :id
ORDER BY lot_amendment.event;

-- fragment: delivery_line
-- What an event says of a lot: all of it, or the line of it that `line` is the making of.
coalesce(event.body -> ('$.lots[' || line.key || ']'), event.body)

-- fragment: delivery_made
coalesce(line.value, event.body -> 'made')

-- fragment: delivery_containers
json_array_length({delivery_made}, '$.containers')

-- fragment: first_delivery
-- Whether it made the lot.
{delivery_made} ->> '$.containers[0].container' = (
    SELECT container.uuid FROM container WHERE container.lot = lot.id ORDER BY container.id LIMIT 1)

-- name: lot_deliveries
-- Oldest first.
SELECT event.occurred_at, {event_offset}, event.recorded_at, 0,
       coalesce(staff.code, event."by"), {delivery_line} ->> 'supplier',
       {delivery_line} ->> 'document',
       {delivery_containers}
FROM lot
JOIN event ON event.seq IN (
    SELECT movement.event FROM container JOIN movement ON movement.container = container.id
    WHERE container.lot = lot.id AND movement.kind = 'receive')
LEFT JOIN json_each(event.body, '$.made.lots') AS line ON line.value ->> 'lot' = lot.uuid
LEFT JOIN staff ON staff.uuid = event."by"
WHERE lot.uuid = :lot
ORDER BY event.occurred_at, event.seq, line.key;

-- name: lot_list
-- Newest first.
SELECT {lot_columns}, 'l' || lot.id
FROM lot JOIN product ON product.id = lot.product
WHERE lot.id < :before
  AND (:product IS NULL OR product.uuid = :product)
  AND (:number IS NULL OR lot.lot_no = :number COLLATE NOCASE
                       OR lot.batch_no = :number COLLATE NOCASE)
  AND (NOT :held_only OR lot.held IS NOT NULL OR lot.recall IS NOT NULL)
  AND (NOT :in_stock_only OR EXISTS (
      SELECT 1 FROM container WHERE container.lot = lot.id AND container.remaining > 0))
ORDER BY lot.id DESC LIMIT :limit;

-- name: lot_same
-- The same lot, taken in before.
SELECT lot.uuid
FROM product JOIN lot ON lot.product = product.id
WHERE product.uuid = :product AND lot.lot_no IS :lot_no AND lot.batch_no IS :batch_no
  AND lot.uuid IS NOT :lot;

-- name: lot_same_number
-- The same number on another product.
SELECT lot.code, product.code, product.maker, product.name
FROM lot JOIN product ON product.id = lot.product
WHERE (lot.lot_no COLLATE NOCASE IN (:lot_no, :batch_no)
       OR lot.batch_no COLLATE NOCASE IN (:lot_no, :batch_no))
  AND product.uuid <> :product
ORDER BY lot.id LIMIT 1;

-- name: container_of_serial
-- The bottle of a product with its maker's serial number.
SELECT container.code
FROM container JOIN lot ON lot.id = container.lot JOIN product ON product.id = lot.product
WHERE container.serial = :serial AND product.uuid = :product
ORDER BY container.id LIMIT 1;

-- name: lot_next
SELECT coalesce(max(id), 0) + 1 FROM lot;

-- name: container_next
-- Bottles and boxes are numbered for themselves; mixes lie between them.
SELECT coalesce((SELECT CAST(substr(code, 3) AS INTEGER) FROM container WHERE lot IS NOT NULL
                 ORDER BY id DESC LIMIT 1), 0) + 1;
