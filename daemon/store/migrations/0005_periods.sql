-- What is asked for by a period is found by an index, and what is gone is not read again: a report
-- of a month costs what happened in it, whatever lies before.

-- With the type, so that an event of another one is passed by without being read.
CREATE INDEX event_occurred ON event (occurred_at, type);
CREATE INDEX movement_event ON movement (event);
CREATE INDEX session_occurred ON session (occurred_at);
CREATE INDEX incident_occurred ON incident (occurred_at);
CREATE INDEX client_added ON client (added_at);
CREATE INDEX course_closed ON course (closed_at); -- NULL, first: under way
CREATE INDEX lot_amendment_event ON lot_amendment (event);
CREATE INDEX session_amendment_event ON session_amendment (event);
-- Most containers are cups of long ago.
CREATE INDEX container_left ON container (lot) WHERE remaining > 0;
CREATE INDEX container_discarded ON container (discarded_at); -- NULL, first: still there

PRAGMA user_version = 5;
