-- Copies.

-- name: backup_into
VACUUM INTO :path;
