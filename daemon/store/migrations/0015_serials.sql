-- The maker's own serial number of a bottle or box, where its label has one: scanned again, it is the
-- same bottle.
ALTER TABLE container ADD COLUMN serial TEXT;
CREATE INDEX container_serial ON container (serial) WHERE serial IS NOT NULL;

PRAGMA user_version = 15;
