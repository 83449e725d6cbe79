-- Reports: what a period, a lot or a client left in the books. :from and :until bound it in
-- milliseconds, :until itself outside; :day is its last day; :lot, :recall and :client narrow it,
-- NULL: all.

-- fragment: report_event
-- Moments stand beside the offset they were written with; what the daemon noted itself has none.
event.occurred_at, {event_offset}, event.recorded_at, NULL

-- fragment: report_session
session.occurred_at, session.occurred_offset, session.recorded_at, NULL

-- fragment: report_by
coalesce((SELECT code FROM staff WHERE uuid = event."by"), event."by")

-- fragment: report_unit
CASE WHEN {liquid} THEN 'ml' ELSE 'pieces' END

-- fragment: report_scale
-- Divides a quantity into its unit.
CASE WHEN {liquid} THEN 1000.0 ELSE 1 END

-- fragment: report_bottle
-- What a container is of.
LEFT JOIN lot ON lot.id = container.lot
LEFT JOIN product ON product.id = lot.product
LEFT JOIN mix ON mix.container = container.id

-- fragment: report_in
event.occurred_at >= :from AND event.occurred_at < :until

-- fragment: report_lots
-- The lots that are asked about.
(SELECT id FROM lot WHERE uuid = :lot
 UNION ALL
 SELECT recall_lot.lot FROM recall JOIN recall_lot ON recall_lot.recall = recall.id
 WHERE recall.uuid = :recall)

-- fragment: report_any_lot
coalesce(:lot, :recall) IS NULL

-- fragment: report_of
({report_any_lot} OR lot.id IN {report_lots})

-- fragment: report_name
coalesce(product.maker || ' ' || product.name, 'Mix')

-- fragment: report_session_in
session.occurred_at >= :from AND session.occurred_at < :until

-- fragment: report_client_is
(:client IS NULL OR client.uuid = :client)

-- fragment: report_asked
-- The sessions that are asked about, each found by what the question names first: lots, a client,
-- or the period alone. The two questions that are not asked cost nothing.
(SELECT session.id AS session FROM session
 WHERE {report_any_lot} AND :client IS NULL AND {report_session_in}
 UNION ALL
 SELECT session.id FROM client JOIN session ON session.client = client.id
 WHERE {report_any_lot} AND client.uuid = :client AND {report_session_in}
 UNION ALL
 SELECT DISTINCT session.id
 FROM {report_lots} AS wanted
 JOIN lot_client AS reached ON reached.lot = wanted.id
 JOIN session ON session.id = reached.session
 JOIN client ON client.id = reached.client
 WHERE {report_client_is} AND {report_session_in}) AS asked
CROSS JOIN session ON session.id = asked.session
JOIN client ON client.id = session.client
JOIN staff ON staff.id = session.artist

-- fragment: report_lines
{report_asked}
JOIN session_use ON session_use.session = session.id AND session_use.ended IS NULL

-- fragment: report_lines_told
-- With those of sessions that were struck out: what was done against the rules is told all the same.
{report_asked}
JOIN session_use ON session_use.session = session.id
                AND (session_use.ended IS NULL OR session_use.ended = session.struck)

-- fragment: report_struck
iif(session.struck IS NULL, '', ' (struck out)')

-- fragment: report_reached
-- Lots asked about, of one session.
SELECT 1 FROM {report_lots} AS wanted
JOIN lot_client AS reached ON reached.lot = wanted.id AND reached.client = session.client
                          AND reached.session = session.id

-- fragment: report_session_of
-- Whether a session is of the lots, through any depth of mixes.
({report_any_lot} OR EXISTS ({report_reached}))

-- fragment: report_line_of
-- Whether a line of it is.
({report_any_lot} OR EXISTS ({report_reached} AND reached.line = session_use.line))

-- fragment: report_stale
-- Why the container was too old at the end of the period, whatever else is wrong with it.
coalesce({bottle_stale}, CASE WHEN mix.ends < :day THEN 'mix.discard_by' END,
         (SELECT {bottle_stale} FROM {mix_bottles} AND {bottle_stale} IS NOT NULL
          ORDER BY mix_bottle.bottle LIMIT 1))

-- fragment: report_said
-- Of a line that was kept as it was typed, what is wrong with it.
CASE WHEN container.id IS NULL THEN 'Used in a session, and nothing in the books answers to it.'
     ELSE 'Used in a session, said in the wrong unit and not booked: ' ||
          coalesce(said.ul || ' µL', said.pieces || ' pieces') || '.' END

