-- What was put right, in words; asked as reports.sql says.

-- fragment: report_part
CASE part.type
    WHEN 'object' THEN (SELECT group_concat(member.atom, ' ') FROM json_each(part.value) AS member)
    WHEN 'true' THEN 'yes' WHEN 'false' THEN 'no' ELSE part.atom END

-- fragment: report_words
-- A JSON value as people write it: "crown, temples", "no. 15, signed 2026-01-02".
CASE side.type
    WHEN 'array' THEN (SELECT group_concat({report_part}, ', ') FROM json_each(side.value) AS part)
    WHEN 'object' THEN (SELECT group_concat(replace(part.key, '_', ' ') || ' ' || {report_part},
                                            ', ')
                        FROM json_each(side.value) AS part)
    WHEN 'true' THEN 'yes' WHEN 'false' THEN 'no' ELSE side.value END

-- fragment: report_used
-- The lines of a session as the event has them.
(SELECT group_concat(coalesce(line.value ->> 'said', line.value ->> 'container_code') ||
                     coalesce(' ' || (line.value ->> 'ul') || ' µL',
                              ' ' || (line.value ->> 'pieces') || ' pieces', '') ||
                     coalesce(' @' || (line.value ->> 'zone'), ''), ', ')
 FROM json_each(event.body, '$.made.uses') AS line)

-- fragment: report_code
-- What has a code, by it.
coalesce((SELECT code FROM staff WHERE uuid = event.body ->> was.key),
         (SELECT code FROM client WHERE uuid = event.body ->> was.key),
         (SELECT code FROM course WHERE uuid = event.body ->> was.key),
         (SELECT code FROM session WHERE uuid = event.body ->> was.key))

-- fragment: report_offset
coalesce(event.body ->> (was.key || '_offset_min'), 0)

-- fragment: report_held
-- A moment of the body, by the clocks it was said by.
strftime('%Y-%m-%d %H:%M', side.value, {report_offset} || ' minutes')
|| printf(' UTC%+d:%02d', {report_offset} / 60, abs({report_offset} % 60))

-- fragment: report_sides
-- What stood, and what the event put in its place.
SELECT was.type AS type, was.value AS value
UNION ALL
SELECT 'text', CASE was.key WHEN 'uses' THEN {report_used} WHEN 'review' THEN 'done'
                            WHEN 'struck_out' THEN 'yes' ELSE {report_code} END
WHERE was.key IN ('uses', 'review', 'struck_out', 'artist', 'client', 'course', 'session') AND event.body IS NOT NULL
UNION ALL
SELECT now.type, now.value
FROM (SELECT 1) LEFT JOIN json_each(event.body) AS now ON now.key = was.key
WHERE was.key NOT IN ('uses', 'review', 'struck_out', 'artist', 'client', 'course', 'session') AND event.body IS NOT NULL

-- fragment: report_were
-- What the event changed; also what nothing was known of, or what only a key opens.
SELECT key, type, value FROM json_each(amendment.was) WHERE key <> 'readings'
UNION ALL
SELECT 'uses', 'null', NULL
WHERE amendment.was -> 'uses' IS NULL AND json_array_length(event.body, '$.made.uses') > 0
UNION ALL
SELECT given.key, 'null', NULL FROM json_each(event.body) AS given
WHERE given.key = 'override_reason' AND amendment.was -> 'override_reason' IS NULL

-- fragment: report_sealed
-- What of it is not for everybody to read, by name.
CASE WHEN event.body -> 'sealed' IS NOT NULL THEN '; health text (sealed)' ELSE '' END ||
CASE WHEN json_array_length(event.body, '$.readings') > 0
       OR json_array_length(event.body, '$.add_readings') > 0 THEN '; readings' ELSE '' END

