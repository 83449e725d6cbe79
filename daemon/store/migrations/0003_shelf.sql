-- The shelf: products found by what a scanner reads, and the point at which to buy more.

-- In the unit of the kind, microlitres or pieces; NULL: nobody watches it.
ALTER TABLE product ADD COLUMN reorder INTEGER;
-- A GTIN of fewer digits is the same number with zeros in front.
CREATE INDEX product_gtin ON product (substr('000000' || gtin, -14));

PRAGMA user_version = 3;
