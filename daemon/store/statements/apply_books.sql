-- What matches, mixes and sessions do to the state; run as those in apply.sql are.

-- name: apply_match_accept
INSERT INTO match (studio, client, course, uuid, code, event, product, takes, accepted_at,
                   accepted_offset)
SELECT :studio, (SELECT id FROM client WHERE uuid = :body ->> '$.made.client'),
       (SELECT id FROM course WHERE uuid = :body ->> 'course'), :body ->> '$.made.match',
       :body ->> '$.made.match_code', :seq, product.id, :body -> '$.made.takes', :occurred_at,
       {offset}
FROM product WHERE product.uuid = :body ->> '$.made.product';

-- name: apply_booked_movements
-- Before the containers, whose `remaining` is still what it was.
INSERT INTO movement (studio, container, event, kind, delta, remaining)
SELECT :studio, container.id, :seq, CASE :type WHEN 'mix.make' THEN 'mix' ELSE 'use' END,
       booked.value ->> 'delta', container.remaining + (booked.value ->> 'delta')
FROM json_each(:body, '$.made.booked') AS booked
JOIN container ON container.uuid = booked.value ->> 'container';

-- name: apply_booked_containers
-- What is taken from is open, if that was not known before.
UPDATE container SET
    remaining = remaining + (booked.value ->> 'delta'),
    opened_at = CASE WHEN opened_at <= :occurred_at OR booked.value ->> 'delta' > 0
                     THEN opened_at ELSE :occurred_at END,
    opened_offset = CASE WHEN opened_at <= :occurred_at OR booked.value ->> 'delta' > 0
                         THEN opened_offset ELSE {offset} END
FROM json_each(:body, '$.made.booked') AS booked
WHERE container.uuid = booked.value ->> 'container';

-- name: apply_mix_container
-- A cup is open from the beginning.
INSERT INTO container (studio, uuid, code, filled, remaining, opened_at, opened_offset)
SELECT :studio, :body ->> '$.made.mix', :body ->> '$.made.mix_code', :body ->> '$.made.filled_ul',
       :body ->> '$.made.filled_ul', CASE :body ->> 'kind' WHEN 'cup' THEN :occurred_at END,
       CASE :body ->> 'kind' WHEN 'cup' THEN {offset} END;

-- name: apply_mix
INSERT INTO mix (container, studio, kind, client, match, discard_by, made_at, made_offset)
SELECT id, :studio, :body ->> 'kind', (SELECT id FROM client WHERE uuid = :body ->> '$.made.client'),
       (SELECT id FROM match WHERE uuid = :body ->> 'match'), :body ->> '$.made.discard_by',
       :occurred_at, {offset}
FROM container WHERE uuid = :body ->> '$.made.mix';

-- name: apply_mix_movement
INSERT INTO movement (studio, container, event, kind, delta, remaining)
SELECT :studio, id, :seq, 'mix', filled, remaining
FROM container WHERE uuid = :body ->> '$.made.mix';

-- name: apply_mix_inputs
INSERT INTO mix_input (mix, input, taken, ul)
SELECT (SELECT id FROM container WHERE uuid = :body ->> '$.made.mix'), container.id,
       input.value ->> 'taken_ul', input.value ->> 'ul'
FROM json_each(:body, '$.made.inputs') AS input
JOIN container ON container.uuid = input.value ->> 'container';

-- name: apply_mix_bottles
-- Of what an input is itself a mix of, the mix has the same share.
INSERT INTO mix_bottle (mix, bottle, ul)
SELECT mix_input.mix, coalesce(deeper.bottle, mix_input.input),
       sum(mix_input.ul * coalesce(deeper.ul / container.filled, 1.0))
FROM mix_input
JOIN container ON container.id = mix_input.input
LEFT JOIN mix_bottle AS deeper ON deeper.mix = mix_input.input
WHERE mix_input.mix = (SELECT id FROM container WHERE uuid = :body ->> '$.made.mix')
GROUP BY 1, 2;
