-- What events do to the state: run with :body, :seq, :type, :occurred_at, :recorded_at, :by and
-- :studio, and with nothing else. Who counts on a clock here breaks the rebuild.

-- fragment: offset
:body ->> 'offset_min'

-- name: apply_studio_founded
-- The first event of all.
INSERT INTO studio (id, uuid, time_zone, rule_packs)
SELECT :studio, :body ->> '$.made.studio', :body ->> 'time_zone', '[]'
WHERE NOT EXISTS (SELECT 1 FROM studio WHERE id = :studio);

-- name: apply_studio_set
UPDATE studio SET
    name = coalesce(:body ->> 'name', name),
    address = coalesce(:body ->> 'address', address),
    permit = coalesce(:body ->> 'permit', permit),
    time_zone = coalesce(:body ->> 'time_zone', time_zone),
    rule_packs = coalesce(:body -> 'rule_packs', rule_packs),
    depth_mm = coalesce(:body ->> 'depth_mm', depth_mm),
    dots_per_cm2 = coalesce(:body ->> 'dots_per_cm2', dots_per_cm2),
    dot_mm = coalesce(:body ->> 'dot_mm', dot_mm),
    gain = coalesce(:body ->> 'gain', gain),
    healed = coalesce(:body ->> 'healed', healed),
    half_life_years = coalesce(:body ->> 'half_life_years', half_life_years),
    sessions = coalesce(:body ->> 'sessions', sessions),
    backup_days = coalesce(:body ->> 'backup_days', backup_days),
    gap_days = coalesce(:body ->> '$.intervals.gap_days', gap_days),
    healing_days = coalesce(:body ->> '$.intervals.healing_days', healing_days),
    touch_up_days = coalesce(:body ->> '$.intervals.touch_up_days', touch_up_days),
    refresh_days = coalesce(:body ->> '$.intervals.refresh_days', refresh_days)
WHERE id = :studio;

-- name: apply_staff_add
INSERT INTO staff (studio, uuid, code, name, jobs, uid, licences, added_at, added_offset)
VALUES (:studio, :body ->> '$.made.staff', :body ->> '$.made.staff_code', :body ->> 'name',
        coalesce(:body -> 'jobs', '[]'), :body ->> 'uid', coalesce(:body -> 'licences', '[]'),
        :occurred_at, {offset});

-- name: apply_staff_retire
UPDATE staff SET retired_at = :occurred_at, retired_offset = {offset}
WHERE uuid = :body ->> 'staff';

-- name: apply_staff_amend
UPDATE staff SET
    name = coalesce(:body ->> 'name', name),
    jobs = coalesce(:body -> 'jobs', jobs),
    uid = coalesce(:body ->> 'uid', uid),
    licences = coalesce(:body -> 'licences', licences)
WHERE uuid = :body ->> 'staff';

-- name: apply_aftercare_write
INSERT INTO aftercare (studio, event, version) VALUES (:studio, :seq, :body ->> 'version');

-- name: apply_client_add
INSERT INTO client (studio, uuid, code, sealed, added_at, added_offset, recorded_at)
VALUES (:studio, :body ->> '$.made.client', :body ->> '$.made.client_code', :body ->> 'sealed',
        :occurred_at, {offset}, :recorded_at);

-- name: apply_client_amend
UPDATE client SET sealed = :body ->> 'sealed' WHERE uuid = :body ->> 'client';

-- fragment: course_facts
-- What stands in columns of its own, and what is no fact of the course, taken away.
json_remove(:body, '$.made', '$.request', '$.offset_min', '$.peer_uid', '$.client', '$.service',
            '$.course', '$.reason', '$.clear')

-- name: apply_course_open
INSERT INTO course (studio, client, uuid, code, service, facts, opened_at, opened_offset,
                    recorded_at)
SELECT :studio, client.id, :body ->> '$.made.course', :body ->> '$.made.course_code',
       :body ->> 'service',
       {course_facts}, :occurred_at, {offset}, :recorded_at
FROM client WHERE client.uuid = :body ->> 'client';

-- name: apply_course_close
UPDATE course
SET closed_at = :occurred_at, closed_offset = {offset}, closed_reason = :body ->> 'reason',
    closed_recorded_at = :recorded_at
