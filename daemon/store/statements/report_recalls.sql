-- What of recalls and holds, of erasures and purges a report shows; asked as reports.sql says.

-- fragment: report_any
(SELECT 1 WHERE {report_any_lot} AND :client IS NULL)

-- fragment: report_lots_about
-- The lots that are asked about: named, of a recall, or those that reached a client.
(SELECT id FROM {report_lots}
 UNION ALL
 SELECT reached.lot FROM client JOIN client_lot AS reached ON reached.client = client.id
 WHERE client.uuid = :client)

-- fragment: report_lot_about
(EXISTS {report_any} OR lot.id IN {report_lots_about})

-- fragment: report_recall_about
-- Whether the recall at hand has to do with what is asked about: with lots that it does not mean
-- after all, too.
(EXISTS {report_any} OR recall.uuid = :recall OR (:recall IS NULL AND EXISTS (
    SELECT 1 FROM {report_lots_about} AS about
    WHERE EXISTS (SELECT 1 FROM recall_lot AS named
                  WHERE named.recall = recall.id AND named.lot = about.id)
       OR EXISTS (SELECT 1 FROM recall_spared AS named
                  WHERE named.recall = recall.id AND named.lot = about.id))))

-- fragment: report_notice
-- Whom and what the notice names.
(coalesce(recall.notice ->> 'maker', 'maker not named') ||
 coalesce(', ' || (SELECT group_concat(value, ', ') FROM json_each(recall.notice, '$.products')),
          '') ||
 coalesce(', lots ' || (SELECT group_concat(value, ', ') FROM json_each(recall.notice, '$.lots')),
          '') ||
 coalesce(', batches ' ||
          (SELECT group_concat(value, ', ') FROM json_each(recall.notice, '$.batches')), '') ||
 CASE recall.notice ->> 'all_lots' WHEN 1 THEN ', all lots' ELSE '' END)

-- fragment: report_concerned
-- The clients whom lots of the recall reached.
(SELECT DISTINCT reached.client AS id
 FROM recall_lot JOIN lot_client AS reached ON reached.lot = recall_lot.lot
 WHERE recall_lot.recall = recall.id)

-- fragment: report_told
-- "2 of 3 clients reached", by the end of the period.
(CASE WHEN NOT EXISTS {report_concerned} THEN 'it reached no client'
 ELSE (SELECT count(*) FROM {report_concerned} AS concerned
       WHERE EXISTS (SELECT 1 FROM recall_contact
                     WHERE recall_contact.recall = recall.id
                       AND recall_contact.client = concerned.id AND recall_contact.reached
                       AND recall_contact.occurred_at < :until))
      || ' of ' || (SELECT count(*) FROM {report_concerned}) || ' clients reached' END)

-- fragment: report_recalled_by
-- The recalls that held the lot at the end of the period.
(SELECT group_concat(recall.code, ', ')
 FROM recall_lot
 JOIN recall ON recall.id = recall_lot.recall
 LEFT JOIN event AS named ON named.seq = recall_lot.event
 LEFT JOIN event AS freed ON freed.seq = recall_lot.released
 WHERE recall_lot.lot = lot.id AND coalesce(named.occurred_at, recall.opened_at) < :until
   AND (freed.seq IS NULL OR freed.occurred_at >= :until))

-- fragment: report_held_for
-- Why the lot was on hold then, if it was.
(SELECT CASE event.type WHEN 'lot.hold' THEN event.body ->> 'reason' END
 FROM event
 WHERE event.type IN ('lot.hold', 'lot.release') AND event.occurred_at < :until
   AND event.body ->> 'lot' = lot.uuid
 ORDER BY event.seq DESC LIMIT 1)

-- fragment: report_bottle_set_aside
coalesce('recalled: ' || {report_recalled_by}, 'on hold: ' || {report_held_for})

-- fragment: report_set_aside
-- Why the container was not to be used at the end of the period; NULL: it was.
coalesce({report_bottle_set_aside},
         (SELECT {report_bottle_set_aside} FROM {mix_bottles}
          AND {report_bottle_set_aside} IS NOT NULL ORDER BY mix_bottle.bottle LIMIT 1),
         CASE {report_stale}
             WHEN 'lot.expired' THEN 'past its expiry date'
             WHEN 'container.pao' THEN 'open for too long'
             WHEN 'mix.discard_by' THEN 'past its last day'
         END)

