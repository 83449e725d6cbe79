-- Matches that were kept, and what was mixed.

-- name: match_next
SELECT coalesce(max(id), 0) + 1 FROM match;

-- name: mix_next
-- Mixes are numbered for themselves.
SELECT coalesce((SELECT CAST(substr(code, 3) AS INTEGER) FROM container
                 WHERE id = (SELECT max(container) FROM mix)), 0) + 1;

-- name: match_show
-- With what went in and what came out, as its event has them.
SELECT match.uuid, match.code, client.uuid, client.code, course.uuid, course.code, product.uuid,
       product.code, product.name, product.maker, match.accepted_at, match.accepted_offset,
       event.recorded_at, 0, coalesce(staff.code, event."by"), event.body -> 'find',
       event.body -> '$.made.answer', event.body -> '$.made.versions',
       (SELECT purge FROM purged WHERE purged.event = event.seq)
FROM match
JOIN product ON product.id = match.product
JOIN event ON event.seq = match.event
LEFT JOIN client ON client.id = match.client
LEFT JOIN course ON course.id = match.course
LEFT JOIN staff ON staff.uuid = event."by"
WHERE match.uuid = :match;

-- name: match_takes
-- What a mix of it takes, in the order offered.
SELECT take.value ->> 'container', take.value ->> 'container_code', take.value ->> 'ul',
       take.value ->> 'taken_ul', take.value -> 'sealed', take.value ->> 'usable_until'
FROM match, json_each(match.takes) AS take
WHERE match.uuid = :match ORDER BY take.key;

-- name: match_first
-- The first dilution of what was accepted, in microlitres; no row where it is mixed in one.
SELECT (answer.value ->> '$.recipe.via.pigment_steps') * (answer.value ->> 'step_ul'),
       (answer.value ->> '$.recipe.via.diluent_steps') * (answer.value ->> 'step_ul'),
       (answer.value ->> '$.recipe.pigment_steps') * (answer.value ->> 'step_ul'),
       (answer.value ->> '$.recipe.diluent_steps') * (answer.value ->> 'step_ul')
FROM match
JOIN product ON product.id = match.product
JOIN event ON event.seq = match.event
JOIN json_each(event.body, '$.made.answer.candidates') AS answer
WHERE match.uuid = :match AND answer.value ->> 'product' = product.uuid
  AND answer.value -> '$.recipe.via' IS NOT NULL;

-- name: match_mixed
-- The last mix of it.
SELECT container.code
FROM match
JOIN mix ON mix.match = match.id
JOIN container ON container.id = mix.container
WHERE match.uuid = :match ORDER BY mix.container DESC LIMIT 1;

-- fragment: mix_columns
container.uuid, container.code, mix.kind, client.uuid, client.code, match.uuid, match.code,
(SELECT event.body ->> '$.find.layout.zone' FROM event WHERE event.seq = match.event),
container.filled, container.remaining, mix.made_at, mix.made_offset, mix.discard_by,
{usable_until}, {refusal}, container.discarded_at, container.discarded_offset

-- fragment: mix_tables
mix
JOIN container ON container.id = mix.container
LEFT JOIN lot ON lot.id = container.lot
LEFT JOIN product ON product.id = lot.product
LEFT JOIN client ON client.id = mix.client
LEFT JOIN match ON match.id = mix.match

-- name: mix_show
SELECT {mix_columns} FROM {mix_tables}
WHERE mix.container = (SELECT id FROM container WHERE uuid = :mix);

-- name: mix_list
-- Newest first.
SELECT {mix_columns}, 'x' || mix.container FROM {mix_tables}
WHERE mix.container < :before
  AND (:client IS NULL OR client.uuid = :client)
  AND (:discarded_too OR container.discarded_at IS NULL)
  AND (:expiring_until IS NULL OR ({usable_until} <= :expiring_until AND {refusal} IS NULL))
ORDER BY mix.container DESC LIMIT :limit;

-- name: mix_inputs
SELECT container.uuid, container.code, lot.uuid, lot.code, lot.lot_no, product.code, product.name,
       mix_input.ul, mix_input.taken
FROM mix_input
JOIN container ON container.id = mix_input.input
LEFT JOIN lot ON lot.id = container.lot
LEFT JOIN product ON product.id = lot.product
WHERE mix_input.mix = (SELECT id FROM container WHERE uuid = :mix)
ORDER BY mix_input.input;

-- name: mix_contents
-- Bottles, through any depth.
SELECT container.uuid, container.code, lot.uuid, lot.code, lot.lot_no, product.code, product.name,
       CAST(round(mix_bottle.ul) AS INTEGER), NULL
FROM mix_bottle
JOIN container ON container.id = mix_bottle.bottle
JOIN lot ON lot.id = container.lot
JOIN product ON product.id = lot.product
WHERE mix_bottle.mix = (SELECT id FROM container WHERE uuid = :mix)
ORDER BY mix_bottle.bottle;