WHERE uuid = :body ->> 'course';

-- name: apply_course_reopening
INSERT INTO course_amendment (course, event, reason, was)
SELECT id, :seq, :body ->> 'reason', json_object(
    'closed_at', strftime('%Y-%m-%dT%H:%M:%SZ', closed_at / 1000, 'unixepoch'),
    'closed_reason', closed_reason)
FROM course WHERE uuid = :body ->> 'course';

-- name: apply_course_reopen
UPDATE course
SET closed_at = NULL, closed_offset = NULL, closed_reason = NULL, closed_recorded_at = NULL
WHERE uuid = :body ->> 'course';

-- fragment: course_cleared
-- What the event takes away: what it says so of, and of two scales the other one.
(SELECT json_group_object(cleared.value, NULL) FROM (
     SELECT value FROM json_each(:body, '$.clear')
     UNION SELECT 'ludwig' WHERE :body ->> 'norwood' IS NOT NULL
     UNION SELECT 'norwood' WHERE :body ->> 'ludwig' IS NOT NULL) AS cleared)

-- fragment: course_were
-- The same as members that are there.
(SELECT json_group_object(cleared.key, 0) FROM json_each({course_cleared}) AS cleared)

-- name: apply_course_amendment
-- What the event changes, as it was; sealed words stay where they are, in the history.
INSERT INTO course_amendment (course, event, reason, was)
SELECT course.id, :seq, :body ->> 'reason', json_patch(
    (SELECT json_group_object(given.key, json(course.facts -> ('$.' || given.key)))
     FROM json_each(json_patch({course_facts}, {course_were})) AS given
     WHERE given.key <> 'sealed'
       AND coalesce(course.facts -> ('$.' || given.key), {course_facts} -> ('$.' || given.key))
           IS NOT NULL),
    json_object('service', CASE WHEN :body ->> 'service' <> course.service
                                THEN course.service END))
FROM course WHERE course.uuid = :body ->> 'course';

-- name: apply_course_amend
-- A paper is another paper: nothing of the one before stays with it.
UPDATE course SET
    service = coalesce(:body ->> 'service', service),
    facts = json_patch(json_patch(
        json_remove(facts, CASE WHEN :body -> 'consent' IS NULL THEN '$.-' ELSE '$.consent' END,
                    CASE WHEN :body -> 'questionnaire' IS NULL THEN '$.-'
                         ELSE '$.questionnaire' END),
        {course_cleared}), {course_facts})
WHERE uuid = :body ->> 'course';

-- name: apply_product_add
INSERT INTO product (studio, uuid, code, maker, name, kind, gtin, colour_index, claims, pao_days,
                     ratio_range, drop_ul, pigment, reorder, added_at, added_offset)
VALUES (:studio, :body ->> '$.made.product', :body ->> '$.made.product_code', :body ->> 'maker',
        :body ->> 'name', :body ->> 'kind', :body ->> 'gtin',
        coalesce(:body -> 'colour_index', '[]'), coalesce(:body -> 'claims', '[]'),
        :body ->> 'pao_days', coalesce(:body -> 'ratio_range', '[]'), :body ->> 'drop_ul',
        :body ->> 'pigment', coalesce(:body ->> 'reorder_ul', :body ->> 'reorder_pieces'),
        :occurred_at, {offset});

-- name: apply_product_amend
UPDATE product SET
    maker = coalesce(:body ->> 'maker', maker),
    name = coalesce(:body ->> 'name', name),
    kind = coalesce(:body ->> 'kind', kind),
    gtin = coalesce(:body ->> 'gtin', gtin),
    colour_index = coalesce(:body -> 'colour_index', colour_index),
    claims = coalesce(:body -> 'claims', claims),
    pao_days = coalesce(:body ->> 'pao_days', pao_days),
    ratio_range = coalesce(:body -> 'ratio_range', ratio_range),
    drop_ul = coalesce(:body ->> 'drop_ul', drop_ul),
    pigment = coalesce(:body ->> 'pigment', pigment),
    reorder = coalesce(:body ->> 'reorder_ul', :body ->> 'reorder_pieces', reorder)
WHERE uuid = :body ->> 'product';

