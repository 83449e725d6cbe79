-- Containers, and the one predicate that says whether one may be used. Where a container is found by
-- its lot or its code, +discarded_at keeps the index of what is still there out of it: that may be
-- thousands of bottles.

-- fragment: liquid
-- Microlitres, as mixes are too; the other kinds are counted in pieces. Two words and not the other
-- three: SQLite compares up to two, for more it makes a table each time, the dearest part of a look
-- at a bottle.
(coalesce(product.kind, 'pigment') NOT IN ('cartridge', 'other'))

-- fragment: pao_until
-- The last day of the period after opening, counted from the day that the studio's clocks showed.
-- :opening is, for a sealed container, the moment at which it is thought to be opened, in local
-- milliseconds; else NULL.
date(coalesce(container.opened_at + container.opened_offset * 60000, :opening) / 1000.0,
     'unixepoch', product.pao_days || ' days')

-- fragment: bottle_until
-- Opening never lengthens life.
coalesce(min(lot.expiry, {pao_until}), lot.expiry, {pao_until})

-- fragment: mix_bottles
-- The bottles in the mix that the query around this one is at, through any depth.
mix_bottle
JOIN container ON container.id = mix_bottle.bottle
JOIN lot ON lot.id = container.lot
JOIN product ON product.id = lot.product
WHERE mix_bottle.mix = mix.container

-- fragment: usable_until
-- A mix lives no longer than any bottle or mix in it.
CASE WHEN mix.container IS NULL THEN {bottle_until}
     ELSE min(mix.ends, coalesce((SELECT min({bottle_until}) FROM {mix_bottles}), mix.ends)) END

-- fragment: bottle_stale
CASE
    WHEN lot.expiry < :day THEN 'lot.expired'
    WHEN {pao_until} < :day THEN 'container.pao'
END

-- fragment: bottle_unfit
CASE
    WHEN lot.recall IS NOT NULL THEN 'lot.recalled'
    WHEN lot.held IS NOT NULL THEN 'lot.held'
    ELSE {bottle_stale}
END

-- fragment: refusal
-- THE PREDICATE. NULL: it may be used on :day, as things stand now; else the name of the error that
-- says why not. A lot that expires on a day may be used on that day. What is in a mix is asked the
-- same, but for what has become of the bottle since: it may well be empty.
CASE
    WHEN container.discarded_at IS NOT NULL THEN 'container.discarded'
    ELSE coalesce({bottle_unfit},
                  CASE WHEN mix.ends < :day THEN 'mix.discard_by' END,
                  CASE WHEN mix.container IS NOT NULL THEN
                      (SELECT {bottle_unfit} FROM {mix_bottles} AND {bottle_unfit} IS NOT NULL
                       ORDER BY lot.recall IS NULL, lot.held IS NULL, mix_bottle.bottle LIMIT 1) END,
                  CASE WHEN container.remaining = 0 THEN 'container.empty' END)
END

-- fragment: container_columns
container.uuid, container.code, lot.uuid, lot.code, lot.lot_no, lot.expiry, product.uuid,
product.code, product.name, product.maker, product.kind, product.pigment,
CASE WHEN {liquid} THEN container.filled END, CASE WHEN {liquid} THEN container.remaining END,
CASE WHEN NOT {liquid} THEN container.filled END,
CASE WHEN NOT {liquid} THEN container.remaining END,
container.opened_at, container.opened_offset, {usable_until}, {refusal}

-- fragment: came_at
-- When a bottle came: its lot may have come in several deliveries. NULL for a mix.
(SELECT event.occurred_at FROM movement JOIN event ON event.seq = movement.event
 WHERE movement.container = container.id AND movement.kind = 'receive')

-- fragment: last_day
-- The day it is usable until as a number, to sort and to go on by; unknown comes last.
coalesce(CAST(replace({usable_until}, '-', '') AS INTEGER), 99999999)

-- name: stock_list
-- In the order of use.
SELECT {container_columns},
       'c' || product.id || '.' || (container.opened_at IS NULL) || '.' || {last_day} || '.' ||
       container.id
FROM product
JOIN lot ON lot.product = product.id
JOIN container ON container.lot = lot.id
LEFT JOIN mix ON mix.container = container.id
WHERE (:product IS NULL OR product.uuid = :product)
  AND (:lot IS NULL OR lot.uuid = :lot)
  AND (:kind IS NULL OR product.kind = :kind)
  AND (:discarded_too OR container.discarded_at IS NULL)
  AND (NOT :usable_only OR {refusal} IS NULL)
  AND (:expiring_until IS NULL OR ({usable_until} <= :expiring_until AND {refusal} IS NULL))
  AND (product.id, container.opened_at IS NULL, {last_day}, container.id)
      > (:after_product, :after_sealed, :after_day, :after_container)
ORDER BY product.id, container.opened_at IS NULL, {last_day}, container.id
LIMIT :limit;

-- fragment: unsterile
-- Distilled is not sterile.
product.kind = 'diluent' AND NOT EXISTS (
    SELECT 1 FROM json_each(product.claims) AS claim WHERE claim.value = 'sterile')

-- name: container_show
-- A bottle or a mix, and what a mix or a session asks of it.
SELECT {container_columns}, coalesce({came_at}, mix.made_at), mix.kind, client.uuid,
       client.code,
       CASE WHEN mix.container IS NULL
            THEN CASE WHEN {unsterile} THEN product.maker || ' ' || product.name END
            ELSE (SELECT product.maker || ' ' || product.name FROM {mix_bottles} AND {unsterile}
                  ORDER BY mix_bottle.bottle LIMIT 1) END
FROM container
LEFT JOIN lot ON lot.id = container.lot
LEFT JOIN product ON product.id = lot.product
LEFT JOIN mix ON mix.container = container.id
LEFT JOIN client ON client.id = mix.client
WHERE container.uuid = :container;

-- name: container_stale
-- The predicate's dates alone, for a use on another day than was thought: what became of the
-- container since is no news. :opened, in local milliseconds: when a bottle was, if by others.
SELECT CASE
    WHEN lot.expiry < :day THEN 'lot.expired'
    WHEN date(:opened / 1000.0, 'unixepoch', product.pao_days || ' days') < :day
    THEN 'container.pao'
    WHEN mix.ends < :day THEN 'mix.discard_by'
    ELSE (SELECT {bottle_stale} FROM {mix_bottles} AND {bottle_stale} IS NOT NULL
          ORDER BY mix_bottle.bottle LIMIT 1)
END
FROM container
LEFT JOIN lot ON lot.id = container.lot
LEFT JOIN product ON product.id = lot.product
LEFT JOIN mix ON mix.container = container.id
WHERE container.uuid = :container;
