-- What the sessions to come will take, by what is known of those before. Each line says by what it
-- is known, from which container (if one is known), of which product (a mix has none), how much,
-- and whether it goes into the mix.

-- fragment: kept_tables
course
JOIN match ON match.client = course.client
JOIN event ON event.seq = match.event

-- fragment: kept_which
-- The matches that a course's next session is mixed from: the client's, of the course or of none. A
-- later one takes the place of those of its zone, and of all where one of the two names no zone.
course.uuid = :course AND coalesce(match.course = course.id, 1)
AND NOT EXISTS (
    SELECT 1 FROM match AS later JOIN event AS said ON said.seq = later.event
    WHERE later.client = course.client AND later.id > match.id
      AND coalesce(later.course = course.id, 1)
      AND coalesce((said.body ->> '$.find.layout.zone') = (event.body ->> '$.find.layout.zone'), 1))

-- fragment: kept_candidate
-- The one that was accepted, of a match that the bottles of its day did not suffice for.
json_each(event.body, '$.made.answer.candidates') AS candidate
    ON candidate.value ->> 'product' = product.uuid AND json_array_length(match.takes) = 0

-- name: forecast_matched
SELECT match.code, container.uuid, product.uuid, take.value ->> 'taken_ul', 1
FROM {kept_tables}
JOIN json_each(match.takes) AS take
JOIN container ON container.uuid = take.value ->> 'container'
LEFT JOIN lot ON lot.id = container.lot
LEFT JOIN product ON product.id = lot.product
WHERE {kept_which}
UNION ALL
SELECT match.code, NULL, product.uuid,
       coalesce((candidate.value ->> '$.recipe.via.pigment_steps') * (candidate.value ->> 'step_ul'),
                candidate.value ->> '$.recipe.pigment_ul'), 1
FROM {kept_tables}
JOIN product ON product.id = match.product
JOIN {kept_candidate}
WHERE {kept_which}
UNION ALL
SELECT match.code, NULL, fluid.uuid,
       coalesce(((candidate.value ->> '$.recipe.via.diluent_steps') +
                 (candidate.value ->> '$.recipe.diluent_steps')) * (candidate.value ->> 'step_ul'),
                candidate.value ->> '$.recipe.diluent_ul'), 1
FROM {kept_tables}
JOIN product ON product.id = match.product
JOIN {kept_candidate}
JOIN container ON container.uuid = event.body ->> '$.made.answer.diluent[0].container'
JOIN lot ON lot.id = container.lot
JOIN product AS fluid ON fluid.id = lot.product
WHERE {kept_which};

-- fragment: booked_line
-- One that stands, and was booked.
session_use.ended IS NULL AND session_use.amount > 0

-- name: forecast_session
-- The last one of the course that used something; else of the client.
SELECT session.uuid
FROM course JOIN session ON session.client = course.client
WHERE course.uuid = :course
  AND EXISTS (SELECT 1 FROM session_use
              WHERE session_use.session = session.id AND {booked_line})
ORDER BY session.course IS course.id DESC, session.occurred_at DESC LIMIT 1;

-- name: forecast_used
-- For a cup, what it was mixed from.
SELECT session.code, container.uuid, product.uuid,
       CASE WHEN cup.container IS NULL THEN sum(session_use.amount) ELSE max(mix_input.taken) END,
       coalesce(product.kind, 'pigment') IN ('pigment', 'diluent')
FROM session
JOIN session_use ON session_use.session = session.id AND {booked_line}
LEFT JOIN mix AS cup ON cup.container = session_use.container AND cup.kind = 'cup'
LEFT JOIN mix_input ON mix_input.mix = cup.container
JOIN container ON container.id = coalesce(mix_input.input, session_use.container)
LEFT JOIN lot ON lot.id = container.lot
LEFT JOIN product ON product.id = lot.product
WHERE session.uuid = :session
GROUP BY cup.container, container.id;

-- name: forecast_parts
-- What a mix was made of, as shares of it.
SELECT product.uuid, sum(mix_bottle.ul) / mixed.filled
FROM container AS mixed
JOIN mix_bottle ON mix_bottle.mix = mixed.id
JOIN container AS bottle ON bottle.id = mix_bottle.bottle
JOIN lot ON lot.id = bottle.lot
JOIN product ON product.id = lot.product
WHERE mixed.uuid = :mix
GROUP BY product.id;