-- name: apply_product_retire
UPDATE product SET retired_at = :occurred_at, retired_offset = {offset}
WHERE uuid = :body ->> 'product';

-- name: apply_lot_receive
-- A later delivery of a lot finds it there.
INSERT INTO lot (studio, product, uuid, code, lot_no, batch_no, expiry, supplier, document,
                 received_at, received_offset)
SELECT :studio, product.id, :body ->> '$.made.lot', :body ->> '$.made.lot_code',
       :body ->> 'lot_no', :body ->> 'batch_no', :body ->> 'expiry', :body ->> 'supplier',
       :body ->> 'document', :occurred_at, {offset}
FROM product
WHERE product.uuid = :body ->> 'product'
  AND NOT EXISTS (SELECT 1 FROM lot WHERE uuid = :body ->> '$.made.lot');

-- name: apply_lot_receive_containers
INSERT INTO container (studio, lot, uuid, code, filled, remaining, serial)
SELECT :studio, (SELECT id FROM lot WHERE uuid = :body ->> '$.made.lot'),
       made.value ->> 'container', made.value ->> 'container_code',
       coalesce(:body ->> 'each_ul', :body ->> 'each_pieces'),
       coalesce(:body ->> 'each_ul', :body ->> 'each_pieces'),
       :body ->> ('$.serials[' || made.key || ']')
FROM json_each(:body, '$.made.containers') AS made ORDER BY made.key;

-- name: apply_lot_receive_movements
INSERT INTO movement (studio, container, event, kind, delta, remaining)
SELECT :studio, container.id, :seq, 'receive', container.filled, container.remaining
FROM json_each(:body, '$.made.containers') AS made
JOIN container ON container.uuid = made.value ->> 'container';

-- fragment: given_lot
-- What the delivery says of the lot that `made` is the making of. SQLite keeps the body parsed.
(:body -> ('$.lots[' || made.key || ']'))

-- name: apply_lot_deliver
-- A lot may be here already, or stand in the list twice.
INSERT INTO lot (studio, product, uuid, code, lot_no, batch_no, expiry, supplier, document,
                 received_at, received_offset)
SELECT :studio, product.id, made.value ->> 'lot', made.value ->> 'lot_code',
       {given_lot} ->> 'lot_no', {given_lot} ->> 'batch_no', {given_lot} ->> 'expiry',
       {given_lot} ->> 'supplier', {given_lot} ->> 'document', :occurred_at, {offset}
FROM json_each(:body, '$.made.lots') AS made
JOIN product ON product.uuid = {given_lot} ->> 'product'
WHERE true
ORDER BY made.key
ON CONFLICT (uuid) DO NOTHING;

-- name: apply_lot_deliver_containers
INSERT INTO container (studio, lot, uuid, code, filled, remaining, serial)
SELECT :studio, lot.id, bottle.value ->> 'container', bottle.value ->> 'container_code',
       coalesce({given_lot} ->> 'each_ul', {given_lot} ->> 'each_pieces'),
       coalesce({given_lot} ->> 'each_ul', {given_lot} ->> 'each_pieces'),
       {given_lot} ->> ('$.serials[' || bottle.key || ']')
FROM json_each(:body, '$.made.lots') AS made
JOIN lot ON lot.uuid = made.value ->> 'lot'
JOIN json_each(made.value, '$.containers') AS bottle
ORDER BY made.key, bottle.key;

-- name: apply_lot_deliver_movements
INSERT INTO movement (studio, container, event, kind, delta, remaining)
SELECT :studio, container.id, :seq, 'receive', container.filled, container.remaining
FROM json_each(:body, '$.made.lots') AS made
JOIN json_each(made.value, '$.containers') AS bottle
JOIN container ON container.uuid = bottle.value ->> 'container';

-- name: apply_lot_amendment
INSERT INTO lot_amendment (studio, lot, event, reason, was)
SELECT :studio, id, :seq, :body ->> 'reason', :body ->> '$.made.was'
FROM lot WHERE uuid = :body ->> 'lot';

-- fragment: lot_cleared
-- What the event takes away.
(SELECT value FROM json_each(:body, '$.clear'))

