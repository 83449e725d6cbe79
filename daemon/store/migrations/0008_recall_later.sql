-- What becomes of a recall after it was opened: lots that came later, lots that a person looked at,
-- and a notice that was taken back.

ALTER TABLE recall_lot ADD COLUMN event INTEGER REFERENCES event (seq); -- NULL: since the opening
-- The release that let it go. A lot released before stands as such: its history knows the release.
ALTER TABLE recall_lot ADD COLUMN released INTEGER REFERENCES event (seq);
UPDATE recall_lot SET released = (
    SELECT min(release.seq)
    FROM recall
    JOIN lot
    JOIN event AS opened ON opened.type = 'recall.open'
                        AND opened.body ->> '$.made.recall' = recall.uuid
    JOIN event AS release ON release.type = 'lot.release' AND release.body ->> 'lot' = lot.uuid
                         AND release.seq > opened.seq
    WHERE recall.id = recall_lot.recall AND lot.id = recall_lot.lot);

-- Lots that the notice might mean, and does not: somebody has looked.
CREATE TABLE recall_spared (
    recall INTEGER NOT NULL REFERENCES recall (id),
    lot INTEGER NOT NULL REFERENCES lot (id),
    event INTEGER NOT NULL REFERENCES event (seq),
    PRIMARY KEY (recall, lot)
) STRICT, WITHOUT ROWID;
CREATE INDEX recall_spared_of ON recall_spared (lot);

ALTER TABLE recall ADD COLUMN unreached_reason TEXT; -- why it was closed with some not reached
ALTER TABLE recall ADD COLUMN withdrawn_at INTEGER;
ALTER TABLE recall ADD COLUMN withdrawn_offset INTEGER;
ALTER TABLE recall ADD COLUMN withdrawn_reason TEXT;

-- Numbers are asked for as people write them.
DROP INDEX lot_number;
DROP INDEX lot_batch;
CREATE INDEX lot_number ON lot (lot_no COLLATE NOCASE);
CREATE INDEX lot_batch ON lot (batch_no COLLATE NOCASE);

PRAGMA user_version = 8;
