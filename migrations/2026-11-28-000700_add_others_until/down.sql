ALTER TABLE currently_watching DROP COLUMN others_until;