-- name: report_gaps
-- What is missing, and what should not be there any more, at the end of the period.
SELECT * FROM (
SELECT lot.code AS code, {report_name}, 'No lot or batch number is printed on it.'
FROM lot JOIN product ON product.id = lot.product
WHERE lot.lot_no IS NULL AND lot.batch_no IS NULL AND lot.received_at < :until AND {report_of}
UNION ALL
SELECT lot.code, {report_name}, 'No expiry date is printed on it.'
FROM lot JOIN product ON product.id = lot.product
WHERE lot.expiry IS NULL AND lot.received_at < :until AND {report_of}
UNION ALL
SELECT lot.code, {report_name},
       coalesce('Recalled by ' || {report_recalled_by} || ', not released and still here.',
                'On hold: ' || {report_held_for})
FROM lot JOIN product ON product.id = lot.product
WHERE lot.received_at < :until AND {report_bottle_set_aside} IS NOT NULL AND {report_of}
  AND EXISTS (SELECT 1 FROM container
              WHERE container.lot = lot.id
                AND coalesce(container.discarded_at, :until) >= :until)
UNION ALL
SELECT container.code, {report_name},
       CASE {report_stale}
           WHEN 'lot.expired' THEN 'Past its expiry date and not discarded.'
           WHEN 'container.pao' THEN 'Open longer than its period after opening, not discarded.'
           WHEN 'mix.discard_by' THEN 'Past the day it was to be discarded by.'
       END
FROM container INDEXED BY container_left {report_bottle}
WHERE {report_stale} IS NOT NULL AND container.remaining > 0
  AND coalesce({came_at}, mix.made_at) < :until AND {report_of}
UNION ALL
SELECT recall.code, {report_notice}, 'Recall under way: ' || {report_told} || '.'
FROM recall
WHERE recall.opened_at < :until AND coalesce(recall.closed_at, :until) >= :until
  AND {report_recall_about}
UNION ALL
SELECT session.code, said.said, {report_said}
FROM session_said AS said
JOIN session_use ON session_use.session = said.session AND session_use.line = said.line
                AND session_use.ended IS NULL
JOIN session ON session.id = said.session
LEFT JOIN container ON container.id = session_use.container
LEFT JOIN lot ON lot.id = container.lot
WHERE session.occurred_at < :until AND {report_of}
UNION ALL
SELECT session.code, client.code, 'Waits for a manager to look at it.'
FROM session JOIN client ON client.id = session.client
WHERE session.review = 'open' AND session.occurred_at < :until AND {report_any_lot})
ORDER BY +code;

-- name: report_licences
-- Licences that had run out by the end of the period.
SELECT staff.code, staff.name,
       licence.value ->> 'name' || ' expired on ' || (licence.value ->> 'expiry') || '.'
FROM staff, json_each(staff.licences) AS licence
WHERE licence.value ->> 'expiry' < :day AND (staff.retired_at IS NULL OR staff.retired_at >= :until)
ORDER BY staff.id, licence.key;

-- name: report_overrides
-- Uses of what was not to be used, and records that ended although they were to be kept.
SELECT * FROM (
SELECT {report_session}, session.code, client.code, coalesce(container.code, said.said), lot.lot_no,
       session_use.refusal, session.override_reason, staff.code,
       CASE WHEN session.struck IS NOT NULL THEN 'struck out by a manager'
            WHEN session.review = 'done' THEN 'seen by a manager'
            WHEN session.review = 'open' THEN 'open' END,
       session_use.line AS line
FROM {report_lines_told}
LEFT JOIN session_said AS said ON said.session = session.id AND said.line = session_use.line
LEFT JOIN container ON container.id = session_use.container
LEFT JOIN lot ON lot.id = container.lot
WHERE session_use.refusal IS NOT NULL AND {report_line_of}
UNION ALL
SELECT {report_event}, client.code, client.code, NULL, NULL, 'client.kept', erased.override,
       {report_by}, NULL, 0
FROM ({report_erased}) AS erased
CROSS JOIN event ON event.seq = erased.seq
JOIN client ON client.uuid = erased.client
WHERE erased.override IS NOT NULL AND {report_any_lot} AND {report_client_is})
ORDER BY 1, 5, line;