-- name: apply_lot_amend
UPDATE lot SET
    lot_no = CASE WHEN 'lot_no' NOT IN {lot_cleared} THEN coalesce(:body ->> 'lot_no', lot_no) END,
    batch_no = CASE WHEN 'batch_no' NOT IN {lot_cleared}
                    THEN coalesce(:body ->> 'batch_no', batch_no) END,
    expiry = CASE WHEN 'expiry' NOT IN {lot_cleared} THEN coalesce(:body ->> 'expiry', expiry) END,
    supplier = CASE WHEN 'supplier' NOT IN {lot_cleared}
                    THEN coalesce(:body ->> 'supplier', supplier) END,
    document = CASE WHEN 'document' NOT IN {lot_cleared}
                    THEN coalesce(:body ->> 'document', document) END
WHERE uuid = :body ->> 'lot';

-- name: apply_lot_hold
UPDATE lot SET held = :body ->> 'reason', held_at = :occurred_at WHERE uuid = :body ->> 'lot';

-- name: apply_lot_release
UPDATE lot SET held = NULL, held_at = NULL, recall = NULL WHERE uuid = :body ->> 'lot';

-- name: apply_lot_release_recalls
-- The recalls keep the lot, and that it was let go.
UPDATE recall_lot SET released = :seq
WHERE lot = (SELECT id FROM lot WHERE uuid = :body ->> 'lot') AND released IS NULL;

-- name: apply_lot_movements
-- A hold and a release stand in the ledger of every container they reach.
INSERT INTO movement (studio, container, event, kind, delta, remaining)
SELECT :studio, id, :seq, substr(:type, length('lot.') + 1), 0, remaining
FROM container
WHERE lot = (SELECT id FROM lot WHERE uuid = :body ->> 'lot') AND discarded_at IS NULL;

-- name: apply_stock_open
UPDATE container SET opened_at = :occurred_at, opened_offset = {offset}
WHERE uuid = :body ->> 'container';

-- name: apply_stock_open_movement
INSERT INTO movement (studio, container, event, kind, delta, remaining)
SELECT :studio, id, :seq, 'open', 0, remaining FROM container WHERE uuid = :body ->> 'container';

-- name: apply_stock_adjust
UPDATE container
SET remaining = remaining + coalesce(:body ->> '$.made.delta_ul', :body ->> '$.made.delta_pieces')
WHERE uuid = :body ->> 'container';

-- name: apply_stock_adjust_movement
INSERT INTO movement (studio, container, event, kind, delta, remaining)
SELECT :studio, id, :seq, 'adjust',
       coalesce(:body ->> '$.made.delta_ul', :body ->> '$.made.delta_pieces'), remaining
FROM container WHERE uuid = :body ->> 'container';

-- name: apply_stock_discard_movement
-- Before the discard, while what was left is still there to be booked.
INSERT INTO movement (studio, container, event, kind, delta, remaining)
SELECT :studio, id, :seq, 'discard', -remaining, 0
FROM container WHERE uuid = coalesce(:body ->> 'container', :body ->> 'mix');

-- name: apply_stock_discard
UPDATE container
SET remaining = 0, discarded_at = :occurred_at, discarded_offset = {offset}
WHERE uuid = coalesce(:body ->> 'container', :body ->> 'mix');

-- name: apply_recall_open
INSERT INTO recall (studio, uuid, code, notice, noticed_at, opened_at, opened_offset, recorded_at)
VALUES (:studio, :body ->> '$.made.recall', :body ->> '$.made.recall_code',
        json_remove(:body, '$.made', '$.request', '$.offset_min', '$.peer_uid', '$.also', '$.none_here',
                    '$.noticed_at', '$.noticed_at_offset_min'),
        strftime('%s', :body ->> 'noticed_at') * 1000, :occurred_at, {offset}, :recorded_at);

-- name: apply_recall_open_lots
INSERT INTO recall_lot (recall, lot, verdict)
SELECT recall.id, lot.id, made.value ->> 'verdict'
FROM recall
JOIN json_each(:body, '$.made.lots') AS made
JOIN lot ON lot.uuid = made.value ->> 'lot'
WHERE recall.uuid = :body ->> '$.made.recall';

-- fragment: recall_made
(SELECT id FROM recall WHERE uuid = :body ->> '$.made.recall')

