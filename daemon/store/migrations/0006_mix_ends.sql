-- A mix lives no longer than the mixes in it: the first day, of its own and theirs, that one had to
-- be discarded by.
ALTER TABLE mix ADD COLUMN ends TEXT;
UPDATE mix SET ends = (
    WITH RECURSIVE part (mix) AS (
        SELECT mix.container
        UNION SELECT mix_input.input FROM part JOIN mix_input ON mix_input.mix = part.mix)
    SELECT min(within.discard_by) FROM part JOIN mix AS within ON within.container = part.mix);

PRAGMA user_version = 6;
