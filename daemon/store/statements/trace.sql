-- From lots to clients and back, by two tables that are each clustered by what they are asked by.

-- fragment: use_of_lot
-- How much of the lot was used: of a mix, its share.
CASE WHEN container.lot IS NOT NULL THEN session_use.amount
     ELSE round(session_use.amount * (
         SELECT sum(mix_bottle.ul) FROM mix_bottle
         JOIN container AS bottle ON bottle.id = mix_bottle.bottle
         WHERE mix_bottle.mix = container.id AND bottle.lot = lot.id) / container.filled, 1) END

-- fragment: trace_columns
lot.uuid, lot.code, lot.lot_no, product.uuid, product.code, product.name, product.maker,
client.uuid, client.code, session.uuid, session.code, session.occurred_at,
session.occurred_offset, session.recorded_at, 0, staff.uuid, staff.code, container.uuid,
container.code,
CASE WHEN {liquid} THEN session_use.amount END,
CASE WHEN NOT {liquid} THEN session_use.amount END,
CASE WHEN {liquid} THEN {use_of_lot} END,
session_use.zone, session_use.refusal

-- fragment: trace_first_last
-- The first session and the last, each with its offset in the low twelve bits: so one walk finds
-- both.
min(session.occurred_at * 4096 + session.occurred_offset + 2048) / 4096,
min(session.occurred_at * 4096 + session.occurred_offset + 2048) % 4096 - 2048,
max(session.occurred_at * 4096 + session.occurred_offset + 2048) / 4096,
max(session.occurred_at * 4096 + session.occurred_offset + 2048) % 4096 - 2048

-- name: trace_lot
SELECT {trace_columns},
       't' || lot_client.client || '.' || lot_client.session || '.' || lot_client.line
FROM lot_client
JOIN lot ON lot.id = lot_client.lot
JOIN product ON product.id = lot.product
JOIN client ON client.id = lot_client.client
JOIN session ON session.id = lot_client.session
JOIN staff ON staff.id = session.artist
JOIN session_use ON session_use.session = lot_client.session AND session_use.line = lot_client.line
JOIN container ON container.id = session_use.container
WHERE lot_client.lot = (SELECT id FROM lot WHERE uuid = :lot)
  AND (lot_client.client, lot_client.session, lot_client.line)
      > (:after_first, :after_session, :after_line)
ORDER BY lot_client.client, lot_client.session, lot_client.line
LIMIT :limit;

-- name: trace_client
SELECT {trace_columns},
       't' || client_lot.lot || '.' || client_lot.session || '.' || client_lot.line
FROM client_lot
JOIN lot ON lot.id = client_lot.lot
JOIN product ON product.id = lot.product
JOIN client ON client.id = client_lot.client
JOIN session ON session.id = client_lot.session
JOIN staff ON staff.id = session.artist
JOIN session_use ON session_use.session = client_lot.session AND session_use.line = client_lot.line
JOIN container ON container.id = session_use.container
WHERE client_lot.client = (SELECT id FROM client WHERE uuid = :client)
  AND (client_lot.lot, client_lot.session, client_lot.line)
      > (:after_first, :after_session, :after_line)
ORDER BY client_lot.lot, client_lot.session, client_lot.line
LIMIT :limit;

-- name: trace_lot_clients
-- Nothing but who: one range of one table.
SELECT DISTINCT lot_client.client FROM lot_client
WHERE lot_client.lot = (SELECT id FROM lot WHERE uuid = :lot);

-- name: trace_clients
-- Whom the lot reached: those whose uses begin behind :after and up to :last.
SELECT client.uuid, client.code, count(DISTINCT session.id), {trace_first_last}
FROM lot_client
JOIN client ON client.id = lot_client.client
JOIN session ON session.id = lot_client.session
WHERE lot_client.lot = (SELECT id FROM lot WHERE uuid = :lot)
  AND lot_client.client > :after AND lot_client.client <= :last
GROUP BY lot_client.client;

-- name: trace_lots
-- What reached the client.
SELECT lot.uuid, lot.code, lot.lot_no, lot.batch_no, product.uuid, product.code, product.name,
       product.maker, count(DISTINCT session.id), {trace_first_last}
FROM client_lot
JOIN lot ON lot.id = client_lot.lot
JOIN product ON product.id = lot.product
JOIN session ON session.id = client_lot.session
WHERE client_lot.client = (SELECT id FROM client WHERE uuid = :client)
GROUP BY client_lot.lot;

-- name: trace_containers
-- The lot's bottles, then the mixes it went into, through any depth.
SELECT container.uuid, container.code, NULL, NULL,
       CASE WHEN {liquid} THEN container.filled END,
       CASE WHEN {liquid} THEN container.remaining END,
       CASE WHEN NOT {liquid} THEN container.filled END,
       CASE WHEN NOT {liquid} THEN container.remaining END,
       container.opened_at, container.opened_offset, container.discarded_at,
       container.discarded_offset, NULL
FROM lot
JOIN product ON product.id = lot.product
JOIN container ON container.lot = lot.id
WHERE lot.uuid = :lot ORDER BY container.id;

-- name: trace_mixes
SELECT mixed.uuid, mixed.code, mix.kind, client.code, mixed.filled, mixed.remaining, NULL, NULL,
       mix.made_at, mix.made_offset, mixed.discarded_at, mixed.discarded_offset,
       round(sum(mix_bottle.ul), 1)
FROM lot
JOIN container AS bottle ON bottle.lot = lot.id
JOIN mix_bottle ON mix_bottle.bottle = bottle.id
JOIN mix ON mix.container = mix_bottle.mix
JOIN container AS mixed ON mixed.id = mix.container
LEFT JOIN client ON client.id = mix.client
WHERE lot.uuid = :lot GROUP BY mixed.id ORDER BY mixed.id;

-- name: trace_common
-- Lots that reached more than one of them, those that reached most of them first.
SELECT lot.uuid, lot.code, lot.lot_no, lot.batch_no, product.uuid, product.code, product.name,
       product.maker, count(DISTINCT reached.code), json_group_array(DISTINCT reached.code)
FROM (SELECT client_lot.lot AS lot, client.code AS code
      FROM json_each(:clients) AS given
      JOIN client ON client.uuid = given.value
      JOIN client_lot ON client_lot.client = client.id
      UNION
      SELECT client_lot.lot, session.code
      FROM json_each(:sessions) AS given
      JOIN session ON session.uuid = given.value
      JOIN client_lot ON client_lot.client = session.client AND client_lot.session = session.id
      UNION
      SELECT client_lot.lot, incident.code
      FROM json_each(:incidents) AS given
      JOIN incident ON incident.uuid = given.value
      JOIN session ON session.id = incident.session
      JOIN client_lot ON client_lot.client = session.client AND client_lot.session = session.id)
     AS reached
JOIN lot ON lot.id = reached.lot
JOIN product ON product.id = lot.product
GROUP BY lot.id HAVING count(DISTINCT reached.code) > 1
ORDER BY count(DISTINCT reached.code) DESC, lot.id;
