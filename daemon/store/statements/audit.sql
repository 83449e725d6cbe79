-- Every table of the state, in the order of its key, to be held against a rebuild.

-- name: audit_integrity
PRAGMA integrity_check;

-- name: audit_foreign_keys
PRAGMA foreign_key_check;

-- name: audit_schema
-- The tables themselves, with the triggers that keep the history.
SELECT name, type, tbl_name, sql FROM sqlite_schema ORDER BY name;

-- name: audit_studio
SELECT * FROM studio ORDER BY id;

-- name: audit_staff
SELECT * FROM staff ORDER BY id;

-- name: audit_product
SELECT * FROM product ORDER BY id;

-- name: audit_lot
SELECT * FROM lot ORDER BY id;

-- name: audit_lot_amendment
SELECT lot, event, studio, reason, was FROM lot_amendment ORDER BY lot, event;

-- name: audit_container
SELECT * FROM container ORDER BY id;

-- name: audit_movement
SELECT container, event, studio, kind, delta, remaining FROM movement ORDER BY container, event;
