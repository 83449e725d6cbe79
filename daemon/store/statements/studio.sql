-- The studio, its staff, and the names that stand for records.

-- name: studio_show
SELECT uuid, name, address, permit, time_zone, rule_packs, backup_days
FROM studio WHERE id = :studio;

-- name: studio_model
-- What the studio has set of the optical model; NULL where it follows the product.
SELECT depth_mm, dots_per_cm2, dot_mm, gain, healed, half_life_years, sessions
FROM studio WHERE id = :studio;

-- name: studio_intervals
-- Where the studio has set nothing: at least 10 days between sessions, 28 until skin has healed, a
-- touch-up after two months, a refresh after five years: where practice says 2 to 5, 4 to 6 and 5 to
-- 7, that is what all agree on.
SELECT coalesce(gap_days, 10), coalesce(healing_days, 28), coalesce(touch_up_days, 60),
       coalesce(refresh_days, 1826)
FROM studio WHERE id = :studio;

-- name: studio_zone
SELECT time_zone FROM studio WHERE id = :studio;

-- fragment: staff_columns
staff.uuid, staff.code, staff.name, staff.jobs, staff.uid, staff.added_at, staff.added_offset,
staff.retired_at, staff.retired_offset

-- name: staff_list
SELECT {staff_columns} FROM staff
WHERE :retired_too OR staff.retired_at IS NULL ORDER BY staff.id;

-- name: staff_show
SELECT {staff_columns} FROM staff WHERE staff.uuid = :staff;

-- name: staff_licences
SELECT licence.value ->> 'name', licence.value ->> 'number', licence.value ->> 'expiry'
FROM staff, json_each(staff.licences) AS licence
WHERE staff.uuid = :staff ORDER BY licence.key;

-- name: staff_of_uid
-- Who a system user may stand for; more than one makes it unclear.
SELECT uuid FROM staff WHERE uid = :uid AND retired_at IS NULL LIMIT 2;

-- name: staff_any
SELECT 1 FROM staff WHERE retired_at IS NULL LIMIT 1;

-- name: staff_next
SELECT coalesce(max(id), 0) + 1 FROM staff;

-- name: ref_staff
-- Here and below: no id is written like a code, so that no row is found twice.
SELECT uuid, code FROM staff WHERE uuid = lower(:text)
UNION ALL SELECT uuid, code FROM staff WHERE code = upper(:text);

-- name: ref_product
SELECT uuid, code FROM product WHERE uuid = lower(:text)
UNION ALL SELECT uuid, code FROM product WHERE code = upper(:text);

-- name: ref_lot
-- A maker may print what is another lot's code here: then all of them are found.
SELECT lot.uuid, lot.code || ' (' || product.name || ')'
FROM lot JOIN product ON product.id = lot.product
WHERE lot.id IN (SELECT id FROM lot WHERE uuid = lower(:text)
                 UNION SELECT id FROM lot WHERE code = upper(:text)
                 UNION SELECT id FROM lot WHERE lot_no = :text COLLATE NOCASE
                 UNION SELECT id FROM lot WHERE batch_no = :text COLLATE NOCASE)
ORDER BY lot.id;

-- name: ref_match
SELECT uuid, code FROM match WHERE uuid = lower(:text)
UNION ALL SELECT uuid, code FROM match WHERE code = upper(:text);

-- name: ref_session
SELECT uuid, code FROM session WHERE uuid = lower(:text)
UNION ALL SELECT uuid, code FROM session WHERE code = upper(:text);

-- name: ref_incident
SELECT uuid, code FROM incident WHERE uuid = lower(:text)
UNION ALL SELECT uuid, code FROM incident WHERE code = upper(:text);

-- name: ref_mix
SELECT uuid, code FROM container JOIN mix ON mix.container = container.id
WHERE uuid = lower(:text)
UNION ALL SELECT uuid, code FROM container JOIN mix ON mix.container = container.id
WHERE code = upper(:text);

-- name: ref_container
SELECT uuid, code FROM container WHERE uuid = lower(:text)
UNION ALL SELECT uuid, code FROM container WHERE code = upper(:text);

-- name: ref_label
-- A maker's own serial number may look like a code of ours; its lot tells.
SELECT container.uuid, container.code
FROM container JOIN lot ON lot.id = container.lot
WHERE container.code = upper(:serial) AND lot.lot_no IS :lot_no;
