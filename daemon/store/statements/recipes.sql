-- What was last used on a client, and what is in that.

-- name: client_recipes
-- Of each zone the lines of the last session there, by what is mixed or bottled; with the colours
-- that the match of a mix foretold.
WITH used AS (
    SELECT session_use.zone AS zone, session.id AS session, session_use.line AS line,
           session_use.container AS container,
           rank() OVER (PARTITION BY lower(coalesce(session_use.zone, ''))
                        ORDER BY session.occurred_at DESC, session.id DESC) AS place
    FROM client
    JOIN session ON session.client = client.id
    JOIN session_use ON session_use.session = session.id AND session_use.ended IS NULL
    JOIN container ON container.id = session_use.container
    LEFT JOIN lot ON lot.id = container.lot
    LEFT JOIN product ON product.id = lot.product
    WHERE client.uuid = :client AND (lot.id IS NULL OR product.kind = 'pigment'))
SELECT used.zone, session.uuid, session.code, session.occurred_at, session.occurred_offset,
       container.uuid, container.code, coalesce(mix.kind, 'bottle'), match.uuid, match.code,
       event.body ->> '$.made.answer.target.skin_srgb',
       event.body ->> '$.made.answer.target.wanted_srgb',
       candidate.value ->> '$.predicted.fresh.area.srgb',
       candidate.value ->> '$.predicted.healed.area.srgb'
FROM used
JOIN session ON session.id = used.session
JOIN container ON container.id = used.container
LEFT JOIN mix ON mix.container = container.id
LEFT JOIN match ON match.id = mix.match
LEFT JOIN event ON event.seq = match.event
LEFT JOIN json_each(event.body, '$.made.answer.candidates') AS candidate
       ON candidate.value ->> 'product' = (SELECT uuid FROM product WHERE id = match.product)
WHERE used.place = 1
GROUP BY used.zone, container.id
ORDER BY session.occurred_at DESC, session.id DESC, min(used.line);

-- name: recipe_parts
-- By product, through any depth of mixes; of a bottle it is the product alone.
SELECT product.code, product.name, product.kind, sum(part.ul)
FROM (SELECT mix_bottle.bottle AS bottle, mix_bottle.ul AS ul
      FROM container JOIN mix_bottle ON mix_bottle.mix = container.id
      WHERE container.uuid = :container
      UNION ALL
      SELECT container.id, NULL FROM container
      WHERE container.uuid = :container AND container.lot IS NOT NULL) AS part
JOIN container ON container.id = part.bottle
JOIN lot ON lot.id = container.lot
JOIN product ON product.id = lot.product
GROUP BY product.id ORDER BY product.kind <> 'pigment', sum(part.ul) DESC;