-- fragment: report_recall_said
-- What a recall's own events say.
SELECT {report_event}, recall.code,
       CASE event.type
           WHEN 'recall.open' THEN 'recall opened, lots held'
           WHEN 'recall.close' THEN 'recall closed; ' || {report_told}
           ELSE 'notice withdrawn' END,
       (SELECT group_concat(lot.code, ', ')
        FROM json_each(event.body, '$.made.lots') AS made
        JOIN lot ON lot.uuid = made.value ->> 'lot'),
       CASE event.type WHEN 'recall.open' THEN 'Notice: ' || {report_notice}
            ELSE event.body ->> 'reason' ||
                 coalesce('; not reached: ' || (event.body ->> 'unreached'), '') END,
       {report_by}, event.seq AS seq
FROM event INDEXED BY event_occurred
JOIN recall ON recall.uuid = coalesce(event.body ->> 'recall', event.body ->> '$.made.recall')
WHERE event.type IN ('recall.open', 'recall.close', 'recall.withdraw') AND {report_in}
  AND {report_recall_about}

-- fragment: report_recall_named
-- Lots that came into a recall or out of it after its opening. Bodies are canonical: most say at
-- a glance that they name none.
SELECT {report_event}, recall.code,
       CASE WHEN named.value ->> 'verdict' = 'no' THEN 'found not to be meant'
            WHEN event.type = 'recall.include' THEN 'found to be meant, held'
            ELSE 'meant by the notice, held when entered' END,
       lot.code, event.body ->> 'reason', {report_by}, event.seq
FROM event INDEXED BY event_occurred
JOIN json_tree(event.body, '$.made') AS named
JOIN recall ON recall.uuid = named.value ->> 'recall'
JOIN lot ON lot.uuid = named.value ->> 'lot'
WHERE event.type IN ('recall.include', 'recall.exclude', 'lot.receive', 'lot.deliver', 'lot.amend',
                     'product.amend')
  AND instr(event.body, '"recalls":[{') AND named.type = 'object' AND {report_in}
  AND (recall.uuid = :recall OR (:recall IS NULL AND {report_lot_about}))

-- fragment: report_holds
-- Of the lots of a recall, what was done since it was opened.
SELECT {report_event},
       (SELECT group_concat(recall.code, ', ')
        FROM recall_lot JOIN recall ON recall.id = recall_lot.recall
        WHERE recall_lot.lot = lot.id AND recall_lot.released = event.seq),
       CASE event.type WHEN 'lot.hold' THEN 'put on hold' ELSE 'released' END,
       lot.code, event.body ->> 'reason', {report_by}, event.seq
FROM event INDEXED BY event_occurred
JOIN lot ON lot.uuid = event.body ->> 'lot'
WHERE event.type IN ('lot.hold', 'lot.release') AND {report_in} AND {report_lot_about}
  AND (:recall IS NULL OR event.occurred_at >= (SELECT opened_at FROM recall WHERE uuid = :recall))

-- fragment: report_contacted
-- Whether the client who is asked about was told.
SELECT {report_event}, recall.code,
       iif(recall_contact.reached, 'client told', 'client not reached') || ', by ' ||
       replace(recall_contact.way, '_', ' '), NULL, NULL, {report_by}, event.seq
FROM client
JOIN recall_contact ON recall_contact.client = client.id
JOIN recall ON recall.id = recall_contact.recall
JOIN event ON event.seq = recall_contact.event
WHERE client.uuid = :client AND {report_in}

-- name: report_recalls
-- What was recalled, set aside and let go, and what became of it.
SELECT * FROM ({report_recall_said}
UNION ALL {report_recall_named}
UNION ALL {report_holds}
UNION ALL {report_contacted})
ORDER BY 1, seq;

-- fragment: report_erased
-- A row a client whose record ended by the event; `override`: what was said where it was to be kept.
SELECT event.seq AS seq, event.body ->> 'client' AS client,
       'identity and health text erased' AS what, event.body ->> '$.made.keep_until' AS kept,
       event.body ->> 'override_reason' AS override
FROM event INDEXED BY event_occurred
WHERE event.type = 'client.erase' AND {report_in}
UNION ALL
SELECT event.seq, record.value ->> 'client',
       'record purged: the words of ' || json_array_length(record.value, '$.events') || ' entries',
       record.value ->> 'keep_until',
       CASE WHEN record.value ->> 'keep_until' IS NOT NULL
            THEN event.body ->> 'override_reason' END
FROM event INDEXED BY event_occurred
JOIN json_each(event.body, '$.made.clients') AS record
WHERE event.type = 'retention.purge' AND {report_in}

-- name: report_erasures
-- Of whom what was destroyed.
SELECT {report_event}, client.code, erased.what, erased.kept, event.body ->> 'reason',
       erased.override, {report_by}
FROM ({report_erased}) AS erased
CROSS JOIN event ON event.seq = erased.seq
JOIN client ON client.uuid = erased.client
WHERE {report_any_lot} AND {report_client_is}
ORDER BY event.occurred_at, event.seq, client.id;