-- fragment: report_change
ltrim(coalesce((
    SELECT group_concat(replace(was.key, '_', ' ') || ': ' || (
        SELECT group_concat(coalesce(nullif(CASE WHEN was.key IN ('held_at', 'seen_at', 'closed_at') THEN {report_held}
                                                         ELSE {report_words} END, ''),
                                     'nothing'), ' → ')
        FROM ({report_sides}) AS side), '; ')
    FROM ({report_were}) AS was), '') || {report_sealed}, '; ')

-- fragment: report_given
-- Of an event that says all anew: what it says.
ltrim(coalesce((
    SELECT group_concat(replace(side.key, '_', ' ') || ' → ' ||
                        coalesce(nullif({report_words}, ''), 'nothing'), '; ')
    FROM json_each(event.body) AS side
    WHERE side.key NOT IN ('product', 'staff', 'client', 'reason', 'offset_min', 'made', 'request',
                           'peer_uid', 'sealed')), '') ||
    CASE WHEN event.body -> 'sealed' IS NOT NULL THEN '; who they are (sealed)' ELSE '' END, '; ')

-- fragment: report_settings
-- Of products, staff and clients.
SELECT {report_event}, coalesce(product.code, staff.code, client.code), {report_given},
       CASE WHEN event.body IS NULL THEN 'purged' ELSE event.body ->> 'reason' END, {report_by},
       event.seq
FROM event INDEXED BY event_occurred
LEFT JOIN product ON product.uuid = event.body ->> 'product'
LEFT JOIN staff ON staff.uuid = event.body ->> 'staff'
LEFT JOIN purged ON purged.event = event.seq
LEFT JOIN client ON client.id = coalesce(
    purged.client, (SELECT id FROM client WHERE uuid = event.body ->> 'client'))
WHERE event.type IN ('product.amend', 'staff.amend', 'client.amend') AND {report_in}
  AND CASE event.type
          WHEN 'client.amend' THEN {report_any_lot} AND {report_client_is}
          WHEN 'staff.amend' THEN {report_any_lot} AND :client IS NULL
          ELSE :client IS NULL AND ({report_any_lot} OR EXISTS (
              SELECT 1 FROM lot WHERE lot.product = product.id AND lot.id IN {report_lots})) END

-- name: report_amendments
-- What was entered wrongly and put right; both stand.
SELECT * FROM (
SELECT {report_event}, lot.code, {report_change}, amendment.reason, {report_by}, event.seq AS seq
FROM event
CROSS JOIN lot_amendment AS amendment ON amendment.event = event.seq
JOIN lot ON lot.id = amendment.lot
WHERE event.type = 'lot.amend' AND :client IS NULL AND {report_in} AND {report_of}
UNION ALL
SELECT {report_event}, session.code, {report_change}, amendment.reason, {report_by}, event.seq
FROM event
CROSS JOIN session_amendment AS amendment ON amendment.event = event.seq
JOIN session ON session.id = amendment.session
JOIN client ON client.id = session.client
WHERE event.type IN ('session.amend', 'session.review', 'session.strike') AND {report_in} AND {report_client_is}
  AND {report_session_of}
UNION ALL
SELECT {report_event}, incident.code, {report_change}, amendment.reason, {report_by}, event.seq
FROM event
CROSS JOIN incident_amendment AS amendment ON amendment.event = event.seq
JOIN incident ON incident.id = amendment.incident
JOIN session ON session.id = incident.session
JOIN client ON client.id = session.client
WHERE event.type = 'incident.amend' AND {report_in} AND {report_client_is} AND {report_session_of}
UNION ALL
SELECT {report_event}, course.code, {report_change}, amendment.reason, {report_by}, event.seq
FROM event
CROSS JOIN course_amendment AS amendment ON amendment.event = event.seq
JOIN course ON course.id = amendment.course
JOIN client ON client.id = course.client
WHERE event.type IN ('course.amend', 'course.reopen') AND {report_in} AND {report_client_is} AND {report_any_lot}
UNION ALL {report_settings})
ORDER BY 1, seq;
