-- The rule only grows, and the table is small.
-- squawk-ignore ban-drop-constraint
ALTER TABLE import_jobs DROP CONSTRAINT import_jobs_source_check;
ALTER TABLE import_jobs ADD CONSTRAINT import_jobs_source_check
    CHECK (source IN ('movielens', 'trakt', 'csv', 'letterboxd', 'imdb', 'goodreads', 'json', 'myanimelist', 'netflix', 'spotify',
        'listenbrainz', 'lastfm', 'maloja', 'scrobbler_log', 'tvtime', 'simkl', 'yamtrack', 'ryot')) NOT VALID;
-- squawk-ignore constraint-missing-not-valid
ALTER TABLE import_jobs VALIDATE CONSTRAINT import_jobs_source_check;
