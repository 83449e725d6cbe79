-- The records that a period is about: those that came in it, and those that were in use in it.
-- :from and :until bound it in milliseconds, :until itself outside. What is purged is left out: what
-- it lacks went lawfully.

-- name: records_studio
SELECT uuid FROM studio WHERE id = :studio;

-- name: records_staff
SELECT uuid FROM staff
WHERE added_at < :until AND (retired_at IS NULL OR retired_at >= :from) ORDER BY id;

-- name: records_product
SELECT uuid FROM product
WHERE added_at < :until AND (retired_at IS NULL OR retired_at >= :from) ORDER BY id;

-- name: records_lot
-- There is some left of it, or there was when the period began: a bottle's last entry is when it was
-- emptied. Or somebody had it in the period, out of a mix made before.
SELECT lot.uuid FROM lot
WHERE lot.received_at < :until
  AND (lot.received_at >= :from
       OR EXISTS (SELECT 1 FROM container WHERE container.lot = lot.id AND container.remaining > 0)
       OR EXISTS (
           SELECT 1 FROM container JOIN event ON event.seq = (
               SELECT max(movement.event) FROM movement WHERE movement.container = container.id)
           WHERE container.lot = lot.id AND event.occurred_at >= :from)
       OR lot.id IN (
           SELECT client_lot.lot
           FROM session
           CROSS JOIN client_lot ON client_lot.client = session.client
                                AND client_lot.session = session.id
           WHERE session.occurred_at >= :from AND session.occurred_at < :until))
ORDER BY lot.id;

-- name: records_client
-- Who was here in the period; who is forgotten has no record.
SELECT uuid FROM client
WHERE sealed IS NOT NULL AND added_at < :until
  AND id IN (SELECT id FROM client WHERE uuid = :client
             UNION SELECT id FROM client WHERE :client IS NULL AND added_at >= :from
             UNION SELECT client FROM session
                   WHERE :client IS NULL AND struck IS NULL
                     AND occurred_at >= :from AND occurred_at < :until)
ORDER BY id;

-- fragment: not_purged
NOT EXISTS (SELECT 1 FROM purged WHERE purged.client = client.id)

-- name: records_course
SELECT course.uuid
FROM course JOIN client ON client.id = course.client
WHERE course.opened_at < :until AND {not_purged}
  AND (course.closed_at IS NULL OR course.closed_at >= :from)
  AND course.id IN (
      SELECT course.id FROM client JOIN course ON course.client = client.id WHERE client.uuid = :client
      UNION ALL SELECT id FROM course WHERE :client IS NULL AND closed_at IS NULL
      UNION ALL SELECT id FROM course WHERE :client IS NULL AND closed_at >= :from)
ORDER BY course.id;

-- name: records_session
SELECT session.uuid, session.occurred_at, session.id
FROM session JOIN client ON client.id = session.client
WHERE :client IS NULL AND session.struck IS NULL AND {report_session_in} AND {not_purged}
UNION ALL
SELECT session.uuid, session.occurred_at, session.id
FROM client JOIN session ON session.client = client.id
WHERE client.uuid = :client AND session.struck IS NULL AND {report_session_in} AND {not_purged}
ORDER BY 2, 3;
