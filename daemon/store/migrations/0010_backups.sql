-- For how long backups are kept, in days: what was erased is gone from them after that. NULL: nobody
-- has said.
ALTER TABLE studio ADD COLUMN backup_days INTEGER;

PRAGMA user_version = 10;