-- name: report_discrepancies
-- Where the books and the bottles did not agree.
SELECT * FROM (
SELECT {report_event}, container.code, lot.lot_no, {report_name},
       movement.delta / {report_scale}, {report_unit},
       event.body ->> 'reason' || coalesce(': ' || (event.body ->> 'words'), ''), {report_by}
FROM event
CROSS JOIN movement ON movement.event = event.seq AND movement.kind = 'adjust'
JOIN container ON container.id = movement.container
{report_bottle}
WHERE event.type = 'stock.adjust' AND :client IS NULL AND {report_in} AND {report_of}
UNION ALL
SELECT {report_session}, container.code, lot.lot_no, {report_name},
       -session_use.missing / {report_scale}, {report_unit},
       'used in ' || session.code || {report_struck} || ', but not there in the books', staff.code
FROM {report_lines_told}
JOIN container ON container.id = session_use.container
{report_bottle}
WHERE session_use.missing > 0 AND {report_line_of}
UNION ALL
SELECT {report_session}, said.said, lot.lot_no,
       CASE WHEN container.id IS NOT NULL THEN {report_name} END, NULL, NULL,
       session.code || {report_struck} || ': ' || {report_said}, staff.code
FROM {report_lines_told}
JOIN session_said AS said ON said.session = session.id AND said.line = session_use.line
LEFT JOIN container ON container.id = session_use.container
{report_bottle}
WHERE {report_line_of})
ORDER BY 1;

-- name: report_deliveries
-- Supplier and document as they were entered, but those of a lot's first delivery as amended.
SELECT event.occurred_at, {event_offset}, lot.code, {report_name},
       lot.lot_no, lot.batch_no, lot.expiry,
       CASE WHEN {first_delivery} THEN lot.supplier ELSE {delivery_line} ->> 'supplier' END,
       CASE WHEN {first_delivery} THEN lot.document ELSE {delivery_line} ->> 'document' END,
       {delivery_containers} * coalesce({delivery_line} ->> 'each_ul',
                                        {delivery_line} ->> 'each_pieces') / {report_scale},
       {report_unit}
FROM event
LEFT JOIN json_each(event.body, '$.made.lots') AS line
JOIN lot ON lot.uuid = {delivery_made} ->> 'lot'
JOIN product ON product.id = lot.product
WHERE event.type IN ('lot.receive', 'lot.deliver') AND {report_in} AND {report_of}
ORDER BY event.occurred_at, event.seq, line.key;

-- name: report_balances
-- The ledger by lot: what was there before, what came, what went, what is left. Reckoned back from
-- what is there now, so that nothing before the period is read.
SELECT lot.code, {report_name}, lot.lot_no, lot.expiry,
       nullif(there.now - coalesce(sum(since.delta), 0), 0) / {report_scale},
       sum(since.delta) FILTER (WHERE since.inside AND since.kind = 'receive') / {report_scale},
       sum(since.delta) FILTER (WHERE since.inside AND since.kind IN ('mix', 'use'))
           / {report_scale},
       sum(since.delta) FILTER (WHERE since.inside AND since.kind = 'adjust') / {report_scale},
       sum(since.delta) FILTER (WHERE since.inside AND since.kind = 'discard') / {report_scale},
       (there.now - coalesce(sum(since.delta) FILTER (WHERE NOT since.inside), 0))
           / {report_scale} AS left_then, {report_unit}
FROM lot
JOIN product ON product.id = lot.product
JOIN (SELECT container.lot AS lot, sum(container.remaining) AS now
      FROM container WHERE container.lot IS NOT NULL GROUP BY container.lot) AS there
  ON there.lot = lot.id
LEFT JOIN (SELECT container.lot AS lot, movement.kind AS kind, movement.delta AS delta,
                  event.occurred_at < :until AS inside
           FROM event
           CROSS JOIN movement ON movement.event = event.seq
           JOIN container ON container.id = movement.container
           WHERE event.occurred_at >= :from AND container.lot IS NOT NULL) AS since
  ON since.lot = lot.id
WHERE {report_of}
GROUP BY lot.id
HAVING left_then <> 0 OR max(since.inside)
ORDER BY lot.id;

-- fragment: report_left
(SELECT coalesce(sum(movement.delta), 0) FROM movement JOIN event ON event.seq = movement.event
 WHERE movement.container = container.id AND event.occurred_at < :until)

-- name: report_containers
-- Bottles, boxes and mixes that were there at the end of the period.
SELECT container.code, {report_name}, lot.code, lot.lot_no, container.opened_at,
       container.opened_offset, {usable_until}, {report_left} / {report_scale}, {report_unit},
       {report_set_aside}
