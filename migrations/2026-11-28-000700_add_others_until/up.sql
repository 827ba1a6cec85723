-- Until when something else that the person began may still be playing behind what is shown: only then, what ends need be
-- followed by a look through their latest events.
ALTER TABLE currently_watching ADD COLUMN others_until timestamptz;
-- What was shown before nobody kept account of it.
UPDATE currently_watching SET others_until = now() + interval '12 hours';