-- name: apply_recall_open_holds
UPDATE lot SET recall = {recall_made}
WHERE id IN (SELECT lot FROM recall_lot WHERE recall = {recall_made});

-- name: apply_recall_open_movements
-- A recall is a hold in the ledger of every bottle it reaches.
INSERT INTO movement (studio, container, event, kind, delta, remaining)
SELECT :studio, container.id, :seq, 'hold', 0, container.remaining
FROM recall_lot JOIN container ON container.lot = recall_lot.lot
WHERE recall_lot.recall = {recall_made} AND +container.discarded_at IS NULL;

-- fragment: recalls_named
-- What a command says of recalls and lots: its own, or each line's of a delivery.
(SELECT recall.id AS recall, lot.id AS lot, named.value ->> 'verdict' AS verdict
 FROM (SELECT value FROM json_each(:body, '$.made.recalls')
       UNION ALL
       SELECT line_named.value
       FROM json_each(:body, '$.made.lots') AS line, json_each(line.value, '$.recalls') AS line_named)
      AS named
 JOIN recall ON recall.uuid = named.value ->> 'recall'
 JOIN lot ON lot.uuid = named.value ->> 'lot')

-- name: apply_recalls_lots
-- A lot that was let go and is named anew is held anew.
INSERT INTO recall_lot (recall, lot, verdict, event)
SELECT recall, lot, verdict, :seq FROM {recalls_named} WHERE true
ON CONFLICT (recall, lot) DO UPDATE
SET verdict = excluded.verdict, event = excluded.event, released = NULL;

-- name: apply_recalls_spared
DELETE FROM recall_spared WHERE (recall, lot) IN (SELECT recall, lot FROM {recalls_named});

-- fragment: recall_holding
-- The last recall that holds the lot at hand.
(SELECT max(recall_lot.recall) FROM recall_lot
 WHERE recall_lot.lot = lot.id AND recall_lot.released IS NULL)

-- name: apply_recalls_holds
UPDATE lot SET recall = {recall_holding} WHERE id IN (SELECT lot FROM {recalls_named});

-- name: apply_recalls_movements
INSERT INTO movement (studio, container, event, kind, delta, remaining)
SELECT :studio, id, :seq, 'hold', 0, remaining
FROM container WHERE lot IN (SELECT lot FROM {recalls_named}) AND +discarded_at IS NULL;

-- name: apply_recall_exclude
DELETE FROM recall_lot WHERE (recall, lot) IN (SELECT recall, lot FROM {recalls_named});

-- name: apply_recall_exclude_spared
INSERT INTO recall_spared (recall, lot, event) SELECT recall, lot, :seq FROM {recalls_named};

-- name: apply_recall_exclude_movements
-- Before the holds, while it is known which lots a recall held.
INSERT INTO movement (studio, container, event, kind, delta, remaining)
SELECT :studio, container.id, :seq, 'release', 0, container.remaining
FROM lot JOIN container ON container.lot = lot.id
WHERE lot.id IN (SELECT lot FROM {recalls_named}) AND +container.discarded_at IS NULL
  AND lot.recall IS NOT NULL AND {recall_holding} IS NULL;

-- name: apply_recall_contact
INSERT INTO recall_contact (recall, client, event, way, reached, occurred_at, occurred_offset,
                            sealed)
SELECT recall.id, client.id, :seq, :body ->> 'way', :body ->> 'reached', :occurred_at, {offset},
       :body ->> 'sealed'
FROM recall JOIN client ON client.uuid = :body ->> 'client'
WHERE recall.uuid = :body ->> 'recall';

-- name: apply_recall_close
UPDATE recall
SET closed_at = :occurred_at, closed_offset = {offset}, closed_reason = :body ->> 'reason',
    unreached_reason = :body ->> 'unreached'
WHERE uuid = :body ->> 'recall';

-- name: apply_recall_withdraw
UPDATE recall
SET withdrawn_at = :occurred_at, withdrawn_offset = {offset}, withdrawn_reason = :body ->> 'reason',
    closed_at = coalesce(closed_at, :occurred_at), closed_offset = coalesce(closed_offset, {offset})
WHERE uuid = :body ->> 'recall';