FROM container {report_bottle}
WHERE container.id IN (SELECT id FROM container WHERE discarded_at IS NULL
                       UNION ALL SELECT id FROM container WHERE discarded_at >= :until)
  AND coalesce({came_at}, mix.made_at) < :until AND {report_of}
ORDER BY container.id;

-- name: report_bottles
-- All there ever was of a lot.
SELECT container.code, container.filled / {report_scale}, {report_left} / {report_scale},
       {report_unit}, container.opened_at, container.opened_offset, container.discarded_at,
       container.discarded_offset
FROM lot
JOIN product ON product.id = lot.product
JOIN container ON container.lot = lot.id
WHERE lot.uuid = :lot AND {came_at} < :until
ORDER BY container.id;

-- name: report_discards
-- With what came back after all, and with cups that end with their session.
SELECT {report_event}, CASE movement.kind WHEN 'return' THEN 'came back' ELSE 'discarded' END,
       container.code, {report_name}, lot.lot_no, -movement.delta / {report_scale}, {report_unit},
       coalesce(event.body ->> 'reason',
                (SELECT 'after ' || session.code FROM session WHERE session.event = event.seq)),
       event.body ->> 'route', event.body ->> 'manifest', {report_by}
FROM event
CROSS JOIN movement ON movement.event = event.seq AND movement.kind IN ('discard', 'return')
JOIN container ON container.id = movement.container
{report_bottle}
WHERE {report_in} AND {report_of}
ORDER BY event.occurred_at, event.seq, movement.kind DESC;

-- fragment: report_movement_why
-- As it was said, or the recall that did it.
coalesce(event.body ->> 'reason',
         CASE WHEN movement.kind = 'hold' THEN 'recall ' || (
             SELECT group_concat(recall.code, ', ')
             FROM recall
             JOIN recall_lot ON recall_lot.recall = recall.id AND recall_lot.lot = lot.id
             WHERE recall_lot.event = event.seq OR recall.uuid = event.body ->> '$.made.recall') END)

-- name: report_movements
-- Everything that happened to the bottles of a lot.
SELECT {report_event}, container.code, movement.kind, movement.delta / {report_scale},
       movement.remaining / {report_scale}, {report_unit}, {report_movement_why}, {report_by}
FROM lot
JOIN product ON product.id = lot.product
JOIN container ON container.lot = lot.id
JOIN movement ON movement.container = container.id
JOIN event ON event.seq = movement.event
WHERE lot.uuid = :lot AND {report_in}
ORDER BY event.seq, container.id;

-- name: report_mixes
-- Cups and stock dilutions that the lot went into, through any depth.
SELECT cup.code, mix.kind, mix.made_at, mix.made_offset, client.code,
       sum(mix_bottle.ul) / 1000.0, 'ml', mix.discard_by, cup.discarded_at, cup.discarded_offset
FROM lot
JOIN container ON container.lot = lot.id
JOIN mix_bottle ON mix_bottle.bottle = container.id
JOIN mix ON mix.container = mix_bottle.mix
JOIN container AS cup ON cup.id = mix.container
LEFT JOIN client ON client.id = mix.client
WHERE lot.uuid = :lot AND mix.made_at >= :from AND mix.made_at < :until
GROUP BY mix.container ORDER BY mix.container;

-- name: report_uses
-- Each lot that each line of a session brought to a client.
SELECT {report_session}, session.code, client.code, staff.code, session_use.zone, container.code,
       lot.code, {report_name}, lot.lot_no, {use_of_lot} / {report_scale}, {report_unit}
FROM {report_lines}
JOIN client_lot ON client_lot.client = client.id AND client_lot.session = session.id
               AND client_lot.line = session_use.line
JOIN lot ON lot.id = client_lot.lot
JOIN product ON product.id = lot.product
JOIN container ON container.id = session_use.container
WHERE {report_of}
ORDER BY session.occurred_at, session.id, session_use.line, lot.id;

-- name: report_sessions
SELECT {report_session}, session.code, client.code, staff.code, staff.name, course.service,
       iif({client_purge} IS NULL, session.facts ->> 'place', 'purged'), session.facts ->> 'needle',
       iif({client_purge} IS NULL,
           CASE session.facts ->> 'barrier' WHEN 1 THEN 'yes' WHEN 0 THEN 'no' ELSE '?' END || ', ' ||
           CASE session.facts ->> 'disinfected' WHEN 1 THEN 'yes' WHEN 0 THEN 'no' ELSE '?' END, NULL),
       session.facts ->> 'aftercare',
       (SELECT count(*) FROM session_amendment WHERE session_amendment.session = session.id),
       iif(session.struck IS NULL, NULL, 'struck out')
FROM {report_asked}
LEFT JOIN course ON course.id = session.course
ORDER BY session.occurred_at, session.id;

-- name: report_incidents
SELECT incident.occurred_at, incident.occurred_offset, incident.recorded_at, NULL, incident.code, session.code, client.code
FROM incident
JOIN session ON session.id = incident.session
JOIN client ON client.id = session.client
WHERE incident.occurred_at >= :from AND incident.occurred_at < :until
  AND {report_client_is} AND {report_session_of}
ORDER BY incident.occurred_at, incident.id;

-- name: report_courses
SELECT course.code, course.service, course.opened_at, course.opened_offset, course.closed_at,
       course.closed_offset, course.closed_reason
FROM course JOIN client ON client.id = course.client
WHERE client.uuid = :client AND course.opened_at < :until ORDER BY course.id;

-- name: report_staff
-- Who worked here in the period, and by what licence.
SELECT staff.code, staff.name,
       (SELECT group_concat(job.value, ', ') FROM json_each(staff.jobs) AS job),
       (SELECT group_concat(licence.value ->> 'name' ||
                            coalesce(' ' || (licence.value ->> 'number'), '') ||
                            coalesce(', until ' || (licence.value ->> 'expiry'), ''), '; ')
        FROM json_each(staff.licences) AS licence)
FROM staff
WHERE staff.added_at < :until AND (staff.retired_at IS NULL OR staff.retired_at >= :from)
ORDER BY staff.id;

-- name: report_lot
SELECT fact.key, fact.value
FROM lot JOIN product ON product.id = lot.product,
     json_each(json_object(
         'Lot', lot.code, 'Lot number', coalesce(lot.lot_no, 'not printed'),
         'Batch number', coalesce(lot.batch_no, 'not printed'),
         'Expiry', coalesce(lot.expiry, 'not printed'), 'Maker', product.maker,
         'Product', product.name || ' (' || product.code || ')', 'Kind', product.kind,
         'GTIN', product.gtin,
         'Colour index', (SELECT group_concat(number.value, ', ')
                          FROM json_each(product.colour_index) AS number),
         'Claims', (SELECT group_concat(claim.value, ', ')
                    FROM json_each(product.claims) AS claim),
         'Days after opening', product.pao_days, 'Supplier', lot.supplier,
         'Document', lot.document, 'Set aside', {report_bottle_set_aside},
         'Notice', (SELECT group_concat(recall.code || ': ' || {report_notice} || '; lot is ' ||
                                        CASE recall_lot.verdict WHEN 'match' THEN 'a match'
                                             ELSE 'meant by decision' END, '; ')
                    FROM recall_lot JOIN recall ON recall.id = recall_lot.recall
                    WHERE recall_lot.lot = lot.id AND recall.opened_at < :until))) AS fact
WHERE lot.uuid = :lot AND fact.value IS NOT NULL ORDER BY fact.id;

-- name: report_clients
-- Whom the codes stand for, where names are asked for.
SELECT client.uuid
FROM (SELECT client.id AS id FROM {report_asked}
      UNION SELECT id FROM client WHERE uuid = :client) AS shown
JOIN client ON client.id = shown.id
ORDER BY client.id;

-- name: report_recall
SELECT fact.value ->> 0, fact.value ->> 1, fact.value ->> 2, fact.value ->> 3
FROM recall,
     json_each(json_array(
         json_array('Recall', recall.code),
         json_array('Maker', recall.notice ->> 'maker'),
         json_array('Products', (SELECT group_concat(value, ', ')
                                 FROM json_each(recall.notice, '$.products'))),
         json_array('Lots', (SELECT group_concat(value, ', ')
                             FROM json_each(recall.notice, '$.lots'))),
         json_array('Batches', (SELECT group_concat(value, ', ')
                                FROM json_each(recall.notice, '$.batches'))),
         json_array('All lots', CASE recall.notice ->> 'all_lots' WHEN 1 THEN 'yes' END),
         json_array('Notice came', NULL, recall.noticed_at),
         json_array('List there', NULL, recall.recorded_at),
         json_array('Minutes from notice to list',
                    CAST((recall.recorded_at - recall.noticed_at) / 60000 AS TEXT)),
         json_array('Clients it concerns',
                    (SELECT CAST(count(*) AS TEXT) FROM {report_concerned})),
         json_array('Of these reached', (
             SELECT CAST(count(*) AS TEXT) FROM {report_concerned} AS concerned
             WHERE EXISTS (SELECT 1 FROM recall_contact
                           WHERE recall_contact.recall = recall.id
                             AND recall_contact.client = concerned.id AND recall_contact.reached))),
         json_array('Closed', recall.closed_reason, recall.closed_at, recall.closed_offset),
         json_array('Not reached because', recall.unreached_reason),
         json_array('Notice withdrawn', recall.withdrawn_reason, recall.withdrawn_at,
                    recall.withdrawn_offset),
         json_array('Looked at, not meant', (SELECT group_concat(lot.code, ', ') FROM recall_spared
             JOIN lot ON lot.id = recall_spared.lot WHERE recall_spared.recall = recall.id))))
     AS fact
WHERE recall.uuid = :recall AND coalesce(fact.value ->> 1, fact.value ->> 2) IS NOT NULL
ORDER BY fact.id;

-- fragment: report_recall_lots
recall
JOIN recall_lot ON recall_lot.recall = recall.id
JOIN lot ON lot.id = recall_lot.lot
JOIN product ON product.id = lot.product

-- fragment: report_verdict
-- What a recall holds and its notice calls possible was decided by a person.
CASE recall_lot.verdict WHEN 'match' THEN 'match' ELSE 'meant by decision' END

-- name: report_recalled
SELECT lot.code, {report_name}, lot.lot_no, lot.batch_no, lot.expiry, {report_verdict},
       (SELECT coalesce(sum(remaining), 0) FROM container WHERE container.lot = lot.id)
           / {report_scale}, {report_unit},
       coalesce(named.occurred_at, recall.opened_at),
       coalesce(named.body ->> 'offset_min', recall.opened_offset),
       event.occurred_at, {event_offset}, event.body ->> 'reason', {report_by}
FROM {report_recall_lots}
LEFT JOIN event AS named ON named.seq = recall_lot.event
LEFT JOIN event ON event.seq = recall_lot.released
WHERE recall.uuid = :recall ORDER BY recall_lot.verdict, lot.id;

-- name: report_unreached
-- The surest first.
SELECT client.code, min({report_verdict}),
       (SELECT count(*) FROM recall_contact
        WHERE recall_contact.recall = recall.id AND recall_contact.client = client.id),
       (SELECT max(occurred_at) FROM recall_contact
        WHERE recall_contact.recall = recall.id AND recall_contact.client = client.id),
       (SELECT occurred_offset FROM recall_contact
        WHERE recall_contact.recall = recall.id AND recall_contact.client = client.id
        ORDER BY occurred_at DESC LIMIT 1)
FROM {report_recall_lots}
JOIN lot_client ON lot_client.lot = lot.id
JOIN client ON client.id = lot_client.client
WHERE recall.uuid = :recall
  AND NOT EXISTS (SELECT 1 FROM recall_contact
                  WHERE recall_contact.recall = recall.id AND recall_contact.client = client.id
                    AND recall_contact.reached)
GROUP BY client.id ORDER BY 2, client.id;

-- name: report_contacts
SELECT {report_event}, client.code, recall_contact.way,
       CASE recall_contact.reached WHEN 1 THEN 'yes' ELSE 'no' END, {report_by}
FROM recall
JOIN recall_contact ON recall_contact.recall = recall.id
JOIN client ON client.id = recall_contact.client
JOIN event ON event.seq = recall_contact.event
WHERE recall.uuid = :recall ORDER BY event.occurred_at, event.seq;

-- name: report_recall_uses
SELECT {report_session}, session.code, client.code, staff.code, session_use.zone, container.code,
       lot.code, {report_name}, lot.lot_no, {use_of_lot} / {report_scale}, {report_unit}
FROM {report_recall_lots}
JOIN lot_client ON lot_client.lot = lot.id
JOIN session ON session.id = lot_client.session
JOIN session_use ON session_use.session = session.id AND session_use.line = lot_client.line
JOIN client ON client.id = session.client
JOIN staff ON staff.id = session.artist
JOIN container ON container.id = session_use.container
WHERE recall.uuid = :recall
ORDER BY session.occurred_at, session.id, session_use.line, lot.id;

-- name: report_asker
SELECT code, name FROM staff WHERE uuid = :by;
